"""What only shows when the stages are asked: pupils without a path, places that fall short."""

from kopa_sim.model.grades import GRADES
from kopa_sim.network import places_short, unreachable
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.problems import Problem
from kopa_sim.study.prepare import OptionPlan, Prepared, prepare


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


def find_problems(prepared: Prepared) -> tuple[Problem, ...]:
    """Return what makes the prepared options impossible; empty when they can be run."""
    found = [problem for option in prepared.options for problem in _unreachable_problems(prepared, option)]
    return tuple(found + _places_problems(prepared))


def check_scenario(scenario: Scenario) -> tuple[Problem, ...]:
    """Return what is wrong with a scenario that could be read: everything the mean future shows."""
    return find_problems(prepare(scenario, seed=1, draws=1))
