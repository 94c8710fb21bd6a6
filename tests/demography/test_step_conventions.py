"""When movers are counted, and which women bear."""

import numpy as np
import pytest

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import Conventions
from kopa_sim.demography.step import FEMALE, expected_step
from kopa_sim.model.people import N_AGES
from tests.demography.test_step import alike_by_age, people, simple_rates

TIMINGS = ("end_of_year", "half_and_half", "start_unexposed")


def at_age(age, count, n=1):
    """Something at one age of both sexes. (municipality, sex, age)"""
    cells = np.zeros((n, 2, N_AGES))
    cells[:, :, age] = count
    return cells


def fertility_at(age, rate):
    fertility = np.zeros((1, N_AGES))
    fertility[0, age] = rate
    return fertility


def step(opening, timing="end_of_year", exposure="mean_of_year", n=1, **changes):
    rates = simple_rates(n, conventions=Conventions(timing, exposure), **changes)
    return expected_step(opening, rates, unit_factors(n))


def women_of(flows, age):
    return flows.closing[0, 0, FEMALE, age]


SURVIVAL = np.full((1, 2, N_AGES), 0.9)
NOBODY = np.zeros((1, 1, 2, N_AGES))


@pytest.mark.parametrize(
    ("timing", "of_their_age", "a_year_older"),
    [("end_of_year", 8, 0), ("half_and_half", 4, 4 * 0.9), ("start_unexposed", 0, 8)],
)
def test_who_moves_in_is_exposed_to_death_as_the_timing_says(timing, of_their_age, a_year_older):
    flows = step(
        NOBODY,
        timing,
        survival_municipality_sex_age=SURVIVAL,
        in_migration_municipality_sex_age=at_age(40, 8.0),
    )
    assert women_of(flows, 40) == pytest.approx(of_their_age)
    assert women_of(flows, 41) == pytest.approx(a_year_older)
    assert flows.in_from_country.sum() == pytest.approx(2 * 8)
    assert flows.deaths.sum() == pytest.approx(2 * (8 - of_their_age - a_year_older))


@pytest.mark.parametrize(
    ("timing", "closing"),
    # 100 women of 40: they die at 10 % a year, and 8 leave
    [
        ("end_of_year", 100 * 0.9),  # those of 40 at the end leave, and there are none
        ("half_and_half", (100 - 4) * 0.9),
        ("start_unexposed", 100 * 0.9 - 8),
    ],
)
def test_who_leaves_dies_elsewhere_or_not_at_all(timing, closing):
    opening = np.zeros((1, 1, 2, N_AGES))
    opening[..., 40] = 100.0
    flows = step(
        opening,
        timing,
        survival_municipality_sex_age=SURVIVAL,
        leaving_count_municipality_sex_age=at_age(40, 8.0),
    )
    assert women_of(flows, 41) == pytest.approx(closing)


@pytest.mark.parametrize(
    ("timing", "exposure", "women_years"),
    # 100 women of 29, of whom 90 live to 30; 20 of 29 and 12 of 30 move in
    [
        ("end_of_year", "start_of_year", 0.0),
        ("end_of_year", "mean_of_year", 0.5 * 90),
        ("half_and_half", "start_of_year", 6.0),
        ("half_and_half", "mean_of_year", 0.5 * (6 + (90 + 10 * 0.9 + 6))),
        ("start_unexposed", "start_of_year", 12.0),
        ("start_unexposed", "mean_of_year", 0.5 * (12 + (90 + 20))),
    ],
)
def test_births_see_the_women_that_timing_and_exposure_say(timing, exposure, women_years):
    opening = np.zeros((1, 1, 2, N_AGES))
    opening[..., 29] = 100.0
    flows = step(
        opening,
        timing,
        exposure,
        survival_municipality_sex_age=SURVIVAL,
        in_migration_municipality_sex_age=at_age(29, 20.0) + at_age(30, 12.0),
        fertility_municipality_age=fertility_at(30, 0.1),
    )
    assert flows.births.sum() == pytest.approx(0.1 * women_years)


