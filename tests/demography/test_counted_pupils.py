"""Municipalities that count their pupils, carried on and set against sampled cohorts."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import (
    expected_future,
    launch,
    pupils_by_area,
    respond_to_closures,
    sampled_future,
)
from kopa_sim.demography.counted_pupils import count_pupils
from kopa_sim.model.grades import BASIC_GRADES, UPPER_SECONDARY
from kopa_sim.model.people import PupilCounts
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

REGION = worlds.region((3, 1))
END, YEARS = 2034, tuple(range(2018, 2035))
STREAMS, BLOCK = Streams(1), DrawBlock(0, 32)
METHOD = {"enrolment_method": "grade_progression"}


def counts(by_year, municipality=0, first_grade=0):
    rows = [(year, first_grade + i, n) for year, pupils in by_year.items() for i, n in enumerate(pupils)]
    return PupilCounts(
        year=np.array([year for year, _, _ in rows]),
        municipality=np.full(len(rows), municipality),
        grade=np.array([grade for _, grade, _ in rows]),
        count=np.array([float(n) for _, _, n in rows]),
    )


def together(*several):
    fields = ("year", "municipality", "grade", "count")
    return PupilCounts(**{name: np.concatenate([getattr(each, name) for each in several]) for name in fields})


COUNTED = {
    2018: [30, 40, 40, 40, 40, 40, 40, 60, 60, 60],
    2019: [32, 44, 40, 40, 40, 40, 40, 66, 60, 60],
    2020: [34, 42, 44, 40, 40, 40, 40, 66, 66, 60],
}


def given(pupil_counts=None):
    return worlds.busy_data(pupil_counts=counts(COUNTED) if pupil_counts is None else pupil_counts)


def counted_in(data, years=YEARS, **changes):
    parameters = worlds.parameters(**{**METHOD, **changes})
    start = launch(REGION, data, parameters, END)
    return count_pupils(data, start, years, parameters), expected_future(start, parameters)


def mean_pupils(data, years=YEARS, **changes):
    parameters = worlds.parameters(**{**METHOD, **changes})
    counted, expected = counted_in(data, years, **changes)
    array = pupils_by_area(REGION, expected, years, parameters, counted=counted).pupils_draw_year_area_grade[
        0
    ]
    return array[:, :3].sum(axis=1)  # of the first municipality


def residents(expected, age, year):
    return expected.population_draw_year_municipality_sex_age[0, expected.year_index(year), 0, :, age].sum()


def test_counted_years_have_the_pupils_counted():
    pupils = mean_pupils(given())
    assert pupils[YEARS.index(2019), BASIC_GRADES] == pytest.approx(COUNTED[2019])
    assert pupils[YEARS.index(2020), BASIC_GRADES] == pytest.approx(COUNTED[2020])


def test_the_years_after_are_a_grade_higher_by_the_mean_ratio():
    pupils = mean_pupils(given())
    assert pupils[YEARS.index(2021), 3] == pytest.approx(44)
    assert pupils[YEARS.index(2021), 7] == pytest.approx(40 * (66 + 66) / 80)
    assert pupils[YEARS.index(2022), 8] == pytest.approx(66)
    assert pupils[YEARS.index(2022), 4] == pytest.approx(44)


def test_entrants_are_the_residents_of_the_age_times_the_middle_ratio():
    data = given(counts({year: [30, 40, *row[2:]] for year, row in COUNTED.items()}))
    free = {"intake_prior_pupils": 0.0, "odd_count_share": 1.0}
    pupils, (_, expected) = mean_pupils(data, **free), counted_in(data)
    counted_years = [year for year in COUNTED if year >= expected.years[0]]
    ratio = np.median([40 / residents(expected, 7, year) for year in counted_years])
    assert pupils[YEARS.index(2024), 1] == pytest.approx(ratio * residents(expected, 7, 2024))
    pre_primary = np.median([30 / residents(expected, 6, year) for year in counted_years])
    assert pupils[YEARS.index(2024), 0] == pytest.approx(pre_primary * residents(expected, 6, 2024))


def test_a_year_before_the_counts_has_the_ratios_of_the_first_counted_one():
    late = {year + 1: pupils for year, pupils in COUNTED.items()}
    counted, expected = counted_in(given(counts(late)))
    ratio = counted.ratio_year_municipality_grade[:, 0]
    assert (ratio[YEARS.index(2018)] == ratio[YEARS.index(2019)]).all()
    assert ratio[YEARS.index(2019), 1] == pytest.approx(40 / residents(expected, 7, 2019))


def test_pre_primary_education_that_is_not_counted_takes_every_six_year_old():
    pupils = mean_pupils(given(counts({year: row[1:] for year, row in COUNTED.items()}, first_grade=1)))
    _, expected = counted_in(given())
    for year in (2020, 2030):
        assert pupils[YEARS.index(year), 0] == pytest.approx(residents(expected, 6, year))
    assert pupils[YEARS.index(2020), 1] == pytest.approx(42)


@pytest.mark.parametrize(
    ("pupil_counts", "method"),
    [
        (None, "grade_progression"),
        (counts(COUNTED), "residents"),
        (counts({2020: COUNTED[2020]}), "grade_progression"),
        (counts({2017: COUNTED[2019], 2018: COUNTED[2020]}), "grade_progression"),
    ],
)
def test_pupils_follow_from_ages_without_two_years_running_up_to_the_base_year(pupil_counts, method):
    data = worlds.busy_data(pupil_counts=pupil_counts)
    assert counted_in(data, enrolment_method=method)[0] is None


def test_a_municipality_without_counts_keeps_its_residents():
    parameters = worlds.parameters(**METHOD)
    counted, expected = counted_in(given())
    with_counts = pupils_by_area(REGION, expected, YEARS, parameters, counted=counted)
    without = pupils_by_area(REGION, expected, YEARS, parameters)
    other = (with_counts.pupils_draw_year_area_grade, without.pupils_draw_year_area_grade)
    assert (other[0][:, :, 3] == other[1][:, :, 3]).all()
    assert (other[0][..., UPPER_SECONDARY] >= other[1][..., UPPER_SECONDARY]).all()


def test_where_lower_secondary_school_begins_a_municipality_may_keep_its_own_ratio():
    """Two municipalities, one counted for a year less; half of the second's pupils leave it for grade 7."""
    second = {2019: [50] * 7 + [25, 50, 50], 2020: [50] * 7 + [25, 50, 50]}
    data = given(together(counts(COUNTED), counts(second, municipality=1)))
    own = counted_in(data, progression_prior_pupils={"within_stage": 1e9, "grade_7": 0.0})[0]
    _, expected = counted_in(data)
    people = expected.population_draw_year_municipality_sex_age[0, expected.year_index(2021)].sum(axis=1)
    pupils = own.ratio_year_municipality_grade[YEARS.index(2021)] * people[:, 6:16]
    assert pupils[1, 7] == pytest.approx(50 * 0.5)
    assert pupils[0, 7] == pytest.approx(40 * (66 + 66) / 80)
    together_8 = (60 + 66 + 50) / (60 + 66 + 25)
    assert pupils[1, 8] == pytest.approx(25 * together_8, rel=1e-6)
    assert pupils[0, 8] == pytest.approx(66 * together_8, rel=1e-6)


