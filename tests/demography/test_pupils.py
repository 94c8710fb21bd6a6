import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, pupils_by_area, sampled_future
from kopa_sim.model.grades import BASIC_GRADES, UPPER_SECONDARY
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

REGION = worlds.region((3, 1))
END = 2036
YEARS = tuple(range(2024, END + 1))
STREAMS, BLOCK = Streams(1), DrawBlock(0, 32)
OBSERVED = [(2022, 0, -1, 0, 100, 2900.0)]
OBSERVED += [(2022, 0, area, 0, 6, count) for area, count in ((0, 90.0), (1, 60.0), (2, 50.0))]


def by_age(n_draws=1, sampled=None, **changes):
    """Parameters under which everybody's grade is the age less six."""
    on_time = {"late_start_share": 0.0, "early_start_share": 0.0, "repeat_share_by_grade": (0.0,) * 9}
    return worlds.parameters(n_draws, sampled, **on_time, **changes)


@pytest.fixture(scope="module")
def start():
    given = worlds.busy_data(observations=worlds.observations(OBSERVED))
    return launch(REGION, given, worlds.parameters(), END)


@pytest.fixture(scope="module")
def sampled(start):
    return sampled_future(start, worlds.parameters(32), STREAMS, BLOCK)


@pytest.fixture(scope="module")
def pupils(sampled):
    return pupils_by_area(REGION, sampled, YEARS, by_age(32), STREAMS, BLOCK)


@pytest.fixture(scope="module")
def usual(sampled):
    """Pupils under the defaults: a few start late or early, a few repeat a grade."""
    return pupils_by_area(REGION, sampled, YEARS, worlds.parameters(32), STREAMS, BLOCK)


def by_municipality(pupils, grades):
    array = pupils.pupils_draw_year_area_grade[..., grades]
    return np.stack(
        [array[:, :, REGION.areas.municipality == index].sum(axis=(2, 3)) for index in (0, 1)], axis=-1
    )


def residents(futures, ages, years=YEARS):
    return futures.residents_draw_year_municipality(ages, years)


def test_basic_pupils_are_the_residents_aged_6_to_15_everywhere_and_always(sampled, pupils):
    assert (by_municipality(pupils, BASIC_GRADES) == residents(sampled, slice(6, 16))).all()


def test_each_grade_is_the_cohort_of_its_age(sampled, pupils):
    people = sampled.population_draw_year_municipality_sex_age
    year = YEARS.index(2030)
    for grade in (0, 1, 9):
        cohort = people[:, sampled.year_index(2030), 0, :, 6 + grade].sum(axis=1)
        areas = pupils.pupils_draw_year_area_grade[:, year, :3, grade]
        assert (areas.sum(axis=1) == cohort).all()


def test_pupils_are_whole_persons_and_nobody_is_negative(pupils):
    array = pupils.pupils_draw_year_area_grade
    assert (array == np.round(array)).all()
    assert (array >= 0).all()
    assert array.shape == (32, len(YEARS), 4, 11)
    assert pupils.years == YEARS


def test_upper_secondary_students_are_the_share_of_the_residents_aged_16_to_18(sampled, pupils):
    students = by_municipality(pupils, [UPPER_SECONDARY])
    wanted = 0.5 * residents(sampled, slice(16, 19))
    assert (abs(students - wanted) < 3).all()  # one rounding an age


def test_expected_pupils_are_the_shares_of_the_expected_residents(start):
    futures = expected_future(start, worlds.parameters())
    expected = pupils_by_area(REGION, futures, YEARS, by_age())
    assert by_municipality(expected, BASIC_GRADES) == pytest.approx(residents(futures, slice(6, 16)))
    assert by_municipality(expected, [UPPER_SECONDARY]) == pytest.approx(
        0.5 * residents(futures, slice(16, 19))
    )


def test_the_mean_of_many_futures_is_the_expected_pupils(start):
    drawn = []
    for index in range(12):
        block = DrawBlock(index, 32)
        futures = sampled_future(start, worlds.parameters(32), STREAMS, block)
        drawn.append(pupils_by_area(REGION, futures, YEARS, worlds.parameters(32), STREAMS, block))
    many = np.concatenate([part.pupils_draw_year_area_grade for part in drawn])
    futures = expected_future(start, worlds.parameters())
    expected = pupils_by_area(REGION, futures, YEARS, worlds.parameters()).pupils_draw_year_area_grade[0]
    for grades in (slice(0, 3), slice(3, 10), [UPPER_SECONDARY]):
        total, wanted = many[..., grades].sum(axis=-1), expected[..., grades].sum(axis=-1)
        error = total.std(axis=0) / np.sqrt(len(total))
        assert (abs(total.mean(axis=0) - wanted) < 4.5 * error + 1e-6).all()


