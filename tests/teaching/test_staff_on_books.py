"""Teachers on the books grow older, leave at the rates of their age and contract, and are paid until they do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.staff import Staff
from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.teaching.staff_on_books import posts_on_books, retirement_share
from kopa_sim.teaching.surplus import posts_beyond_need
from tests.teaching.builders import parameters, subject

CLASS, MATHEMATICS, PHYSICS = subject("class_teaching"), subject("mathematics"), subject("physics_chemistry")
OTHER_EXITS, ALL_EXITS = 0.04, 0.12
TABLE_YEAR = 1
"""Place of the table's school year: the one before the first costed year."""


def books(*teachers):
    """A staff table from (municipality, subject, age, permanent, posts) rows."""
    columns = [np.array(column) for column in zip(*teachers, strict=True)]
    return Staff(*(column.astype(np.intp) for column in columns[:3]), columns[3].astype(bool), columns[4])


THREE = books((0, CLASS, 63, True, 1.0), (0, CLASS, 50, True, 1.0), (0, CLASS, 30, False, 1.0))
"""A teacher close to retirement, one in the middle of working life, and one on a fixed term."""


def posts_of(by_year, of_subject=CLASS, municipalities=1, at=0):
    """Posts of one subject in one municipality by year. (1, year, municipality, subject)"""
    posts = np.zeros((1, len(by_year), municipalities, N_SUBJECTS))
    posts[0, :, at, of_subject] = by_year
    return posts


def surplus_of(staff, standing, hourly=None, municipalities=1, terms=None, **changed):
    settled = parameters(**changed)
    on_books = posts_on_books(staff, municipalities, standing.shape[1], TABLE_YEAR, settled)
    hourly = np.zeros_like(standing) if hourly is None else hourly
    return posts_beyond_need(standing, hourly, settled, on_books, terms)


def test_retirement_begins_with_the_first_age_of_the_table_and_holds_until_the_next():
    ages = np.array([30, 54, 55, 59, 63, 64, 68, 69, 74])
    assert retirement_share(ages, parameters()) == pytest.approx(
        [0, 0, 0.005, 0.005, 0.12, 0.35, 0.5, 1.0, 1.0]
    )


def test_three_teachers_worked_out_by_hand():
    """63: 0.12 + 0.04 leave, at 64 0.35 + 0.04; 50: 0.04 a year; the fixed term ends with the school year."""
    held = posts_on_books(THREE, 1, 5, TABLE_YEAR, parameters()).held_draw_year_municipality_subject
    oldest = [1, 0.84, 0.84 * 0.61, 0.84 * 0.61 * 0.36]
    middle = [1, 0.96, 0.96**2, 0.96**3]
    fixed = [1, 0, 0, 0]
    assert held[0, :, 0, CLASS] == pytest.approx([0, *np.sum([oldest, middle, fixed], axis=0)])


def test_with_falling_need_those_who_are_left_are_paid():
    surplus = surplus_of(THREE, posts_of([3, 3, 1, 1, 0])).surplus[0, :, 0, CLASS]
    left = [0.84 + 0.96, 0.84 * 0.61 + 0.96**2, 0.84 * 0.61 * 0.36 + 0.96**3]
    assert surplus == pytest.approx([0, 0, left[0] - 1, left[1] - 1, left[2]])


def test_more_on_the_books_than_needed_is_surplus_from_the_first_costed_year_on():
    staff = books((0, CLASS, 40, True, 5.0))
    surplus = surplus_of(staff, posts_of([3, 3, 3])).surplus[0, :, 0, CLASS]
    assert surplus == pytest.approx([0, 2, 5 * 0.96 - 3])


def test_who_is_appointed_beside_the_books_leaves_at_the_rate_of_all_posts():
    staff = books((0, CLASS, 40, True, 1.0))
    surplus = surplus_of(staff, posts_of([3, 3, 0, 0])).surplus[0, :, 0, CLASS]
    assert surplus == pytest.approx([0, 0, 0.96 + 2 * (1 - ALL_EXITS), 0.96**2 + 2 * (1 - ALL_EXITS) ** 2])


