import numpy as np
import pytest

from kopa_sim.demography.area_split import (
    CohortChance,
    Cohorts,
    expected_children,
    sampled_children,
    students_of,
)
from kopa_sim.model.streams import DrawBlock, Streams

CODES = ("a", "b", "c")
POOL = np.array([0.5, 0.3, 0.2])


def chance(birth_year, seed=1, index=0, size=32):
    return CohortChance(Streams(seed), DrawBlock(index, size), np.asarray(birth_year))


def one_cohort(years=10, born=2019, launch=2024, moving=0.05, known=(0.2, 0.2, 0.6), home=None):
    """One cohort followed year by year, as a (year, age 1) table; ``home`` gives shares by year."""
    birth_year = np.full((years, 1), born)
    counted = birth_year <= launch
    share = np.array(known) if born <= launch else POOL
    shares = np.broadcast_to(share[:, None, None], (3, years, 1)) if home is None else np.asarray(home)
    staying = np.broadcast_to((1 - moving) ** np.arange(years)[:, None], (1, 32, years, 1))
    return Cohorts(birth_year, counted, shares, np.repeat(POOL[:, None], years, axis=1), staying)


def test_expected_children_stay_in_part_and_settle_in_part():
    children = np.full((32, 10, 1), 100.0)
    split = expected_children(children, one_cohort())
    assert split.sum(axis=0) == pytest.approx(children)
    assert split[:, 0, 0, 0] == pytest.approx([20.0, 20.0, 60.0])
    assert split[2, 0, 9, 0] == pytest.approx(100 * (0.95**9 * 0.6 + (1 - 0.95**9) * 0.2))


def test_whole_children_sum_to_the_municipality_in_every_draw_and_year():
    children = np.random.default_rng(1).integers(0, 40, (32, 10, 1)).astype(float)
    for born in (2019, 2030):
        cohorts = one_cohort(born=born)
        split = sampled_children(children, cohorts, chance(cohorts.birth_year), "m", CODES)
        assert (split.sum(axis=0) == children).all()
        assert (split >= 0).all()
        assert (split == np.round(split)).all()


@pytest.mark.parametrize("born", [2019, 2030])
def test_the_mean_over_draws_is_the_expected_split(born):
    children = np.full((32, 10, 1), 25.0)
    cohorts = one_cohort(born=born)
    many = np.concatenate(
        [
            sampled_children(children, cohorts, chance(cohorts.birth_year, index=i), "m", CODES)
            for i in range(25)
        ],
        axis=1,
    )
    error = many.std(axis=1) / np.sqrt(many.shape[1])
    expected = expected_children(children, cohorts).mean(axis=1)
    assert (abs(many.mean(axis=1) - expected) < 4.5 * error + 1e-6).all()


def test_counts_known_at_launch_stay_known_in_every_draw():
    children = np.full((32, 10, 1), 20.0)
    cohorts = one_cohort()
    split = sampled_children(children, cohorts, chance(cohorts.birth_year), "m", CODES)
    assert (split[:, :, 0, 0] == np.array([[4.0], [4.0], [12.0]])).all()


def test_a_cohort_keeps_its_homes_from_year_to_year():
    children = np.full((32, 10, 1), 25.0)
    for born in (2019, 2030):
        cohorts = one_cohort(born=born)
        split = sampled_children(children, cohorts, chance(cohorts.birth_year), "m", CODES)
        steps = abs(np.diff(split, axis=2)).sum(axis=0)
        assert steps.mean() < 2 * 0.05 * 25  # each of a year's movers leaves one area and joins another
        if born > 2024:
            assert steps.sum() == 0


def test_one_child_more_changes_the_homes_of_few_others():
    cohorts = one_cohort(born=2030)
    luck = chance(cohorts.birth_year)
    before, after = (
        sampled_children(np.full((32, 10, 1), n), cohorts, luck, "m", CODES) for n in (25.0, 26.0)
    )
    assert abs(after - before).sum(axis=0).mean() < 2.0


def test_an_only_area_has_all_children():
    cohorts = one_cohort()
    ones = np.ones((1, 10, 1))
    alone = Cohorts(cohorts.birth_year, cohorts.counted, ones, ones[..., 0], cohorts.staying)
    children = np.full((32, 10, 1), 7.0)
    assert (sampled_children(children, alone, chance(alone.birth_year), "m", ("a",))[0] == 7).all()


