"""The Plan: what an option decides, as arrays by year.

An option is a list of measures; each measure maps a Plan to a new Plan. The stages read the Plan and never a
measure, so a new measure touches one file.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class TeacherPool:
    """Schools that share the posts of some subjects.

    Attributes
    ----------
    schools
        Indices of the member schools.
    subjects
        Names from ``model.subjects``; class teaching is not shared.
    years
        True in the years the pool works. (year,)
    longest_leg_km
        Longest drive between two schools. By the rule, a school farther from the home base takes no part.
    home_base
        Index of the school that all teachers of the pool set out from; -1 where each has a home base of their own.
    longest_driving_min
        Longest driving of a teacher on one day, from the home base and back to it; NaN where it is there and back
        over the longest leg.
    shares_assistants
        Whether schools share what they need of assistants beyond whole tenths of a post.
    """

    name: str
    schools: tuple[int, ...]
    subjects: tuple[str, ...]
    years: Bools
    longest_leg_km: float
    home_base: int = -1
    longest_driving_min: float = float("nan")
    shares_assistants: bool = False


@dataclass(frozen=True)
class PrincipalPool:
    """Schools under one principal. ``years`` is (year,)."""

    schools: tuple[int, ...]
    years: Bools


@dataclass(frozen=True)
class SubstitutePool:
    """Municipalities whose own substitutes help each other out.

    Attributes
    ----------
    members
        Municipality indices.
    longest_km
        Longest drive of a substitute to a school of another member.
    years
        True in the years in which they do. (year,)
    """

    name: str
    members: tuple[int, ...]
    longest_km: float
    years: Bools


@dataclass(frozen=True)
class RemoteGroup:
    """Schools whose pupils are taught together over a link in some subjects and grades.

    Attributes
    ----------
    lesson_share
        Share of the subject's lessons given remotely, 0–1.
    largest_group
        Pupils one remote teacher may have at once.
    site_adult_share
        Share of each remote lesson for which an adult is paid at each receiving school.
    sending_school
        Index of the school where the teacher sits, or -1 for the member with most pupils.
    adult_is_teacher
        The adult beside the pupils is a teacher, paid by the lesson, and not an assistant.
    meetings_a_year
        Days on which the receiving schools' pupils are driven to the sending school, so that the group meets in
        person.
    """

    name: str
    schools: tuple[int, ...]
    subjects: tuple[str, ...]
    grades: tuple[int, ...]
    years: Bools
    lesson_share: float
    largest_group: int
    site_adult_share: float
    sending_school: int = -1
    adult_is_teacher: bool = False
    meetings_a_year: float = 0.0


@dataclass(frozen=True)
class Exit:
    """What the members of an agreement settle when it ends, in the year after its last.

    Attributes
    ----------
    payer
        Index of the municipality that leaves and pays the fee to the others.
    fee_eur
        Fee in euros of the price year; NaN where it is counted in years.
    fee_years
        Fee as so many times what the payer owed the others in the last year.
    notice_years
        Years of notice: the agreement lasts at least as long.
    """

    payer: int
    fee_eur: float = float("nan")
    fee_years: float = 0.0
    notice_years: int = 0


@dataclass(frozen=True)
class Agreement:
    """A contract between municipalities.

    Attributes
    ----------
    kind
        open_borders, shared_administration, host_municipality, joint_authority, joint_school, satellite,
        teacher_pool, shared_transport or purchase.
    members
        Municipality indices; for purchase the first buys from the second.
    price_per_pupil_eur
        Agreed price that replaces home-municipality compensation between the members; NaN where there is none.
    bill_sharing
        by_pupils, by_residents, by_use, by_tax_base, equal: how the members share what the agreement makes common.
    schools
        Indices of the schools that the agreement is about; for satellite the sites; empty where the kind tells.
    price_rule
        statutory, per_pupil, cost_shares or fixed_fee; empty for the usual one of the kind (``settled_by``).
    yearly_fee_eur
        Under fixed_fee, what the other members pay the host together in a year; NaN otherwise.
    indexation
        What agreed euros follow: funding_index, wages or none.
    host
        Index of the municipality that runs what is common; -1 where the kind tells.
    mother_school
        For satellite: index of the school whose sites the schools are; -1 otherwise.
    exit
        What is settled when the agreement ends; None for nothing.
    """

    name: str
    kind: str
    members: tuple[int, ...]
    years: Bools
    price_per_pupil_eur: float = float("nan")
    bill_sharing: str = "by_pupils"
    schools: tuple[int, ...] = ()
    price_rule: str = ""
    yearly_fee_eur: float = float("nan")
    indexation: str = "funding_index"
    host: int = -1
    mother_school: int = -1
    exit: Exit | None = None

    @property
    def settled_by(self) -> str:
        """The price rule in force: the agreed one, else a price per pupil where one is stated, else the kind's."""
        if self.price_rule:
            return self.price_rule
        if not np.isnan(self.price_per_pupil_eur) and self.kind not in WITHOUT_PUPILS:
            return "per_pupil"
        return "statutory" if self.kind in ("open_borders", "purchase") else "cost_shares"


