"""Teachers on the books against the posts that are needed: what a check should say of the staff table."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.network import flow_pupils
from kopa_sim.study.prepare import Prepared
from kopa_sim.study.residents import pupils_at_home
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.surplus import sum_by_municipality

Floats = NDArray[np.float64]

HALF_A_POST: Final = 0.5
"""Differences below it are rounding to part posts."""

FAR_OFF: Final = 0.5
"""Part of the posts needed that the table may be above or below them before it deserves a second look."""


def staff_notices(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for each municipality of the staff table: its posts, those needed, and where the two differ.

    Posts needed are those of as_is in the mean future, in the school year that the table describes. Lessons by the
    hour count as posts here, for the teachers of the table may give them.
    """
    region = prepared.scenario.region
    if region.staff is None:
        return ()
    n = len(region.municipalities)
    given = np.zeros((n, len(SUBJECTS)))
    np.add.at(given, (region.staff.municipality, region.staff.subject), region.staff.posts)
    needed = posts_needed(prepared)
    year = prepared.as_is.plan.first_year - 1
    return tuple(
        _notice(region.municipalities.names[place], given[place], needed[place], year)
        for place in np.flatnonzero(region.staff.covers(n))
    )


def posts_needed(prepared: Prepared) -> Floats:
    """Return the posts of as_is in the mean future, the year before the first costed one. (municipality, subject)"""
    region, as_is = prepared.scenario.region, prepared.as_is
    parameters, plan = prepared.parameters.mean(), as_is.plan
    flows = flow_pupils(region, as_is.catchments, as_is.people.pupils)
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    groups = form_groups(pupils, parameters, region.schools.special)
    living = pupils_at_home(region, as_is.people.pupils)
    staffing = staff_schools(
        region,
        plan,
        prepared.journeys,
        groups,
        pupils,
        parameters,
        residents_draw_year_municipality_grade=living,
    )
    posts = sum_by_municipality(
        staffing.measures["posts"], region.schools.municipality, len(region.municipalities)
    )
    needed: Floats = posts[0, plan.costed.start - 1]
    return needed


def _notice(name: str, given_subject: Floats, needed_subject: Floats, year: int) -> str:
    """Return every subject that differs by half a post or more, for a total may hide them: too many, too few."""
    given, needed = given_subject.sum(), needed_subject.sum()
    gap = given_subject - needed_subject
    differ = np.abs(gap) >= HALF_A_POST
    alike = int((~differ & ((given_subject > 0) | (needed_subject > 0))).sum())
    told = f"staff: {given:.1f} posts on the books in {name} against {needed:.1f} needed in {year}"
    if differ.any():
        beyond, missing = gap[differ & (gap > 0)].sum(), -gap[differ & (gap < 0)].sum()
        told += f"; by subject {beyond:.1f} too many and {missing:.1f} too few ({_largest_first(gap, differ)}"
        told += f"; {alike} more subjects differ by less than half a post)" if alike else ")"
    if abs(given - needed) > FAR_OFF * max(needed, HALF_A_POST):
        told += ". They are far apart: is every teacher of the municipality in the table, each once?"
    return told


def _largest_first(gap_subject: Floats, differ_subject: NDArray[np.bool_]) -> str:
    order = sorted(np.flatnonzero(differ_subject), key=lambda subject: -abs(gap_subject[subject]))
    return ", ".join(f"{SUBJECTS[subject]} {gap_subject[subject]:+.1f}" for subject in order)
