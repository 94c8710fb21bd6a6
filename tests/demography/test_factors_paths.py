import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.demography.paths.form import PathForm, path_of
from kopa_sim.demography.paths.surge import Surges, surge_years
from kopa_sim.model.streams import DrawBlock, Streams

YEARS = tuple(range(2025, 2045))
FORMS = {
    "random walk": PathForm.random_walk(0.05),
    "walk from an uncertain level": PathForm.walk_from(0.15, 0.2),
    "single years": PathForm.single_years(0.2),
}


def paths(form, years=YEARS, blocks=100):
    streams = Streams(7)
    return np.concatenate(
        [path_of("x", "nation", years, form, streams, DrawBlock(i, 32)) for i in range(blocks)]
    )


def test_the_variance_of_a_walk_grows_year_by_year():
    assert PathForm.random_walk(0.1).variance(3) == pytest.approx([0.01, 0.02, 0.03])
    # an error of the level of 0.2, then steps of half of it: 0.04, + 0.01, + 0.01
    assert PathForm.walk_from(0.2, 0.5).variance(3) == pytest.approx([0.04, 0.05, 0.06])
    assert PathForm.single_years(0.1).variance(3) == pytest.approx([0.01, 0.01, 0.01])


def test_a_cohort_gathers_the_departures_of_all_years():
    # steps s: year sums s, 2s + s', 3s + 2s' + s'' : 1, 5, 14 times the variance of a step
    assert PathForm.random_walk(1.0).running_sum_variance(3) == pytest.approx([1, 5, 14])
    # a wrong level alone: h times as far after h years
    assert PathForm.walk_from(1.0, 0.0).running_sum_variance(3) == pytest.approx([1, 4, 9])
    assert PathForm.single_years(1.0).running_sum_variance(3) == pytest.approx([1, 2, 3])


@pytest.mark.parametrize("name", FORMS)
def test_paths_have_mean_one_and_the_spread_of_their_form(name):
    form = FORMS[name]
    factor = paths(form)
    error = factor.std(axis=0) / np.sqrt(len(factor))
    assert (abs(factor.mean(axis=0) - 1) < 4.5 * error).all()
    assert np.log(factor).var(axis=0) == pytest.approx(form.variance(len(YEARS)), rel=0.12)


@given(st.floats(0, 0.5), st.floats(0, 0.5), st.floats(0, 1))
def test_half_of_exactly_the_variance_of_the_shocks_is_taken_off(first_sd, step_sd, memory):
    # so the mean of the exponential is exp(0): a normal logarithm of mean -v/2 and variance v
    form = PathForm(first_sd, step_sd, memory)
    response = form.response(len(YEARS))
    streams, block = Streams(7), DrawBlock(0, 8)
    shocks = streams.normals("x", "nation", block, (128,))[:, np.array(YEARS) % 128]
    logarithm = np.log(path_of("x", "nation", YEARS, form, streams, block))
    assert logarithm == pytest.approx(shocks @ response.T - 0.5 * (response**2).sum(axis=1), abs=1e-9)


@pytest.mark.parametrize("name", FORMS)
def test_a_longer_horizon_changes_no_bit(name):
    assert (paths(FORMS[name], YEARS[:4], 1) == paths(FORMS[name], YEARS, 1)[:, :4]).all()


def test_a_surge_is_strongest_at_first_and_fades_evenly():
    assert Surges(0.1, 1.2, 3).weights == pytest.approx([1.2, 0.8, 0.4])


def test_the_expected_surge_grows_until_one_may_be_under_way_for_its_whole_duration():
    assert Surges(0.1, 1.0, 2).expected(4) == pytest.approx([1.1, 1.15, 1.15, 1.15])


@pytest.mark.parametrize("surges", [Surges(0.05, 1.35, 2), Surges(0.3, 2.0, 4), Surges(0.0, 5.0, 1)])
def test_surges_have_mean_one(surges):
    streams = Streams(2)
    factor = np.concatenate([surges.path(YEARS, streams, DrawBlock(i, 32)) for i in range(300)])
    error = factor.std(axis=0) / np.sqrt(len(factor))
    assert (abs(factor.mean(axis=0) - 1) <= 4.5 * error).all()


def test_surges_come_as_often_as_stated_and_last_as_long():
    surges = Surges(0.05, 1.0, 2)
    path = np.concatenate([surges.path(YEARS, Streams(5), DrawBlock(i, 32)) for i in range(100)])
    added = path * surges.expected(len(YEARS)) - 1.0
    assert (added[:, 0] > 0.9).mean() == pytest.approx(0.05, abs=0.015)
    assert (added[:, 1] > 0.4).mean() == pytest.approx(1 - 0.95**2, abs=0.02)


def test_a_surge_in_the_records_is_a_year_of_more_than_twice_the_usual():
    usual = [10.0, 12.0, 8.0, 10.0, 10.0]
    assert surge_years(np.array([*usual, 9.0, 26.0, 40.0, 9.0]), times=2.5, before=5) == [6]
    assert surge_years(np.array([*usual, 24.0]), times=2.5, before=5) == []
    assert surge_years(np.array([-1.0] * 5 + [9.0]), times=2.5, before=5) == []
