"""Small pools, drawn pools, and a count of every way to staff a tiny one."""

from functools import cache
from itertools import combinations_with_replacement, pairwise, permutations, product

import numpy as np

from kopa_sim.teaching.tours import Posts, SharingProblem, Week

CREDIT = ((1, 1.0), (3, 1.5), (5, 2.0), (8, 2.5))


def posts(subjects=1, obligation=20.0, family=None, **changes):
    post = np.full(subjects, 80_000.0)
    obligation_h = np.broadcast_to(np.asarray(obligation, dtype=float), subjects).copy()
    lesson = post / obligation_h
    given = {
        "obligation_h": obligation_h,
        "family": np.zeros(subjects, dtype=np.intp) if family is None else np.array(family),
        "post_eur": post,
        "overtime_eur": 0.8 * lesson,
        "hourly_eur": 1.2 * lesson,
        "not_given_eur": 3.0 * lesson,
        "km_eur": 0.55,
    }
    return Posts(**(given | changes))


def week(**changes):
    given = {"credit_h": CREDIT, "longest_leg_km": 60.0, "longest_driving_min": 120.0, "weeks": 38.0}
    return Week(**(given | changes))


def pool(lessons, km, the_week=None, the_posts=None):
    lessons = np.asarray(lessons, dtype=float)
    km = np.asarray(km, dtype=float)
    the_posts = posts(lessons.shape[1]) if the_posts is None else the_posts
    return SharingProblem(lessons, km, km.copy(), week() if the_week is None else the_week, the_posts)


def on_a_line(*places):
    """Distances of schools along one road."""
    at = np.array(places, dtype=float)
    return np.abs(at[:, None] - at)


def least_price(problem):
    """The least yearly price of a tiny pool of one subject in whole lessons, every way of staffing it counted."""
    demand = tuple(int(lessons) for lessons in problem.lessons_school_subject[:, 0])
    prices, rest = problem.posts, min(problem.posts.hourly_eur[0], problem.posts.not_given_eur[0])
    people = {}
    bases = [school for school, lessons in enumerate(demand) if lessons]
    for base, share in product(bases, prices.shares):
        for given, km, changes in _weeks(problem, base, demand):
            price = _price_of_one(problem, share, sum(given), km, changes)
            if price is not None and sum(given):
                people[given] = min(people.get(given, np.inf), price)

    @cache
    def least(left):
        best = rest * sum(left)
        for given, price in people.items():
            after = tuple(have - give for have, give in zip(left, given, strict=True))
            if min(after) >= 0:
                best = min(best, price + least(after))
        return best

    return least(demand)


def _price_of_one(problem, share, lessons, km, changes):
    prices, the_week = problem.posts, problem.week
    room = int(share * prices.obligation_h[0] - the_week.credit(changes) + 1e-9)
    over = max(lessons - room, 0)
    if room <= 0 or over > (prices.overtime_limit_h if share == 1 else 0):
        return None
    driving = km * the_week.weeks * prices.km_eur
    return share * prices.post_eur[0] + over * prices.overtime_eur[0] + driving


def _weeks(problem, base, demand):
    """Every week from a home base: lessons by school, kilometres, changes of site."""
    days = list(_days(problem, base, demand))
    best = {}
    for chosen in combinations_with_replacement(days, problem.week.days):
        given = tuple(np.sum([day[0] for day in chosen], axis=0).tolist())
        if all(give <= have for give, have in zip(given, demand, strict=True)):
            changes = sum(day[2] for day in chosen)
            km = sum(day[1] for day in chosen)
            key = (given, changes)
            best[key] = min(best.get(key, np.inf), km)
    return [(given, km, changes) for (given, changes), km in best.items()]


def _days(problem, base, demand):
    schools, the_week = len(demand), problem.week
    site = [min(np.flatnonzero(row <= 0.05)) for row in problem.km_school_school]
    yield (0,) * schools, 0.0, 0
    for count in range(1, the_week.sites_a_day + 2):
        for order in permutations([school for school in range(schools) if demand[school]], count):
            sites = len({site[school] for school in order})
            if sites > the_week.sites_a_day:
                continue
            stops = [base, *order, base]
            legs = [problem.km_school_school[leg] for leg in pairwise(stops)]
            minutes = sum(problem.minutes_school_school[leg] for leg in pairwise(stops))
            if max(legs) > the_week.longest_leg_km or minutes > the_week.longest_driving_min:
                continue
            for lessons in product(range(1, the_week.lessons_a_day + 1), repeat=count):
                if sum(lessons) <= the_week.lessons_a_day:
                    given = [0] * schools
                    for school, number in zip(order, lessons, strict=True):
                        given[school] = number
                    yield tuple(given), sum(legs), sites - 1
