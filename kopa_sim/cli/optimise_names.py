"""What is wrong with the wishes of ``kopa optimise``: names that do not exist, wishes that contradict each other."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kopa_sim.report.sentences import in_language
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.findings import shown
from kopa_sim.scenario.nearest import nearest
from kopa_sim.scenario.options import MOST_OPTIONS
from kopa_sim.scenario.problems import Problem, ScenarioError

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.study.optimise.contents import Wishes


YEAR_DIGITS: Final = 4
NAMED: Final = 30
"""Names that are listed of what there is."""


def codes(given: Iterable[str]) -> tuple[str, ...]:
    """Return codes that were given one by one or several with commas or semicolons, each once."""
    parts = (part.strip() for text in given for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True)
class EarliestYears:
    """First years of closing as they were given.

    Attributes
    ----------
    unread
        Those that are no year.
    twice
        Those that say different years of the same schools.
    """

    of_all: int | None
    of_school: tuple[tuple[str, int], ...]
    unread: tuple[str, ...]
    twice: tuple[tuple[str, ...], ...] = ()


def earliest_years(given: Iterable[str]) -> EarliestYears:
    """Return what ``2030`` and ``takakyla=2031`` say."""
    years: dict[str, dict[int, str]] = {}
    unread = []
    for text in given:
        school, _, year = text.rpartition("=")
        if not year.strip().isascii() or not year.strip().isdigit() or len(year.strip()) > YEAR_DIGITS:
            unread.append(text)
        else:
            years.setdefault(school.strip(), {})[int(year)] = text
    last = {school: list(of)[-1] for school, of in years.items()}
    twice = tuple(tuple(of.values()) for of in years.values() if len(of) > 1)
    of_all = last.pop("", None)
    return EarliestYears(of_all, tuple(last.items()), tuple(unread), twice)


def refuse_unknown(
    scenario: "Scenario",
    wishes: "Wishes",
    texts: Texts,
    *,
    points_asked: bool,
    years: Iterable[str] = (),
    others: Iterable[Problem] = (),
) -> None:
    """Raise ScenarioError with everything that is wrong with the wishes.

    Parameters
    ----------
    years
        The earliest, as given.
    others
        What else is wrong with the call, which comes first.
    """
    problems = [
        *others,
        *_names(scenario, wishes, texts),
        *_years(scenario, wishes, texts, earliest_years(years)),
        *_schools(scenario, wishes, texts),
        *_base(scenario, wishes, texts),
        *_points(scenario, wishes, texts, points_asked=points_asked),
    ]
    if problems:
        raise ScenarioError([in_language(problem, texts) for problem in problems])


def _years(scenario: "Scenario", wishes: "Wishes", texts: Texts, given: EarliestYears) -> Iterator[Problem]:
    first, last = scenario.first_year, scenario.end_year
    allowed = texts("optimise.years_allowed", first=first, last=last)
    for several in given.twice:
        place, read = " ".join(f"--earliest-year {text}" for text in several), ", ".join(several)
        yield Problem(place, texts("optimise.two_years", years=read), texts("optimise.two_years_allowed"))
    for text in given.unread:
        yield Problem(f"--earliest-year {text}", texts("optimise.no_year", read=shown(text)), allowed)
    asked = [(str(wishes.earliest_year), wishes.earliest_year)] if wishes.earliest_year is not None else []
    asked += [(f"{school}={year}", year) for school, year in wishes.earliest_year_of_school]
    for text, year in asked:
        if not first <= year <= last:
            yield Problem(f"--earliest-year {text}", texts("optimise.year_outside", read=year), allowed)


def _names(scenario: "Scenario", wishes: "Wishes", texts: Texts) -> Iterator[Problem]:
    region = scenario.region
    schools = dict(zip(region.schools.codes, region.schools.names, strict=True))
    municipalities = dict(zip(region.municipalities.codes, region.municipalities.names, strict=True))
    options = {option.id: option.title for option in scenario.options}
    kinds = (
        ("--keep", wishes.keep, schools, "school"),
        ("--close", wishes.close, schools, "school"),
        ("--earliest-year", tuple(school for school, _ in wishes.earliest_year_of_school), schools, "school"),
        ("--municipality", wishes.municipalities, municipalities, "municipality"),
        ("--base", (wishes.base_option,), options, "option"),
    )
    for option, asked, known, kind in kinds:
        for name in asked:
            if name not in known:
                read = texts(f"optimise.unknown_{kind}", read=shown(name))
                yield Problem(f"{option} {name}", read, _listed(known, texts), _mend(name, known, texts))


def _listed(known: Iterable[str], texts: Texts) -> str:
    """Return names, of many the first and how many there are."""
    names = list(known)
    if len(names) <= NAMED:
        return ", ".join(names)
    return texts("optimise.in_all", names=", ".join(names[:NAMED]), count=len(names))


def _mend(name: str, known: Mapping[str, str], texts: Texts) -> str:
    by_name = next((code for code, full in known.items() if full.casefold() == name.casefold()), None)
    if by_name:
        return texts("optimise.its_code", code=shown(by_name))
    near = nearest(name, known)
    return texts("optimise.did_you_mean", name=shown(near)) if near else ""


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