WITHOUT_PUPILS: Final[tuple[str, ...]] = ("shared_administration", "shared_transport", "teacher_pool")
"""Kinds of agreement that move no pupils."""


@dataclass(frozen=True)
class GradePair:
    """Two schools that divide their grades: what one no longer teaches goes to the other.

    Attributes
    ----------
    lower, upper
        Indices of the schools.
    left_by_lower, left_by_upper
        Grades that each taught before and hands to the other.
    years
        True in the years the pairing holds. (year,)
    """

    lower: int
    upper: int
    left_by_lower: tuple[int, ...]
    left_by_upper: tuple[int, ...]
    years: Bools


@dataclass(frozen=True)
class Dismissal:
    """Teachers whose posts are not needed any more are dismissed instead of being kept until they leave.

    Attributes
    ----------
    municipalities
        Indices of the employers.
    subjects
        Names from ``model.subjects``.
    years
        True in the years whose surplus is dismissed. (year,)
    notice_months
        Months of pay from 1 August on; NaN where notice follows the length of service.
    """

    municipalities: tuple[int, ...]
    subjects: tuple[str, ...]
    years: Bools
    notice_months: float = float("nan")


@dataclass(frozen=True)
class PlaceChange:
    """Places added to a school by building, priced once in ``year``."""

    school: int
    year: int
    places: float
    cost_eur: float = float("nan")


