"""What a network means for each municipality and each closed school: money by year, and who receives whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.study.mean_future import mean_future
from kopa_sim.study.optimise.contents import ClosedInto, FoundNetwork
from kopa_sim.study.prepare import OptionPlan, Prepared

Floats = NDArray[np.float64]

NOBODY = 0.05
"""Expected pupils; fewer on a way are not worth a row."""


@dataclass(frozen=True)
class WaysToSchool:
    """Pupils of the mean future by where they live, their grade and their school. (point, grade, school)"""

    pupils: Floats

    @classmethod
    def of(cls, prepared: Prepared, option: OptionPlan, year: int) -> "WaysToSchool":
        """Return the ways in a year of the Plan, by its index."""
        region, people = prepared.scenario.region, option.people.pupils
        arcs = option.catchments.by_year[year]
        pupils = people.pupils_draw_year_area_grade[0, people.years.index(option.plan.years[year])]
        found = np.zeros((len(region.points), pupils.shape[1], len(region.schools)))
        on_cell = (pupils[arcs.area, arcs.grade] * arcs.share)[arcs.cell_arc] * arcs.cell_share
        np.add.at(found, (arcs.cell_point, arcs.grade[arcs.cell_arc], arcs.school[arcs.cell_arc]), on_cell)
        return cls(found)

    @property
    def shares(self) -> Floats:
        """Share of those who live at a point and are of a grade who go to each school. (point, grade, school)"""
        everyone = self.pupils.sum(axis=2, keepdims=True)
        found: Floats = np.divide(self.pupils, everyone, out=np.zeros_like(self.pupils), where=everyone > 0)
        return found


def moved_pupils(
    prepared: Prepared, option: OptionPlan, closed: Iterable[tuple[str, int]]
) -> tuple[ClosedInto, ...]:
    """Return where the pupils of closed schools go, by year, school and how many they are.

    Those of a point and grade who went to the closed school the year before go to the schools whose share of the
    point and grade grows.
    """
    codes = prepared.scenario.region.schools.codes
    minutes = prepared.journeys.minutes_point_school
    found: list[ClosedInto] = []
    for year in sorted({year for _, year in closed}):
        index = option.plan.years.index(year)
        before = WaysToSchool.of(prepared, option, index - 1).shares
        now = WaysToSchool.of(prepared, option, index)
        grown = np.maximum(now.pupils - before * now.pupils.sum(axis=2, keepdims=True), 0.0)
        shut = [codes.index(school) for school, closing in closed if closing == year]
        left = before[..., shut].sum(axis=2)
        for school in shut:
            part = np.divide(before[..., school], left, out=np.zeros_like(left), where=left > 0)
            moved = (grown * part[..., None]).sum(axis=1)
            found += _rows(codes, year, school, moved, minutes)
    return tuple(found)


def _rows(codes: tuple[str, ...], year: int, school: int, moved: Floats, minutes: Floats) -> list[ClosedInto]:
    """Return a row for each receiving school, the largest first; ``moved`` is (point, school)."""
    pupils = moved.sum(axis=0)
    order = [to for to in np.argsort(-pupils, kind="stable").tolist() if pupils[to] >= NOBODY]
    return [
        ClosedInto(
            year=year,
            school=codes[school],
            receiving=codes[to],
            pupils=float(pupils[to]),
            minutes_before=_mean(minutes[:, school], moved[:, to]),
            minutes_after=_mean(minutes[:, to], moved[:, to]),
        )
        for to in order
    ]


def _mean(minutes: Floats, weight: Floats) -> float:
    there = weight > 0
    return float(minutes[there] @ weight[there] / weight[there].sum())


def with_details(
    prepared: Prepared,
    option: OptionPlan,
    network: FoundNetwork,
    each: Sequence[tuple[float, OptionPlan]] | None = None,
) -> FoundNetwork:
    """Return a network with its money by year and municipality, and who receives whom in the mean future.

    Parameters
    ----------
    each
        The option with the people of each future over which money is averaged, and how much the future counts; None
        for the mean future alone.
    """
    plan, parameters = option.plan, prepared.parameters.mean()
    futures = ((1.0, option),) if each is None else each
    weights = np.array([weight for weight, _ in futures])
    gross: Floats = np.tensordot(
        weights, np.array([_gross_year_municipality(prepared, of) for _, of in futures]), axes=1
    )
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    return replace(
        network,
        gross_eur_year_municipality=gross,
        cost_eur_municipality=present_value(gross[None], factors)[0],
        moved=moved_pupils(prepared, option, network.closed),
    )


def _gross_year_municipality(prepared: Prepared, option: OptionPlan) -> Floats:
    """Return the gross cost of an option with transport by the rule, one draw, euros. (costed year, municipality)"""
    costs = mean_future(prepared, replace(option, routes=None)).costs
    gross: Floats = costs.gross_draw_year_municipality[0, option.plan.costed]
    return gross
