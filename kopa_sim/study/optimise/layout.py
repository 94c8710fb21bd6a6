"""Who goes where when schools of a base option close: its own catchments, the pupils of closed schools moved on.

A closing moves the pupils of the closed school alone: each goes to the nearest open school of the class of grades.
Everyone else stays, those too who finish a span of grades elsewhere than a new pupil would be sent.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.journeys import Catchments, Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.network.choices import GradeClass, grade_classes
from kopa_sim.network.given_intake import first_year_residents
from kopa_sim.network.year_network import year_network
from kopa_sim.study.residents import pupils_at_home

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROUNDING = 1e-9


@dataclass(frozen=True)
class Travellers:
    """Pupils who move together: those of a point and a class of grades who attend one school under the base option.

    Attributes
    ----------
    point, school
        Where they live, and where they go while that school is open. (group,)
    order
        Schools by nearness, the nearest first. (group, school)
    reachable
        How many of them may be attended. (group,)
    keeps
        Whether a school keeps the limits on their journey. (group, school)
    pupils
        Pupils by year of the base option's Plan and grade. (year, group, grade)
    residents
        All pupils by the municipality they live in, which no closing changes. (draw, year, municipality, grade)
    """

    point: Ints
    school: Ints
    order: Ints
    reachable: Ints
    keeps: Bools
    pupils: Floats
    residents: Floats

    def __len__(self) -> int:
        return len(self.point)


def base_classes(
    region: Region, journeys: Journeys, plan: Plan, pupils: Pupils, parameters: Parameters
) -> tuple[GradeClass, ...]:
    """Return the classes of grades of the first costed year."""
    residents = first_year_residents(region, plan, pupils)
    largest = parameters.number("transport.given_intake_largest_share")
    network = year_network(region, plan, plan.costed.start, residents, largest)
    return grade_classes(region, journeys, network)


def travellers(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    catchments: Catchments,
    pupils: Pupils,
    parameters: Parameters,
    max_minutes: float | None,
) -> Travellers:
    """Return everyone who goes to school, by where they live, what they attend, and what they may attend instead."""
    classes = base_classes(region, journeys, plan, pupils, parameters)
    every, by_year = _grouped(region, plan, catchments, pupils, classes)
    n_schools, n_points = len(region.schools), len(region.points)
    school, point = every % n_schools, every // n_schools % n_points
    of_class = every // n_schools // n_points
    near = np.stack([of.minutes_point_school for of in classes])[of_class, point]
    return Travellers(
        point=point,
        school=school,
        order=np.argsort(near, axis=1, kind="stable"),
        reachable=np.isfinite(near).sum(axis=1),
        keeps=keeps_limits(journeys, parameters, point, school, near, by_year, max_minutes),
        pupils=by_year,
        residents=pupils_at_home(region, pupils),
    )


def in_future(
    groups: Travellers,
    region: Region,
    journeys: Journeys,
    plan: Plan,
    catchments: Catchments,
    mean_pupils: Pupils,
    pupils: Pupils,
    parameters: Parameters,
) -> Travellers:
    """Return the same groups with the pupils of another future, who attend the same schools."""
    classes = base_classes(region, journeys, plan, mean_pupils, parameters)
    by_year = _grouped(region, plan, catchments, pupils, classes)[1]
    return replace(groups, pupils=by_year, residents=pupils_at_home(region, pupils))


def _grouped(
    region: Region, plan: Plan, catchments: Catchments, pupils: Pupils, classes: tuple[GradeClass, ...]
) -> tuple[Ints, Floats]:
    """Return every (class, point, school) as one number, and its pupils by year and grade."""
    class_of_grade = np.zeros(N_GRADES, dtype=np.intp)
    for index, of in enumerate(classes):
        class_of_grade[of.grades] = index
    keys, values = _cells(region, catchments, pupils, class_of_grade)
    every = np.unique(np.concatenate([key[0] for key in keys]))
    by_year = np.zeros((len(plan.years), len(every), N_GRADES))
    for year, ((key, grade), value) in enumerate(zip(keys, values, strict=True)):
        np.add.at(by_year[year], (np.searchsorted(every, key), grade), value)
    return every, by_year


def _cells(
    region: Region, catchments: Catchments, pupils: Pupils, class_of_grade: Ints
) -> tuple[list[tuple[Ints, Ints]], list[Floats]]:
    """Return for every year (class, point, school) as one number with the grade, and how many pupils they are."""
    n_schools, n_points = len(region.schools), len(region.points)
    keys, values = [], []
    for year, arcs in zip(catchments.years, catchments.by_year, strict=True):
        people = pupils.pupils_draw_year_area_grade[0, pupils.years.index(year)]
        on_arc = people[arcs.area, arcs.grade] * arcs.share
        grade, school = arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]
        keys.append(((class_of_grade[grade] * n_points + arcs.cell_point) * n_schools + school, grade))
        values.append(on_arc[arcs.cell_arc] * arcs.cell_share)
    return keys, values


def keeps_limits(
    journeys: Journeys,
    parameters: Parameters,
    point: Ints,
    school: Ints,
    near: Floats,
    by_year: Floats,
    max_minutes: float | None,
) -> Bools:
    """Return whether each school keeps every limit on the way of each group. (group, school)

    A way that is longer already than a limit allows must not become longer.

    Parameters
    ----------
    near
        Minutes by which schools count as near; infinite where they may not be attended. (group, school)
    by_year
        Pupils by year of the Plan. (year, group, grade)
    """
    law, n_schools = TravelLaw.of(parameters), near.shape[1]
    everyone = by_year.sum(axis=0) > 0
    keeps = np.isfinite(near)
    minutes = journeys.minutes_point_school[point]
    own = np.arange(len(point)), school
    if max_minutes is not None:
        allowed = np.maximum(max_minutes, minutes[own])[:, None] + ROUNDING
        basic = everyone[:, :UPPER_SECONDARY].any(axis=1)[:, None]
        keeps &= ~basic | (minutes <= allowed)
    row, column = np.divmod(np.arange(len(point) * n_schools), n_schools)
    day = journeys.day_minutes(point[row], column).reshape(len(point), n_schools)
    no_longer = day <= day[own][:, None] + ROUNDING
    for grade in range(UPPER_SECONDARY):
        over = law.over_ceiling_share(day, np.full(day.shape, grade))
        no_more = (over <= over[own][:, None] + ROUNDING) & ((over <= 0) | no_longer)
        keeps &= ~everyone[:, grade, None] | no_more
    keeps[own] = True
    return keeps
