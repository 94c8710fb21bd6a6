import numpy as np
import pytest

from kopa_sim.demography.schedules import (
    FAMILIES,
    KINDS_OF_MOVERS,
    LEAVING_HOME,
    OLDER_PEOPLE,
    YOUNG_ADULTS,
    movers_by_kind,
    survival_of_rates,
)
from kopa_sim.model.people import N_AGES
from tests.demography import worlds


def standard():
    return movers_by_kind(worlds.parameters().table("demography.migration_schedule"))


def test_survival_halves_the_rates_of_the_two_ages_lived_in_a_year():
    rate = np.zeros((1, N_AGES))
    rate[0, [50, 51]] = 0.02, 0.04
    survival, _ = survival_of_rates(rate, 0.85)
    assert survival[0, 50] == pytest.approx(np.exp(-0.03))
    assert survival[0, 49] == pytest.approx(np.exp(-0.01))
    assert survival[0, 51] == pytest.approx(np.exp(-0.02))


def test_all_infant_deaths_fall_in_the_year_of_birth_or_the_next():
    rate = np.zeros((1, N_AGES))
    rate[0, 0] = 0.01
    survival, newborn = survival_of_rates(rate, 0.85)
    assert newborn[0] == pytest.approx(np.exp(-0.0085))
    assert survival[0, 0] == pytest.approx(np.exp(-0.0015))


def test_the_open_age_group_dies_by_its_own_rate():
    survival, _ = survival_of_rates(np.full((2, N_AGES), 0.5), 0.85)
    assert survival[0, -1] == pytest.approx(np.exp(-0.5))


def test_the_four_kinds_of_movers_cover_all_ages():
    kinds = standard()
    assert kinds.shape == (len(KINDS_OF_MOVERS), 2, N_AGES)
    assert (kinds >= 0).all()
    assert (kinds.sum(axis=0) > 0).all()
    assert kinds[FAMILIES, :, 60:].sum() == 0
    assert kinds[LEAVING_HOME, :, 21:].sum() == 0
    assert kinds[YOUNG_ADULTS, :, :21].sum() == 0
    assert kinds[OLDER_PEOPLE, :, :60].sum() == 0


def test_moving_peaks_around_twenty_and_is_lowest_at_school_age():
    by_age = standard().sum(axis=0)
    assert 18 <= by_age[1].argmax() <= 22
    assert by_age[1].argmax() <= by_age[0].argmax() <= 24  # men later, after military service
    assert by_age[:, 7:16].max() < by_age[:, :3].min()
    assert (by_age[:, 20] > 5 * by_age[:, 12]).all()


def test_children_move_as_families_do_and_those_leaving_home_are_nearly_all_over_fifteen():
    kinds = standard()
    assert kinds[LEAVING_HOME, :, :16].sum() < 0.01 * kinds[LEAVING_HOME].sum()
    assert (np.diff(kinds[FAMILIES, :, :15], axis=1) < 0).all()
