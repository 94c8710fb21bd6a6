"""What only shows when the stages are asked: pupils without a path, too few places, schools without pupils."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kopa_sim.model.grades import GRADES, UPPER_SECONDARY
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.network import flow_pupils, places_short, unreachable
from kopa_sim.network.input_checks import Unreachable
from kopa_sim.operations import calendar_notices
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.findings import listed
from kopa_sim.scenario.language_tracks import TWIN
from kopa_sim.scenario.problems import Problem
from kopa_sim.study.chosen_networks import undecided_notices, undecided_options
from kopa_sim.study.cut_off_depots import cut_off_depots
from kopa_sim.study.cut_short import cut_short
from kopa_sim.study.funding_notices import criteria_notices, merged_provider_notices
from kopa_sim.study.held_counts import held_notices
from kopa_sim.study.idle_agreements import idle_agreements
from kopa_sim.study.idle_bells import idle_bell_notices
from kopa_sim.study.idle_measures import idle_measures
from kopa_sim.study.idle_purchases import idle_purchases
from kopa_sim.study.idle_substitutes import idle_substitutes
from kopa_sim.study.odd_counts import odd_count_notices
from kopa_sim.study.outside_law import outside_law_notices
from kopa_sim.study.prepare import OptionPlan, Prepared, prepare
from kopa_sim.study.sources_of_people import sources_of_people
from kopa_sim.study.staff_notices import staff_notices

FEW_PUPILS: Final = 5.0
"""A school with a catchment and fewer pupils than this is more likely a gap in the data than a school."""

HALF_A_PUPIL: Final = 0.5
"""Expected numbers below it are nobody."""

_AREAS_NAMED: Final = 4
_OPTIONS_NAMED: Final = 8


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


def _unreachable_problems(prepared: Prepared) -> list[Problem]:
    """Return what is wrong with journeys, the same trouble of several options told once with their names."""
    region, on_roads = prepared.scenario.region, prepared.scenario.roads is not None
    options_of: dict[Problem, list[str]] = {}
    for option in prepared.options:
        for gap in unreachable(region, prepared.journeys, option.plan, prepared.mean_pupils):
            problem = _gap_problem(gap, option.plan, region, on_roads=on_roads)
            options_of.setdefault(problem, []).append(option.plan.option)
    every = len(prepared.options)
    return [
        replace(problem, place=f"{_options_named(names, every)}, {problem.place}")
        for problem, names in options_of.items()
    ]


def _options_named(names: list[str], every: int) -> str:
    """Return options as they stand at the place of a problem."""
    if len(names) == 1:
        return f"option {names[0]}"
    return f"{'all options:' if len(names) == every else 'options'} {listed(names, _OPTIONS_NAMED)}"


def _gap_problem(gap: Unreachable, plan: Plan, region: Region, *, on_roads: bool) -> Problem:
    spoken = dict(zip(region.areas.codes, region.areas.languages, strict=True))
    lacking = {code: _lacking_grades(gap, spoken[code], plan, region) for code in gap.areas}
    alone = [code for code in gap.areas if lacking[code]]
    who, mends = "", [_KEEP_SCHOOLS] if len(alone) < len(gap.areas) else []
    mends += [_GIVE_ROADS] if mends and on_roads else []
    if alone:
        language = spoken[alone[0]]
        word, grades = _LANGUAGES.get(language, language), _runs(lacking[alone[0]])
        who = (
            f": no open school of the region teaches grades {grades} in {word}, which {_tracks(alone)} needs"
        )
        mends.append(f"add or keep a school with language {language} and grades {grades}")
        twins = [code for code in alone if code.endswith(TWIN)]
        mends += ["set swedish_share of the area to 0"] if twins else ["correct the language of the area"]
    return Problem(
        place=f"year {gap.year}, municipality {gap.municipality}",
        read=(
            f"{gap.pupils:.0f} pupils of grades {_runs(gap.grades)} have no path to any school"
            f" (areas {', '.join(gap.areas[:8])}{' …' if len(gap.areas) > 8 else ''}){who}"
        ),
        allowed="every pupil of a grade that the region's schools teach must be able to reach an open school"
        " that teaches it in the pupil's language",
        mend=", or ".join(mends),
    )


_LANGUAGES: Final = {"fi": "Finnish", "sv": "Swedish"}
_KEEP_SCHOOLS: Final = (
    "keep or open a school with these grades, change the grades of one, or let pupils cross a border"
    " (measure cooperate)"
)
_GIVE_ROADS: Final = (
    "give the road or ferry that leads to their homes (roads_edges), nodes nearer to them (roads_nodes,"
    " transport.road_access_limit_km) or rows of travel_times"
)


def _lacking_grades(gap: Unreachable, language: str, plan: Plan, region: Region) -> tuple[int, ...]:
    """Return the grades of a gap that no open school of the region teaches in the language."""
    speaks = np.array(region.schools.languages) == language
    taught = plan.teaches_year_school_grade[plan.years.index(gap.year)][speaks].any(axis=0)
    return tuple(grade for grade in gap.grades if not taught[grade])


def _tracks(areas: list[str]) -> str:
    """Return areas as the planner wrote them, Swedish tracks by the column they come from."""
    return ", ".join(
        f"the Swedish-speaking part of area {code.removesuffix(TWIN)} (column swedish_share)"
        if code.endswith(TWIN)
        else f"area {code}"
        for code in areas[:_AREAS_NAMED]
    ) + (" …" if len(areas) > _AREAS_NAMED else "")


def _runs(grades: tuple[int, ...]) -> str:
    """Return grades without those between that have a school: ``0 to 6, upper_secondary``."""
    runs: list[list[int]] = []
    for grade in grades:
        if runs and grade == runs[-1][-1] + 1 and grade != UPPER_SECONDARY:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return ", ".join(_span(tuple(run)) for run in runs)


def _span(grades: tuple[int, ...]) -> str:
    names = [GRADES[grade] for grade in grades]
    return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"


def _odd_counts(prepared: Prepared) -> tuple[str, ...]:
    scenario = prepared.scenario
    codes, mean = scenario.region.municipalities.codes, prepared.parameters.mean()
    return odd_count_notices(codes, scenario.demographic, prepared.expected, mean)


def _places_problems(prepared: Prepared) -> list[Problem]:
    odd = _odd_counts(prepared)
    return [
        Problem(
            place=f"schools, places of {', '.join(short.schools)}",
            read=(
                f"in {short.year} {short.pupils:.0f} pupils of grades {_runs(short.grades)} need a place and there"
                f" are {short.places:.0f}: {short.short:.0f} places short"
            ),
            allowed="the present network must have a place for every pupil of the first costed year",
            mend="; ".join(("correct the places, or add the temporary ones that are in use now", *odd)),
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
    found = _unreachable_problems(prepared)
    found += [problem for option in prepared.options for problem in _conflict_problems(option)]
    return tuple(found + _intake_problems(prepared) + _places_problems(prepared))


def find_notices(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for all that runs and is odd: pupil counts, schools almost without pupils, what has no effect.

    Looked at are the open schools with a catchment, with the pupils of all their grades in the mean future of the
    first costed year under as_is. A school with a given intake has the pupils its table says and is left out.
    """
    schools, plan = prepared.scenario.region.schools, prepared.as_is.plan
    flows = flow_pupils(prepared.scenario.region, prepared.as_is.catchments, prepared.mean_pupils)
    year = plan.years.index(plan.first_year)
    pupils_school = flows.pupils_draw_year_school_grade(len(schools))[0, year].sum(axis=1)
    teaches = plan.open_year_school[year] & plan.grades_year_school_grade[year].any(axis=1)
    few = teaches & schools.fills_by_distance & (pupils_school < FEW_PUPILS)
    plans, mean = [option.plan for option in prepared.options], prepared.parameters.mean()
    whole = mean.flag("transport.whole_areas")
    found = [
        _few_pupils_notice(
            schools.codes[school], schools.names[school], float(pupils_school[school]), plan.first_year, whole
        )
        for school in np.flatnonzero(few)
    ]
    idle = idle_purchases(prepared.scenario.region, prepared.options)
    return (
        *_odd_counts(prepared),
        *found,
        *idle,
        *idle_agreements(prepared),
        *staff_notices(prepared),
        *outside_law_notices(plans, mean),
        *idle_bell_notices(plans, mean),
        *calendar_notices(mean, prepared.as_is.plan.years),
        *cut_off_depots(prepared),
        *idle_measures(prepared),
        *idle_substitutes(prepared),
        *merged_provider_notices(prepared),
    )


