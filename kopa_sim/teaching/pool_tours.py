"""The tours of a pool in the years for which they were solved, and the rates by which other years and futures go.

Tours are solved on the mean future, and for the rates in some sampled futures too, for posts come in steps: those of
the mean future are not the mean of the posts. Between two solved years every rate lies on the line between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.subjects import N_SUBJECTS
from kopa_sim.teaching.tours import SharedTeaching, Sharing, SharingProblem, Visit

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class SolvedYear:
    """A pool's teachers in one year of the mean future.

    Attributes
    ----------
    schools, subjects
        Schools and subjects of the problem, as the region and ``model.subjects`` number them. (member,), (subject,)
    offered_member_subject
        Weekly lessons the schools would leave to hourly teachers; the problem has them in whole lessons.
    method
        "exact" or "quick".
    own_posts
        Posts in these subjects that the schools keep for themselves, which sharing does not touch.
    counts_for_member_subject
        How many lessons of the problem a lesson as it is held counts for, see ``counted_lessons``; None where one.
    """

    year: int
    schools: Ints
    subjects: Ints
    offered_member_subject: Floats
    problem: SharingProblem
    sharing: Sharing
    method: str
    own_posts: float = 0.0
    counts_for_member_subject: Floats | None = None

    @property
    def after(self) -> SharedTeaching:
        """The pool when its schools share."""
        return self.sharing.after

    def held(self, lessons_member_subject: Floats) -> Floats:
        """Return lessons of the problem as they are held. (member, subject)"""
        counts_for = self.counts_for_member_subject
        return lessons_member_subject if counts_for is None else lessons_member_subject / counts_for

    def held_on(self, visit: Visit) -> Floats:
        """Return the lessons of a visit as they are held. (subject,)"""
        counts_for = self.counts_for_member_subject
        lessons = np.array(visit.lessons_subject)
        held: Floats = lessons if counts_for is None else lessons / counts_for[visit.school]
        return held

    def home_bases(self, schools: Ints) -> dict[int, list[int]]:
        """Return the home base of every post by its family of subjects, among other schools of the same pool.

        Parameters
        ----------
        schools
            As the region numbers them; home bases that are not among them are left out. (member,)
        """
        place = {school: at for at, school in enumerate(schools.tolist())}
        found: dict[int, list[int]] = {}
        for person in self.after.people:
            school = int(self.schools[person.home_base])
            if school in place:
                family = int(self.problem.posts.family[person.subjects[0]])
                found.setdefault(family, []).append(place[school])
        return found

    def family_sum(self, values_person: Sequence[float]) -> Floats:
        """Return values of people summed by the family of their subjects, for each subject. (subject,)"""
        family = self.problem.posts.family
        total = np.zeros(len(self.subjects))
        for person, value in zip(self.after.people, values_person, strict=True):
            total[family == family[person.subjects[0]]] += value
        return total

    def of_family(self, values_subject: Floats) -> Floats:
        """Return the sum over the subjects of each subject's family. (subject,)"""
        family = self.problem.posts.family
        same = (family[:, None] == family).astype(np.float64)
        summed: Floats = same @ values_subject
        return summed


@dataclass(frozen=True)
class PoolRates:
    """What tours mean for the lessons and posts of every year. Subject axes are those of ``model.subjects``.

    Attributes
    ----------
    taken_year_member_subject
        Share of the offered lessons that stands in shared posts.
    posts_per_load_year_subject
        Posts for lessons that come to one post of the teaching obligation.
    overtime_share_year_subject
        Part of the lessons in shared posts that is given as overtime.
    credit_h_year_subject, changes_year_subject, km_year_subject
        Of one post: weekly lessons credited, changes of site a week, kilometres a school year.
    """

    taken_year_member_subject: Floats
    posts_per_load_year_subject: Floats
    overtime_share_year_subject: Floats
    credit_h_year_subject: Floats
    changes_year_subject: Floats
    km_year_subject: Floats


@dataclass(frozen=True)
class PoolTours:
    """The tours of a pool.

    Attributes
    ----------
    solved
        Solved years of the mean future, in order of time.
    mean
        Rates that give the mean future of these years back exactly.
    futures
        Rates of sampled futures: means over tours solved in some of them.
    """

    name: str
    solved: tuple[SolvedYear, ...]
    mean: PoolRates
    futures: PoolRates


RATES: Final[tuple[str, ...]] = ("posts_per_load", "overtime_share", "credit_h", "changes", "km")
"""Rates by family, apart from the shares of lessons."""


def taken_share(solved: Sequence[SolvedYear]) -> Floats:
    """Return the share of each school's offered lessons that stand in shared posts. (member, subject)

    Where a school offers none of a subject, that of the subject's family; 0 where nobody offers any.
    """
    one = solved[0]
    lessons = np.sum([year.problem.lessons_school_subject for year in solved], axis=0)
    posted = np.sum([year.after.posted_school_subject for year in solved], axis=0)
    obligation = one.problem.posts.obligation_h
    offered = one.of_family(lessons.sum(axis=0) / obligation)
    taken = one.of_family(posted.sum(axis=0) / obligation)
    of_family = np.divide(taken, offered, out=np.zeros_like(offered), where=offered > 0)
    own = np.divide(posted, lessons, out=np.zeros_like(lessons), where=lessons > 0)
    return np.where(lessons > 0, own, of_family)


