import numpy as np
import pytest

from kopa_sim.demography import expected_future
from kopa_sim.study.backtest.known_rates import net_change_rates, smoothed_fertility, smoothing_weights
from kopa_sim.study.backtest.launching import launch_from
from tests.study.backtest import histories


def test_the_last_year_weighs_two_fifths_and_each_earlier_one_three_fifths_of_the_next():
    weights = smoothing_weights(30)
    assert weights[0] == pytest.approx(0.4, abs=0.001)
    assert weights[1:] / weights[:-1] == pytest.approx(np.full(len(weights) - 1, 0.6))
    assert weights.sum() == pytest.approx(1.0)
    assert smoothing_weights(1).tolist() == [1.0]


def test_cohorts_that_grow_by_a_tenth_a_year_are_seen_to():
    age = np.arange(101)
    people = np.zeros((8, 1, 2, 101))
    people[...] = 1000 * 1.1**age  # each cohort grows as it ages, every year looks alike
    rates = net_change_rates(histories.history(people))
    assert rates[0, :, 1:99] == pytest.approx(np.full((2, 98), 0.1))
    assert rates[0, :, 0].tolist() == [0.0, 0.0]


def test_a_recent_change_counts_for_more_than_an_old_one():
    people = np.full((12, 2, 2, 101), 1000.0)
    people[-1, 0, :, 5] += 100  # came last year
    people[2:, 1, :, 5] += 0
    people[2, 1, :, 5] += 100  # came long ago, and gone a year later
    rates = net_change_rates(histories.history(people))
    assert rates[0, 0, 5] > 10 * abs(rates[1, 0, 5])


def test_the_level_of_fertility_is_the_countrys_last_and_places_departures_smoothed():
    people = np.full((10, 2, 2, 101), 1000.0)
    people[:, 0, :, 0] = 600.0
    people[:, 1, :, 0] = 400.0
    people[-1, :, :, 0] *= 0.9
    level = smoothed_fertility(histories.history(people))
    assert level == pytest.approx([0.9 * 1.2, 0.9 * 0.8])


def test_a_launch_carries_the_known_changes_of_cohorts_on():
    people = np.zeros((8, 1, 2, 101))
    people[...] = 1000 * 0.99 ** np.arange(101)  # a hundredth of every cohort leaves, year after year
    history = histories.history(people)
    launch = launch_from(history, histories.turnover(), histories.parameters(), 3)
    course = expected_future(launch, histories.parameters()).population_draw_year_municipality_sex_age[0]
    of_both_sexes = course[1:, 0].sum(axis=1)
    assert of_both_sexes[:, :99] == pytest.approx(people[1:4, 0].sum(axis=1)[:, :99])


def test_how_many_come_and_go_changes_no_expected_number():
    history = histories.unchanging()
    turnover = histories.turnover()
    courses = [
        expected_future(
            launch_from(
                history, type(turnover)(turnover.moves * scale, turnover.abroad), histories.parameters(), 5
            ),
            histories.parameters(),
        ).population_draw_year_municipality_sex_age
        for scale in (0.5, 2.0)
    ]
    assert courses[0] == pytest.approx(courses[1])