def test_another_municipality_changes_nothing_where_nobody_leans():
    free = {"progression_prior_pupils": {"within_stage": 0.0, "grade_7": 0.0}}
    alone = counted_in(given(), **free)[0].ratio_year_municipality_grade[:, 0]
    data = given(together(counts(COUNTED), counts({2019: [9] * 10, 2020: [7] * 10}, municipality=1)))
    assert (counted_in(data, **free)[0].ratio_year_municipality_grade[:, 0] == alone).all()


def test_fewer_years_wanted_change_no_ratio():
    long, short = counted_in(given())[0], counted_in(given(), (2019, 2025))[0]
    both = [YEARS.index(2019), YEARS.index(2025)]
    assert (short.ratio_year_municipality_grade[:, 0] == long.ratio_year_municipality_grade[both, 0]).all()


@pytest.fixture(scope="module")
def drawn():
    data, parameters = given(), worlds.parameters(32, **METHOD)
    counted, _ = counted_in(data)
    start = launch(REGION, data, worlds.parameters(**METHOD), END)
    blocks = []
    for index in range(10):
        block = DrawBlock(index, 32)
        futures = sampled_future(start, parameters, STREAMS, block)
        pupils = pupils_by_area(REGION, futures, YEARS, parameters, STREAMS, block, counted)
        blocks.append((futures, pupils.pupils_draw_year_area_grade))
    return counted, blocks


class TestSampledFutures:
    def test_pupils_are_whole(self, drawn):
        for _, array in drawn[1]:
            assert (array == np.round(array)).all()
            assert (array >= 0).all()

    def test_a_draw_has_the_ratio_times_its_own_cohort_rounded(self, drawn):
        counted, blocks = drawn
        futures, array = blocks[0]
        index = [futures.year_index(year) for year in YEARS]
        cohort = futures.population_draw_year_municipality_sex_age[:, index, 0, :, 6:16].sum(axis=2)
        exact = cohort * counted.ratio_year_municipality_grade[:, 0]
        assert abs(array[:, :, :3, BASIC_GRADES].sum(axis=2) - exact).max() < 1 + 1e-6

    def test_the_mean_over_draws_is_the_mean_future(self, drawn):
        many = np.concatenate([array for _, array in drawn[1]])[:, :, :3, BASIC_GRADES].sum(axis=(2, 3))
        wanted = mean_pupils(given())[:, BASIC_GRADES].sum(axis=1)
        error = many.std(axis=0) / np.sqrt(len(many))
        assert (abs(many.mean(axis=0) - wanted) < 5 * error + 0.1).all()

    def test_known_years_are_the_same_in_every_draw(self, drawn):
        array = drawn[1][0][1][:, YEARS.index(2019), :3, BASIC_GRADES].sum(axis=1)
        assert (array == np.array(COUNTED[2019])).all()


