"""The answer of ``kopa coalitions`` on screen: the table of rules and a paragraph for each municipality."""

import textwrap
from typing import TYPE_CHECKING, Final

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.scenario.contents import Scenario
    from kopa_sim.study.coalitions import Coalitions, OptionGame

WIDTH: Final = 100
"""Columns of a paragraph."""

WIDTH_WHEN_NOT_A_TERMINAL: Final = 160


def print_coalitions(scenario: "Scenario", coalitions: "Coalitions", texts: Texts) -> None:
    """Print what gains are, and for each option who gains, who would leave, and what that means for each."""
    import click

    from kopa_sim.report.coalitions_words import introduction, words_of

    for sentence in introduction(scenario, coalitions, texts):
        click.echo(_folded(sentence))
    for found in coalitions.games:
        words = words_of(scenario, found, texts)
        click.echo("")
        _print_table(scenario, found, texts)
        click.echo(_folded(" ".join(words.lines)))
        for _, paragraph in words.paragraphs:
            click.echo("")
            click.echo(_folded(paragraph))
    click.echo("")


def _print_table(scenario: "Scenario", found: "OptionGame", texts: Texts) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kopa_sim.report.coalitions_page import table_headings, table_rows

    table = Table(header_style="bold")
    headings = table_headings(scenario, found, texts)
    for place, heading in enumerate(headings):
        number = 0 < place < len(headings) - 1
        table.add_column(
            Text(heading),
            justify="right" if number else "left",
            no_wrap=number and place <= len(found.game.players),
            overflow="fold",
        )
    for row in table_rows(scenario, found, texts):
        table.add_row(*(Text(cell) for cell in row))
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_WHEN_NOT_A_TERMINAL
    console.print(Text(found.game.title, style="bold"))
    console.print(table)
    console.print(Text(texts("coalitions.table_note", price_year=scenario.price_year)))


def _folded(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
