"""report.html: one page that needs nothing else, in the scenario's language, verdict first."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kopa_sim import __version__
from kopa_sim.report.assumptions import assumptions_in_force
from kopa_sim.report.attribution import attribution_lines
from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.findings import (
    Finding,
    municipal_findings,
    regional_findings,
    sentence,
    title_of,
)
from kopa_sim.report.measure_texts import option_texts
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import RunResult

LARGEST_INLINE_SVG: Final[int] = 1_500_000
"""Bytes above which a figure stands in the page as PNG."""

NUMBER_HEADINGS: Final[tuple[str, ...]] = (
    "column_share",
    "column_pv",
    "column_yearly",
    "column_per_pupil",
    "column_minutes",
    "column_widens",
)
ASSUMPTION_HEADINGS: Final[tuple[str, ...]] = (
    "column_parameter",
    "column_value",
    "column_unit",
    "column_origin",
    "column_source",
    "column_year",
    "column_confidence",
)

_BEFORE_SVG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*"', re.DOTALL)
_HEIGHT = re.compile(r'(<svg[^>]*?) height="[^"]*"', re.DOTALL)
_IDENTIFIER = re.compile(r'(id="|url\(#|href="#)')


@dataclass(frozen=True)
class OptionRow:
    """One option of the table of options, its numbers written out."""

    title: str
    law: bool
    verdict: str
    numbers: tuple[str, ...]
    constraint: str


@dataclass(frozen=True)
class PagePicture:
    """A figure as it stands in the page."""

    picture: Markup
    note: str


def inline_svg(svg: bytes, name: str, description: str) -> Markup:
    """Return an SVG that can stand within a page: identifiers of its own, no metadata, a description for readers."""
    text = _METADATA.sub("", _BEFORE_SVG.sub("", svg.decode("utf-8"), count=1))
    text = _HEIGHT.sub(r"\1", _SIZE.sub(r"\1", text, count=1), count=1)
    text = _IDENTIFIER.sub(lambda found: f"{found[0]}{name}-", text)
    label = escape(description)
    return Markup(text.replace("<svg", f'<svg role="img" aria-label="{label}"', 1))


def picture_of(figure: RenderedFigure) -> Markup:
    """Return a figure as inline SVG, or as PNG where the SVG would be very large."""
    description = f"{figure.title}. {figure.finding}"
    if len(figure.svg) <= LARGEST_INLINE_SVG:
        return inline_svg(figure.svg, figure.name, description)
    data = base64.b64encode(figure.png).decode("ascii")
    return Markup('<img alt="{}" src="data:image/png;base64,{}">').format(description, data)


def option_row(finding: Finding, texts: Texts) -> OptionRow:
    """Return the row of one option; differences to itself are left open for as_is."""
    numbers = [
        texts.percent(finding.sustainable_share),
        texts.euros(finding.pv_difference_eur, signed=True),
        texts.euros(finding.yearly_difference_eur, signed=True),
        texts.euros(finding.per_pupil_eur),
        texts.number(finding.minutes_difference, 1, signed=True),
        texts.percent(finding.widens_inequality_share),
    ]
    if finding.is_as_is:
        for place in (1, 2, 4, 5):
            numbers[place] = "–"
    return OptionRow(
        finding.title,
        finding.only_if_law_allowed,
        finding.verdict,
        tuple(numbers),
        texts.word(finding.binding_constraint),
    )


def _subtitle(result: RunResult, texts: Texts) -> str:
    region = result.scenario.region
    return texts(
        "page.subtitle",
        first_year=result.scenario.first_year,
        end_year=result.scenario.end_year,
        price_year=result.scenario.price_year,
        draws=result.draws,
        municipalities=len(region.municipalities),
        schools=len(region.schools),
    )


def render_page(result: RunResult, figures: Sequence[RenderedFigure], texts: Texts) -> str:
    """Return the page as text; every name is escaped, and nothing is fetched from anywhere."""
    environment = Environment(
        loader=PackageLoader("kopa_sim.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    style = files("kopa_sim.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    findings = regional_findings(result)
    names = result.scenario.region.municipalities.names
    assumptions = assumptions_in_force(result.scenario, texts)
    return environment.get_template("report.html").render(
        texts=texts,
        result=result,
        version=__version__,
        style=Markup(style),
        subtitle=_subtitle(result, texts),
        findings=findings,
        sentence=sentence,
        title_of=title_of,
        number_headings=NUMBER_HEADINGS,
        option_rows=[option_row(finding, texts) for finding in findings],
        municipality_rows=[(name, municipal_findings(result, index)) for index, name in enumerate(names)],
        option_measures=[
            (o.plan.title, o.plan.only_if_law_allowed, option_texts(result.scenario, o.plan.option, texts))
            for o in result.options
        ],
        figures=[PagePicture(picture_of(figure), figure.note) for figure in figures],
        assumptions=assumptions,
        assumption_headings=ASSUMPTION_HEADINGS,
        low_count=sum(row.is_low for row in assumptions),
        attribution=attribution_lines(result.scenario, texts),
    )
