"""Why a wish cannot be kept: which schools, areas and grades, which limit, which year."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import GRADES
from kopa_sim.scenario.problems import Problem
from kopa_sim.study.optimise.broken_wishes import plain
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.destinations import moves_of
from kopa_sim.study.optimise.pricing import ROOM
from kopa_sim.study.optimise.question import Question
from kopa_sim.study.optimise.sentences import (
    Amount,
    ImpossibleWishError,
    Listed,
    Sentence,
    told_apart,
    unkept,
)

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

__all__ = ["ImpossibleWishError", "contradictions", "explain"]

NAMED: Final = 6
"""Areas or schools named in a sentence."""


def contradictions(question: Question, wishes: Wishes) -> list[Problem]:
    """Return the schools that must close and cannot."""
    every = question.simulator.prepared.scenario.region.schools.codes
    may = dict(zip(question.codes, question.may_change[:, :-1], strict=True))
    return [
        unkept(
            "cannot_close",
            "--close {school}",
            "the school cannot close: {reason}",
            "a municipal school with a catchment that stands open in every year under option {option}",
            school=code,
            reason=_why_it_stays(question, wishes, every.index(code)),
            option=wishes.base_option,
        )
        for code in wishes.close
        if code in every and not (code in may and may[code].any())
    ]


def _why_it_stays(question: Question, wishes: Wishes, school: int) -> Sentence:
    """Return the first reason for which a school may not close."""
    simulator = question.simulator
    region, plan = simulator.prepared.scenario.region, simulator.base.plan
    schools = region.schools
    code, home = schools.codes[school], region.municipalities.codes[schools.municipality[school]]
    if code in wishes.keep:
        return Sentence("stays_kept", "--keep names it too")
    if not schools.municipal[school] or not schools.fills_by_distance[school]:
        return Sentence("stays_given", "it is not municipal or takes a given intake")
    if not plan.open_year_school[plan.costed.start - 1 :, school].all():
        return Sentence(
            "stays_shut", "under option {option} it is shut in some year", option=wishes.base_option
        )
    if wishes.municipalities and home not in wishes.municipalities:
        return Sentence(
            "stays_outside", "its municipality {municipality} is not among --municipality", municipality=home
        )
    return Sentence("stays_late", "--earliest-year leaves it no year")


def explain(question: Question, wishes: Wishes, plan: Ints) -> list[Problem]:
    """Return which limits the least broken plan breaks, in the first year in which it breaks any.

    Parameters
    ----------
    plan
        Costed year in which each school that may close does. (switch,)
    """
    found: list[Problem] = []
    for index, year in enumerate(question.simulator.base.plan.costed_years):
        is_open = question.pricer.base_open[index].copy()
        is_open[question.pricer.schools] &= plan > index
        found = [
            *_journeys(question, wishes, is_open, index, year),
            *_places(question, wishes, is_open, index, year),
            *_smallest(question, wishes, is_open, index, year),
        ]
        if found:
            break
    return [*found, *_conditions(question, wishes, plan)]


def _journeys(question: Question, wishes: Wishes, is_open: Bools, index: int, year: int) -> Iterator[Problem]:
    pricer, region = question.pricer, question.simulator.prepared.scenario.region
    of, minutes = pricer.travellers, question.simulator.prepared.journeys.minutes_point_school
    moves = moves_of(of, is_open)
    people = of.pupils[pricer.start + index, moves.groups]
    bad = ~moves.kept & (people.sum(axis=1) > 0)
    if not bad.any():
        return
    point, to = of.point[moves.groups[bad]], moves.to[bad]
    teaches = (to >= 0).any()
    farthest = np.where(to >= 0, minutes[point, np.maximum(to, 0)], 0.0).max()
    far = (
        Sentence(
            "far_minutes", "the nearest open school is up to {minutes} minutes away", minutes=Amount(farthest)
        )
        if teaches
        else Sentence("far_nowhere", "no school that they may attend is open")
    )
    limit = (
        Sentence("limit_day", "the legal day")
        if wishes.max_minutes is None
        else Sentence(
            "limit_minutes",
            "--max-minutes {minutes} and the legal day",
            minutes=plain(wishes.max_minutes),
        )
    )
    yield unkept(
        "far",
        "areas {areas}, grades {grades}",
        "in {year} {pupils} pupils would go too far: {far}",
        "{limit}, or the journey under option {option} where that is longer",
        "close fewer schools there (--close, --smallest-school), or permit longer journeys",
        areas=_named(sorted({region.areas.codes[area] for area in region.points.area[point]})),
        grades=grade_runs(np.flatnonzero(people[bad].sum(axis=0) > 0)),
        year=str(year),
        pupils=Amount(float(people[bad].sum())),
        far=far,
        limit=limit,
        option=wishes.base_option,
    )


def _places(question: Question, wishes: Wishes, is_open: Bools, index: int, year: int) -> Iterator[Problem]:
    pricer = question.pricer
    load, most = pricer.book.pupils[pricer.intakes(is_open), index], pricer.limits.most_pupils[index]
    full = np.flatnonzero(is_open & (load > most)).tolist()
    each = {school: told_apart(float(load[school]), float(most[school] - ROOM)) for school in full}
    if len(full) > 1:
        yield _many_full(question, wishes, each, year)
    for school, (pupils, places) in each.items() if len(full) == 1 else ():
        taught = question.simulator.base.plan.grades_year_school_grade[pricer.start + index, school]
        yield unkept(
            "full",
            "places of {school}, grades {grades}",
            "in {year} {pupils} pupils would come, with those of closed schools near it",
            "{places} pupils: its places less the share of --spare-places, or as many as option {option} sends there",
            "close fewer schools near it (--close), or let buildings be extended (--extending, or extend_school in"
            " the option of --base)",
            school=question.simulator.prepared.scenario.region.schools.codes[school],
            grades=grade_runs(np.flatnonzero(taught)),
            year=str(year),
            pupils=pupils,
            places=places,
            option=wishes.base_option,
        )


def _many_full(
    question: Question, wishes: Wishes, each: Mapping[int, tuple[Amount, Amount]], year: int
) -> Problem:
    """Return one problem for all schools that lack places in a year, the first of them named."""
    codes = question.simulator.prepared.scenario.region.schools.codes
    told = [
        Sentence(
            "school_full",
            "{school} ({pupils} pupils, {places} places)",
            school=codes[school],
            pupils=pupils,
            places=places,
        )
        for school, (pupils, places) in each.items()
    ]
    return unkept(
        "full_many",
        "places of {count} schools",
        "in {year} more pupils would come than may, with those of closed schools near them: {schools}",
        "the places of each less the share of --spare-places, or as many as option {option} sends there",
        "close fewer schools near them (--close), or let buildings be extended (--extending, or extend_school in"
        " the option of --base)",
        count=str(len(told)),
        schools=Listed(tuple(told[:NAMED]), len(told) > NAMED),
        year=str(year),
        option=wishes.base_option,
    )


def _smallest(question: Question, wishes: Wishes, is_open: Bools, index: int, year: int) -> Iterator[Problem]:
    pricer = question.pricer
    codes = question.simulator.prepared.scenario.region.schools.codes
    basic, smallest = pricer.book.basic[pricer.intakes(is_open), index], pricer.limits.smallest
    small = np.flatnonzero(is_open & (basic < smallest)).tolist()
    each = [(codes[school], told_apart(float(basic[school]), float(smallest[school]))[0]) for school in small]
    least = plain(wishes.smallest_school_pupils)
    if len(each) > 1:
        yield _many_small(each, least, year)
    for code, pupils in each if len(each) == 1 else ():
        yield unkept(
            "small",
            "--smallest-school {least}, school {school}",
            "in {year} it has {pupils} pupils of grades 0–9, and the other limits do not let it close",
            "at least {least} pupils in a school that may close",
            "lower --smallest-school, or name the school with --keep: a school that is kept may be small",
            school=code,
            year=str(year),
            pupils=pupils,
            least=least,
        )


def _many_small(each: Sequence[tuple[str, Amount]], least: Amount, year: int) -> Problem:
    """Return one problem for all schools that are too small in a year, the first of them named."""
    told = [Sentence("school_small", "{school} ({pupils})", school=of, pupils=pupils) for of, pupils in each]
    return unkept(
        "small_many",
        "--smallest-school {least}, {count} schools",
        "in {year} they have fewer pupils of grades 0–9, and the other limits do not let them close: {schools}",
        "at least {least} pupils in a school that may close",
        "lower --smallest-school, or name the schools with --keep: a school that is kept may be small",
        count=str(len(told)),
        schools=Listed(tuple(told[:NAMED]), len(told) > NAMED),
        year=str(year),
        least=least,
    )


def _conditions(question: Question, wishes: Wishes, plan: Ints) -> Iterator[Problem]:
    """Say which of the wishes that tie closings together could not be kept with the rest."""
    if question.pricer.broken(plan[None]).conditions[0] <= 0:
        return
    asked = {
        "--most-closings-a-year": wishes.most_closings_a_year,
        "--most-closings-each": wishes.most_closings_each,
        "--receiving-stays": wishes.receiving_stays or None,
        "--earliest-year": wishes.earliest_year,
    }
    closing = [code for code, change in zip(question.codes, plan, strict=True) if change < question.years]
    yield unkept(
        "tied",
        "{wishes}",
        "no plan was found that closes {schools} and keeps these wishes together",
        "fewer closings, in later years, or none that follow one another",
        "wish fewer schools closed (--close, --smallest-school), or loosen one of these wishes",
        wishes=" ".join(f"{name} {value}" for name, value in asked.items() if value is not None),
        schools=_named(closing),
    )


def grade_runs(grades: Iterable[int]) -> str:
    """Return grades as a planner writes them: ``0–6, 9``."""
    runs: list[list[int]] = []
    for grade in grades:
        if runs and grade == runs[-1][-1] + 1 and GRADES[grade].isdigit():
            runs[-1].append(grade)
        else:
            runs.append([grade])
    names = [[GRADES[grade] for grade in run] for run in runs]
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in names)


def _named(codes: list[str]) -> str:
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")
