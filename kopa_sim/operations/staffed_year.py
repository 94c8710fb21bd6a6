"""One year of one future: who teaches what at which school."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan, RemoteGroup
from kopa_sim.model.staffing import Groups, Staffing
from kopa_sim.model.subjects import SUBJECTS

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class StaffedYear:
    """Groups, weekly lessons and posts of one school year in one future.

    Attributes
    ----------
    required_school_subject
        Weekly lessons; the four that follow sum to them. (school, subject)
    qualified_school_subject, unqualified_school_subject
        Weekly lessons given in the school by qualified and by unqualified teachers. (school, subject)
    remote_school_subject, not_given_school_subject
        Weekly lessons given over a link, and those for which nobody is found. (school, subject)
    posts_school_subject
        Posts, fractions allowed. (school, subject)
    driven_km_school_subject
        Kilometres a year between schools. (school, subject)
    site_adult_share_school
        Share of the remote lessons beside which an adult sits. (school,)
    groups_school_band, group_lessons_school_band
        Groups and their weekly lessons. (school, band)
    places_school
        Pupils the buildings can take. (school,)
    remote_groups
        Remote groups that work this year.
    """

    year: int
    required_school_subject: Floats
    qualified_school_subject: Floats
    unqualified_school_subject: Floats
    remote_school_subject: Floats
    not_given_school_subject: Floats
    posts_school_subject: Floats
    driven_km_school_subject: Floats
    site_adult_share_school: Floats
    groups_school_band: Floats
    group_lessons_school_band: Floats
    places_school: Floats
    remote_groups: tuple[RemoteGroup, ...]

    @property
    def posts_school(self) -> Floats:
        """Posts of each school. (school,)"""
        posts: Floats = self.posts_school_subject.sum(axis=1)
        return posts

    @property
    def remote_member_school_subject(self) -> Bools:
        """Schools and subjects that a remote group serves. (school, subject)"""
        member = np.zeros(self.posts_school_subject.shape, dtype=np.bool_)
        for group in self.remote_groups:
            subjects = [SUBJECTS.index(name) for name in group.subjects]
            member[np.ix_(sorted(set(group.schools)), subjects)] = True
        return member


def staffed_year(plan: Plan, groups: Groups, staffing: Staffing, draw: int, year: int) -> StaffedYear:
    """Return one draw and year of the groups and the staff of an option.

    Raises
    ------
    ValueError
        If the Plan does not cover the year.
    """
    if year not in plan.years:
        raise ValueError(f"the Plan runs from {plan.years[0]} to {plan.years[-1]}, not to {year}")
    index = plan.years.index(year)
    measures = {name: values[draw, index].astype(np.float64) for name, values in staffing.measures.items()}
    remote = measures["hours_remote"].sum(axis=1)
    adults = staffing.site_adult_hours_draw_year_school[draw, index]
    beside = np.divide(adults, remote, out=np.zeros_like(remote), where=remote > 0)
    return StaffedYear(
        year=year,
        required_school_subject=measures["hours_required"],
        qualified_school_subject=measures["hours_qualified"],
        unqualified_school_subject=measures["hours_unqualified"],
        remote_school_subject=measures["hours_remote"],
        not_given_school_subject=measures["hours_not_given"],
        posts_school_subject=measures["posts"],
        driven_km_school_subject=measures["driven_km"],
        site_adult_share_school=np.clip(beside, 0.0, 1.0),
        groups_school_band=groups.groups_draw_year_school_band[draw, index],
        group_lessons_school_band=groups.lesson_hours_draw_year_school_band[draw, index],
        places_school=plan.places_year_school[index].astype(np.float64),
        remote_groups=tuple(group for group in plan.remote_groups if group.years[index]),
    )
