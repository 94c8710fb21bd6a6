from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch
from kopa_sim.demography.area_split import expected_children
from kopa_sim.demography.cohorts import cohorts_of
from tests.demography import worlds
from tests.demography.living import share_with_moves

REGION = worlds.region((3, 1))
MEMBERS = np.array([0, 1, 2])
AGES = range(6, 19)
MOVING = np.array([0.02, 0.05])


def futures(plans=(), women=None, **changes):
    region = REGION
    if women is not None:
        table = replace(region.areas, women_bands=((15, 49),), women_area_band=np.array(women)[:, None])
        region = replace(region, areas=table)
    housing = worlds.housing(plans) if plans else None
    parameters = worlds.parameters(**changes)
    start = launch(region, worlds.busy_data(housing=housing), parameters, 2040)
    return start, expected_future(start, parameters)


def cohorts(future, years):
    index = [future.year_index(year) for year in years]
    return cohorts_of(future, MEMBERS, 0, index, AGES, MOVING)


def test_cells_are_laid_out_by_year_and_age():
    _, future = futures()
    found = cohorts(future, (2019, 2030))
    assert found.birth_year.tolist() == [[2019 - age for age in AGES], [2030 - age for age in AGES]]
    assert found.counted[0].all()
    assert found.counted[1].tolist() == [age >= 11 for age in AGES]
    assert found.home_share.shape == (3, 2, 13)


def test_who_was_counted_may_move_every_year_since_and_who_was_born_later_every_year_of_life():
    _, future = futures()
    staying = np.broadcast_to(cohorts(future, (2030,)).staying, (3, 2, 1, 13))
    assert staying[0, 1, 0, AGES.index(18)] == pytest.approx(0.95**11)
    assert staying[0, 1, 0, AGES.index(6)] == pytest.approx(0.95**6)
    assert staying[0, 0, 0, AGES.index(6)] == pytest.approx(0.98**6)


@pytest.mark.parametrize("plans", [(), ((2, 2024, 40.0),)])
@pytest.mark.parametrize("women", [None, (10.0, 10.0, 80.0, 1.0)])
@pytest.mark.parametrize("rule", ["small_children", "all_children"])
def test_expected_children_are_the_shares_with_their_moves(plans, women, rule):
    start, future = futures(plans, women, movers_settle_as=rule)
    years = (2019, 2025, 2031, 2040)
    index = [future.year_index(year) for year in years]
    children = np.full((2, 4, 13), 100.0)
    split = expected_children(children, cohorts(future, years))
    living = share_with_moves(future.area_share_year_area_age, future.area_moves, start.settlement, 0.05)
    expected = np.moveaxis(living[index][:, MEMBERS][..., AGES.start : AGES.stop], 1, 0)
    assert split[:, 1] == pytest.approx(100 * expected)


def test_without_women_or_dwellings_the_unborn_live_as_the_small_children_do():
    start, future = futures()
    split = expected_children(np.full((2, 1, 13), 100.0), cohorts(future, (2040,)))
    small = start.settlement.small_children_share[MEMBERS]
    assert split[:, 1, 0] == pytest.approx(100 * np.repeat(small[:, None], 13, axis=1))


def test_women_draw_the_newborn_to_their_area_and_movers_away_from_it():
    _, plain = futures()
    _, drawn = futures(women=(10.0, 10.0, 80.0, 1.0))
    by_age = [
        expected_children(np.full((2, 1, 13), 100.0), cohorts(future, (2040,)))[2, 1, 0]
        for future in (plain, drawn)
    ]
    assert by_age[1][0] > by_age[1][-1] > by_age[0][0]
