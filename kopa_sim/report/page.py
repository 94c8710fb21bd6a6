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
from kopa_sim.report.assumptions import assumptions_in_force, group_assumptions
from kopa_sim.report.attribution import attribution_lines
from kopa_sim.report.child_sheets import child_sheets
from kopa_sim.report.farther import farther_options
from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.figures.options import option_colour
from kopa_sim.report.figures.style import ink_on
from kopa_sim.report.findings import (
    Finding,
    lead,
    municipal_findings,
    qualified_floor,
    regional_findings,
    sentence,
    thresholds,
    title_of,
)
from kopa_sim.report.measure_texts import closing_text, option_texts
from kopa_sim.report.qualified import qualified_beside_floor, qualified_sentence
from kopa_sim.report.replications import precision_sentence, stopped_sentence
from kopa_sim.report.texts import Texts
from kopa_sim.report.turning import turning_sentences
from kopa_sim.report.week_page import week_section
from kopa_sim.study.result import RunResult

LARGEST_INLINE_SVG: Final[int] = 1_500_000
"""Bytes above which a figure stands in the page as PNG."""

NUMBER_HEADINGS: Final[tuple[str, ...]] = (
    "column_share",
    "column_gap",
    "column_pv",
    "column_yearly",
    "column_per_pupil",
    "column_minutes",
    "column_widens",
    "column_qualified",
)
ASSUMPTION_HEADINGS: Final[tuple[str, ...]] = (
    "column_parameter",
    "column_value",
    "column_unit",
    "column_source",
    "column_year",
    "column_confidence",
)

SECTIONS: Final[tuple[str, ...]] = (
    "verdict",
    "by_option",
    "by_municipality",
    "options",
    "farther",
    "children",
    "figures",
    "week",
    "notices",
    "method",
    "assumptions",
    "reproduce",
)
"""Anchors of the page's sections, in order."""

STYLE_SHEETS: Final[tuple[str, ...]] = ("report.css", "school_week.css")

_BEFORE_SVG = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.DOTALL)
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*"', re.DOTALL)
_HEIGHT = re.compile(r'(<svg[^>]*?) height="[^"]*"', re.DOTALL)
_IDENTIFIER = re.compile(r'(id="|url\(#|href="#)')


@dataclass(frozen=True)
class OptionRow:
    """One option of the table of options, its numbers written out, some with a small second line."""

    place: int
    title: str
    law: bool
    verdict: str
    numbers: tuple[tuple[str, str], ...]
    constraint: str


@dataclass(frozen=True)
class OptionMeasures:
    """What one option does: its measures, and the schools it closes."""

    place: int
    title: str
    law: bool
    measures: tuple[str, ...]
    closing: str


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


def option_row(result: RunResult, finding: Finding, texts: Texts) -> OptionRow:
    """Return the row of one option; differences to itself are left open for as_is."""
    low, high = (
        texts.euros(v, signed=True) for v in (finding.pv_difference_low_eur, finding.pv_difference_high_eur)
    )
    numbers = [
        (texts.share(finding.sustainable_share), ""),
        (texts.number(finding.gap_tax_points, 2, signed=True), ""),
        (texts.euros(finding.pv_difference_eur, signed=True), f"{low} … {high}"),
        (texts.euros(finding.yearly_difference_eur, signed=True), ""),
        (
            texts.whole_euros(finding.per_pupil_eur),
            texts.whole_euros(finding.per_pupil_difference_eur, signed=True),
        ),
        (texts.number(finding.minutes_difference, 1, signed=True), ""),
        (texts.share(finding.widens_inequality_share), ""),
        (qualified_beside_floor(result, finding, texts), _without_teacher(finding, texts)),
    ]
    if finding.is_as_is:
        for place in (2, 3, 5, 6):
            numbers[place] = ("–", "")
        numbers[4] = (numbers[4][0], "")
    return OptionRow(
        finding.place,
        finding.title,
        finding.only_if_law_allowed,
        finding.verdict,
        tuple(numbers),
        "" if finding.binding_constraint == "none" else texts.word(finding.binding_constraint),
    )


def _without_teacher(finding: Finding, texts: Texts) -> str:
    share = finding.not_given_share
    return texts("page.not_given_share", share=texts.percent(share, 1)) if share == share else ""


def badge(place: int) -> Markup:
    """Return an option's number in its colour, as in the figures."""
    colour = option_colour(place)
    return Markup('<span class="option" style="background:{};color:{}">{}</span>').format(
        colour, ink_on(colour), place
    )


def breakable(name: str) -> Markup:
    """Return a dotted name that may be broken at its joints, and there only."""
    return Markup(re.sub(r"([._])", r"\1<wbr>", str(escape(name))))


def _verdict_intro(result: RunResult, texts: Texts) -> str:
    conditional, sustainable = thresholds(result)
    return texts(
        "page.verdict_intro",
        conditional=texts.percent(conditional),
        sustainable=texts.percent(sustainable),
        floor=qualified_floor(result, texts),
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


def _template_text(name: str) -> str:
    return files("kopa_sim.report").joinpath(f"templates/{name}").read_text(encoding="utf-8")


def render_page(result: RunResult, figures: Sequence[RenderedFigure], texts: Texts) -> str:
    """Return the page as text; every name is escaped, and nothing is fetched from anywhere."""
    environment = Environment(
        loader=PackageLoader("kopa_sim.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    style = "".join(_template_text(name) for name in STYLE_SHEETS)
    findings = regional_findings(result)
    names = result.scenario.region.municipalities.names
    assumptions = assumptions_in_force(result.scenario, texts)
    week = week_section(result, texts)
    farther = farther_options(result, texts)
    children = child_sheets(result, texts)
    told = {"week": bool(week), "farther": bool(farther), "children": bool(children)}
    return environment.get_template("report.html").render(
        texts=texts,
        result=result,
        version=__version__,
        style=Markup(style),
        subtitle=_subtitle(result, texts),
        findings=findings,
        sections=[(name, texts(f"page.heading_{name}")) for name in SECTIONS if told.get(name, True)],
        week=week,
        farther=farther,
        children=children,
        precision=precision_sentence(result, texts),
        lead=lead(findings, texts),
        verdict_intro=_verdict_intro(result, texts),
        stopped_told=stopped_sentence(result, texts),
        qualified_told=qualified_sentence(result, findings, texts),
        turning_told=turning_sentences(result, texts),
        badge=badge,
        breakable=breakable,
        sentence=sentence,
        title_of=title_of,
        number_headings=[
            texts(f"page.{name}", floor=qualified_floor(result, texts)) for name in NUMBER_HEADINGS
        ],
        option_rows=[option_row(result, finding, texts) for finding in findings],
        municipality_rows=[(name, municipal_findings(result, index)) for index, name in enumerate(names)],
        option_measures=[
            OptionMeasures(
                place,
                o.plan.title,
                o.plan.only_if_law_allowed,
                option_texts(result.scenario, o.plan.option, texts),
                closing_text(result, o, texts),
            )
            for place, o in enumerate(result.options)
        ],
        figures=[PagePicture(picture_of(figure), figure.note) for figure in figures],
        assumption_groups=group_assumptions(assumptions, texts),
        assumption_count=len(assumptions),
        assumption_headings=ASSUMPTION_HEADINGS,
        low_count=sum(row.is_low for row in assumptions),
        attribution=attribution_lines(result.scenario, texts),
    )
