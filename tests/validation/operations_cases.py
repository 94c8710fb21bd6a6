"""The program's own pools, links and absences in the limit cases that theory solves, replication by replication."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import exp

import numpy as np
import simpy
from numpy.typing import NDArray

from kopa_sim.model.streams import Streams
from kopa_sim.operations.absences import AbsenceLaw, draw_absence, mean_spell_days
from kopa_sim.operations.careers import gaps_of_year
from kopa_sim.operations.links import Link
from kopa_sim.operations.substitute_service import CONTINUING, EVENING, OTHER, Engaged, SubstituteService
from kopa_sim.operations.substitutes import SubstitutePool
from kopa_sim.operations.teachers import Teacher, Visit
from kopa_sim.report.precision import confidence_interval
from tests.operations.worlds import assumptions, build_world, class_teachers
from tests.validation.queueing import availability, daily_loss, daily_wait, erlang_b, uncovered_share

REPLICATIONS = 30
CALLS = 4000
WARM_UP = 400
"""Calls of each replication that are not counted: the pool begins empty."""

PEOPLE, LOAD = 5, 3.5
"""Substitutes, and mean number of engagements that calls ask for at once."""

ENGAGEMENT_DAYS, MORNINGS, FIRST_COUNTED = 3, 700, 60
"""Mean length of an engagement, mornings of a replication, and the first that counts: the pool begins full."""

MEAN_UP, MEAN_DOWN, DAYS = 10.0, 2.0, 4000
"""Mean days that a link works and fails, and days watched."""

TEACHERS = 400
"""Teachers whose absences are drawn in a replication."""


@dataclass(frozen=True)
class Case:
    """One limit case: what theory says, and what a replication of the simulation gives."""

    name: str
    theory: float
    source: str
    replicate: Callable[[int, float], float]
    half_width: float
    """Half of the simulation's own 95 % confidence interval with the seeds used; a test holds it."""

    def interval(self, rate_factor: float = 1.0) -> tuple[float, float, float]:
        """Return mean, low and high over the replications, the rate of events multiplied by a factor."""
        return interval_of(self.replicate, rate_factor)


@cache
def interval_of(replicate: Callable[[int, float], float], rate_factor: float) -> tuple[float, float, float]:
    values = np.array([replicate(seed, rate_factor) for seed in range(REPLICATIONS)])
    mean, low, high = confidence_interval(values).tolist()
    return mean, low, high


def calls_at_random(seed: int, rate_factor: float, call: Callable) -> None:
    """Let calls come to a pool at random, with exponential engagements of mean one."""
    environment, generator = simpy.Environment(), np.random.default_rng([seed, 6])
    pool = SubstitutePool(environment, PEOPLE)
    gaps = generator.exponential(1.0 / (LOAD * rate_factor), CALLS).tolist()
    lengths = generator.exponential(1.0, CALLS).tolist()

    def ring():
        for gap, length in zip(gaps, lengths, strict=True):
            yield environment.timeout(gap)
            environment.process(call(environment, pool, length))

    environment.process(ring())
    environment.run()


def lost_calls(seed: int, rate_factor: float) -> float:
    """Share of calls that nobody meets when callers do not wait."""
    unmet = []

    def call(environment, pool, length):
        request = pool.engage()
        unmet.append(request is None)
        if request is not None:
            yield environment.timeout(length)
            pool.release(request)

    calls_at_random(seed, rate_factor, call)
    return float(np.mean(unmet[WARM_UP:]))


def service(seed: int) -> tuple[simpy.Environment, SubstituteService]:
    """The service of a municipality with PEOPLE substitutes, and none of the region."""
    world = build_world([("a", "901")], {("a", "class_teaching"): class_teachers(100)})
    values = assumptions(local_substitutes_per_100_posts=PEOPLE, regional_substitutes_per_100_posts=0.0)
    environment = simpy.Environment()
    return environment, SubstituteService(
        environment, world.region, world.journeys, world.staffed(), values, Streams(seed), 0
    )


Caller = Callable[[simpy.Environment, SubstituteService, int, int], Iterator]


