"""Groups for what only some pupils study: languages, religions, a second mother tongue."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.teaching.chosen_subjects import ChosenSubject, Residents, chosen_subject_parts
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lesson_parts import to_cells
from kopa_sim.teaching.taught_cells import taught_cells
from tests.teaching.builders import no_additions, parameters, pupils, subject

RELIGION = (0, 1, 1, 1, 2, 1, 1, 1, 1, 1, 0)
A2 = (0, 0, 0, 0, 2, 2, 2, 2, 2, 2, 0)


def chosen(lessons=RELIGION, share=1.0, smallest=3, largest=20):
    by_class_teacher = np.zeros((N_GRADES, N_SUBJECTS))
    by_class_teacher[:, subject("class_teaching")] = 1.0
    return ChosenSubject(
        "chosen", by_class_teacher, np.array([share]), np.array(lessons, float), smallest, largest
    )


def lessons(children, of):
    return of.part(one_school(children)).total()[0]


def one_school(children):
    """Pupils of one school in one year. (grade, 1)"""
    return to_cells(pupils(children, years=1))


def parts_of(children, given_parameters):
    children = pupils(children, years=1)
    groups = form_groups(children, given_parameters)
    taught = taught_cells(groups, children, np.ones((1, 1), dtype=bool), None)
    return chosen_subject_parts(taught, given_parameters)


def test_three_pupils_are_taught_their_religion_and_two_are_not():
    assert lessons({3: 3}, chosen()) == 1
    assert lessons({3: 2}, chosen()) == 0


def test_pupils_of_several_grades_make_one_group_with_the_lessons_of_the_grade_that_has_most():
    """One each in grades 3, 4 and 5: two lessons together, against four apart."""
    assert lessons({3: 1, 4: 1, 5: 1}, chosen()) == 2


def test_where_grades_fill_groups_of_their_own_they_are_taught_apart():
    """20 in each of grades 3-6: 1 + 2 + 1 + 1 lessons, against four groups of two lessons together."""
    assert lessons(dict.fromkeys(range(3, 7), 20), chosen()) == 5


def test_the_youngest_join_the_middle_grades_where_that_is_less():
    """Two in grade 1 and two in grade 4 are one group of two lessons, against one and two apart."""
    assert lessons({1: 2, 4: 2}, chosen()) == 2


def test_grades_one_to_six_and_seven_to_nine_are_never_one_group():
    assert lessons({6: 2, 7: 2}, chosen()) == 0
    assert lessons({6: 3, 7: 3}, chosen()) == 2


def test_a_voluntary_language_begins_where_enough_choose_it():
    """A quarter of 16 in each of grades 4-6 is twelve pupils; with 12 in the last of them it is eleven."""
    a2 = chosen(A2, share=0.25, smallest=12)
    assert lessons({4: 16, 5: 16, 6: 16}, a2) == 2
    assert lessons({4: 16, 5: 16, 6: 12}, a2) == 0


def test_pupils_of_grades_without_lessons_do_not_count():
    assert lessons({1: 30, 2: 30, 3: 30}, chosen(A2)) == 0


def test_largest_groups_are_kept():
    """45 of one grade are three groups of at most 20."""
    assert lessons({8: 45}, chosen()) == 3


def test_lessons_stand_in_the_grades_of_those_who_take_them():
    """One in grade 3 and three in grade 5 have a lesson each grade, or two together: two in all."""
    part = chosen().part(one_school({3: 1, 5: 3, 8: 4}))
    by_grade = part.units_grade_cell[:, 0]
    assert by_grade[3:7] == pytest.approx([0.5, 0, 1.5, 0])
    assert by_grade[8] == pytest.approx(1)


grade_counts = st.lists(st.integers(0, 40), min_size=N_GRADES, max_size=N_GRADES)


def _fewest(takers, rows, smallest, largest):
    """Try every way the rule knows of, school by school in plain Python."""

    def apart(grades):
        return sum(-(-takers[g] // largest) * rows[g] for g in grades)

    def together(grades):
        return -(-sum(takers[g] for g in grades) // largest) * max(rows[g] for g in grades)

    younger, middle, lower, upper = range(1, 3), range(3, 7), range(1, 7), range(7, 10)
    in_lower = min(
        min(apart(younger), together(younger)) + min(apart(middle), together(middle)), together(lower)
    )
    in_upper = min(apart(upper), together(upper))
    enough = [sum(takers[g] for g in stage) >= smallest for stage in (lower, upper)]
    return in_lower * enough[0] + in_upper * enough[1]


@settings(max_examples=100, deadline=None)
@given(grade_counts, st.sampled_from([RELIGION, A2]), st.integers(1, 12), st.integers(4, 25))
def test_the_fewest_lessons_are_found(counted, rows, smallest, largest):
    takers = [count if row else 0 for count, row in zip(counted, rows, strict=True)]
    expected = _fewest(takers, rows, smallest, largest)
    children = dict(enumerate(counted))
    assert lessons(children, chosen(rows, smallest=smallest, largest=largest)) == pytest.approx(expected)


@settings(max_examples=100, deadline=None)
@given(grade_counts, st.integers(1, 9), st.floats(0.0, 1.0), st.sampled_from([RELIGION, A2]))
def test_more_pupils_never_need_fewer_lessons(counted, grade, share, rows):
    of = chosen(rows, share=share)
    before = lessons(dict(enumerate(counted)), of)
    counted[grade] += 1
    assert lessons(dict(enumerate(counted)), of) >= before - 1e-9


def test_a_subject_nobody_takes_is_left_out():
    assert parts_of({4: 90}, no_additions()) == ()


def test_each_religion_has_groups_of_its_own():
    """Of 100 pupils in grade 8 14 study ethics, four Islam; two of Orthodox faith are too few."""
    given_parameters = parameters(a2_language_share=0.0, second_mother_tongue_share=0.0)
    parts = parts_of({8: 100}, given_parameters)
    total = sum(part.total()[0] for part in parts)
    assert total == 1 + 1
    assert all(part.lessons_grade_subject[8, subject("religion_ethics")] == 1 for part in parts)


def by_subject(children, **changed):
    (part,) = parts_of(children, no_additions(**changed))
    return part.units_grade_cell[:, 0] @ part.lessons_grade_subject


def test_a_second_mother_tongue_is_taught_by_those_who_teach_the_mother_tongue():
    """A tenth of 100 are ten pupils, one group of two lessons."""
    assert by_subject({5: 100}, second_mother_tongue_share=0.1)[subject("class_teaching")] == 2
    assert by_subject({8: 100}, second_mother_tongue_share=0.1)[subject("mother_tongue")] == 2


def test_an_a2_language_has_a_language_teacher_in_every_grade():
    assert by_subject({5: 60}, a2_language_share=0.25)[subject("languages")] == 2


def test_small_grades_add_up_to_the_share_of_the_school():
    """Two pupils in each of six grades are twelve; a quarter of them three, though no grade has a whole one."""
    assert lessons(dict.fromkeys(range(1, 7), 2), chosen(share=0.25)) > 0


def at_home(children, providers):
    """Everyone goes to school in the municipality they live in."""
    names, place = np.unique(providers, return_inverse=True)
    living = np.zeros((*children.shape[:2], len(names), children.shape[3]))
    for school, provider in enumerate(place):
        living[:, :, provider] += children[:, :, school]
    return Residents(living, place)


def religion_of(providers, *schools):
    """Lessons of each school where pupils of a religion count together by provider. (school,)"""
    of = replace(chosen(), right_of_provider=True)
    children = pupils(*schools, years=1)
    return of.part(to_cells(children), at_home(children, providers)).total()


def test_three_pupils_of_a_municipality_are_taught_their_religion_in_every_school_they_attend():
    """One and two in two schools of one municipality: a lesson a week in each; grade 4 has two."""
    assert religion_of([7, 7, 9], {3: 1}, {4: 2}, {8: 2}) == pytest.approx([1, 2, 0])
    assert religion_of([7, 9, 9], {3: 1}, {4: 2}, {8: 2}) == pytest.approx([0, 2, 1])


def test_the_provider_counts_its_pupils_of_grades_one_to_nine_together():
    assert religion_of([1], {6: 1, 7: 2}) == pytest.approx([2])
    assert religion_of([1], {6: 1, 7: 1}) == pytest.approx([0])


def test_each_year_and_future_counts_for_itself():
    of = replace(chosen(), right_of_provider=True)
    children = pupils({3: 1}, {4: 1}, draws=2, years=2)
    children[1, 0, 1, 4] = 2
    lessons = of.part(to_cells(children), at_home(children, [0, 0])).total()
    assert lessons.reshape(2, 2, 2) == pytest.approx(np.array([[[0, 0], [0, 0]], [[1, 2], [0, 0]]]))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), grade_counts), min_size=1, max_size=5))
def test_a_provider_of_more_schools_never_takes_a_right_away(schools):
    children = [dict(enumerate(counted)) for _, counted in schools]
    alone = religion_of(range(len(schools)), *children)
    assert (religion_of([provider for provider, _ in schools], *children) >= alone - 1e-9).all()


def test_a_school_is_taught_alike_whichever_other_schools_its_municipality_keeps():
    """The right is that of the pupils who live there, so that a search may price each school by itself."""
    of = replace(chosen(), right_of_provider=True)
    children = pupils({3: 1}, {4: 2}, years=1)
    both = at_home(children, [0, 0])
    alone = Residents(both.pupils_draw_year_municipality_grade, np.zeros(1, np.intp))
    together = of.part(to_cells(children), both).total()
    assert of.part(to_cells(children[:, :, :1]), alone).total() == pytest.approx(together[:1])