def test_who_replaces_a_teacher_of_the_table_stays_when_the_others_retire():
    """Two of 68 years: half of them and 0.04 leave, all of them a year later; two posts are needed throughout."""
    staff = books((0, CLASS, 68, True, 2.0))
    surplus = surplus_of(staff, posts_of([2, 2, 2, 0])).surplus[0, :, 0, CLASS]
    newcomers = 2 - 2 * 0.46
    assert surplus == pytest.approx([0, 0, 0, newcomers * (1 - ALL_EXITS)])


def test_a_municipality_outside_the_table_begins_with_what_it_needs():
    staff = books((1, CLASS, 40, True, 1.0))
    standing = posts_of([4, 4, 0], municipalities=2)
    surplus = surplus_of(staff, standing, municipalities=2).surplus[0, :, :, CLASS]
    assert surplus[:, 0] == pytest.approx([0, 0, 4 * (1 - ALL_EXITS)])
    assert surplus[:, 1] == pytest.approx([0, 1, 0.96])


def test_a_teacher_of_the_books_takes_the_other_subject_of_the_family_and_its_hourly_lessons():
    staff = books((0, MATHEMATICS, 40, True, 2.0))
    standing = posts_of([1, 1, 1], PHYSICS)
    beyond = surplus_of(staff, standing, posts_of([0, 0, 0.3], MATHEMATICS)).surplus[0, :, 0]
    assert beyond[1].sum() == pytest.approx(2 - 1)
    assert beyond[2].sum() == pytest.approx(2 * 0.96 - 1 - 0.3)
    assert beyond[:, CLASS].tolist() == [0, 0, 0]


def test_leaving_rates_may_differ_by_future():
    settled = parameters(2, sampled={"other_exits_share": [0.0, 0.5]})
    held = posts_on_books(THREE, 1, 3, TABLE_YEAR, settled).held_draw_year_municipality_subject
    assert held[:, 2, 0, CLASS] == pytest.approx([0.88 + 1.0, 0.38 + 0.5])


rows = st.tuples(
    st.integers(0, 1),
    st.sampled_from([CLASS, MATHEMATICS, PHYSICS]),
    st.integers(20, 75),
    st.booleans(),
    st.floats(0.05, 20),
)
needs = st.lists(st.floats(0, 30), min_size=6, max_size=6)


@given(st.lists(rows, min_size=1, max_size=8), needs, needs)
def test_surplus_is_never_negative_and_never_more_than_was_on_the_books_or_needed(teachers, classes, physics):
    staff = books(*teachers)
    standing = posts_of(classes, municipalities=2) + posts_of(physics, PHYSICS, 2, at=1)
    beyond = surplus_of(staff, standing, municipalities=2).surplus
    assert (beyond >= 0).all()
    on_books = np.zeros((2, N_SUBJECTS))
    np.add.at(on_books, (staff.municipality, staff.subject), staff.posts)
    once = on_books.sum() + np.maximum.accumulate(standing[0], axis=0).sum(axis=(1, 2))
    assert (beyond[0].sum(axis=(1, 2)) <= once + 1e-9).all()


@given(st.lists(rows, min_size=1, max_size=8), needs)
def test_where_everybody_leaves_within_the_year_nothing_is_surplus(teachers, classes):
    beyond = surplus_of(
        books(*teachers), posts_of(classes, municipalities=2), municipalities=2, other_exits_share=1.0
    ).surplus
    assert not beyond[:, TABLE_YEAR + 1 :].any()


@given(st.lists(rows, min_size=1, max_size=8))
def test_posts_on_the_books_only_become_fewer(teachers):
    held = posts_on_books(
        books(*teachers), 2, 12, TABLE_YEAR, parameters()
    ).held_draw_year_municipality_subject
    assert (np.diff(held[:, TABLE_YEAR:], axis=1) <= 1e-12).all()
    assert not held[:, :TABLE_YEAR].any()
