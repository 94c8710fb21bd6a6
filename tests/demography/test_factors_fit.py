import numpy as np
import pytest

from kopa_sim.demography.paths.fit import fit_random_walk, fit_walk_from, misfit, root_mean_square
from kopa_sim.demography.paths.form import PathForm


def test_the_spread_of_a_random_walk_is_found_again():
    errors = np.sqrt(PathForm.random_walk(0.04).variance(10))
    assert fit_random_walk(errors) == pytest.approx(0.04)
    assert misfit(errors, PathForm.random_walk(1.0)) == pytest.approx(0.0, abs=1e-9)


def test_a_walk_gathered_by_cohorts_is_found_again():
    errors = np.sqrt(PathForm.random_walk(0.04).running_sum_variance(10))
    assert fit_random_walk(errors, running_sum=True) == pytest.approx(0.04)


@pytest.mark.parametrize("share", [0.0, 0.2, 1.0])
def test_an_uncertain_level_and_its_steps_are_told_apart(share):
    errors = np.sqrt(PathForm.walk_from(0.14, share).running_sum_variance(10))
    assert fit_walk_from(errors) == pytest.approx((0.14, share))


def test_the_typical_error_leaves_out_what_is_not_known_yet():
    errors = np.array([[3.0, 4.0], [4.0, np.nan]])
    assert root_mean_square(errors) == pytest.approx([np.sqrt(12.5), 4.0])
    assert np.isnan(root_mean_square(np.full((2, 1), np.nan))).all()


def test_chance_is_taken_out_of_the_typical_error_but_never_more_than_there_is():
    errors = np.array([[[5.0, 3.0]], [[5.0, 3.0]]])
    assert root_mean_square(errors, np.full((2, 1, 2), 8.0)) == pytest.approx([3.0])
    assert root_mean_square(errors, np.full((2, 1, 2), 80.0)) == pytest.approx([0.0])


def test_without_errors_there_is_no_spread():
    assert fit_random_walk(np.full(10, np.nan)) == 0.0
    assert fit_walk_from(np.zeros(10))[0] == 0.0


def test_errors_from_many_simulated_launches_give_back_the_walk():
    rng = np.random.default_rng(1)
    course = np.cumsum(rng.normal(0, 0.03, (400, 40)), axis=1)
    errors = np.stack([course[:, h::11] - course[:, 0:-h:11][:, : course[:, h::11].shape[1]] for h in (1,)])
    assert fit_random_walk(root_mean_square(errors.reshape(-1, 1))) == pytest.approx(0.03, rel=0.05)