def test_more_pupils_counted_never_become_fewer():
    more = counts({**COUNTED, 2020: [n + 1 for n in COUNTED[2020]]})
    same_ratios = {"progression_years": 1, "progression_prior_pupils": {"within_stage": 0.0, "grade_7": 0.0}}
    fewer, larger = mean_pupils(given(), **same_ratios), mean_pupils(given(more), **same_ratios)
    assert (larger[:, BASIC_GRADES] >= fewer[:, BASIC_GRADES] - 1e-9).all()


def test_a_cohort_that_nobody_of_lives_in_has_no_pupils():
    data = given()
    people = data.population_municipality_sex_age.copy()
    people[0, :, 7] = 0
    counted, expected = counted_in(replace(data, population_municipality_sex_age=people))
    assert counted.ratio_year_municipality_grade[YEARS.index(2019), 0, 1] == 1.0
    assert np.isfinite(counted.ratio_year_municipality_grade[:, 0]).all()
    assert residents(expected, 7, 2019) == 0


class TestWhatDepartsFromTheRates:
    """New dwellings, other levels, holding and lost schools change counted pupils as they change residents."""

    OLDER = slice(2, 10)

    def gain(self, year, data=None, **changes):
        with_change = mean_pupils(given() if data is None else data, **changes)
        without = mean_pupils(given())
        return (with_change - without)[YEARS.index(year), self.OLDER].sum()

    def departure(self, year, data=None, **changes):
        """By how much residents of grades 2 to 9 change, times the pupils a resident."""
        counted, plain = counted_in(given())
        _, changed = counted_in(given() if data is None else data, **changes)
        index = plain.year_index(year)
        people = [
            each.population_draw_year_municipality_sex_age[0, index, 0].sum(axis=0)[8:16]
            for each in (changed, plain)
        ]
        ratio = counted.ratio_year_municipality_grade[YEARS.index(year), 0, self.OLDER]
        return ((people[0] - people[1]) * ratio).sum()

    @pytest.mark.parametrize("year", [2027, 2028, 2031])
    def test_children_of_new_dwellings_are_pupils_of_every_grade(self, year):
        data = replace(given(), housing=worlds.housing([(0, 2027, 200.0)]))
        assert self.gain(year, data) > 5
        assert self.gain(year, data) == pytest.approx(self.departure(year, data))

    def test_more_in_migration_brings_pupils(self):
        """Those who moved in before the last count are in it already, so the whole departure is not gained."""
        gained, departed = (each(2028, in_migration_level=1.4) for each in (self.gain, self.departure))
        assert 0.7 * departed < gained < departed

    def test_families_who_leave_lower_the_pupils_of_the_option(self):
        parameters = worlds.parameters(**METHOD, closure_response_share=0.5)
        start = launch(REGION, given(), parameters, END)
        counted = count_pupils(given(), start, YEARS, parameters)
        lost = np.array([[1.0, 0.0, 0.0, 0.0]])
        option = respond_to_closures(start, REGION, (2023,), lost, parameters)
        pupils = [
            pupils_by_area(
                REGION, expected_future(each, parameters), YEARS, parameters, counted=counted
            ).pupils_draw_year_area_grade[0, YEARS.index(2024), :3, self.OLDER]
            for each in (start, option)
        ]
        assert pupils[1].sum() < 0.95 * pupils[0].sum()

    def test_a_hold_ratio_of_nine_tenths_takes_a_tenth_of_the_pupils(self):
        parameters = worlds.parameters(**METHOD)
        start = launch(REGION, given(), parameters, END)
        held_ratio = start.planned.hold_ratio.copy()
        held_ratio[1] = 0.9
        held = replace(start, planned=replace(start.planned, hold_ratio=held_ratio))
        year = start.future_years[1]
        pupils = [
            pupils_by_area(
                REGION,
                expected_future(each, parameters),
                YEARS,
                parameters,
                counted=count_pupils(given(), each, YEARS, parameters),
            )
            .pupils_draw_year_area_grade[0, YEARS.index(year), :3, self.OLDER]
            .sum()
            for each in (start, held)
        ]
        assert pupils[1] == pytest.approx(0.9 * pupils[0])


STEADY = {year: [36, 40, 40, 40, 40, 40, 40, 40, 40, 40] for year in (2019, 2020, 2021)}


class TestAnOddYear:
    """One year of three counted wrong changes hardly anything long after."""

    def late(self, factors):
        rows = {year: [n * f for n in row] for (year, row), f in zip(STEADY.items(), factors, strict=True)}
        return mean_pupils(given(counts(rows)))[YEARS.index(2033), 1:10].sum()

    @pytest.mark.parametrize("factors", [(1, 0.5, 1), (1, 0, 1), (1, 1, 0.5), (1, 10, 1), (1, 1, 10)])
    def test_pupils_of_grades_that_entered_later_stay_near(self, factors):
        assert self.late(factors) == pytest.approx(self.late((1, 1, 1)), rel=0.06)