def test_known_children_keep_their_areas_and_later_ones_live_where_the_small_children_did(start):
    calm = by_age(child_moves_within_municipality_share=0.0)
    futures = expected_future(start, calm)
    array = pupils_by_area(REGION, futures, YEARS, calm).pupils_draw_year_area_grade[0]
    small = [0.45, 0.30, 0.25]  # counted in 2022
    for year, grade in ((2024, 0), (2028, 4), (2036, 9), (2035, 0)):
        cohort = array[YEARS.index(year), :3, grade]
        assert cohort / cohort.sum() == pytest.approx(small)


def test_years_before_the_futures_take_their_first_population(sampled):
    early = pupils_by_area(REGION, sampled, (2010, 2019), by_age(32), STREAMS, BLOCK)
    array = early.pupils_draw_year_area_grade
    assert (array[:, 0] == array[:, 1]).all()


def test_an_area_elsewhere_or_fewer_draws_or_years_change_no_pupil(start, sampled, pupils):
    fewer = sampled_future(start, worlds.parameters(2), STREAMS, DrawBlock(0, 2))
    two = pupils_by_area(REGION, fewer, YEARS[3:6], by_age(2), STREAMS, DrawBlock(0, 2))
    assert (two.pupils_draw_year_area_grade == pupils.pupils_draw_year_area_grade[:2, 3:6]).all()
    wide = worlds.region((3, 4), children=[300.0, 200.0, 100.0, 5.0, 6.0, 7.0, 8.0])
    given = worlds.busy_data(observations=worlds.observations(OBSERVED))
    other = sampled_future(
        launch(wide, given, worlds.parameters(), END), worlds.parameters(32), STREAMS, BLOCK
    )
    split = pupils_by_area(wide, other, YEARS, by_age(32), STREAMS, BLOCK)
    assert (split.pupils_draw_year_area_grade[:, :, :3] == pupils.pupils_draw_year_area_grade[:, :, :3]).all()


def test_a_class_of_an_area_grows_older_together(pupils):
    array = pupils.pupils_draw_year_area_grade[:, :, :3]
    change = abs(array[:, 1:, :, 1:10] - array[:, :-1, :, 0:9])
    shuffled = abs(array[:, 1:, :, 1:10] - np.roll(array, 1, axis=0)[:, :-1, :, 0:9])
    assert change.mean() < 0.6 * shuffled.mean()


def test_participation_may_differ_by_draw(sampled):
    share = np.linspace(0.0, 1.0, 32)
    chosen = by_age(32, sampled={"upper_secondary_participation_share": share})
    students = by_municipality(
        pupils_by_area(REGION, sampled, YEARS, chosen, STREAMS, BLOCK), [UPPER_SECONDARY]
    )
    assert students[0].sum() == 0
    assert (students[-1] == residents(sampled, slice(16, 19))[-1]).all()


def test_chance_without_a_block_or_of_another_size_is_refused(sampled):
    with pytest.raises(ValueError, match="together or not at all"):
        pupils_by_area(REGION, sampled, YEARS, worlds.parameters(32), STREAMS)
    with pytest.raises(ValueError, match="parameters of 1 draws for futures of 32"):
        pupils_by_area(REGION, sampled, YEARS, worlds.parameters(), STREAMS, BLOCK)


def test_a_municipality_without_children_has_no_pupils(sampled):
    people = sampled.population_draw_year_municipality_sex_age.copy()
    people[:, :, 1, :, :19] = 0
    empty = type(sampled)(sampled.years, people, sampled.launch_year, sampled.area_share_year_area_age)
    array = pupils_by_area(REGION, empty, YEARS, worlds.parameters(32), STREAMS, BLOCK)
    assert array.pupils_draw_year_area_grade[:, :, 3].sum() == 0