def mornings(seed: int, rate_factor: float, caller: Caller) -> None:
    """Let callers come to the service of the school year at random, with engagements of geometric length."""
    environment, of = service(seed)
    generator = np.random.default_rng([seed, 9])
    calls = generator.poisson(LOAD * rate_factor / ENGAGEMENT_DAYS, MORNINGS)
    number = 0
    for day, called in enumerate(calls.tolist()):
        for length in generator.geometric(1.0 / ENGAGEMENT_DAYS, called).tolist():
            environment.process(_from(environment, day, caller(environment, of, number, length)))
            number += 1
    environment.run(until=MORNINGS)


def _from(environment: simpy.Environment, day: int, caller: Iterator) -> Iterator:
    yield environment.timeout(day)
    yield from caller


def work_for_a_day(environment: simpy.Environment, engaged: Engaged) -> Iterator:
    """Send the substitute home in the evening and wait for the next morning."""
    day = environment.now // 1.0
    yield environment.timeout(day + EVENING - environment.now)
    engaged.release()
    yield environment.timeout(day + 1.0 - environment.now)


def uncovered(seed: int, rate_factor: float) -> float:
    """Share of the mornings of absences on which nobody comes, when each absence calls every morning."""
    chance = np.random.default_rng([seed, 10])
    unmet: list[bool] = []

    def caller(environment, of, number, length):
        for _ in range(length):
            engaged = yield from of.engage(0, float(chance.random()))
            if environment.now >= FIRST_COUNTED:
                unmet.append(engaged is None)
            if engaged is not None:
                yield from work_for_a_day(environment, engaged)
            else:
                yield environment.timeout(environment.now // 1.0 + 1.0 - environment.now)

    mornings(seed, rate_factor, caller)
    return float(np.mean(unmet))


def gone_away(seed: int, rate_factor: float) -> float:
    """Share of callers who find nobody on their first morning, when they do not call again."""
    unmet: list[bool] = []

    def caller(environment, of, number, length):
        for morning in range(length):
            engaged = yield from of.engage(0, CONTINUING if morning else OTHER + number / 1e6)
            if morning == 0 and environment.now >= FIRST_COUNTED:
                unmet.append(engaged is None)
            if engaged is None:
                return
            yield from work_for_a_day(environment, engaged)

    mornings(seed, rate_factor, caller)
    return float(np.mean(unmet))


@cache
def waits(seed: int, rate_factor: float) -> tuple[float, ...]:
    """Mornings that each caller waits, when all call again and the earlier caller goes first."""
    waited: dict[int, int] = {}

    def caller(environment, of, number, length):
        counted, left = environment.now >= FIRST_COUNTED, length
        if counted:
            waited[number] = 0
        while left:
            engaged = yield from of.engage(0, CONTINUING + number / 1e6)
            if engaged is not None:
                left -= 1
                yield from work_for_a_day(environment, engaged)
            else:
                if counted:
                    waited[number] += 1
                yield environment.timeout(environment.now // 1.0 + 1.0 - environment.now)

    mornings(seed, rate_factor, caller)
    return tuple(waited.values())


def link_up(seed: int, rate_factor: float) -> float:
    """Share of the time that a link works; it begins in the state that theory finds it in."""
    environment = simpy.Environment()
    link = Link(environment, np.random.default_rng([seed, 7]), MEAN_UP / rate_factor, MEAN_DOWN, DAYS)
    environment.run(until=DAYS)
    link.close()
    return float(1.0 - link.down_share_day[DAYS // 20 :].mean())


LAW = AbsenceLaw(spells=4.0, start_cumulative_day=np.arange(1, 191) / 190.0, median_days=1.5, log_sd=1.0)
"""Four spells a teacher-year of 190 days, most of a day or two and some of weeks."""


def days_away(seed: int, rate_factor: float) -> float:
    """Share of the school days on which a teacher has one spell of absence or more."""
    law, generator = replace(LAW, spells=LAW.spells * rate_factor), np.random.default_rng([seed, 8])
    days = len(law.start_cumulative_day)
    every_day = np.ones(days, dtype=np.bool_)
    away = sum(len(draw_absence(generator, law, every_day)) for _ in range(TEACHERS))
    return away / (TEACHERS * days)


def share_away() -> float:
    """Chance that at least one spell is going on, when their number is Poisson with mean rate × length (M/G/∞)."""
    days = len(LAW.start_cumulative_day)
    return 1.0 - exp(-LAW.spells * mean_spell_days(LAW.median_days, LAW.log_sd, days) / days)


POSTS, LEAVING, SEARCH_DAYS, SCHOOL_DAYS = 1500, 0.3, 3.0, 190
"""Posts, share of them left in a year, mean days that a search takes, and days of the year."""


@cache
def vacant_posts(seed: int, rate_factor: float) -> NDArray[np.float64]:
    """Posts without a teacher on each day of the second year; they are left at random and sought at once. (day,)"""
    world = build_world([("a", "901")], {})
    week = ((Visit(0, 0, 4.0),),) * 5
    posts = [Teacher(f"a/{number}", 0, 0, week, 2026) for number in range(POSTS)]
    values = assumptions(
        retirement_by_age={"20": 0.0},
        other_exits_share=LEAVING * rate_factor,
        fixed_term_share=0.0,
        parental_leave_share_by_age={"20": 0.0},
        leaving_within_year_share=1.0,
        notice_days=0.0,
        recruitment_days=SEARCH_DAYS,
        recruitment_days_per_100_km=0.0,
    )
    gaps = gaps_of_year(
        posts, world.region, np.zeros(1), 2025, 2026, SCHOOL_DAYS, values, Streams(seed + 1), 0
    )
    vacant = np.zeros(SCHOOL_DAYS)
    for gap in (gap for of_post in gaps.values() for gap in of_post):
        vacant[max(gap.start, 0) : gap.end] += 1.0
    return vacant


def mean_vacant() -> float:
    """Posts left a day, times the mean of the whole days in an exponential time."""
    return POSTS * LEAVING / SCHOOL_DAYS / (exp(1.0 / SEARCH_DAYS) - 1.0)


CASES = (
    Case(
        "substitutes, callers who do not wait: calls unmet (M/M/c/c)",
        erlang_b(LOAD, PEOPLE),
        "Erlang B",
        lost_calls,
        0.00404,
    ),
    Case(
        "the school year's morning calls: absences nobody comes for (pools dealt out daily)",
        uncovered_share(LOAD, PEOPLE),
        "E(N − c)+ / E N, N Poisson",
        uncovered,
        0.00531,
    ),
    Case(
        "the school year's morning calls: callers who do not call again (M/M/c/c by days)",
        daily_loss(LOAD, PEOPLE, ENGAGEMENT_DAYS),
        "Markov chain, Erlang B in the limit",
        gone_away,
        0.00664,
    ),
    Case(
        "the school year's morning calls: share that waits (M/M/c by days)",
        daily_wait(LOAD, PEOPLE, ENGAGEMENT_DAYS)[0],
        "Markov chain, Erlang C in the limit",
        lambda seed, factor: float((np.array(waits(seed, factor)) > 0).mean()),
        0.02737,
    ),
    Case(
        "the school year's morning calls: mean wait in engagements (M/M/c by days)",
        daily_wait(LOAD, PEOPLE, ENGAGEMENT_DAYS)[1],
        "Markov chain, Erlang C in the limit",
        lambda seed, factor: float(np.mean(waits(seed, factor))) / ENGAGEMENT_DAYS,
        0.03633,
    ),
    Case(
        "a link: share of the time it works (alternating renewal)",
        availability(MEAN_UP, MEAN_DOWN),
        "MTTF / (MTTF + MTTR)",
        link_up,
        0.00412,
    ),
    Case(
        "absence: share of days on which a teacher is away (M/G/∞)",
        share_away(),
        "1 − exp(−rate × mean length)",
        days_away,
        0.00072,
    ),
    Case(
        "vacancies: posts without a teacher on a day (M/G/∞)",
        mean_vacant(),
        "rate × mean search",
        lambda seed, factor: float(vacant_posts(seed, factor).mean()),
        0.1401,
    ),
    Case(
        "vacancies: spread of their number, (N − m)² / m (M/G/∞)",
        1.0,
        "Poisson",
        lambda seed, factor: float(
            ((vacant_posts(seed, factor) - mean_vacant()) ** 2).mean() / mean_vacant()
        ),
        0.0546,
    ),
)
