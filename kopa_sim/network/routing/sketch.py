"""What the routes of an option will rest on, before any is solved: centres, years, and who is carried."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network.routing.bells import bells_year_school
from kopa_sim.network.routing.carried import carried_from
from kopa_sim.network.routing.stretches import Stretch, anchor_years, find_stretches
from kopa_sim.network.routing.tasks import CentreTask, key_of

Floats = NDArray[np.float64]
Homes = tuple[NDArray[np.intp], Floats]


@dataclass(frozen=True)
class OptionSketch:
    """Centres of an option with the years of each.

    Attributes
    ----------
    homes
        From which points pupils are carried to a centre in the year at an index, and how many. (point,), (point,)
    bells_year_school
        Minutes after midnight at which lessons begin; NaN where nobody said. (year, school)
    """

    years: tuple[int, ...]
    stretches: tuple[Stretch, ...]
    homes: Mapping[tuple[Stretch, int], Homes]
    bells_year_school: Floats

    def key(self, stretch: Stretch, index: int) -> bytes:
        """Return what tells a centre with its pupils of one year apart."""
        return key_of(tuple(sorted(stretch.schools)), *self.homes[stretch, index])

    def keys(self) -> frozenset[bytes]:
        """Return those of all centres and years."""
        return frozenset(self.key(*place) for place in self.homes)

    def own_years(self, stretch: Stretch, known: Collection[bytes]) -> tuple[int, ...]:
        """Return a centre's years with pupils that are not known by their key."""
        return tuple(
            index
            for index in stretch.year_indices
            if len(self.homes[stretch, index][0]) and self.key(stretch, index) not in known
        )

    def anchors(self, stretch: Stretch, indices: tuple[int, ...]) -> list[tuple[int, CentreTask]]:
        """Return the anchor years among some years of a centre, each with its task.

        They are the years with fewest and most pupils carried to it and the one nearest the middle. Where less than
        half a pupil is expected even in the year with most, the task is one pupil: in some futures there is one.
        """
        if not indices:
            return []
        homes = [self.homes[stretch, index] for index in indices]
        total = np.array([pupils.sum() for _, pupils in homes])
        if round(float(total.max())) == 0:
            return [self.of_one_pupil(stretch, indices)]
        return [
            (self.years[indices[at]], CentreTask(stretch.schools, *homes[at])) for at in anchor_years(total)
        ]

    def of_one_pupil(self, stretch: Stretch, indices: tuple[int, ...]) -> tuple[int, CentreTask]:
        """Return the year with most pupils, and the task in which they are one."""
        homes = [self.homes[stretch, index] for index in indices]
        most = int(np.argmax([pupils.sum() for _, pupils in homes]))
        points, pupils = homes[most]
        return self.years[indices[most]], CentreTask(stretch.schools, points, pupils / pupils.sum())

    def tasks(self, known: Collection[bytes] = ()) -> list[CentreTask]:
        """Return every task whose routes the option needs, without what is known by its key."""
        return [
            task
            for stretch in self.stretches
            for _, task in self.anchors(stretch, self.own_years(stretch, known))
        ]


def sketch_option(
    region: Region, journeys: Journeys, plan: Plan, flows: PupilFlows, parameters: Parameters
) -> OptionSketch:
    """Return an option's centres on the mean future.

    Parameters
    ----------
    flows
        Of the mean future: one draw.
    """
    plan_index = [plan.years.index(year) for year in flows.years]
    carried = [
        carried_from(
            region,
            journeys,
            arcs,
            flows.pupils_by_year[index][0],
            plan.transport_limit_km_year_municipality_grade[plan_index[index]],
            parameters,
            plan.danger_entitles(plan_index[index]),
        )
        for index, arcs in enumerate(flows.catchments.by_year)
    ]
    bells = bells_year_school(region, plan)[plan_index]
    stretches = find_stretches(
        carried,
        plan.open_year_school[plan_index],
        journeys.km_school_school,
        parameters.number("transport.shared_drop_km"),
        bells,
        parameters.number("transport.shared_wait_min"),
    )
    homes = {
        (stretch, index): carried[index].of_centre(stretch.schools)
        for stretch in stretches
        for index in stretch.year_indices
    }
    return OptionSketch(flows.years, stretches, homes, bells)