def test_births_of_the_start_of_the_year_do_not_see_who_dies_in_it():
    opening = people(1, 100.0)
    flows = step(
        opening,
        exposure="start_of_year",
        survival_municipality_sex_age=0.5 * SURVIVAL,
        fertility_municipality_age=fertility_at(30, 0.1),
    )
    assert flows.births.sum() == pytest.approx(10)


def test_newborn_do_not_move_where_movers_are_counted_by_their_age_at_the_start():
    moving = {
        "fertility_municipality_age": fertility_at(30, 0.1),
        "out_migration_municipality_sex_age": np.full((1, 2, N_AGES), 0.2),
    }
    assert step(people(1), "start_unexposed", **moving).out_migration[..., 0].sum() == 0
    whole, half = (step(people(1), timing, **moving) for timing in ("end_of_year", "half_and_half"))
    for flows, share in ((whole, 0.2), (half, 0.1)):
        assert flows.out_migration[..., 0].sum() == pytest.approx(share * flows.births.sum())


def test_two_halves_of_a_leaving_rate_leave_one_after_the_other():
    flows = step(people(1), "half_and_half", out_migration_municipality_sex_age=np.full((1, 2, N_AGES), 0.2))
    assert women_of(flows, 50) == pytest.approx(10 * 0.9 * 0.9)


@pytest.mark.parametrize("timing", TIMINGS)
def test_all_who_come_from_abroad_in_a_year_come_once(timing):
    flows = step(NOBODY, timing, immigration_municipality_sex_age=at_age(40, 8.0))
    assert flows.immigration.sum() == flows.closing.sum() == 2 * 8


@pytest.mark.parametrize(("timing", "staying"), [("end_of_year", 0.5), ("half_and_half", 0.75**2)])
def test_emigrants_are_a_share_of_all_who_are_there_at_each_moment(timing, staying):
    flows = step(
        people(1),
        timing,
        out_migration_municipality_sex_age=np.full((1, 2, N_AGES), 0.4),
        emigration_municipality_sex_age=np.full((1, 2, N_AGES), 0.1),
    )
    assert women_of(flows, 50) == pytest.approx(10 * staying)


@pytest.mark.parametrize("timing", TIMINGS)
def test_movers_within_the_region_are_exposed_where_they_are(timing):
    survival = np.ones((2, 2, N_AGES))
    survival[1] = 0.5  # the second municipality is deadly
    leaving = np.zeros((2, 2, N_AGES))
    leaving[0] = 0.2
    opening = np.zeros((1, 2, 2, N_AGES))
    opening[0, 0, FEMALE, 40] = 100.0
    flows = step(
        opening,
        timing,
        n=2,
        survival_municipality_sex_age=survival,
        out_migration_municipality_sex_age=leaving,
        destination_share_origin_destination_sex_age=alike_by_age([[0.0, 1.0], [0.0, 0.0]]),
    )
    arrived = {"end_of_year": 20, "half_and_half": 10 * 0.5 + 90 * 0.1, "start_unexposed": 20}[timing]
    assert flows.closing[0, :, FEMALE, 41] == pytest.approx(
        [81.0 if timing == "half_and_half" else 80.0, arrived]
    )


@pytest.mark.parametrize(("first", "last", "bearing"), [(15, 49, 35), (20, 20, 1), (0, 100, 99)])
def test_women_bear_between_the_first_and_the_last_fertile_age(first, last, bearing):
    conventions = Conventions(first_fertile_age=first, last_fertile_age=last)
    rates = simple_rates(1, fertility_municipality_age=np.full((1, N_AGES), 0.1), conventions=conventions)
    # nobody dies and every age has ten women, at the start as at the end
    births = expected_step(people(1), rates, unit_factors(1)).births.sum()
    assert births == pytest.approx(0.1 * 10 * bearing)
