"""Teachers shared by a pool of schools: the programme (HiGHS), its gap, and the quick search beside it.

Last: how far the posts and kilometres of sampled futures are from tours solved in these futures themselves.
"""

import time
from pathlib import Path

import numpy as np

from kopa_sim.model.streams import DrawBlock
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.pipeline import sample_block, school_pupils
from kopa_sim.study.prepare import prepare
from kopa_sim.study.toured import with_tours
from kopa_sim.study.tours import EXACT, TourSolver
from kopa_sim.teaching import staff_schools
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


def offers_of_futures(prepared, option, futures):
    """What schools offer to each pool of an option in the first sampled futures."""
    sample = sample_block(prepared, option.people, DrawBlock(0, futures))
    _, pupils, groups = school_pupils(prepared, option, sample)
    offers = []

    def noting(pool):
        def find(offer):
            offers.append(offer)
            return pool.futures

        return find

    finders = [noting(pool) for pool in option.tours]
    region = prepared.scenario.region
    staff_schools(region, option.plan, prepared.journeys, groups, pupils, sample.parameters, finders)
    return offers


def by_rates(rates, offered, at, obligation_h):
    """Posts, kilometres and lessons in shared posts of one future by the rates of its pool."""
    lessons = (offered * rates.taken_year_member_subject[at]).sum(axis=0)
    posts = lessons / obligation_h * rates.posts_per_load_year_subject[at]
    return posts.sum(), (posts * rates.km_year_subject[at]).sum(), lessons.sum()


def sampled_futures(scenario, option_id, first, last):
    """By pool and solved year: what rates give, and what tours solved in the futures from first to last have.

    Both (pool and year, future, [posts, km, lessons in shared posts]).
    """
    prepared = with_tours(prepare(scenario, seed=1, draws=last, option_ids=[option_id]))
    option = prepared.options[1]
    solver = TourSolver.of(scenario, prepared.journeys, prepared.parameters.mean())
    approximate, solved = [], []
    for number, offer in enumerate(offers_of_futures(prepared, option, last)):
        pool, tours = option.plan.teacher_pools[number], option.tours[number]
        for year in tours.solved:
            at = option.plan.years.index(year.year)
            here = [solver.solve_year(year.year, at, draw, pool, offer, EXACT) for draw in range(first, last)]
            solved.append(
                [(one.after.posts, one.after.year_km, one.after.posted_school_subject.sum()) for one in here]
            )
            offered = offer.offered_draw_year_member_subject[first:last, at]
            approximate.append(
                [by_rates(tours.futures, one, at, solver.prices.obligation_h) for one in offered]
            )
    return np.array(approximate), np.array(solved)


def sampled_line(name, option_id, first=8, last=20):
    """The error in futures that the rates do not rest on."""
    scenario = load_scenario(Path(__file__).parents[1] / "scenarios" / name)
    approximate, solved = sampled_futures(scenario, option_id, first, last)
    whole = approximate.sum(axis=(0, 1)) / solved.sum(axis=(0, 1)) - 1
    by_pool = np.abs(approximate.mean(axis=1) - solved.mean(axis=1)).sum(axis=0) / solved.mean(axis=1).sum(
        axis=0
    )
    by_future = np.abs(approximate - solved).sum(axis=(0, 1)) / solved.sum(axis=(0, 1))

    def told(parts):
        return f"posts {parts[0]:+.1%}, km {parts[1]:+.1%}, lessons {parts[2]:+.1%}"

    return (
        f"{name}, {len(solved)} pools and years x {last - first} futures, rates against tours solved in them: "
        f"in all {told(whole)}; mean error by pool and year {told(by_pool)}; by future {told(by_future)}"
    )


def run():
    yield pool_line(10, 8, STATED)
    yield pool_line(12, 10, STATED)
    yield small_pools_line(0)
    yield small_pools_line(1)
    yield large_pool_line()
    yield sampled_line("kainuu", "shared_teachers")


if __name__ == "__main__":
    for line in run():
        print(line)
