"""Shared teachers in a study: their tours, solved on the mean future once for all draws."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.pay import teacher_cost_draw_subject
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, TeacherPool
from kopa_sim.model.staffing import Groups
from kopa_sim.scenario.contents import Scenario
from kopa_sim.teaching import staff_schools
from kopa_sim.teaching.pool_problems import pool_problem, prices_of_posts
from kopa_sim.teaching.pool_tours import PoolRates, PoolTours, SolvedYear, gather_rates, solved_years
from kopa_sim.teaching.pools import FindTours, Offer
from kopa_sim.teaching.tours import (
    Effort,
    HomeBases,
    Posts,
    Sharing,
    SharingProblem,
    nobody_shared,
    share_teachers,
    share_teachers_quickly,
)

Floats = NDArray[np.float64]

RULE = "rule"
"""The value of ``teaching.tours_method`` under which pools follow a rule."""
EXACT, QUICK = "exact", "quick"


@dataclass(frozen=True)
class Taught:
    """Pupils and groups of an option in one future or several, with their parameters."""

    pupils_draw_year_school_grade: Floats
    groups: Groups
    parameters: Parameters
    residents_draw_year_municipality_grade: Floats | None = None


@dataclass(frozen=True)
class TourSolver:
    """Solves the tours of options; what they share is solved once."""

    scenario: Scenario
    journeys: Journeys
    mean: Parameters
    prices: Posts
    cache: dict[bytes, Sharing] = field(default_factory=dict)

    @classmethod
    def of(cls, scenario: Scenario, journeys: Journeys, mean: Parameters) -> "TourSolver | None":
        """Return the solver of a scenario, None where pools follow a rule."""
        if mean.text("teaching.tours_method") == RULE:
            return None
        prices = prices_of_posts(teacher_cost_draw_subject(mean)[0], mean)
        return cls(scenario, journeys, mean, prices)

    def tours(self, plan: Plan, mean: Taught, futures: Taught) -> tuple[PoolTours, ...]:
        """Return the tours of an option's pools, one after the other on what those before have left.

        Parameters
        ----------
        mean, futures
            Pupils and groups of the option in the mean future, and in some sampled ones.
        """
        solved: list[list[SolvedYear]] = []
        of_mean = self._rates(plan, mean, self.mean.text("teaching.tours_method"), solved)
        of_futures = self._rates(plan, futures, QUICK, [])
        return tuple(
            PoolTours(pool.name, tuple(years), one, several)
            for pool, years, one, several in zip(plan.teacher_pools, solved, of_mean, of_futures, strict=True)
        )

    def _rates(
        self, plan: Plan, taught: Taught, method: str, solved: list[list[SolvedYear]]
    ) -> list[PoolRates]:
        """Return the rates of each pool in some futures, and add the first of these futures' tours to ``solved``."""
        found: list[PoolRates] = []

        def finder(pool: TeacherPool) -> FindTours:
            def find(offer: Offer) -> PoolRates:
                years, rates = self.rates_of_pool(plan, pool, offer, method)
                solved.append([futures[0] for futures in years])
                found.append(rates)
                return rates

            return find

        staffing = staff_schools(
            self.scenario.region,
            plan,
            self.journeys,
            taught.groups,
            taught.pupils_draw_year_school_grade,
            taught.parameters,
            [finder(pool) for pool in plan.teacher_pools],
            taught.residents_draw_year_municipality_grade,
        )
        standing = staffing.standing_posts_draw_year_school_subject
        if standing is not None:
            solved[:] = [[_with_own_posts(year, plan, standing[0]) for year in years] for years in solved]
        counts_for = staffing.counts_for_draw_year_school_subject
        if counts_for is not None:
            solved[:] = [
                [_with_lessons_held(year, plan, counts_for[0]) for year in years] for years in solved
            ]
        return found

    def rates_of_pool(
        self, plan: Plan, pool: TeacherPool, offer: Offer, method: str
    ) -> tuple[list[list[SolvedYear]], PoolRates]:
        """Return the tours of a pool in its solved years and every future, and the rates they give every year."""
        step = int(self.mean.number("teaching.tours_years"))
        places, weights = solved_years(
            offer.active_year_member, offer.teaches_year_school, plan.years, plan.first_year, step
        )
        futures = len(offer.offered_draw_year_member_subject)
        solved: list[list[SolvedYear]] = []
        for at in places:
            solved.append(
                [
                    self.solve_year(
                        plan.years[at], at, future, pool, offer, method, [years[future] for years in solved]
                    )
                    for future in range(futures)
                ]
            )
        return solved, gather_rates(offer.members, solved, weights)

    def solve_year(
        self,
        year: int,
        at: int,
        future: int,
        pool: TeacherPool,
        offer: Offer,
        method: str,
        earlier: Sequence[SolvedYear] = (),
    ) -> SolvedYear:
        """Return the tours of a pool in one year of one future, by the method unless the pool is too large for it.

        Among weeks that cost the same, those with home bases of the latest earlier year are chosen, for each family
        of subjects the latest in which it had a post.
        """
        active = offer.active_year_member[at]
        offered = offer.offered_draw_year_member_subject[future, at][active]
        schools = offer.members[active]
        subjects, problem = pool_problem(
            pool, schools, offered, self.journeys.km_school_school, self.prices, self.mean
        )
        used = self.method_for(problem, method)
        bases: dict[int, list[int]] = {}
        for one in earlier:
            bases |= one.home_bases(schools)
        sharing = self.solve(problem, used, bases)
        return SolvedYear(year, schools, subjects, offered[:, subjects], problem, sharing, used)

    def method_for(self, problem: SharingProblem, wished: str) -> str:
        """Return whether a problem is solved by the programme or by the quick search."""
        lessons = problem.lessons_school_subject
        size = len(lessons) * int((lessons > 0).any(axis=0).sum())
        small = size <= self.mean.number("teaching.tours_largest_pool")
        return EXACT if small and wished == EXACT else QUICK

    def solve(self, problem: SharingProblem, method: str, earlier: HomeBases) -> Sharing:
        """Return a pool before and after, solved now or before."""
        key = _key(problem, method, earlier)
        if key not in self.cache:
            before = nobody_shared(problem)
            if method == EXACT:
                effort = Effort(
                    gap=self.mean.number("teaching.tours_gap"),
                    nodes=int(self.mean.number("teaching.tours_nodes")),
                )
                self.cache[key] = Sharing(before, share_teachers(problem, effort, earlier))
            else:
                self.cache[key] = Sharing(before, share_teachers_quickly(problem, earlier=earlier))
        return self.cache[key]


