"""The first sheet of summary.xlsx: the verdict on every option, for the region and each municipality."""

from kopa_sim.report.findings import (
    Finding,
    lead,
    municipal_findings,
    qualified_floor,
    regional_findings,
    sentence,
    title_of,
)
from kopa_sim.report.texts import Texts
from kopa_sim.report.workbook import FrontSheet
from kopa_sim.study.result import RunResult

COLUMNS = {
    "column_municipality": "text",
    "column_option": "text",
    "column_verdict_word": "text",
    "column_share": "percent",
    "column_gap": "number",
    "column_pv": "euros",
    "column_yearly": "euros",
    "column_per_pupil": "euros",
    "column_minutes": "number",
    "column_qualified": "percent",
    "column_constraint": "text",
}
"""Heading of each column, and how its numbers are written."""


def _row(place: str, finding: Finding, texts: Texts) -> list[str | float]:
    """Return one option's cells; what compares as_is with itself stays empty."""
    compared = float("nan") if finding.is_as_is else 1.0
    return [
        place,
        title_of(finding, texts),
        texts.word(finding.verdict),
        round(finding.sustainable_share, 4),
        round(finding.gap_tax_points, 4),
        round(compared * finding.pv_difference_eur, 2),
        round(compared * finding.yearly_difference_eur, 2),
        round(finding.per_pupil_eur, 2),
        round(compared * finding.minutes_difference, 2),
        round(finding.qualified_teaching_share, 4),
        texts.word(finding.binding_constraint),
    ]


def front_sheet(result: RunResult, texts: Texts) -> FrontSheet:
    """Return the verdicts as rows, the region first, with a sentence an option below."""
    regional = regional_findings(result)
    rows = [_row(texts.word("ALL"), finding, texts) for finding in regional]
    for index, name in enumerate(result.scenario.region.municipalities.names):
        rows += [_row(name, finding, texts) for finding in municipal_findings(result, index)]
    prices = texts("page.sheet_prices", price_year=result.scenario.price_year, draws=result.draws)
    return FrontSheet(
        title=result.scenario.title,
        lines=(lead(regional, texts), prices),
        headings=[texts(f"page.{name}", floor=qualified_floor(result, texts)) for name in COLUMNS],
        kinds=tuple(COLUMNS.values()),
        rows=rows,
        notes=[sentence(finding, texts) for finding in regional],
    )