def test_newborn_of_the_launch_year_are_known_and_years_before_launch_show_no_moves():
    rows = [(2022, 0, -1, 0, 100, 2900.0)]
    for ages, counts in (
        ((0, 0), (8.0, 1.0, 1.0)),
        ((1, 6), (20.0, 20.0, 10.0)),
        ((7, 18), (0.0, 50.0, 50.0)),
    ):
        rows += [(2022, 0, area, *ages, count) for area, count in enumerate(counts)]
    one = by_age(movers_settle_as="small_children")
    start = launch(REGION, worlds.busy_data(observations=worlds.observations(rows)), one, END)
    years = (2019, 2022, 2028, 2029)
    array = pupils_by_area(REGION, expected_future(start, one), years, one).pupils_draw_year_area_grade[0]

    def share(year, grade):
        cohort = array[years.index(year), :3, grade]
        return cohort / cohort.sum()

    pool = share(2029, 0)  # born in 2023
    weight = start.launch_population_municipality_sex_age[0].sum(axis=0)[:7]
    small = np.array([[0.8] + 6 * [0.4], [0.1] + 6 * [0.4], [0.1] + 6 * [0.2]])
    assert pool == pytest.approx((small * weight).sum(axis=1) / weight.sum())
    staying = 0.95**6
    assert share(2028, 0) == pytest.approx(staying * np.array([0.8, 0.1, 0.1]) + (1 - staying) * pool)
    assert share(2022, 1) == pytest.approx([0.0, 0.5, 0.5])
    assert share(2022, 0) == pytest.approx([0.4, 0.4, 0.2])
    assert share(2019, 0) == pytest.approx([0.0, 0.5, 0.5])  # the nine-year-olds of 2022


class TestUsualDelays:
    def test_the_expected_number_is_the_mean_of_many_futures(self, start):
        drawn = []
        for index in range(12):
            block = DrawBlock(index, 32)
            futures = sampled_future(start, worlds.parameters(32), STREAMS, block)
            drawn.append(pupils_by_area(REGION, futures, YEARS, worlds.parameters(32), STREAMS, block))
        many = by_municipality(Together(drawn), [0])
        futures = expected_future(start, worlds.parameters())
        wanted = by_municipality(pupils_by_area(REGION, futures, YEARS, worlds.parameters()), [0])[0]
        error = many.std(axis=0) / np.sqrt(len(many))
        assert (abs(many.mean(axis=0) - wanted) < 4.5 * error + 1e-6).all()

    def test_the_sum_over_grades_is_what_came_before_and_after_school_age(self, sampled, usual):
        """Everybody of six to fourteen attends; at fifteen the early starters have left, at sixteen the late stay."""
        total = by_municipality(usual, BASIC_GRADES)
        assert (total >= residents(sampled, slice(6, 15))).all()
        assert (total <= residents(sampled, slice(6, 18))).all()
        share = total.sum() / residents(sampled, slice(6, 16)).sum()
        assert 1.0 < share < 1.01

    def test_first_graders_are_the_seven_year_olds_but_for_late_and_early_starters(self, start):
        plain = worlds.parameters(repeat_share_by_grade=(0.0,) * 9)
        futures = expected_future(start, plain)
        first = by_municipality(pupils_by_area(REGION, futures, YEARS, plain), [1])[0]
        six, seven, eight = (residents(futures, slice(age, age + 1))[0] for age in (6, 7, 8))
        assert first == pytest.approx(0.005 * six + 0.975 * seven + 0.02 * eight)

    def test_an_area_elsewhere_changes_no_pupil(self, usual):
        wide = worlds.region((3, 4), children=[300.0, 200.0, 100.0, 5.0, 6.0, 7.0, 8.0])
        given = worlds.busy_data(observations=worlds.observations(OBSERVED))
        other = sampled_future(
            launch(wide, given, worlds.parameters(), END), worlds.parameters(32), STREAMS, BLOCK
        )
        split = pupils_by_area(wide, other, YEARS, worlds.parameters(32), STREAMS, BLOCK)
        array = usual.pupils_draw_year_area_grade
        assert (split.pupils_draw_year_area_grade[:, :, :3] == array[:, :, :3]).all()

    def test_nobody_is_in_grade_nine_and_in_upper_secondary_education(self, sampled):
        everybody = worlds.parameters(32, upper_secondary_participation_share=1.0, late_start_share=0.2)
        both = pupils_by_area(REGION, sampled, YEARS, everybody, STREAMS, BLOCK)
        of_age = residents(sampled, slice(6, 19))
        assert (by_municipality(both, slice(0, 11)) <= of_age).all()


class Together:
    """Pupils of several blocks of draws as one."""

    def __init__(self, blocks):
        self.pupils_draw_year_area_grade = np.concatenate([b.pupils_draw_year_area_grade for b in blocks])
