"""Families who move away because their area lost its school.

In the year a school closes and the years after it (``demography.closure_response_years``), a share of the families
who still live in the area leave the municipality each year, children with their parents. The share may be uncertain;
how many leave follows each draw's own share, from which areas they left follows its mean.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_course import FAMILY_CHILD_AGES, AreaCourse, area_course, family_share
from kopa_sim.demography.area_shares import CHILD_AGES
from kopa_sim.demography.futures import expected_future
from kopa_sim.demography.launch import Launch
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

PASSES = 2
"""Who is left depends on who left before; the second pass sees what the first one found."""


def respond_to_closures(
    launch: Launch,
    region: Region,
    years: tuple[int, ...],
    lost_share_year_area: Floats,
    parameters: Parameters,
) -> Launch:
    """Return the launch of an option whose closed schools make families leave the municipality.

    Parameters
    ----------
    launch
        That of "as it is", where nobody leaves for a school.
    years
        Years of ``lost_share_year_area``.
    lost_share_year_area
        Share of each area's pupils who lose their school in a year. (year, area)
    parameters
        Those of the mean future (one draw).
    """
    if not launch.future_years or not lost_share_year_area.any():
        return launch
    window = int(parameters.number("demography.closure_response_years"))
    losing = losing_areas(launch.future_years, years, lost_share_year_area, window)
    responding = float(parameters.draws("demography.closure_response_share")[0])
    leaving = losing * responding
    parents = parameters.number("demography.parents_per_child")
    home = region.areas.municipality
    shares = launch.area_share_year_area_age[-len(launch.future_years) :]
    for _ in range(PASSES):
        before = _people(launch, parameters) / (
            1.0 - min(responding, 0.99) * launch.planned.lost_school_share
        )
        lost = [
            family_share(share, area, people, home, parents)
            for share, area, people in zip(shares, losing, before, strict=True)
        ]
        launch = replace(launch, planned=replace(launch.planned, lost_school_share=np.stack(lost)))
        children = _people(launch, parameters)[..., :CHILD_AGES].sum(axis=2)
        course = area_course(launch.settlement, children, leaving)
        shares = _before_leaving(course, leaving, home)
    return replace(
        launch, area_share_year_area_age=course.area_share_year_area_age, area_moves=course.area_moves
    )


def losing_areas(
    future_years: tuple[int, ...], years: tuple[int, ...], lost_share_year_area: Floats, window: int
) -> Floats:
    """Return the part of each area that lost its school this year or in the years before. (future year, area)"""
    losing = np.zeros((len(future_years), lost_share_year_area.shape[1]))
    for year, lost in zip(years, lost_share_year_area, strict=True):
        for later in range(year, year + window):
            if later in future_years:
                losing[future_years.index(later)] += lost
    return np.minimum(losing, 1.0)


def _people(launch: Launch, parameters: Parameters) -> Floats:
    """Return expected residents at the end of each future year. (future year, municipality, sex, age)"""
    people = expected_future(launch, parameters).population_draw_year_municipality_sex_age[0]
    future: Floats = people[-len(launch.future_years) :]
    return future


def _before_leaving(course: AreaCourse, leaving_share_year_area: Floats, home: NDArray[np.intp]) -> Floats:
    """Return the areas' shares as they stood before the year's families left. (future year, area, age 0–18)"""
    after = course.area_share_year_area_age[-len(leaving_share_year_area) :]
    kept = np.ones_like(after)
    kept[:, :, FAMILY_CHILD_AGES] -= np.minimum(leaving_share_year_area, 0.99)[:, :, None]
    before = after / kept
    total = np.zeros((len(before), int(home.max()) + 1, before.shape[2]))
    for area, municipality in enumerate(home):
        total[:, municipality] += before[:, area]
    shares: Floats = before / np.where(total > 0, total, 1.0)[:, home]
    return shares
