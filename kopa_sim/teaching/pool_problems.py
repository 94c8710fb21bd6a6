"""What a pool offers in a year as a problem of shared teachers: whole lessons, the rules and prices in force.

Prices decide who is hired, and no more: what is paid is counted by the economy stage.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import TeacherPool
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.teaching.combined_posts import subject_families
from kopa_sim.teaching.surplus import family_of_subject
from kopa_sim.teaching.tours import Posts, SharingProblem, Week
from kopa_sim.teaching.tours.problem import SAME_SITE_KM

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SMALLEST_STEP = 0.125
"""Step of part posts of a pool where a school pays to the lesson."""
FREE_FROM_STEPS = 1e-9


def sizes_of_post(parameters: Parameters) -> tuple[float, ...]:
    """Return the sizes in which a pool makes posts, the whole one first: by the steps of part posts.

    Parameters
    ----------
    parameters
        Of the mean future.
    """
    smallest = float(parameters.draws("teaching.smallest_part_post_share")[0])
    step = max(float(parameters.draws("teaching.part_post_step_share")[0]), SMALLEST_STEP)
    sizes = [1.0]
    while sizes[-1] - step >= smallest - FREE_FROM_STEPS and sizes[-1] - step > FREE_FROM_STEPS:
        sizes.append(round(sizes[-1] - step, 9))
    return tuple(sizes)


def prices_of_posts(post_eur_subject: Floats, parameters: Parameters) -> Posts:
    """Return what posts hold and cost, for every subject.

    A lesson by the hour has the price of a post's lesson times ``teaching.hourly_lesson_weight``: what it is worth
    to have it in a post. All that is offered may stay with hourly teachers, for there it would stay without a pool.

    Parameters
    ----------
    post_eur_subject
        Yearly cost of a whole post. (subject,)
    parameters
        Of the mean future.
    """
    table = parameters.table("teaching.obligation_h")
    obligation = np.array([table[subject] for subject in SUBJECTS])
    lesson = post_eur_subject / obligation
    hourly = lesson * parameters.number("teaching.hourly_lesson_weight")
    return Posts(
        obligation_h=obligation,
        family=family_of_subject(subject_families(parameters)),
        post_eur=post_eur_subject,
        overtime_eur=lesson * float(parameters.draws("teaching.overtime_price_factor")[0]),
        hourly_eur=hourly,
        not_given_eur=2.0 * hourly,
        km_eur=float(parameters.draws("teaching.km_allowance_eur")[0]),
        shares=sizes_of_post(parameters),
        overtime_limit_h=float(parameters.draws("teaching.overtime_limit_h")[0]),
        part_posts_travel=True,
    )


def week_of_pool(pool: TeacherPool, parameters: Parameters) -> Week:
    """Return the rules of a shared teacher's week."""
    credit = parameters.table("teaching.duty_credit_h")
    speed = float(parameters.draws("teaching.driving_speed_km_h")[0])
    there_and_back = 2.0 * pool.longest_leg_km / speed * 60.0
    longest_driving_min = there_and_back if np.isnan(pool.longest_driving_min) else pool.longest_driving_min
    return Week(
        credit_h=tuple(sorted((int(changes), lessons) for changes, lessons in credit.items())),
        longest_leg_km=pool.longest_leg_km,
        longest_driving_min=longest_driving_min,
        weeks=parameters.number("teaching.school_weeks"),
        lessons_a_day=int(parameters.number("teaching.shared_lessons_a_day")),
        sites_a_day=int(parameters.number("teaching.shared_sites_a_day")),
    )


def pool_problem(
    pool: TeacherPool,
    schools: Ints,
    offered_school_subject: Floats,
    km_school_school: Floats,
    posts: Posts,
    parameters: Parameters,
) -> tuple[Ints, SharingProblem]:
    """Return the subjects of a pool and what its schools offer as a problem.

    Parameters
    ----------
    schools
        Schools that take part. (member,)
    offered_school_subject
        Weekly lessons they would leave to hourly teachers, of all subjects. (member, subject)
    km_school_school
        Road distance between all schools of the region.
    posts
        Of all subjects, see ``prices_of_posts``.
    """
    subjects = np.array([SUBJECTS.index(name) for name in SUBJECTS if name in pool.subjects], dtype=np.intp)
    km = km_school_school[np.ix_(schools, schools)]
    km = np.where(km <= SAME_SITE_KM, 0.0, km)
    speed = float(parameters.draws("teaching.driving_speed_km_h")[0])
    own = Posts(
        obligation_h=posts.obligation_h[subjects],
        family=posts.family[subjects],
        post_eur=posts.post_eur[subjects],
        overtime_eur=posts.overtime_eur[subjects],
        hourly_eur=posts.hourly_eur[subjects],
        not_given_eur=posts.not_given_eur[subjects],
        km_eur=posts.km_eur,
        shares=posts.shares,
        overtime_limit_h=posts.overtime_limit_h,
        part_posts_travel=posts.part_posts_travel,
    )
    bases = tuple(np.flatnonzero(schools == pool.home_base).tolist())
    lessons = whole_lessons(offered_school_subject[:, subjects], own.family)
    return subjects, SharingProblem(
        lessons, km, km / speed * 60.0, week_of_pool(pool, parameters), own, bases
    )


def whole_lessons(offered_school_subject: Floats, family_subject: Ints) -> Floats:
    """Return lessons as a timetable has them: a school's lessons of a family in whole ones, its subjects by rest.

    The sum of a family is rounded; the subjects with the largest parts of a lesson left over get what is missing.
    """
    whole: Floats = np.floor(offered_school_subject + 1e-9)
    rest = offered_school_subject - whole
    for family in np.unique(family_subject):
        own = np.flatnonzero(family_subject == family)
        missing = np.floor(rest[:, own].sum(axis=1) + 0.5 + 1e-9).astype(int)
        order = np.argsort(-rest[:, own], axis=1, kind="stable")
        for school, more in enumerate(missing.tolist()):
            whole[school, own[order[school, :more]]] += 1.0
    return whole
