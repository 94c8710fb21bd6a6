"""coalitions.md and coalitions.html: the answer in words, a table of rules and the figure, option by option."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kopa_sim.report.coalitions_words import (
    OptionWords,
    introduction,
    named,
    player_names,
    rule_name,
    told_sharings,
    words_of,
)
from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.page import inline_svg
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.coalitions import Coalitions, OptionGame, Sharing

MILLION: Final = 1e6
DECIMALS: Final = 2
MARKED: Final = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>#|"})
"""Characters that mean something in Markdown."""


@dataclass(frozen=True)
class OptionSection:
    """One option as it stands on the page."""

    words: OptionWords
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    picture: Markup
    note: str


def table_headings(scenario: Scenario, found: OptionGame, texts: Texts) -> tuple[str, ...]:
    """Return the headings of the table of rules."""
    return (
        texts("coalitions.column_rule"),
        *player_names(scenario, found),
        texts("coalitions.column_stays"),
        texts("coalitions.column_leaves"),
    )


def table_rows(scenario: Scenario, found: OptionGame, texts: Texts) -> Iterator[tuple[str, ...]]:
    """Yield what each has alone, then a row for each rule: gains, futures in which all stay, and who would leave."""
    alone = found.game.alone.mean(axis=0)
    yield (texts("coalitions.column_alone"), *(_million(float(gain), texts) for gain in alone), "", "")
    for sharing in told_sharings(found):
        gains = (_million(float(gain), texts) for gain in sharing.expected)
        leaving = _leaving(scenario, found, sharing, texts)
        yield (rule_name(sharing, texts), *gains, texts.share(sharing.stays_share), leaving)


def _million(euros: float, texts: Texts) -> str:
    return texts.number(euros / MILLION, DECIMALS, signed=True)


def _leaving(scenario: Scenario, found: OptionGame, sharing: Sharing, texts: Texts) -> str:
    coalition = int(sharing.objection.coalition)
    if coalition < 0:
        return texts("coalitions.nobody")
    gain = texts.euros(float(sharing.objection.gain), signed=True)
    return f"{named(coalition, player_names(scenario, found))} ({gain})"


def render_markdown(
    scenario: Scenario, coalitions: Coalitions, figures: Sequence[RenderedFigure], texts: Texts
) -> str:
    """Return the answer as Markdown, its figures beside it."""
    lines = [f"# {_plain(texts('coalitions.heading', title=scenario.title))}", ""]
    lines += [" ".join(introduction(scenario, coalitions, texts)), ""]
    for found, figure in zip(coalitions.games, figures, strict=True):
        words = words_of(scenario, found, texts)
        lines += [f"## {_plain(words.title)}", "", " ".join(words.lines), ""]
        lines += [f"![{_plain(figure.finding)}](figures/{figure.name}.svg)", "", figure.note, ""]
        heads = table_headings(scenario, found, texts)
        rows = [heads, ("---",) * len(heads), *table_rows(scenario, found, texts)]
        lines += [f"| {' | '.join(row)} |" for row in rows]
        lines += ["", texts("coalitions.table_note", price_year=scenario.price_year), ""]
        for name, paragraph in words.paragraphs:
            lines += [f"### {_plain(name)}", "", _plain(paragraph), ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return text.translate(MARKED)


def render_html(
    scenario: Scenario, coalitions: Coalitions, figures: Sequence[RenderedFigure], texts: Texts
) -> str:
    """Return the answer as one page that needs nothing else."""
    environment = Environment(
        loader=PackageLoader("kopa_sim.report"), autoescape=True, undefined=StrictUndefined
    )
    sections = [
        OptionSection(
            words=words_of(scenario, found, texts),
            headings=table_headings(scenario, found, texts),
            rows=tuple(table_rows(scenario, found, texts)),
            picture=inline_svg(figure.svg, figure.name, figure.finding),
            note=figure.note,
        )
        for found, figure in zip(coalitions.games, figures, strict=True)
    ]
    style = files("kopa_sim.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    return environment.get_template("coalitions.html").render(
        texts=texts,
        heading=texts("coalitions.heading", title=scenario.title),
        introduction=introduction(scenario, coalitions, texts),
        options=sections,
        table_note=texts("coalitions.table_note", price_year=scenario.price_year),
        style=Markup(style),
    )
