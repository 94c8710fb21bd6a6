"""Networks that were found, as options that a scenario can have: ids, titles and TOML."""

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any, Final

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

PREFIXES: Final[dict[str, str]] = {
    "cost": "optimised_{}",
    "minutes": "optimised_{}",
    "frontier": "frontier_{:02d}",
}
"""How the options of each objective are numbered."""

_DELETE: Final = "\x7f"


def with_free_ids(optimised: Optimised, taken: Collection[str]) -> Optimised:
    """Return the answer with its networks numbered by ids that no option of the scenario has."""
    ids = _free_ids(PREFIXES[optimised.wishes.objective], taken)
    return replace(optimised, networks=tuple(_called(network, next(ids)) for network in optimised.networks))


def _free_ids(prefix: str, taken: Collection[str]) -> Iterator[str]:
    number = 0
    while True:
        number += 1
        if (name := prefix.format(number)) not in taken:
            yield name


def _called(network: FoundNetwork, option: str) -> FoundNetwork:
    return replace(network, option=option, plan=replace(network.plan, option=option))


def title_of_network(optimised: Optimised, place: int, texts: Texts) -> str:
    """Return the title of a found network as an option: what it is the best of, and how many schools it closes."""
    network, of = optimised.networks[place], len(optimised.networks)
    closed = len(network.closed)
    if optimised.wishes.objective == "cost":
        return texts("optimise.title_cost", closed=closed)
    if optimised.wishes.objective == "minutes":
        return texts("optimise.title_minutes", closed=closed)
    minutes = texts.number(network.mean_minutes, 1)
    return texts("optimise.title_frontier", number=place + 1, of=of, minutes=minutes, closed=closed)


def options_toml(scenario: Scenario, optimised: Optimised, texts: Texts) -> str:
    """Return the found networks as [[options]] blocks, ready to stand at the end of scenario.toml."""
    base = optimised.wishes.base_option
    lines = [f"# {texts('optimise.options_comment', title=scenario.title, base=base)}"]
    for place, network in enumerate(optimised.networks):
        lines += ["", "[[options]]", f"id = {toml_value(network.option)}"]
        lines += [
            f"title = {toml_value(title_of_network(optimised, place, texts))}",
            f"extends = {toml_value(base)}",
        ]
        for measure in network.measures:
            lines += ["", *measure_lines(measure)]
    return "\n".join(lines) + "\n"


def measure_lines(measure: Measure) -> list[str]:
    """Return a measure as an [[options.measures]] entry, without the fields that have their default."""
    fields = measure.model_dump(exclude_defaults=True)
    return ["[[options.measures]]", *(f"{key} = {toml_value(value)}" for key, value in fields.items())]


def toml_value(value: Any) -> str:
    """Return a text, number, truth or list as TOML writes it.

    Raises
    ------
    TypeError
        If it is none of these.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
    if isinstance(value, tuple | list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    raise TypeError(f"{value!r} cannot be written as TOML")
