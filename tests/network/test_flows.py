"""Whole pupils along the arcs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Catchments, YearCatchment
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.network import flow_pupils
from tests.network.towns import YEARS, assign, closed, plan, pupils, random_pupils, random_region, with_places
from tests.regions import two_municipalities

REGION = two_municipalities()
BLOCK = DrawBlock(0, 32)


def shared_out(shares, years=YEARS):
    """Grade 1 of the first area split over schools by the shares, every year."""
    arcs = YearCatchment(
        area=np.zeros(len(shares), dtype=np.intp),
        grade=np.ones(len(shares), dtype=np.intp),
        school=np.arange(len(shares)),
        share=np.array(shares),
        cell_arc=np.arange(len(shares)),
        cell_point=np.zeros(len(shares), dtype=np.intp),
        cell_share=np.ones(len(shares)),
    )
    return Catchments(years, (arcs,) * len(years))


def by_area_grade(arcs, values, n_areas):
    total = np.zeros((len(values), n_areas, N_GRADES))
    np.add.at(total, (slice(None), arcs.area, arcs.grade), values)
    return total


def test_the_mean_future_is_split_by_share():
    flows = flow_pupils(REGION, shared_out([0.25, 0.75]), pupils(REGION, 10.0))
    assert flows.pupils_by_year[0].tolist() == [[2.5, 7.5]]


def test_sampled_pupils_are_whole_and_none_is_lost():
    flows = flow_pupils(REGION, shared_out([0.2, 0.3, 0.5]), pupils(REGION, 7.0, draws=32), Streams(1), BLOCK)
    for values in flows.pupils_by_year:
        assert np.array_equal(values, np.round(values))
        assert (values.sum(axis=1) == 7.0).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 100_000), st.sampled_from([60.0, 10_000.0]))
def test_no_pupil_is_lost_between_areas_and_schools_in_any_draw(seed, places):
    region = random_region(seed, places=places)
    _, catchments = assign(region, closed(plan(region), region, "s0", 2027), random_pupils(region, seed))
    sampled = random_pupils(region, seed + 1, draws=32)
    flows = flow_pupils(region, catchments, sampled, Streams(seed), BLOCK)
    for index, arcs in enumerate(catchments.by_year):
        values = flows.pupils_by_year[index]
        assert np.array_equal(values, np.floor(values))
        assert (values >= 0).all()
        found = by_area_grade(arcs, values, len(region.areas))
        served = by_area_grade(arcs, np.ones((1, len(arcs))), len(region.areas))[0] > 0
        assert np.array_equal(found[:, served], sampled.pupils_draw_year_area_grade[:, index][:, served])


@given(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=6), st.integers(0, 40))
def test_every_arc_is_within_one_pupil_of_its_expected_number(weights, number):
    shares = np.array(weights) / np.sum(weights)
    flows = flow_pupils(REGION, shared_out(shares), pupils(REGION, number, draws=32), Streams(3), BLOCK)
    assert np.abs(flows.pupils_by_year[0] - number * shares).max() < 1 + 1e-9


def test_every_arc_has_its_expected_number_on_average():
    sampled = pupils(REGION, 3.0, draws=32, years=(2026,))
    catchments = shared_out([0.1, 0.9], (2026,))
    means = [
        flow_pupils(REGION, catchments, sampled, Streams(5), DrawBlock(index, 32))
        .pupils_by_year[0]
        .mean(axis=0)
        for index in range(60)
    ]
    assert np.mean(means, axis=0) == pytest.approx([0.3, 2.7], abs=0.05)


def test_a_cohort_keeps_its_split_as_it_moves_up():
    arcs = shared_out([0.5, 0.5]).by_year[0]
    year_by_year = Catchments(
        YEARS, tuple(replace(arcs, grade=arcs.grade + step) for step in range(len(YEARS)))
    )
    flows = flow_pupils(REGION, year_by_year, pupils(REGION, 5.0, draws=32), Streams(9), BLOCK)
    assert all(np.array_equal(values, flows.pupils_by_year[0]) for values in flows.pupils_by_year)
    assert 0 < (flows.pupils_by_year[0][:, 0] == 2).sum() < 32


def test_different_cohorts_are_rounded_differently():
    flows = flow_pupils(REGION, shared_out([0.5, 0.5]), pupils(REGION, 1.0, draws=32), Streams(9), BLOCK)
    first = np.stack([values[:, 0] for values in flows.pupils_by_year])
    assert (first.mean(axis=0) > 0).mean() > 0.9


def test_every_option_sees_the_same_chance():
    of = closed(plan(REGION), REGION, "village", 2027)
    sampled = random_pupils(REGION, 2, draws=32)
    full = with_places(plan(REGION), REGION, village=35)
    _, one = assign(REGION, full)
    _, other = assign(REGION, with_places(of, REGION, village=35))
    first = flow_pupils(REGION, one, sampled, Streams(1), BLOCK).pupils_by_year
    second = flow_pupils(REGION, other, sampled, Streams(1), BLOCK).pupils_by_year
    assert all(np.array_equal(first[index], second[index]) for index in range(3))


def test_draws_do_not_depend_on_how_many_there_are():
    catchments = shared_out([0.3, 0.7])
    many = flow_pupils(REGION, catchments, pupils(REGION, 7.0, draws=32), Streams(1), BLOCK)
    few = flow_pupils(REGION, catchments, pupils(REGION, 7.0, draws=5), Streams(1), DrawBlock(0, 5))
    assert np.array_equal(many.pupils_by_year[2][:5], few.pupils_by_year[2])


def test_an_area_elsewhere_touches_no_bit():
    region = random_region(5, places=60.0)
    _, catchments = assign(region)
    sampled = random_pupils(region, 6, draws=32)
    alone = Catchments(YEARS, tuple(only_area(arcs, 7) for arcs in catchments.by_year))
    whole = flow_pupils(region, catchments, sampled, Streams(1), BLOCK)
    part = flow_pupils(region, alone, sampled, Streams(1), BLOCK)
    of_area = catchments.by_year[0].area == 7
    assert np.array_equal(whole.pupils_by_year[0][:, of_area], part.pupils_by_year[0])


def only_area(arcs, area):
    kept = arcs.area == area
    cells = kept[arcs.cell_arc]
    return YearCatchment(
        arcs.area[kept],
        arcs.grade[kept],
        arcs.school[kept],
        arcs.share[kept],
        np.cumsum(kept)[arcs.cell_arc[cells]] - 1,
        arcs.cell_point[cells],
        arcs.cell_share[cells],
    )


def test_sampled_flows_need_their_block():
    with pytest.raises(ValueError, match="block"):
        flow_pupils(REGION, shared_out([1.0]), pupils(REGION, 1.0), Streams(1))


def test_a_year_without_arcs_carries_nobody():
    empty = only_area(shared_out([1.0]).by_year[0], 99)
    flows = flow_pupils(
        REGION, Catchments((2026,), (empty,)), pupils(REGION, 2.0, (2026,), 32), Streams(1), BLOCK
    )
    assert flows.pupils_by_year[0].shape == (32, 0)


class NoChance:
    """Streams whose every uniform number is zero."""

    def uniforms(self, name, entity, block):
        return np.zeros(block.size)


def test_shares_that_miss_one_by_rounding_lose_nobody():
    tenths = [0.1] * 10
    assert sum(tenths) < 1.0
    # year 1 and grade 1 leave the uniform number unshifted, where rounding would bite
    flows = flow_pupils(
        REGION, shared_out(tenths, (1,)), pupils(REGION, 10.0, (1,)), NoChance(), DrawBlock(0, 1)
    )
    assert flows.pupils_by_year[0].sum() == 10.0