def test_areas_where_no_small_child_lives_get_no_newborn():
    cohorts = one_cohort(born=2030)
    pool = np.array([0.6, 0.4, 0.0])
    shares = np.broadcast_to(pool[:, None, None], (3, 10, 1))
    settling = np.repeat(pool[:, None], 10, axis=1)
    empty = Cohorts(cohorts.birth_year, cohorts.counted, shares, settling, cohorts.staying)
    split = sampled_children(np.full((32, 10, 1), 30.0), empty, chance(empty.birth_year), "m", CODES)
    assert split[2].sum() == 0
    assert (split.sum(axis=0) == 30).all()


def test_newborn_live_where_they_are_born_and_move_to_where_the_small_children_live():
    centre = np.broadcast_to(np.array([1.0, 0.0, 0.0])[:, None, None], (3, 10, 1))
    cohorts = one_cohort(born=2030, home=centre)
    split = expected_children(np.full((32, 10, 1), 100.0), cohorts)
    assert split[:, 0, 0, 0] == pytest.approx([100.0, 0.0, 0.0])
    left = 0.95**9
    assert split[:, 0, 9, 0] == pytest.approx(100 * (left * np.array([1.0, 0, 0]) + (1 - left) * POOL))


def test_homes_of_the_unborn_are_chance_even_where_their_share_is_known():
    cohorts = one_cohort(born=2030, moving=0.0)
    split = sampled_children(np.full((32, 10, 1), 20.0), cohorts, chance(cohorts.birth_year), "m", CODES)
    binomial = np.sqrt(20 * POOL * (1 - POOL))
    assert split[:, :, 0, 0].std(axis=1) == pytest.approx(binomial, rel=0.35)


def test_new_dwellings_change_a_cohort_by_those_who_move_in_and_no_more():
    """In the fifth year five children join the third area: 20 become 25, and nobody else changes homes."""
    shares = np.repeat(np.array([0.2, 0.2, 0.6])[:, None, None], 10, axis=1)
    shares[:, 5:, 0] = np.array([[4.0], [4.0], [17.0]]) / 25
    cohorts = one_cohort(moving=0.0, home=shares)
    children = np.full((32, 10, 1), 20.0)
    children[:, 5:] = 25.0
    split = sampled_children(children, cohorts, chance(cohorts.birth_year), "m", CODES)[..., 0]
    assert (split[:, :, :5] == np.array([4.0, 4.0, 12.0])[:, None, None]).all()
    assert (split[:, :, 5:] == np.array([4.0, 4.0, 17.0])[:, None, None]).all()


@pytest.mark.parametrize("born", [2019, 2030])
def test_shares_that_drift_move_few_children_a_year(born):
    drift = np.linspace(0.0, 0.3, 10)
    shares = np.stack([0.5 - drift, np.full(10, 0.3), 0.2 + drift])[..., None]
    cohorts = one_cohort(born=born, moving=0.0, home=shares)
    children = np.full((32, 10, 1), 25.0)
    split = sampled_children(children, cohorts, chance(cohorts.birth_year), "m", CODES)
    assert (split.sum(axis=0) == children).all()
    gained = abs(np.diff(split, axis=2)).sum(axis=(0, 2, 3)).mean()
    least = 2 * 0.3 * 25  # 7.5 children leave the first area and 7.5 join the third
    assert least * 0.8 < gained < 2.2 * least


def test_students_are_whole_and_never_more_than_the_residents():
    residents = np.random.default_rng(3).integers(0, 6, (5, 32, 4, 3)).astype(float)
    birth_year = 2020 + np.arange(4)[:, None] - np.arange(16, 19)
    share = np.full(32, 0.5)
    students = students_of(residents, share, chance(birth_year), "m")
    assert (students == np.round(students)).all()
    assert (students >= 0).all()
    assert (students <= residents).all()
    total = residents.sum(axis=0)
    assert (abs(students.sum(axis=0) - 0.5 * total) < 1).all()
    assert students_of(residents, share, None, "m") == pytest.approx(0.5 * residents)


def test_everyone_studies_when_the_share_is_one_and_nobody_when_it_is_zero():
    residents = np.full((2, 32, 1, 3), 3.0)
    birth_year = np.full((1, 3), 2005)
    assert (students_of(residents, np.ones(32), chance(birth_year), "m") == residents).all()
    assert students_of(residents, np.zeros(32), chance(birth_year), "m").sum() == 0