def rates_of(solved: Sequence[SolvedYear]) -> dict[str, Floats]:
    """Return the rates of one year from its tours in one future or several; NaN where no posts are. Each (subject,)

    From one future they give its own posts, overtime and kilometres back exactly.
    """
    one, share = solved[0], taken_share(solved)
    posts = np.sum(
        [year.family_sum([person.share for person in year.after.people]) for year in solved], axis=0
    )
    pooled = np.sum([(year.offered_member_subject * share).sum(axis=0) for year in solved], axis=0)
    load = one.of_family(pooled / one.problem.posts.obligation_h)
    overtime = one.of_family(np.sum([year.after.overtime_subject for year in solved], axis=0))

    def each(total: Floats, among: Floats) -> Floats:
        return np.divide(total, among, out=np.full_like(total, np.nan), where=(posts > 0) & (among > 0))

    def per_post(name: str, factor: float = 1.0) -> Floats:
        of_people = [
            year.family_sum([float(getattr(person, name)) * factor for person in year.after.people])
            for year in solved
        ]
        return each(np.sum(of_people, axis=0), posts)

    return {
        "posts_per_load": each(posts, load),
        "overtime_share": each(overtime, one.of_family(pooled)),
        "credit_h": per_post("credit_h"),
        "changes": per_post("changes"),
        "km": per_post("km", one.problem.week.weeks),
    }


def gather_rates(
    members: Ints, solved: Sequence[Sequence[SolvedYear]], weight_year_solved: Floats
) -> PoolRates:
    """Return the rates of every year from those of the solved ones.

    A family without posts in a solved year has there the mean rates of its other solved years, else of the pool's
    other families: between two solved years it may have some.

    Parameters
    ----------
    solved
        Tours of each solved year, in one future or several.
    weight_year_solved
        How much each solved year counts in each year; a row of zeros where the pool does not work.
    """
    taken = np.zeros((len(solved), len(members), N_SUBJECTS))
    known = {name: np.full((len(solved), N_SUBJECTS), np.nan) for name in RATES}
    for at, years in enumerate(solved):
        subjects = years[0].subjects
        place = [members.tolist().index(school) for school in years[0].schools.tolist()]
        taken[at][np.ix_(place, subjects)] = taken_share(years)
        for name, values in rates_of(years).items():
            known[name][at, subjects] = values
    by_year = {
        f"{name}_year_subject": weight_year_solved @ _without_gaps(values) for name, values in known.items()
    }
    return PoolRates(np.einsum("ya,ams->yms", weight_year_solved, taken), **by_year)


def _without_gaps(values_solved_subject: Floats) -> Floats:
    """Return rates without gaps; zeros where nothing is known. (solved, subject)"""
    known = ~np.isnan(values_solved_subject)
    zeros = np.where(known, values_solved_subject, 0.0)
    of_pool = zeros.sum() / max(known.sum(), 1)
    count = known.sum(axis=0)
    of_subject = np.where(count > 0, zeros.sum(axis=0) / np.maximum(count, 1), of_pool)
    return np.where(known, values_solved_subject, of_subject)


def solved_years(
    active_year_member: Bools, decided_year: Bools, years: tuple[int, ...], first_year: int, step: int
) -> tuple[list[int], Floats]:
    """Return the places of the years to solve along the year axis, and how they count in every year.

    Solved are, of every run of years in which the same schools share and the same ones are open, the first, the
    last, and those a multiple of ``step`` years after the first costed one. Years between two solved ones lie on the
    line between them.

    Parameters
    ----------
    decided_year
        What else makes a new run of years when it changes. (year, anything)
    """
    found: list[int] = []
    counts: list[tuple[int, int, float]] = []
    for run in _runs_of_years(np.hstack([active_year_member, decided_year])):
        if not active_year_member[run[0]].any():
            continue
        ends = (run[0], run[-1])
        anchors = [
            at
            for at in run
            if at in ends or (years[at] >= first_year and (years[at] - first_year) % step == 0)
        ]
        for at in run:
            after = next(place for place, anchor in enumerate(anchors) if anchor >= at)
            before = after if anchors[after] == at else after - 1
            part = (at - anchors[before]) / max(anchors[after] - anchors[before], 1)
            counts += [(at, len(found) + after, part), (at, len(found) + before, 1.0 - part)]
        found += anchors
    table = np.zeros((len(years), len(found)))
    for at, place, weight in counts:
        table[at, place] = weight
    return found, table


def _runs_of_years(rows_year: Bools) -> list[list[int]]:
    """Return the years, as places, in runs with equal rows."""
    runs: list[list[int]] = []
    for at, row in enumerate(rows_year):
        if runs and (row == rows_year[runs[-1][-1]]).all():
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
