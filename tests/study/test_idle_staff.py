"""Pools with nothing to share and dismissals of nobody are told by their cause."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.dismiss_teachers import DismissTeachers
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.study.check import find_notices
from kopa_sim.study.idle_links import enough_pupils, years_of_effect
from kopa_sim.study.idle_measures import idle_measures
from kopa_sim.study.idle_staff import Staffed, nothing_to_share
from kopa_sim.study.prepare import prepare
from kopa_sim.study.toured import with_tours

NAMES = ("First", "Second", "Third")
MUSIC, ARTS, MATHEMATICS = (SUBJECTS.index(name) for name in ("music", "visual_arts", "mathematics"))
KM = np.array([[0.0, 10.0, 50.0], [10.0, 0.0, 45.0], [50.0, 45.0, 0.0]])


def why(hourly, active=None, **terms):
    """What is said of a pool of three schools in two years, given weekly lessons by (year, school, subject).

    A post holds 20 lessons, half a one is the smallest, and music and visual arts are one family.
    """
    lessons = np.zeros((2, 3, N_SUBJECTS))
    for place, value in hourly.items():
        lessons[place] = value
    family = np.arange(N_SUBJECTS)
    family[ARTS] = family[MUSIC]
    nothing = np.zeros((2, 1, N_SUBJECTS))
    staff = Staffed(lessons, np.full(N_SUBJECTS, 20.0), family, 0.5, 1.25, nothing, nothing)
    chosen = {"longest_leg_km": 20.0, "home_base": -1, "subjects": ("music", "visual_arts", "mathematics")}
    pool = TeacherPool(name="pool", schools=(0, 1, 2), years=np.ones(2, dtype=bool), **(chosen | terms))
    takes_part = np.ones((2, 3), dtype=bool) if active is None else active
    return nothing_to_share(staff, pool, takes_part, KM, NAMES)


def test_two_near_schools_with_half_a_post_of_a_family_together_have_something_to_share():
    assert why({(1, 0, MUSIC): 6.0, (1, 1, ARTS): 4.0}) == ""


def test_less_than_is_worth_the_smallest_part_post_is_not_shared():
    """Eight lessons are worth a part post of ten, an hourly one being worth 1.25; seven are not."""
    assert why({(1, 0, MUSIC): 4.0, (1, 1, ARTS): 4.0}) == ""
    assert "comes to 0.35 of a post at most, and 0.5 is the smallest part post" in why(
        {(1, 0, MUSIC): 4.0, (1, 1, ARTS): 3.0}
    )


def test_where_every_lesson_stands_in_a_post_nothing_is_left_to_share():
    assert "every lesson of its subjects stands in a post of its own school" in why({})
    assert "every lesson" in why({(0, 0, MUSIC): 0.4, (0, 1, MUSIC): 0.4})
    assert "every lesson" in why({(0, 0, MUSIC): 9.0, (0, 1, MUSIC): 9.0}, subjects=("mathematics",))


def test_one_school_alone_shares_with_nobody():
    assert "only Second leaves lessons to share, at most 7.0 a week" in why({(0, 1, MUSIC): 7.0})


def test_schools_share_within_a_family_and_a_year():
    apart = "First, Second leave lessons to share, but no two of them of the same family"
    assert apart in why({(0, 0, MUSIC): 9.0, (0, 1, MATHEMATICS): 9.0})
    assert apart in why({(0, 0, MUSIC): 9.0, (1, 1, MUSIC): 9.0})


def test_schools_that_leave_lessons_may_be_too_far_apart_although_others_are_near():
    hourly = {(0, 1, MUSIC): 9.0, (0, 2, MUSIC): 9.0}
    told = why(hourly)
    assert "longest_leg_km is 20" in told and "Second and Third, are 45.0 km apart by road" in told
    assert "set longest_leg_km to 45 or more" in told
    assert why(hourly, longest_leg_km=45.0) == ""


def test_both_schools_must_lie_within_reach_of_a_home_base():
    hourly = {(0, 1, MUSIC): 9.0, (0, 2, MUSIC): 9.0}
    assert why(hourly, longest_leg_km=50.0, home_base=0) == ""
    told = why(hourly, longest_leg_km=46.0, home_base=0)
    assert "no two lie within longest_leg_km, 46, of the home base First" in told


def test_a_school_that_takes_no_part_in_a_year_leaves_nothing_to_the_pool():
    hourly = {(0, 0, MUSIC): 9.0, (0, 1, MUSIC): 9.0}
    assert "only First" in why(hourly, np.array([[True, False, True], [True, True, True]]))


def share(**terms):
    return ShareTeachers(**({"measure": "share_teachers", "year": 2028} | terms))


def dismiss(**terms):
    return DismissTeachers(**({"measure": "dismiss_teachers", "year": 2028} | terms))


def prepared_with(scenario, *measures):
    options = (*scenario.options[:1], OptionSpec("shared", "Shared", "as_is", measures))
    return prepare(replace(scenario, options=options), seed=1, draws=1)


def test_a_pool_that_is_told_to_share_nothing_has_no_tours_in_the_mean_future(scenario):
    told = []
    for subjects in (("music", "visual_arts"), ("languages",), ("guidance",)):
        for schools in (("keskuskoulu", "mallila"), ("takakyla", "mallila")):
            prepared = prepared_with(scenario, share(schools=schools, subjects=subjects))
            (tours,) = with_tours(prepared).options[-1].tours
            told.append(any("nothing" in notice for notice in idle_measures(prepared)))
            assert not told[-1] or tours.mean.taken_year_member_subject.max() == 0.0
    assert any(told) and not all(told)


def test_a_check_says_of_a_pool_that_it_shares_nothing(scenario):
    prepared = prepared_with(scenario, share(schools=("takakyla", "mallila")))
    (notice,) = [told for told in find_notices(prepared) if "shares nothing in the mean future" in told]
    assert notice.startswith("option shared: pool 'pool'")


def test_a_dismissal_of_nobody_is_told(scenario):
    (notice,) = idle_measures(prepared_with(scenario, dismiss(subjects=("class_teaching",))))
    assert (
        "dismiss_teachers from 2028 changes nothing: in no year are there more posts of class_teaching"
        in notice
    )


def test_a_dismissal_of_teachers_whom_no_school_has_is_told(scenario):
    """The second municipality has no upper secondary education, where alone psychology is taught."""
    other = scenario.region.municipalities.codes[1]
    chosen = dismiss(subjects=("philosophy_psychology",), municipalities=(other,))
    (notice,) = idle_measures(prepared_with(scenario, chosen))
    assert "there are no posts of philosophy_psychology, for nobody is taught it" in notice


def test_a_dismissal_of_somebody_is_not_told(scenario):
    assert idle_measures(prepared_with(scenario, dismiss())) == ()


def test_the_least_group_that_brings_a_merger_is_the_least_sum_of_two_that_does():
    class Group:
        largest_group = 20

    sizes = np.array([[12.0, 0.0], [13.5, 30.0], [0.0, 11.0]])
    assert enough_pupils(Group, sizes, lambda size: True) == 26
    assert enough_pupils(Group, sizes, lambda size: size > 30) == 41
    assert enough_pupils(Group, sizes, lambda size: False) is None


def test_years_of_effect_are_told_only_where_they_are_not_all():
    years = (2026, 2027, 2028, 2029)
    can = np.array([False, True, True, True])
    assert years_of_effect(years, can, can) == ""
    assert years_of_effect(years, np.zeros(4, dtype=bool), can) == ""
    assert years_of_effect(years, np.array([False, False, True, True]), can) == "2028–2029"