@dataclass(frozen=True)
class Plan:
    """What one option decides, by year.

    Attributes
    ----------
    years
        School years first_year − 2 … end_year; no measure acts before first_year.
    first_year
        First costed year.
    open_year_school
        Whether the school teaches. (year, school)
    grades_year_school_grade
        Grades taught where open. (year, school, grade)
    places_year_school
        Pupils the building can take. (year, school)
    allowed_year_home_school_grade
        Whether pupils of a home municipality may be assigned to a school. (year, municipality, school, grade);
        a municipality's own schools are allowed, and upper secondary education is open everywhere.
    transport_limit_km_year_municipality_grade
        Distance beyond which the home municipality grants transport. (year, municipality, grade)
    receiving_year_school
        School that takes over the catchment of a closed school, -1 for "nearest". (year, school)
    danger_entitles_year_municipality_grade
        Whether a dangerous way entitles to transport: 1 yes, 0 no, -1 up to ``transport.danger_last_grade``; None for
        the last everywhere. (year, municipality, grade)
    bell_min_year_school
        Minutes after midnight at which lessons begin where a measure says so, else NaN; None where none does.
        (year, school)
    """

    option: str
    title: str
    years: tuple[int, ...]
    first_year: int
    open_year_school: Bools
    grades_year_school_grade: Bools
    places_year_school: Floats
    allowed_year_home_school_grade: Bools
    transport_limit_km_year_municipality_grade: Floats
    receiving_year_school: Ints
    teacher_pools: tuple[TeacherPool, ...] = ()
    principal_pools: tuple[PrincipalPool, ...] = ()
    remote_groups: tuple[RemoteGroup, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    grade_pairs: tuple[GradePair, ...] = ()
    built: tuple[PlaceChange, ...] = field(default=())
    only_if_law_allowed: bool = False
    danger_entitles_year_municipality_grade: Ints | None = None
    bell_min_year_school: Floats | None = None
    dismissals: tuple[Dismissal, ...] = ()
    substitute_pools: tuple[SubstitutePool, ...] = ()

    @property
    def teaches_year_school_grade(self) -> Bools:
        """Grades taught in schools that are open. (year, school, grade)"""
        taught: Bools = self.grades_year_school_grade & self.open_year_school[:, :, None]
        return taught

    @property
    def costed(self) -> slice:
        """The costed years' place along the year axis."""
        return slice(self.years.index(self.first_year), len(self.years))

    @property
    def costed_years(self) -> tuple[int, ...]:
        """first_year … end_year."""
        return self.years[self.costed]

    def danger_entitles(self, index: int) -> Ints | None:
        """Return whether danger entitles in one year, None where no measure says so. (municipality, grade)"""
        every = self.danger_entitles_year_municipality_grade
        return None if every is None or (every[index] < 0).all() else every[index]

    def bells(self, index: int) -> Floats | None:
        """Return when lessons begin in one year, NaN where no measure says; None where none does. (school,)"""
        every = self.bell_min_year_school
        return None if every is None or np.isnan(every[index]).all() else every[index]

    def state(self, index: int) -> bytes:
        """Return what tells one year's decisions apart from another's; equal states are decided alike.

        Parameters
        ----------
        index
            Position along the year axis.
        """
        digest = hashlib.blake2b(digest_size=16)
        for array in (
            self.open_year_school,
            self.grades_year_school_grade,
            self.places_year_school,
            self.allowed_year_home_school_grade,
            self.transport_limit_km_year_municipality_grade,
            self.receiving_year_school,
        ):
            digest.update(np.ascontiguousarray(array[index]).tobytes())
        danger = self.danger_entitles(index)
        digest.update(b"" if danger is None else danger.tobytes())
        bells = self.bells(index)
        digest.update(b"" if bells is None else b"bells" + bells.tobytes())
        agreements: tuple[
            TeacherPool | PrincipalPool | SubstitutePool | RemoteGroup | Agreement | GradePair | Dismissal,
            ...,
        ] = (
            *self.grade_pairs,
            *self.teacher_pools,
            *self.principal_pools,
            *self.remote_groups,
            *self.agreements,
            *self.dismissals,
            *self.substitute_pools,
        )
        for agreed in agreements:
            if agreed.years[index]:
                terms = [getattr(agreed, field.name) for field in fields(agreed) if field.name != "years"]
                digest.update(repr((type(agreed).__name__, terms)).encode())
        return digest.digest()

    @property
    def change_years(self) -> tuple[int, ...]:
        """Costed years in which anything that the Plan decides differs from the year before."""
        start = self.costed.start
        states = [self.state(index) for index in range(start - 1, len(self.years))]
        return tuple(
            year
            for year, before, now in zip(self.costed_years, states, states[1:], strict=False)
            if now != before
        )

    def first_difference(self, other: "Plan") -> int | None:
        """Return the first year that this Plan decides otherwise than another; None when there is none."""
        for index, year in enumerate(self.years):
            if self.state(index) != other.state(index):
                return year
        return None

    @property
    def closed_in_year_school(self) -> Bools:
        """Schools that close on 1 August of the year. (year, school)"""
        before = np.vstack([self.open_year_school[:1], self.open_year_school[:-1]])
        closing: Bools = before & ~self.open_year_school
        return closing


def stacked_share(before: Sequence[RemoteGroup], group: RemoteGroup) -> float:
    """Return the largest share that earlier remote groups take of any lesson of basic education a group has.

    Shares add up where groups have a school, a subject, a grade and a year in common.
    """
    largest = 0.0
    for school in group.schools:
        for subject in group.subjects:
            for grade in (grade for grade in group.grades if grade < UPPER_SECONDARY):
                share_year = sum(
                    (
                        other.lesson_share * (other.years & group.years)
                        for other in before
                        if school in other.schools and subject in other.subjects and grade in other.grades
                    ),
                    start=np.zeros(len(group.years)),
                )
                largest = max(largest, float(share_year.max(initial=0.0)))
    return largest
