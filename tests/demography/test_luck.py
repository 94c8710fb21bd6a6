"""The numbers of a decision depend on the calendar year, the municipality and the cell, and on nothing else."""

import numpy as np
import pytest

from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.luck import Luck
from kopa_sim.model.people import N_AGES
from kopa_sim.model.streams import DrawBlock, Streams

EVERYONE, PUPILS = (Lattice(N_AGES, 49, only) for only in (False, True))


BLOCK = DrawBlock(1, 32)


def luck(lattice=EVERYONE, block=BLOCK, codes=("205", "765"), seed=3):
    return Luck(Streams(seed), block, codes, lattice)


def test_a_calendar_year_has_the_same_numbers_whatever_the_launch_year():
    early, late = luck(), luck()
    for year in range(2020, 2025):
        early.numbers_of(year)("deaths")
    assert (early.numbers_of(2025)("deaths") == late.numbers_of(2025)("deaths")).all()


def test_years_may_be_left_out_or_asked_for_again():
    one = luck()
    first = one.numbers_of(2030)("held")
    one.numbers_of(2040)("held")
    assert (one.numbers_of(2030)("held") == first).all()
    assert (one.numbers_of(2031)("held") != first).any()


def test_cells_that_reach_a_pupil_have_the_same_numbers_when_no_others_are_kept():
    everyone, pupils = luck(), luck(PUPILS)
    for year in (2024, 2025, 2026):
        whole, part = (each.numbers_of(year)("out_migration") for each in (everyone, pupils))
        assert part.shape == (2, PUPILS.n_cells, 32)
        assert (whole[:, : PUPILS.n_cells] == part).all()


def test_a_draw_has_the_same_numbers_however_many_draws_there_are():
    few, many = luck(block=DrawBlock(1, 5)), luck()
    assert (few.numbers_of(2025)("deaths") == many.numbers_of(2025)("deaths")[..., :5]).all()
    assert (few.few("births", 2025, 1) == many.few("births", 2025, 1)[..., :5]).all()


def test_a_municipality_has_numbers_of_its_own_wherever_it_stands():
    both, one = luck(), luck(codes=("765",))
    assert (both.numbers_of(2025)("deaths")[1] == one.numbers_of(2025)("deaths")[0]).all()
    assert (both.numbers_of(2025)("deaths")[0] != both.numbers_of(2025)("deaths")[1]).any()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (lambda: luck().numbers_of(2025)("deaths"), lambda: luck().numbers_of(2025)("emigration")),
        (lambda: luck().numbers_of(2025)("deaths"), lambda: luck(seed=4).numbers_of(2025)("deaths")),
        (
            lambda: luck().numbers_of(2025)("deaths"),
            lambda: luck(block=DrawBlock(0, 32)).numbers_of(2025)("deaths"),
        ),
    ],
)
def test_decisions_seeds_and_blocks_have_numbers_of_their_own(one, other):
    assert np.corrcoef(one().ravel(), other().ravel())[0, 1] == pytest.approx(0.0, abs=0.04)
