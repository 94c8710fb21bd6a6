"""The verdict on every option as a table in the terminal."""

from typing import TYPE_CHECKING, Final

from kopa_sim.report.texts import Texts

if TYPE_CHECKING:
    from kopa_sim.report.findings import Finding
    from kopa_sim.study.result import RunResult

COLUMNS: Final[tuple[str, ...]] = ("share", "pv", "per_pupil", "minutes")
"""Columns of numbers, right-aligned."""

COLOURS: Final[dict[str, str]] = {
    "sustainable": "green",
    "conditional": "yellow",
    "not_sustainable": "red",
}
WIDTH_WHEN_NOT_A_TERMINAL: Final[int] = 110


def numbers_of(finding: "Finding", texts: Texts) -> tuple[str, ...]:
    """Return the numbers of one option, written out; differences to itself stay open for as_is."""
    pv = texts.number(finding.pv_difference_eur / 1e6, 2, signed=True)
    minutes = texts.number(finding.minutes_difference, 1, signed=True)
    return (
        texts.share(finding.sustainable_share),
        "–" if finding.is_as_is else pv,
        texts.number(finding.per_pupil_eur),
        "–" if finding.is_as_is else minutes,
    )


def print_verdicts(result: "RunResult", texts: Texts) -> None:
    """Print the verdict for the whole region, one row an option."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from kopa_sim.report.findings import regional_findings
    from kopa_sim.report.qualified import qualified_sentence
    from kopa_sim.report.replications import precision_sentence, stopped_sentence
    from kopa_sim.report.turning import turning_sentences

    findings = regional_findings(result)
    title = texts("commands.table_title", title=result.scenario.title, draws=result.draws)
    table = Table(header_style="bold")
    table.add_column(texts("commands.column_option"), overflow="fold")
    table.add_column(texts("commands.column_verdict"))
    for column in COLUMNS:
        table.add_column(texts(f"commands.column_{column}"), justify="right", no_wrap=True)
    table.add_column(texts("commands.column_constraint"), overflow="fold")
    for finding in findings:
        mark = " *" if finding.only_if_law_allowed else ""
        table.add_row(
            Text(finding.option + mark),
            Text(texts.word(finding.verdict), style=COLOURS.get(finding.verdict, "")),
            *(Text(number) for number in numbers_of(finding, texts)),
            Text(texts.word(finding.binding_constraint)),
        )
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDTH_WHEN_NOT_A_TERMINAL
    console.print(Text(title, style="bold"))
    console.print(table)
    console.print(Text(texts("commands.table_note", price_year=result.scenario.price_year)))
    if any(finding.only_if_law_allowed for finding in findings):
        console.print(Text(texts("commands.table_law")))
    if told := qualified_sentence(result, findings, texts):
        console.print(Text(told))
    for told in turning_sentences(result, texts):
        console.print(Text(told))
    if result.replications == 0:
        console.print(Text(texts("commands.table_no_replications")))
    elif result.stopped and not result.replications_kept:
        console.print(Text(stopped_sentence(result, texts)))
    elif told := precision_sentence(result, texts):
        console.print(Text(told))
    if any(finding.binding_constraint == "member" for finding in findings):
        console.print(Text(texts("commands.table_member")))
