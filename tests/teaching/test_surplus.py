"""Posts that are no longer needed end only as their holders leave."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.teaching.combined_posts import ALONE
from kopa_sim.teaching.surplus import (
    family_of_subject,
    posts_beyond_need,
    sum_by_municipality,
    yearly_exits_share,
)
from tests.teaching.builders import parameters, subject

EXITS = 0.12


MUSIC, MATHEMATICS, PHYSICS = subject("music"), subject("mathematics"), subject("physics_chemistry")


def surplus_posts(standing, hourly, municipality_school, count, settled):
    """Posts paid beyond need where nobody is dismissed. (draw, year, municipality, subject)"""
    by_municipality = (sum_by_municipality(posts, municipality_school, count) for posts in (standing, hourly))
    beyond = posts_beyond_need(*by_municipality, settled)
    assert not beyond.dismissed.any()
    return beyond.surplus


def by_subject(posts_by_year, of_subject, municipalities):
    """Posts of one subject, by year and school. (draw, year, school, subject)"""
    posts = np.zeros((1, len(posts_by_year), len(municipalities), N_SUBJECTS))
    posts[0, :, :, of_subject] = posts_by_year
    return posts


def surplus(*posts_by_year, municipalities=(0,), count=1, hourly=0.0, **changed):
    """Surplus by year and municipality of music; each year gives the standing posts by school."""
    standing = by_subject(posts_by_year, MUSIC, municipalities)
    by_the_hour = by_subject(
        np.full((len(posts_by_year), len(municipalities)), hourly), MUSIC, municipalities
    )
    settled = parameters(**changed)
    return surplus_posts(standing, by_the_hour, np.array(municipalities), count, settled)[0, :, :, MUSIC]


def family_surplus(mathematics, physics, hourly_physics=0.0):
    """Surplus of mathematics and of physics by year, given each one's standing posts by year."""
    standing = by_subject(np.reshape(mathematics, (-1, 1)), MATHEMATICS, (0,))
    standing += by_subject(np.reshape(physics, (-1, 1)), PHYSICS, (0,))
    hourly = by_subject(np.full((len(mathematics), 1), hourly_physics), PHYSICS, (0,))
    return surplus_posts(standing, hourly, np.array([0]), 1, parameters())[0, :, 0][:, [MATHEMATICS, PHYSICS]]


def test_the_first_year_has_no_surplus():
    assert surplus([8]).tolist() == [[0]]


def test_posts_decline_by_exits_and_no_faster():
    left = surplus([10], [5], [5], [5])[:, 0]
    paid = [10 * (1 - EXITS) ** year for year in range(4)]
    assert left == pytest.approx([0, paid[1] - 5, paid[2] - 5, paid[3] - 5])


def test_a_decline_slower_than_exits_leaves_no_surplus():
    assert surplus([10], [9], [8])[:, 0].tolist() == [0, 0, 0]


def test_new_needs_are_met_at_once_and_absorb_the_surplus():
    assert surplus([10], [5], [12])[2, 0] == 0


def test_a_post_that_moves_to_another_school_of_the_municipality_is_not_surplus():
    assert surplus([4, 0], [0, 4], municipalities=(0, 0))[1].tolist() == [0]


def test_a_post_that_moves_to_another_municipality_is():
    moved = surplus([4, 0], [0, 4], municipalities=(0, 1), count=2)
    assert moved[1] == pytest.approx([4 * (1 - EXITS), 0])


def test_a_part_post_that_dips_to_an_hourly_teacher_is_not_paid_twice():
    assert surplus([0.5], [0], hourly=0.45)[1, 0] == 0
    assert surplus([0.5], [0], hourly=0.3)[1, 0] == pytest.approx(0.5 * (1 - EXITS) - 0.3)


def test_who_takes_hourly_lessons_for_a_year_is_still_there_the_next():
    standing = by_subject([[1.0], [0.0], [0.0]], MUSIC, (0,))
    hourly = by_subject([[0.0], [1.0], [0.0]], MUSIC, (0,))
    left = surplus_posts(standing, hourly, np.array([0]), 1, parameters())[0, :, 0, MUSIC]
    assert left == pytest.approx([0, 0, (1 - EXITS) ** 2])


def test_a_teacher_of_a_family_takes_its_other_subject():
    assert family_surplus([2, 1], [1, 2])[1].tolist() == [0, 0]
    left = family_surplus([2, 0], [1, 1], hourly_physics=0.4)[1]
    assert left.sum() == pytest.approx(3 * (1 - EXITS) - 1 - 0.4)


def test_a_family_divides_its_surplus_as_the_posts_it_kept_a_year_before():
    left = family_surplus([3, 0, 0], [1, 0, 0])
    assert left[1] == pytest.approx([3 * (1 - EXITS), 1 * (1 - EXITS)])
    assert left[2] == pytest.approx([3 * (1 - EXITS) ** 2, 1 * (1 - EXITS) ** 2])


def test_subjects_of_no_family_do_not_help_each_other():
    standing = by_subject([[1.0], [0.0]], MUSIC, (0,)) + by_subject([[0.0], [1.0]], subject("crafts"), (0,))
    left = surplus_posts(standing, np.zeros_like(standing), np.array([0]), 1, parameters())
    assert left[0, 1, 0, MUSIC] == pytest.approx(1 - EXITS)


def test_families_are_numbered_with_lone_subjects_on_their_own():
    numbers = family_of_subject(np.array([4, ALONE, 4, ALONE, 2]))
    assert numbers[0] == numbers[2]
    assert len(set(numbers.tolist())) == 4


def test_exits_are_at_most_all_posts():
    assert yearly_exits_share(parameters(other_exits_share=1.0), 1).item() == 1.0


posts_of_schools = arrays.arrays(np.float64, (2, 6, 3, 3), elements=st.floats(0, 50))


@given(posts_of_schools, posts_of_schools)
def test_surplus_is_never_negative_and_pay_never_more_than_was_once_needed(some_standing, some_hourly):
    standing, hourly = np.zeros((2, 2, 6, 3, N_SUBJECTS))
    some = [MUSIC, MATHEMATICS, PHYSICS]
    standing[..., some], hourly[..., some] = some_standing, some_hourly
    left = surplus_posts(standing, hourly, np.array([0, 1, 1]), 2, parameters(2))
    assert (left >= 0).all()
    for subjects in ([MUSIC], [MATHEMATICS, PHYSICS]):
        appointed, paid = (
            np.stack([posts[:, :, :1].sum(axis=2), posts[:, :, 1:].sum(axis=2)], axis=2)[..., subjects].sum(
                axis=3
            )
            for posts in (standing, standing + hourly)
        )
        once_needed = np.maximum(np.maximum.accumulate(appointed, axis=1), paid)
        assert (left[..., subjects].sum(axis=3) + paid <= once_needed + 1e-9).all()
