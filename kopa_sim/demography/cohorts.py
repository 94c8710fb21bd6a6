"""What is known of where each cohort of children lives, laid out by year and age."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_shares import SMALL_CHILD_AGES, pool_small_children
from kopa_sim.demography.area_split import Cohorts
from kopa_sim.model.people import Futures

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def cohorts_of(
    futures: Futures, members: Ints, municipality: int, year_index: list[int], ages: range, moving: Floats
) -> Cohorts:
    """Return the cohorts of one municipality's children by year and age.

    Parameters
    ----------
    members
        Areas of the municipality.
    year_index
        Places of the wanted years among those of the futures.
    ages
        Consecutive ages within 0–18.
    moving
        Share of children who move to another area of the municipality in a year. (draw,)
    """
    year = np.array([futures.years[index] for index in year_index])
    age = np.arange(ages.start, ages.stop)
    birth_year = year[:, None] - age
    shares = futures.area_share_year_area_age[year_index][:, members][..., age]
    settling, years_there = _moves(futures, members, municipality, year_index, age)
    staying = (1.0 - moving)[:, None, None] ** years_there[:, None]
    return Cohorts(
        birth_year=birth_year,
        counted=birth_year <= futures.launch_year,
        home_share=np.moveaxis(shares, 1, 0),
        settling_share=settling,
        staying=staying,
    )


def _moves(
    futures: Futures, members: Ints, municipality: int, year_index: list[int], age: Ints
) -> tuple[Floats, Floats]:
    """Return where movers settle (area, year), and for how many years they may have moved (area or 1, year, age)."""
    if futures.area_moves is not None:
        settling = futures.area_moves.settling_share_year_area[year_index][:, members].T
        there = futures.area_moves.years_there_year_area_age[year_index][:, members][..., age]
        return settling, np.moveaxis(there, 1, 0)
    launch_index = futures.year_index(futures.launch_year)
    at_launch = futures.population_draw_year_municipality_sex_age[0, launch_index, municipality]
    share = futures.area_share_year_area_age[launch_index, members]
    pool = pool_small_children(share, at_launch.sum(axis=0)[SMALL_CHILD_AGES])
    year = np.array([futures.years[index] for index in year_index])
    since = np.maximum(year - futures.launch_year, 0)[:, None]
    there = np.minimum(since, age[None, :]).astype(np.float64)
    return np.repeat(pool[:, None], len(year), axis=1), there[None]
