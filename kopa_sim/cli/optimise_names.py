"""What is wrong with the wishes of ``kopa optimise``: names that do not exist, wishes that contradict each other."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.findings import listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.options import MOST_OPTIONS
from kopa_sim.scenario.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.study.optimise.contents import Wishes


def codes(given: Iterable[str]) -> tuple[str, ...]:
    """Return codes that were given one by one or several with commas or semicolons, each once."""
    parts = (part.strip() for text in given for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def refuse_unknown(scenario: "Scenario", wishes: "Wishes", texts: Texts, *, points_asked: bool) -> None:
    """Raise ScenarioError with everything that is wrong with the wishes."""
    problems = [
        *_names(scenario, wishes, texts),
        *_schools(scenario, wishes, texts),
        *_base(scenario, wishes, texts),
        *_points(scenario, wishes, texts, points_asked=points_asked),
    ]
    if problems:
        raise ScenarioError(problems)


def _names(scenario: "Scenario", wishes: "Wishes", texts: Texts) -> Iterator[Problem]:
    region = scenario.region
    schools = dict(zip(region.schools.codes, region.schools.names, strict=True))
    municipalities = dict(zip(region.municipalities.codes, region.municipalities.names, strict=True))
    options = {option.id: option.title for option in scenario.options}
    kinds = (
        ("--keep", wishes.keep, schools, "school"),
        ("--close", wishes.close, schools, "school"),
        ("--municipality", wishes.municipalities, municipalities, "municipality"),
        ("--base", (wishes.base_option,), options, "option"),
    )
    for option, asked, known, kind in kinds:
        for name in asked:
            if name not in known:
                read = texts(f"optimise.unknown_{kind}", read=shown(name))
                yield Problem(f"{option} {name}", read, listed(known), _mend(name, known, texts))


def _mend(name: str, known: Mapping[str, str], texts: Texts) -> str:
    by_name = next((code for code, full in known.items() if full.casefold() == name.casefold()), None)
    return texts("optimise.its_code", code=shown(by_name)) if by_name else did_you_mean(name, known)


def _schools(scenario: "Scenario", wishes: "Wishes", texts: Texts) -> Iterator[Problem]:
    schools = scenario.region.schools
    for code in wishes.close:
        if code in wishes.keep:
            read = texts("optimise.keep_and_close", school=code)
            yield Problem(f"--keep {code} --close {code}", read, texts("optimise.keep_or_close"))
        if code in schools.codes and not schools.fills_by_distance[schools.codes.index(code)]:
            yield Problem(f"--close {code}", texts("optimise.given_intake", school=code))


def _base(scenario: "Scenario", wishes: "Wishes", texts: Texts) -> Iterator[Problem]:
    from kopa_sim.study.chosen_networks import undecided_options

    if wishes.base_option in undecided_options(scenario):
        read = texts("optimise.base_undecided", option=wishes.base_option)
        yield Problem(f"--base {wishes.base_option}", read, texts("optimise.without_solver"))


def _points(scenario: "Scenario", wishes: "Wishes", texts: Texts, *, points_asked: bool) -> Iterator[Problem]:
    frontier = wishes.objective == "frontier"
    if points_asked and not frontier:
        yield Problem("--points", texts("optimise.points_alone"), texts("optimise.points_frontier"))
    points = wishes.frontier_points if frontier else 1
    if len(scenario.options) + points > MOST_OPTIONS:
        read = texts("optimise.too_many_options", options=len(scenario.options), points=points)
        yield Problem(
            "--points" if frontier else "options", read, texts("optimise.at_most", most=MOST_OPTIONS)
        )
