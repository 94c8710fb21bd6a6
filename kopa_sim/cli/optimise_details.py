"""The cheapest network in more detail in the terminal: cost by municipality, and who receives whom in which year."""

from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

MILLION: Final = 1e6
UNSEEN: Final = 0.5
"""Pupils; ways of fewer stand in the file alone."""


def print_details(console: Console, scenario: "Scenario", optimised: "Optimised", texts: Texts) -> None:
    """Print the first network's cost by municipality and its movements of pupils, where they are known."""
    first = optimised.networks[0]
    if first.cost_eur_municipality is None or optimised.base.cost_eur_municipality is None:
        return
    _print(
        console,
        texts("optimise.municipalities_title", option=first.option, price_year=scenario.price_year),
        municipalities(scenario, optimised.base, first, texts),
    )
    if first.moved:
        _print(console, texts("optimise.moves_title", option=first.option), movements(scenario, first, texts))
    console.print(Text(texts("optimise.details_in_files")))


def _print(console: Console, title: str, table: Table) -> None:
    console.print(Text(f"\n{title}", style="bold"))
    console.print(table)


def municipalities(
    scenario: "Scenario", base: "FoundNetwork", network: "FoundNetwork", texts: Texts
) -> Table:
    """Return the cost of each municipality under the base and under a network, and how it changes."""
    table = Table(header_style="bold")
    table.add_column(texts("optimise.column_municipality"), overflow="fold")
    for column in ("before", "after", "change"):
        table.add_column(texts(f"optimise.column_{column}"), justify="right", no_wrap=True)
    before, after = base.cost_eur_municipality, network.cost_eur_municipality
    if before is None or after is None:
        return table
    names = (*scenario.region.municipalities.names, texts("optimise.all_municipalities"))
    pairs = zip((*before, before.sum()), (*after, after.sum()), strict=True)
    for name, (first, second) in zip(names, pairs, strict=True):
        change = texts.number((second - first) / MILLION, 2, signed=True)
        table.add_row(
            Text(name),
            texts.number(first / MILLION, 2),
            texts.number(second / MILLION, 2),
            change,
        )
    return table


def movements(scenario: "Scenario", network: "FoundNetwork", texts: Texts) -> Table:
    """Return which school receives whom in which year, how many pupils, and their way before and after."""
    names = dict(zip(scenario.region.schools.codes, scenario.region.schools.names, strict=True))
    table = Table(header_style="bold")
    table.add_column(texts("optimise.column_year"))
    for column in ("from", "to"):
        table.add_column(texts(f"optimise.column_{column}"), overflow="fold")
    for column in ("pupils", "minutes"):
        table.add_column(texts(f"optimise.column_{column}"), justify="right", no_wrap=True)
    for move in network.moved:
        if move.pupils >= UNSEEN:
            minutes = (texts.number(value) for value in (move.minutes_before, move.minutes_after))
            way = texts("optimise.before_after", **dict(zip(("before", "after"), minutes, strict=True)))
            schools = (Text(names[move.school]), Text(names[move.receiving]))
            table.add_row(str(move.year), *schools, texts.number(move.pupils), way)
    return table
