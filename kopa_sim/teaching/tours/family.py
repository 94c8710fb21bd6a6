"""One family of subjects: what one person may teach, so what can be planned apart from the rest."""

from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

import numpy as np

from kopa_sim.teaching.tours.problem import WHOLE, Floats, Ints, SharingProblem


@dataclass(frozen=True)
class DayPattern:
    """A day of a teacher: the schools in the order of driving, from the home base and back to it."""

    sites: tuple[int, ...]
    km: float
    minutes: float
    changes: int
    """Changes of site within the day; from one school to another at the same address there is none."""


@dataclass(frozen=True)
class Family:
    """The lessons of one family of subjects in a pool.

    Attributes
    ----------
    subjects
        Indices into the problem's subjects. (subject of family,)
    lessons
        Weekly lessons. (school, subject of family)
    whole
        Whether people get whole lessons.
    obligation_h
        Weekly lessons of a whole post. (subject of family,)
    alike
        Whether a lesson of any subject of the family takes as much of a post.
    load_of_lesson
        What one lesson takes of the room of a post, see ``room``. (subject of family,)
    credit_obligation_h
        Obligation against which duty credit counts: the lowest of the family.
    post_eur
        Yearly price of a whole post: the highest of the family.
    patterns
        Days that can be driven, by home base and by the schools they visit.
    """

    problem: SharingProblem
    subjects: Ints
    lessons: Floats
    whole: bool
    obligation_h: Floats
    alike: bool
    load_of_lesson: Floats
    credit_obligation_h: float
    post_eur: float
    patterns: dict[int, dict[frozenset[int], DayPattern]]

    @property
    def bases(self) -> Ints:
        """Schools that may be a home base: those with lessons of the family, unless some are named."""
        return np.array(sorted(self.patterns), dtype=np.intp)

    def eur(self, name: str) -> Floats:
        """Return a yearly price of a weekly lesson: overtime_eur, hourly_eur, not_given_eur. (subject of family,)"""
        prices: Floats = getattr(self.problem.posts, name)[self.subjects]
        return prices

    def room(self, share: float, credit: float) -> float:
        """Return what a post can hold: lessons where the family has one obligation, else shares of a post.

        Whole lessons fill a post of one obligation only to a whole number.
        """
        if not self.alike:
            return share - credit / self.credit_obligation_h
        room = share * self.credit_obligation_h - credit
        return float(np.floor(room + WHOLE)) if self.whole else room

    @property
    def km_year_eur(self) -> float:
        """Price of a kilometre driven every week of a school year."""
        return self.problem.posts.km_eur * self.problem.week.weeks


def family_of(problem: SharingProblem, subjects: Ints) -> Family:
    """Return the family that some subjects form."""
    posts = problem.posts
    obligation = posts.obligation_h[subjects]
    alike = bool(np.ptp(obligation) < WHOLE)
    lessons = problem.lessons_school_subject[:, subjects]
    schools = np.flatnonzero(lessons.sum(axis=1) > WHOLE)
    bases = np.array(problem.home_bases, dtype=np.intp) if problem.home_bases and len(schools) else schools
    patterns = {int(base): day_patterns(problem, int(base), np.union1d(schools, base)) for base in bases}
    return Family(
        problem=problem,
        subjects=subjects,
        lessons=lessons,
        whole=problem.whole,
        obligation_h=obligation,
        alike=alike,
        load_of_lesson=np.ones(len(subjects)) if alike else 1.0 / obligation,
        credit_obligation_h=float(obligation.min()),
        post_eur=float(posts.post_eur[subjects].max()),
        patterns=patterns,
    )


def day_patterns(problem: SharingProblem, base: int, schools: Ints) -> dict[frozenset[int], DayPattern]:
    """Return the shortest allowed drive to every set of schools that one day from a home base may hold.

    Schools at one address are one site. Where some are, a day may hold one school more than it holds sites.
    """
    found, most, place = {}, problem.week.sites_a_day, problem.site_school
    several = len(np.unique(place[schools])) < len(schools)
    for count in range(1, most + 1 + several):
        for chosen in combinations(schools.tolist(), count):
            sites = dict.fromkeys(int(place[school]) for school in chosen)
            if len(sites) > most:
                continue
            orders = [_at_sites(chosen, place, order) for order in permutations(sites)]
            drives = [
                drive
                for order in orders
                if (drive := _drive(problem, base, order, len(sites) - 1)) is not None
            ]
            if drives:
                found[frozenset(chosen)] = min(drives, key=lambda drive: (drive.km, drive.sites))
    return found


def _at_sites(schools: tuple[int, ...], site_school: Ints, order: tuple[int, ...]) -> tuple[int, ...]:
    """Return the schools in the order of their sites."""
    return tuple(school for site in order for school in schools if site_school[school] == site)


def _drive(problem: SharingProblem, base: int, order: tuple[int, ...], changes: int) -> DayPattern | None:
    """Return the day with its schools in this order, or nothing where a limit is passed."""
    stops = [base, *order, base]
    legs = [(here, there) for here, there in pairwise(stops) if here != there]
    km = [float(problem.km_school_school[leg]) for leg in legs]
    minutes = sum(float(problem.minutes_school_school[leg]) for leg in legs)
    week = problem.week
    if max(km, default=0.0) > week.longest_leg_km or minutes > week.longest_driving_min:
        return None
    return DayPattern(order, sum(km), minutes, changes)