def _few_pupils_notice(code: str, name: str, pupils: float, year: int, whole_areas: bool) -> str:
    none = pupils < HALF_A_PUPIL
    who = "no pupils" if none else f"{pupils:.1f} pupils"
    where = "no area is nearest to it" if none else "hardly any area is nearest to it"
    divide = (
        "divide an area that holds several schools (transport.whole_areas sends it to one), " * whole_areas
    )
    return (
        f"{name} ({code}) has {who} in {year} in the mean future of as_is: {where}, and its cost is counted"
        f" {'without' if none else 'almost without'} pupils; {divide}add points, travel times, or correct its grades"
    )


def find_held(prepared: Prepared) -> tuple[str, ...]:
    """Return what the projection is held to and the misfit that remains."""
    scenario = prepared.scenario
    return held_notices(scenario.region, scenario.demographic, prepared.launch)


def find_sources(prepared: Prepared) -> tuple[str, ...]:
    """Return from where births, deaths, moves and funding criteria come, and who was not counted at launch."""
    scenario = prepared.scenario
    people = sources_of_people(scenario.region, scenario.demographic, prepared.launch)
    return people + criteria_notices(scenario.region, prepared.expected, prepared.parameters.mean())


def notices_of(prepared: Prepared) -> tuple[str, ...]:
    """Return everything that the reader of a check or of a run should know and only the stages can tell."""
    found = find_sources(prepared) + find_held(prepared) + find_notices(prepared)
    undecided = undecided_notices(prepared.scenario, [option.plan.option for option in prepared.options])
    return found + undecided + find_idle_options(prepared) + cut_short(prepared)


def find_idle_options(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every option that is as_is in every year under another name."""
    as_is, undecided = prepared.as_is.plan, undecided_options(prepared.scenario)
    return tuple(
        f"option {option.plan.option} changes nothing: its plan is that of as_is in every year;"
        " look at the years and limits of its measures"
        for option in prepared.options
        if option.plan.option not in (as_is.option, *undecided)
        and option.plan.first_difference(as_is) is None
    )


def check_all(scenario: Scenario) -> Checked:
    """Return everything the mean future shows of a scenario that could be read, preparing it once."""
    prepared = prepare(scenario, seed=1, draws=1)
    return Checked(find_problems(prepared), notices_of(prepared))


def check_scenario(scenario: Scenario) -> tuple[Problem, ...]:
    """Return what is wrong with a scenario that could be read: everything the mean future shows."""
    return find_problems(prepare(scenario, seed=1, draws=1))
