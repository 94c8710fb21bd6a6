"""What only shows when the stages are asked: pupils without a path, too few places, schools without pupils."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kopa_sim.model.grades import GRADES
from kopa_sim.network import flow_pupils, places_short, unreachable
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.problems import Problem
from kopa_sim.study.held_counts import held_notices
from kopa_sim.study.idle_purchases import idle_purchases
from kopa_sim.study.prepare import OptionPlan, Prepared, prepare

FEW_PUPILS: Final = 5.0
"""A school with a catchment and fewer pupils than this is more likely a gap in the data than a school."""

HALF_A_PUPIL: Final = 0.5
"""Expected numbers below it are nobody."""


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Attributes
    ----------
    problems
        What makes a run impossible.
    notices
        What a run can live with and its reader should know, one sentence each.
    """

    problems: tuple[Problem, ...]
    notices: tuple[str, ...]


def _unreachable_problems(prepared: Prepared, option: OptionPlan) -> list[Problem]:
    return [
        Problem(
            place=f"option {option.plan.option}, year {gap.year}, municipality {gap.municipality}",
            read=(
                f"{gap.pupils:.0f} pupils of grades {_span(gap.grades)} have no path to any school"
                f" (areas {', '.join(gap.areas[:8])}{' …' if len(gap.areas) > 8 else ''})"
            ),
            allowed="every pupil of grades 1-9 must be able to reach an open school that teaches the grade",
            mend="keep or open a school with these grades, change the grades of one, or let pupils cross a border"
            " (measure cooperate)",
        )
        for gap in unreachable(prepared.scenario.region, prepared.journeys, option.plan, prepared.mean_pupils)
    ]


def _span(grades: tuple[int, ...]) -> str:
    names = [GRADES[grade] for grade in grades]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def _places_problems(prepared: Prepared) -> list[Problem]:
    return [
        Problem(
            place=f"schools, places of {', '.join(short.schools)}",
            read=(
                f"in {short.year} {short.pupils:.0f} pupils of grades {_span(short.grades)} need a place and there"
                f" are {short.places:.0f}: {short.short:.0f} places short"
            ),
            allowed="the present network must have a place for every pupil of the first costed year",
            mend="correct the places, or add the temporary ones that are in use now",
        )
        for short in places_short(
            prepared.scenario.region,
            prepared.journeys,
            prepared.as_is.plan,
            prepared.mean_pupils,
            prepared.parameters.mean(),
        )
    ]


def _conflict_problems(option: OptionPlan) -> list[Problem]:
    return [Problem(place=f"option {option.plan.option}", read=conflict) for conflict in option.conflicts]


def _intake_problems(prepared: Prepared) -> list[Problem]:
    """Say which given intakes are more than the pupils who live there."""
    region, parameters = prepared.scenario.region, prepared.parameters.mean()
    year = prepared.as_is.plan.years.index(prepared.as_is.plan.first_year)
    residents = prepared.mean_pupils.pupils_draw_year_area_grade[0, year]
    largest = parameters.number("transport.given_intake_largest_share")
    schools, found = region.schools, []
    for school in np.flatnonzero(~schools.fills_by_distance):
        at_home = region.areas.municipality == schools.municipality[school]
        living = float(residents[at_home][:, schools.grades_school_grade[school]].sum())
        intake = float(schools.given_intake[school])
        if intake > largest * living:
            found.append(
                Problem(
                    place=f"schools, pupils of {schools.codes[school]}",
                    read=f"a given intake of {intake:g} pupils where {living:.0f} of its grades live",
                    allowed=f"at most {largest:.0%} of the pupils of its municipality",
                    mend="correct pupils, or the grades of the school",
                )
            )
    return found


def find_problems(prepared: Prepared) -> tuple[Problem, ...]:
    """Return what makes the prepared options impossible; empty when they can be run."""
    found = [problem for option in prepared.options for problem in _unreachable_problems(prepared, option)]
    found += [problem for option in prepared.options for problem in _conflict_problems(option)]
    return tuple(found + _intake_problems(prepared) + _places_problems(prepared))


def find_notices(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every school that the present network keeps open almost without pupils, and idle purchase.

    Looked at are the open schools with a catchment, with the pupils of all their grades in the mean future of the
    first costed year under as_is. A school with a given intake has the pupils its table says and is left out.
    """
    schools, plan = prepared.scenario.region.schools, prepared.as_is.plan
    flows = flow_pupils(prepared.scenario.region, prepared.as_is.catchments, prepared.mean_pupils)
    year = plan.years.index(plan.first_year)
    pupils_school = flows.pupils_draw_year_school_grade(len(schools))[0, year].sum(axis=1)
    teaches = plan.open_year_school[year] & plan.grades_year_school_grade[year].any(axis=1)
    few = teaches & schools.fills_by_distance & (pupils_school < FEW_PUPILS)
    found = [
        _few_pupils_notice(
            schools.codes[school], schools.names[school], float(pupils_school[school]), plan.first_year
        )
        for school in np.flatnonzero(few)
    ]
    return (*found, *idle_purchases(prepared.scenario.region, prepared.options))


def _few_pupils_notice(code: str, name: str, pupils: float, year: int) -> str:
    none = pupils < HALF_A_PUPIL
    who = "no pupils" if none else f"{pupils:.1f} pupils"
    where = "no area is nearest to it" if none else "hardly any area is nearest to it"
    return (
        f"{name} ({code}) has {who} in {year} in the mean future of as_is: {where}, and its cost is counted"
        f" {'without' if none else 'almost without'} pupils; add points, travel times, or correct its grades"
    )


def find_held(prepared: Prepared) -> tuple[str, ...]:
    """Return what the projection is held to and the misfit that remains."""
    scenario = prepared.scenario
    return held_notices(scenario.region, scenario.demographic, prepared.launch)


def check_all(scenario: Scenario) -> Checked:
    """Return everything the mean future shows of a scenario that could be read, preparing it once."""
    prepared = prepare(scenario, seed=1, draws=1)
    return Checked(find_problems(prepared), find_notices(prepared) + find_held(prepared))


def check_scenario(scenario: Scenario) -> tuple[Problem, ...]:
    """Return what is wrong with a scenario that could be read: everything the mean future shows."""
    return find_problems(prepare(scenario, seed=1, draws=1))


def check_notices(scenario: Scenario) -> tuple[str, ...]:
    """Return what a reader should know of a scenario that can be run: schools almost without pupils, counts held."""
    prepared = prepare(scenario, seed=1, draws=1)
    return find_notices(prepared) + find_held(prepared)
