"""Families who leave because their area lost its school."""

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, respond_to_closures, sampled_future
from kopa_sim.demography.closure_response import losing_areas
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

YEARS = tuple(range(2017, 2030))
REGION = worlds.region(areas_of=(3, 1))
END = 2029


def lost(year=2022, area=1, share=1.0):
    table = np.zeros((len(YEARS), 4))
    table[YEARS.index(year), area] = share
    return table


def start():
    return launch(REGION, worlds.busy_data(), worlds.parameters(), END)


def answered(share=0.1, years=3, where=None, n_draws=1):
    parameters = worlds.parameters(
        n_draws, sampled={"closure_response_share": np.full(n_draws, share)}, closure_response_years=years
    )
    return respond_to_closures(
        start(), REGION, YEARS, lost() if where is None else where, parameters.mean()
    ), parameters


def people(of, parameters):
    return expected_future(of, parameters).population_draw_year_municipality_sex_age[0]


def year(number):
    return number - 2019


def test_a_tenth_of_the_villages_children_leave_in_the_year_the_school_closes():
    with_answer, parameters = answered()
    before, after = people(start(), parameters), people(with_answer, parameters)
    village = start().area_share_year_area_age[year(2022), 1, :16]
    missing = (before - after)[year(2022), 0, :, :16].sum(axis=0)
    assert missing == pytest.approx(0.1 * village * before[year(2022), 0, :, :16].sum(axis=0))
    assert (before == after)[: year(2022)].all()
    assert (before - after)[year(2022), 0, :, 16:25] == pytest.approx(0.0)


def test_as_many_parents_leave_as_the_children_have():
    with_answer, parameters = answered()
    missing = (people(start(), parameters) - people(with_answer, parameters))[year(2022), 0]
    parents = missing[:, 25:50].sum()
    per_child = parameters.number("demography.parents_per_child")
    assert parents == pytest.approx(per_child * missing[:, :16].sum())


def test_families_leave_for_as_many_years_as_said():
    with_answer, _ = answered(years=2)
    leaving = with_answer.planned.lost_school_share.sum(axis=(1, 2, 3))
    future = np.array(with_answer.future_years)
    assert sorted(future[leaving > 0]) == [2022, 2023]


def test_the_village_has_fewer_children_and_the_other_areas_keep_theirs():
    with_answer, parameters = answered(share=0.2, years=1)
    both = [
        of.area_share_year_area_age[:, :3, 8] * people(of, parameters)[:, 0, :, 8].sum(axis=1)[:, None]
        for of in (start(), with_answer)
    ]
    at = year(2022)
    assert both[1][at, 1] == pytest.approx(0.8 * both[0][at, 1])
    assert both[1][at, [0, 2]] == pytest.approx(both[0][at, [0, 2]])


def test_shares_of_the_areas_still_sum_to_one():
    shares = answered(share=0.5)[0].area_share_year_area_age
    assert shares[:, :3].sum(axis=1) == pytest.approx(1.0)
    assert (shares >= 0).all()


def test_no_lost_school_changes_nothing():
    nothing, _ = answered(where=np.zeros((len(YEARS), 4)))
    assert (nothing.area_share_year_area_age == start().area_share_year_area_age).all()
    assert (nothing.planned.lost_school_share == 0).all()


def test_two_half_lost_schools_are_not_more_than_one_lost():
    twice = lost(2022, share=0.8) + lost(2023, share=0.8)
    losing = losing_areas(tuple(range(2020, 2030)), YEARS, twice, 3)
    assert losing[:, 1] == pytest.approx([0, 0, 0.8, 1.0, 1.0, 0.8, 0, 0, 0, 0])


def test_sampled_families_leave_as_many_as_expected():
    with_answer, _ = answered(share=0.3)
    parameters = worlds.without_drift(32, closure_response_share=0.3)
    expected = people(with_answer, worlds.parameters(closure_response_share=0.3))[-1, 0, :, :16].sum()
    drawn = sampled_future(with_answer, parameters, Streams(1), DrawBlock(0, 32))
    children = drawn.population_draw_year_municipality_sex_age[:, -1, 0, :, :16].sum(axis=(1, 2))
    assert abs(children.mean() - expected) < 4 * children.std() / np.sqrt(32)
