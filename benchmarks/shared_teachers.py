"""Teachers shared by a pool of schools: the programme (HiGHS), its gap, and the quick search beside it."""

import time

import numpy as np

from kopa_sim.teaching.tours import (
    Effort,
    Posts,
    SharingProblem,
    Week,
    each_school_alone,
    share_teachers,
    share_teachers_quickly,
)

POST_EUR = 82_000.0
OBLIGATION_H = np.array([18.0, 20.0, 21.0, 21.0, 23.0, 23.0, 21.0, 24.0, 24.0, 23.0])
FAMILY = np.array([4, 4, 1, 1, 2, 3, 5, 6, 2, 3])
"""Mother tongue and languages; mathematics and science; biology, sports; history, religion; music; crafts."""
CREDIT_H = ((1, 1.0), (3, 1.5), (5, 2.0), (8, 2.5))
SMALL_POOLS = 6
PROVEN = Effort(gap=5e-4, nodes=3000, seconds=10.0)
STATED = Effort(gap=1e-3, nodes=50)


def countryside(schools, subjects, seed=1, first=0):
    """Schools over 60 × 60 km, roads 1.3 times as long as the bird's way, driven at 60 km an hour."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 60, (schools, 2))
    km = np.round(np.linalg.norm(place[:, None] - place, axis=2) * 1.3, 1)
    lessons = np.round(rng.choice([1, 1, 2, 3], schools)[:, None] * rng.uniform(1, 7, (schools, subjects)))
    obligation = OBLIGATION_H[first : first + subjects]
    lesson_eur = POST_EUR / obligation
    posts = Posts(
        obligation_h=obligation,
        family=FAMILY[first : first + subjects],
        post_eur=np.full(subjects, POST_EUR),
        overtime_eur=0.79 * lesson_eur,
        hourly_eur=1.1 * lesson_eur,
        not_given_eur=2.0 * lesson_eur,
        km_eur=0.55,
        shares=(1.0, 0.75, 0.5),
        overtime_limit_h=2.0,
    )
    week = Week(credit_h=CREDIT_H, longest_leg_km=45.0, longest_driving_min=100.0, weeks=38.0)
    return SharingProblem(lessons, km, km, week, posts)


def pool_line(schools, subjects, effort):
    """One pool: each school alone, shared by the programme and by the quick search."""
    problem = countryside(schools, subjects)
    alone = each_school_alone(problem)
    started = time.process_time()
    exact = share_teachers(problem, effort)
    seconds = time.process_time() - started
    started = time.process_time()
    quick = share_teachers_quickly(problem)
    quickly = time.process_time() - started
    above = quick.costs.total / exact.bound - 1
    return (
        f"{schools} schools x {subjects} subjects: {seconds:.1f} s, gap {exact.gap:.2%}; posts {alone.posts:.2f} -> "
        f"{exact.posts:.2f}, by the hour {alone.hourly_school_subject.sum():.0f} -> "
        f"{exact.hourly_school_subject.sum():.0f} lessons, EUR {alone.costs.total:,.0f} -> {exact.costs.total:,.0f}; "
        f"{exact.year_km:,.0f} km, {exact.year_hours:.0f} h; quick {quickly:.2f} s, {above:.2%} above the bound"
    )


def small_pools_line(rounds):
    """The quick search's distance from the proven optimum over small pools."""
    above, seconds = [], 0.0
    for seed in range(SMALL_POOLS):
        problem = countryside(5, 4, seed, first=2)
        exact = share_teachers(problem, PROVEN)
        started = time.process_time()
        quick = share_teachers_quickly(problem, rounds)
        seconds += time.process_time() - started
        above.append(quick.costs.total / exact.costs.total - 1 if exact.gap < 1e-3 else np.nan)
    proven = np.array(above)[~np.isnan(above)]
    return (
        f"5 schools x 4 subjects, one obligation a family, {len(proven)} of {SMALL_POOLS} pools proven: "
        f"quick search with {rounds} rounds "
        f"{seconds / SMALL_POOLS:.2f} s, mean {proven.mean():.2%} and at most {proven.max():.2%} above the optimum"
    )


def large_pool_line():
    """The quick search where the programme is no longer asked."""
    problem = countryside(36, 10)
    started = time.process_time()
    quick = share_teachers_quickly(problem)
    seconds = time.process_time() - started
    below = 1 - quick.costs.total / each_school_alone(problem).costs.total
    return f"36 schools x 10 subjects: quick search {seconds:.1f} s, {below:.2%} below each school alone"


def run():
    yield pool_line(10, 8, STATED)
    yield pool_line(12, 10, STATED)
    yield small_pools_line(0)
    yield small_pools_line(1)
    yield large_pool_line()


if __name__ == "__main__":
    for line in run():
        print(line)