def _with_own_posts(solved: SolvedYear, plan: Plan, standing_year_school_subject: Floats) -> SolvedYear:
    at = plan.years.index(solved.year)
    there = standing_year_school_subject[at][np.ix_(solved.schools, solved.subjects)]
    return replace(solved, own_posts=max(float(there.sum()) - solved.after.posts, 0.0))


def _with_lessons_held(solved: SolvedYear, plan: Plan, counts_for_year_school_subject: Floats) -> SolvedYear:
    at = plan.years.index(solved.year)
    there = np.ix_(solved.schools, solved.subjects)
    return replace(solved, counts_for_member_subject=counts_for_year_school_subject[at][there])


def of_mean_future(tours: tuple[PoolTours, ...]) -> tuple[FindTours, ...]:
    """Return what gives each pool its rates in the mean future."""
    return tuple(_always(pool.mean) for pool in tours)


def of_sampled_futures(tours: tuple[PoolTours, ...]) -> tuple[FindTours, ...]:
    """Return what gives each pool its rates in sampled futures."""
    return tuple(_always(pool.futures) for pool in tours)


def _always(rates: PoolRates) -> FindTours:
    return lambda offer: rates


def _key(problem: SharingProblem, method: str, earlier: HomeBases) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    posts = problem.posts
    for array in (
        problem.lessons_school_subject,
        problem.km_school_school,
        problem.minutes_school_school,
        posts.obligation_h,
        posts.family,
        posts.post_eur,
        posts.hourly_eur,
    ):
        digest.update(repr(array.shape).encode() + np.ascontiguousarray(array).tobytes())
    digest.update(repr((method, problem.week, problem.home_bases, sorted(earlier.items()))).encode())
    return digest.digest()
