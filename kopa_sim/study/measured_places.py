"""What was prepared, with the catchments made ready for measuring by area, and the moves of closed schools' children.

Only a run that is shown needs them, so that options weighed by the hundred go without.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import ready_areas
from kopa_sim.access.child_impact import YearMoves, lost_year_school_grade, ready_moves, ways_in_year
from kopa_sim.model.journeys import Catchments
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.routes import carried_minutes

Floats = NDArray[np.float64]


def with_areas_and_moves(prepared: Prepared) -> Prepared:
    """Return the same with every option ready for measuring by area and by closed school, routes counted in."""
    present = carried_by_year(prepared, prepared.as_is)
    return replace(
        prepared, options=tuple(_measured(prepared, option, present) for option in prepared.options)
    )


def _measured(prepared: Prepared, option: OptionPlan, present: Mapping[int, Floats] | None) -> OptionPlan:
    catchments = option.catchments
    carried = present if option is prepared.as_is else carried_by_year(prepared, option)
    areas = ready_areas(
        prepared.scenario.region,
        prepared.journeys,
        option.plan,
        dict(zip(catchments.years, catchments.by_year, strict=True)),
        prepared.parameters.mean(),
        carried,
    )
    return replace(option, areas=areas, moves=_moves(prepared, option, present, carried))


def carried_by_year(prepared: Prepared, option: OptionPlan) -> Mapping[int, Floats] | None:
    """Return the minutes of those who are carried by year; None where routes are not known. Each (point, school)"""
    if option.routes is None:
        return None
    region, mean, years = prepared.scenario.region, prepared.parameters.mean(), option.catchments.years
    minutes = carried_minutes(region, prepared.journeys, mean, option.routes, years)
    return dict(zip(years, minutes, strict=True))


def _moves(
    prepared: Prepared,
    option: OptionPlan,
    present: Mapping[int, Floats] | None,
    carried: Mapping[int, Floats] | None,
) -> tuple[YearMoves, ...]:
    """Return the children whom the option's schools no longer teach, year by year.

    Parameters
    ----------
    present, carried
        Minutes of those who are carried under as_is and under the option, as ``carried_by_year`` gives them.
    """
    as_is, region = prepared.as_is, prepared.scenario.region
    law = TravelLaw.of(prepared.parameters.mean())
    lost = lost_year_school_grade(as_is.plan, option.plan)
    moves = []
    for index in np.flatnonzero(lost.any(axis=(1, 2))).tolist():
        year = option.plan.years[index]
        before, after = (
            ways_in_year(
                region,
                prepared.journeys,
                of.plan,
                of.catchments.by_year[index],
                index,
                law,
                None if minutes is None else minutes[year],
            )
            for of, minutes in ((as_is, present), (option, carried))
        )
        found = ready_moves(before, after, lost[index], index)
        moves += [found] if len(found.rows) else []
    return tuple(moves)


def moving_catchments(prepared: Prepared) -> Catchments:
    """Return the catchments of as_is in the years in which any option takes grades from a school."""
    catchments = prepared.as_is.catchments
    years = sorted({int(moves.rows.year[0]) for option in prepared.options for moves in option.moves})
    return Catchments(
        tuple(catchments.years[index] for index in years), tuple(catchments.by_year[index] for index in years)
    )


def danger_known(prepared: Prepared) -> bool:
    """Return whether the scenario says anywhere which ways are dangerous."""
    points = prepared.scenario.region.points
    return points.danger_share is not None or prepared.journeys.dangerous_point_school is not None
