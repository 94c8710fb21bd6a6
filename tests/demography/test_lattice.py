import numpy as np
import pytest

from kopa_sim.demography.flows import grow_older
from kopa_sim.demography.lattice import CHILD_AGES, FEMALE, MALE, Lattice
from kopa_sim.model.people import N_AGES

EVERYONE = Lattice(N_AGES, 49, only_pupils=False)
PUPILS = Lattice(N_AGES, 49, only_pupils=True)


def people(seed=1, draws=3):
    return np.random.default_rng(seed).integers(0, 90, (draws, 4, 2, N_AGES)).astype(float)


def test_the_cells_that_reach_a_pupil_are_women_up_to_the_last_fertile_age_and_boys():
    assert PUPILS.n_cells == 50 + 19
    assert EVERYONE.n_cells == 2 * N_AGES


@pytest.mark.parametrize("last_fertile_age", [12, 49, 54, 99])
def test_cells_that_reach_a_pupil_are_the_first_of_all_cells(last_fertile_age):
    everyone, pupils = (Lattice(N_AGES, last_fertile_age, only) for only in (False, True))
    values = np.arange(2 * N_AGES).reshape(2, N_AGES).astype(float)
    assert (everyone.take(values)[: pupils.n_cells] == pupils.take(values)).all()
    assert (pupils.take(values)[pupils.women] == values[FEMALE, : max(last_fertile_age + 1, 19)]).all()


def test_laying_people_out_and_back_changes_nothing():
    there = EVERYONE.take_draws(people())
    assert there.shape == (4, 2 * N_AGES, 3)
    assert (EVERYONE.by_sex_and_age(there) == people()).all()


def test_of_pupils_the_ages_of_children_come_back():
    there = PUPILS.take_draws(people())
    assert (PUPILS.by_sex_and_age(there) == people()[..., :CHILD_AGES]).all()


def test_people_grow_older_as_they_do_by_sex_and_age():
    grown = EVERYONE.by_sex_and_age(EVERYONE.older(EVERYONE.take_draws(people())))
    assert (grown == grow_older(people())).all()


def test_who_grows_out_of_the_kept_cells_is_gone():
    grown = PUPILS.older(PUPILS.take_draws(people()))
    assert (grown == PUPILS.take_draws(grow_older(people()))).all()


def test_newborn_are_boys_then_girls():
    values = np.zeros((2, N_AGES))
    values[MALE, 0], values[FEMALE, 0] = 1.0, 2.0
    for lattice in (EVERYONE, PUPILS):
        assert lattice.take(values)[lattice.newborn].tolist() == [1.0, 2.0]
