"""The best networks as a table in the terminal."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kopa_sim.cli.optimise_details import print_details
from kopa_sim.cli.verdict_table import WIDTH_WHEN_NOT_A_TERMINAL
from kopa_sim.report.sentences import said
from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

COLUMNS: Final[tuple[str, ...]] = (
    "closed",
    "cost",
    "difference",
    "mean",
    "longest",
    "bound",
    "gap",
    "proved",
)
"""Columns beside the option, right-aligned."""
MILLION: Final = 1e6
UNKNOWN: Final = "–"
MARK: Final = "*"
"""Stands beside an option that does not keep the wishes and limits."""


def closed_text(scenario: "Scenario", network: "FoundNetwork", texts: Texts) -> str:
    """Return which schools a network closes, by name, with the year."""
    names = dict(zip(scenario.region.schools.codes, scenario.region.schools.names, strict=True))
    told = (f"{names[school]} {year}" for school, year in network.closed)
    return ", ".join(told) or texts("optimise.nothing_closes")


def numbers_of(network: "FoundNetwork", optimised: "Optimised", texts: Texts) -> tuple[str, ...]:
    """Return the numbers of one network, written out; what only a found network has stays open for others."""
    found = any(network is other for other in optimised.networks)
    above = (network.cost_eur - optimised.base.cost_eur) / MILLION
    return (
        texts.number(len(network.closed)),
        texts.number(network.cost_eur / MILLION, 2),
        UNKNOWN if network is optimised.base else texts.number(above, 2, signed=True),
        texts.number(network.mean_minutes, 1),
        texts.number(network.longest_minutes),
        texts.number(network.bound_eur / MILLION, 2) if found else UNKNOWN,
        texts.percent(network.gap, 2) if found else UNKNOWN,
        texts("optimise.yes" if network.proved else "optimise.no") if found else UNKNOWN,
    )


def print_networks(scenario: "Scenario", optimised: "Optimised", texts: Texts) -> None:
    """Print the base, the scenario's other options and the networks found, one row each, and what those close."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(header_style="bold")
    table.add_column(texts("optimise.column_option"), overflow="fold")
    for column in COLUMNS:
        table.add_column(texts(f"optimise.column_{column}"), justify="right", no_wrap=True)
    for network in (optimised.base, *optimised.hand_made, *optimised.networks):
        mark = f" {MARK}" if network.breaks else ""
        style = "bold" if any(network is found for found in optimised.networks) else ""
        numbers = (Text(number) for number in numbers_of(network, optimised, texts))
        table.add_row(Text(f"{network.option}{mark}", style=style), *numbers)
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_WHEN_NOT_A_TERMINAL
    console.print(Text(texts("optimise.table_title", title=scenario.title), style="bold"))
    console.print(table)
    for line in _lines(scenario, optimised, texts):
        console.print(Text(line))
    print_details(console, scenario, optimised, texts)


def _lines(scenario: "Scenario", optimised: "Optimised", texts: Texts) -> Iterator[str]:
    """Yield what stands below the table: its words, what the networks do, and which options break wishes."""
    yield _note(scenario, optimised, texts)
    for network in (*optimised.hand_made, *optimised.networks):
        if network.breaks:
            broken = "; ".join(said(phrase, texts) for phrase in network.breaks)
            yield texts("optimise.breaks", option=network.option, broken=broken)
    for network in optimised.networks:
        yield texts("optimise.closes", option=network.option, closed=closed_text(scenario, network, texts))
        others = other_measures(scenario, network, texts)
        if others:
            yield texts("optimise.does", option=network.option, done=", ".join(others))
        if math.isfinite(network.routed_difference_eur):
            yield _routed(network, optimised, texts)


def other_measures(scenario: "Scenario", network: "FoundNetwork", texts: Texts) -> list[str]:
    """Return what a network does beside closing schools, by the measure's name, school and year."""
    names = dict(zip(scenario.region.schools.codes, scenario.region.schools.names, strict=True))
    found = []
    for measure in network.measures:
        fields = measure.model_dump()
        if fields["measure"] != "close_school":
            schools = [names[fields[key]] for key in ("school", "lower", "upper") if key in fields]
            told = (texts(f"measures.{fields['measure']}"), " – ".join(schools), str(fields["year"]))
            found.append(" ".join(part for part in told if part))
    return found


def _routed(network: "FoundNetwork", optimised: "Optimised", texts: Texts) -> str:
    by_rule = (network.cost_eur - optimised.base.cost_eur) / MILLION
    return texts(
        "optimise.routed",
        option=network.option,
        routed=texts.number(network.routed_difference_eur / MILLION, 2, signed=True),
        by_rule=texts.number(by_rule, 2, signed=True),
    )


def _note(scenario: "Scenario", optimised: "Optimised", texts: Texts) -> str:
    gap = texts.percent(optimised.wishes.gap, 2)
    count = optimised.wishes.futures
    where = texts("optimise.where_futures", count=count) if count else texts("optimise.where_mean")
    return texts("optimise.table_note", price_year=scenario.price_year, gap=gap, where=where)
