"""Who is in which grade: late and early starts, repeated grades, and both ends of basic education."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.demography.area_split import CohortChance
from kopa_sim.demography.enrolment import CHILD_YEARS, delay_shares, enrol, whole_shares
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

YEARS = 14
NO_REPEAT = (0.0,) * 9
NUMBERS = (7.0, 0.0, 23.0, 12.0)
DELAYS = {"late": 0.05, "early": 0.02, "repeat": 0.02}


def parameters(late=0.0, early=0.0, repeat=0.0, n_draws=1, **sampled):
    by_grade = repeat if isinstance(repeat, tuple) else (repeat,) * 9
    return worlds.parameters(
        n_draws,
        sampled or None,
        late_start_share=late,
        early_start_share=early,
        repeat_share_by_grade=by_grade,
    )


def children(numbers=(100.0,), n_draws=1, n_years=YEARS):
    """Every area has the same number of children of every age in every year. (area, draw, year, age)"""
    return np.tile(np.array(numbers)[:, None, None, None], (1, n_draws, n_years, len(CHILD_YEARS)))


def chance(n_draws=32, index=0, first_year=2026, n_years=YEARS):
    birth_year = np.arange(first_year, first_year + n_years)[:, None] - np.arange(6, 19)
    return CohortChance(Streams(3), DrawBlock(index, n_draws), birth_year)


def expected(given_children=None, **shares):
    given_children = children() if given_children is None else given_children
    return enrol(given_children, delay_shares(parameters(**shares)), None, "901").pupils_draw_year_area_grade


def sampled(numbers, index=0, first_year=2026, n_years=YEARS, **shares):
    many = children(numbers, 32, n_years)
    behind = delay_shares(parameters(n_draws=32, **shares))
    return enrol(many, behind, chance(32, index, first_year, n_years), "901")


def one_cohort(n_years=YEARS, born=2020, size=100.0, n_draws=1, numbers=None):
    """A single cohort that turns six in the first year, and nobody else. (area, draw, year, age)"""
    numbers = (size,) if numbers is None else numbers
    result = np.zeros((len(numbers), n_draws, n_years, len(CHILD_YEARS)))
    for year in range(min(n_years, len(CHILD_YEARS))):
        result[:, :, year, year] = np.array(numbers)[:, None]
    return result


def test_without_delays_the_grade_is_the_age_less_six():
    crowd = np.random.default_rng(1).random((3, 1, 4, 13))
    result = enrol(crowd, delay_shares(parameters()), None, "901")
    assert (result.pupils_draw_year_area_grade == np.moveaxis(crowd[..., :10], 0, 2)).all()
    assert (result.older_area_draw_year_age == 0).all()
    whole = np.floor(20 * np.repeat(crowd, 32, axis=1))
    result = enrol(whole, delay_shares(parameters(n_draws=32)), chance(n_years=4), "901")
    assert (result.pupils_draw_year_area_grade == np.moveaxis(whole[..., :10], 0, 2)).all()


class TestOneCohortOfAHundred:
    """Born in 2020, six in 2026."""

    def by_year(self, **shares):
        return expected(one_cohort(), **shares)[0, :, 0]

    def test_late_starters_spend_two_years_in_pre_primary_and_leave_a_year_later(self):
        pupils = self.by_year(late=0.02)
        assert pupils[0, 0] == pytest.approx(100)
        assert pupils[1, :2] == pytest.approx([2, 98])
        assert pupils[2, :3] == pytest.approx([0, 2, 98])
        assert pupils[9, 8:] == pytest.approx([2, 98])
        assert pupils[10, 9] == pytest.approx(2)  # sixteen, in grade 9
        assert pupils[11].sum() == 0

    def test_early_starters_skip_pre_primary_and_leave_a_year_earlier(self):
        pupils = self.by_year(early=0.005)
        assert pupils[0, :2] == pytest.approx([99.5, 0.5])
        assert pupils[8, 8:] == pytest.approx([99.5, 0.5])
        assert pupils[9, 9] == pytest.approx(99.5)  # fifteen; the others have left
        assert pupils[10].sum() == 0

    def test_repeaters_of_one_grade_leave_a_year_later(self):
        pupils = self.by_year(repeat=(0.0, 0.0, 0.1, *NO_REPEAT[3:]))
        assert pupils[3, 3] == pytest.approx(100)
        assert pupils[4, 3:5] == pytest.approx([10, 90])
        # of the ten who repeat, one does so again: two years behind and no further
        assert pupils[5, 3:6] == pytest.approx([1, 9, 90])
        assert pupils[6, 3:7] == pytest.approx([0, 1, 9, 90])
        assert pupils[10, 8:] == pytest.approx([1, 9])
        assert pupils[11, 9] == pytest.approx(1)  # seventeen
        assert pupils[12].sum() == 0

    def test_pre_primary_education_is_not_repeated_but_by_a_late_start(self):
        assert self.by_year(repeat=0.1)[1, 0] == 0

    def test_those_who_repeat_grade_nine_are_there_at_sixteen(self):
        pupils = self.by_year(repeat=(*NO_REPEAT[1:], 0.05))
        assert pupils[9, 9] == pytest.approx(100)
        assert pupils[10, 9] == pytest.approx(5)
        assert pupils[11, 9] == pytest.approx(0.25)
        assert pupils[12].sum() == 0

    def test_every_child_starts_the_first_grade_once(self):
        assert self.by_year(late=0.02, early=0.005)[:, 1].sum() == pytest.approx(100)

    def test_pupil_years_are_ten_and_what_delays_add(self):
        assert self.by_year().sum() == pytest.approx(1000)
        assert self.by_year(late=0.02).sum() == pytest.approx(1000 + 2)
        assert self.by_year(early=0.005).sum() == pytest.approx(1000 - 0.5)
        assert self.by_year(repeat=(0.1, *NO_REPEAT[1:])).sum() == pytest.approx(1000 + 10 + 1)


def test_delay_may_differ_by_draw():
    two = parameters(n_draws=2, late_start_share=[0.0, 0.1])
    pupils = enrol(children(n_draws=2), delay_shares(two), None, "901").pupils_draw_year_area_grade
    assert pupils[0, 0, 0, :2].tolist() == [100, 100]
    assert pupils[1, 0, 0, :2] == pytest.approx([110, 100])


SHARES = {
    "late": st.floats(0, 0.3),
    "early": st.floats(0, 0.3),
    "repeat": st.floats(0, 0.2),
}


class TestShares:
    @given(**SHARES)
    def test_every_child_is_somewhere(self, late, early, repeat):
        shares = delay_shares(parameters(late, early, repeat))
        assert shares.sum(axis=-1) == pytest.approx(1.0)
        assert (shares >= 0).all()

    @given(**SHARES)
    def test_a_cohort_never_gets_less_behind(self, late, early, repeat):
        shares = delay_shares(parameters(late, early, repeat))
        for column in range(1, 4):
            assert (np.diff(shares[..., column:].sum(axis=-1), axis=1) >= -1e-12).all()

    @given(**SHARES)
    def test_more_late_starters_make_younger_grades_no_smaller_and_older_ones_no_larger(
        self, late, early, repeat
    ):
        cohort, others = one_cohort(), {"early": early, "repeat": repeat}
        young = expected(cohort, late=late, **others).cumsum(axis=-1)
        younger = expected(cohort, late=late + 0.1, **others).cumsum(axis=-1)
        assert (younger[:, :10] >= young[:, :10] - 1e-9).all()


class TestWholePupils:
    @settings(deadline=None, max_examples=30)
    @given(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=5), **SHARES)
    def test_every_child_of_six_to_fourteen_is_one_pupil(self, numbers, late, early, repeat):
        result = sampled([float(n) for n in numbers], n_years=3, late=late, early=early, repeat=repeat)
        pupils = result.pupils_draw_year_area_grade
        assert (pupils >= 0).all()
        assert (pupils == np.round(pupils)).all()
        # early starters leave at fifteen, those behind stay after it
        older = np.moveaxis(result.older_area_draw_year_age.sum(axis=-1), 0, 2)
        young = pupils.sum(axis=-1) - older
        assert (young <= 10 * np.array(numbers)).all()
        assert (young >= 9 * np.array(numbers)).all()
        if early == 0:
            assert (young == 10 * np.array(numbers)).all()

    def test_an_area_without_children_has_no_pupils(self):
        assert (sampled(NUMBERS, **DELAYS).pupils_draw_year_area_grade[:, :, 1] == 0).all()

    def test_areas_sum_to_the_municipality_s_share_rounded(self):
        together = sampled([sum(NUMBERS)], late=0.05, early=0.02).pupils_draw_year_area_grade
        apart = sampled(NUMBERS, late=0.05, early=0.02).pupils_draw_year_area_grade
        assert (apart.sum(axis=2) == together[:, :, 0]).all()
        cohort = np.repeat(one_cohort(numbers=NUMBERS), 32, axis=1)
        pupils = enrol(cohort, delay_shares(parameters(late=0.05, n_draws=32)), chance(), "901")
        late = pupils.pupils_draw_year_area_grade[:, 1, :, 0].sum(axis=1)  # of 42 children, 2.1
        assert set(late) <= {2, 3}

    def test_the_mean_over_draws_is_the_expected_number(self):
        drawn = np.concatenate(
            [sampled(NUMBERS, index=i, **DELAYS).pupils_draw_year_area_grade for i in range(30)]
        )
        wanted = expected(children(NUMBERS), **DELAYS)[0]
        error = drawn.std(axis=0) / np.sqrt(len(drawn))
        assert (abs(drawn.mean(axis=0) - wanted) < 5 * error + 1e-9).all()

    def test_a_delayed_child_is_delayed_the_year_after_too(self):
        cohort = np.repeat(one_cohort(numbers=NUMBERS), 32, axis=1)
        pupils = enrol(cohort, delay_shares(parameters(late=0.1, n_draws=32)), chance(), "901")
        by_year = pupils.pupils_draw_year_area_grade
        late = by_year[:, 1, :, 0]  # seven, in pre-primary
        assert late.sum() > 0
        for year in range(2, 10):
            assert (by_year[:, year, :, year - 1] == late).all()
        still_there = pupils.older_area_draw_year_age[:, :, 10, 0].T
        assert (still_there == late).all()

    def test_repeaters_of_a_cohort_only_grow_in_number(self):
        cohort = np.repeat(one_cohort(numbers=NUMBERS), 32, axis=1)
        by_year = enrol(
            cohort, delay_shares(parameters(repeat=0.05, n_draws=32)), chance(), "901"
        ).pupils_draw_year_area_grade
        on_time = np.stack([by_year[:, year, :, year] for year in range(10)])
        assert (np.diff(on_time.sum(axis=2), axis=0) <= 0).all()
        assert (np.diff(on_time, axis=0) <= 1).all()  # rounding may move one between areas

    def test_neither_other_years_nor_fewer_draws_change_a_pupil(self):
        long = sampled(NUMBERS, **DELAYS).pupils_draw_year_area_grade
        short = sampled(NUMBERS, first_year=2029, n_years=3, **DELAYS).pupils_draw_year_area_grade
        assert (short == long[:, 3:6]).all()
        few = enrol(children(NUMBERS, 2), delay_shares(parameters(n_draws=2, **DELAYS)), chance(2), "901")
        assert (few.pupils_draw_year_area_grade == long[:2]).all()


@given(
    people=st.lists(st.integers(0, 40), min_size=1, max_size=6),
    share=st.floats(0, 1.5),
    uniform=st.floats(0, 1, exclude_max=True),
)
def test_whole_shares_are_whole_and_sum_to_the_share_rounded_down_or_up(people, share, uniform):
    array = np.array(people, dtype=float)
    parts = whole_shares(array, np.array(share), np.array(uniform))
    assert (parts == np.round(parts)).all()
    assert (parts >= 0).all()
    assert abs(parts.sum() - array.sum() * share) < 1 + 1e-6
    assert (abs(parts - array * share) < 1 + 1e-6).all()
    assert (parts[array == 0] == 0).all()
    if share <= 1:
        assert (parts <= array).all()
