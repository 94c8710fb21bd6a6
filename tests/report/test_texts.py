import re
from pathlib import Path

import pytest

import kopa_sim.cli
import kopa_sim.report
from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS, PAYERS
from kopa_sim.report.texts import LANGUAGES, TOPICS, catalogue, texts_in
from kopa_sim.scenario.measures import MEASURES

ENTRIES = [(topic, name) for topic in TOPICS for name in catalogue(topic)]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
KEY = re.compile(r'texts\(\s*"(\w+\.\w+)"')
TEMPLATE_KEY = re.compile(r'texts\("(\w+\.\w+)"')


@pytest.mark.parametrize(("topic", "name"), ENTRIES)
def test_every_text_is_there_in_all_languages(topic, name):
    entry = catalogue(topic)[name]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())


@pytest.mark.parametrize(("topic", "name"), ENTRIES)
def test_every_language_uses_the_same_placeholders(topic, name):
    found = {
        language: sorted(set(PLACEHOLDER.findall(text))) for language, text in catalogue(topic)[name].items()
    }
    assert found["fi"] == found["en"] == found["sv"]


def _used_keys():
    rooms = [Path(kopa_sim.report.__file__).parent, Path(kopa_sim.cli.__file__).parent]
    sources = [path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")]
    page = (rooms[0] / "templates" / "report.html").read_text(encoding="utf-8")
    return {key for source in sources for key in KEY.findall(source)} | set(TEMPLATE_KEY.findall(page))


def test_every_text_that_is_asked_for_exists():
    for key in _used_keys():
        topic, name = key.split(".")
        assert name in catalogue(topic), key


def test_no_text_stands_idle():
    rooms = [Path(kopa_sim.report.__file__).parent, Path(kopa_sim.cli.__file__).parent]
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in rooms
        for path in room.rglob("*")
        if path.suffix in (".py", ".html")
    )
    built = ("verdict_sustainable", "verdict_conditional", "verdict_not_sustainable", "stage_", "column_")
    figures = {f"{name}{end}" for name in _figure_names() for end in ("", "_note")}
    idle = [
        f"{topic}.{name}"
        for topic in ("figures", "page", "commands")
        for name in catalogue(topic)
        if f"{topic}.{name}" not in code
        and name not in figures
        and not name.startswith(built)
        and f'"{name.removesuffix("_help")}"' not in code
    ]
    assert idle == []


def _figure_names():
    from kopa_sim.report.figures import FIGURES, ROUTE_FIGURES, TOUR_FIGURES, WEEK_FIGURES

    return (*FIGURES, *ROUTE_FIGURES, *TOUR_FIGURES, *WEEK_FIGURES)


def test_whatever_the_tables_name_has_a_plain_word():
    for name in (*COST_ITEMS, *FUNDING_ITEMS, *PAYERS, *GRADE_BANDS, "sustainable", "conditional", "money"):
        assert name in catalogue("words"), name


def test_every_measure_has_a_name():
    assert set(catalogue("measures")) == set(MEASURES)


def test_whole_euros_can_be_subtracted(english):
    assert english.whole_euros(15_771.4) == "15,771\u00a0€"
    assert english.whole_euros(-396.8, signed=True) == "\u2212397\u00a0€"
    assert english.whole_euros(float("nan")) == "–"


def test_quotation_marks_are_the_languages():
    assert texts_in("en").quoted("a") == "“a”"
    assert texts_in("fi").quoted("a") == "”a”"


def test_an_unknown_identifier_is_shown_as_it_is(texts):
    assert texts.word("something_new") == "something_new"


def test_finnish_and_swedish_numbers_have_a_space_and_a_comma():
    for language in ("fi", "sv"):
        assert texts_in(language).number(1234567.891, 1) == "1\u00a0234\u00a0567,9"
        assert texts_in(language).percent(0.125, 1) == "12,5\u00a0%"


def test_english_numbers_have_a_comma_and_a_point(english):
    assert english.number(1234567.891, 1) == "1,234,567.9"
    assert english.percent(0.5) == "50%"


def test_signs_are_written_where_asked_and_zero_has_none(english):
    assert english.number(3.14, 1, signed=True) == "+3.1"
    assert english.number(-3.14, 1) == "\u22123.1"
    assert english.number(-0.04, 1, signed=True) == "0.0"


def test_no_value_is_a_dash(english):
    nothing = float("nan")
    assert english.number(nothing) == english.percent(nothing) == english.euros(nothing) == "–"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (85.4, "85"),
        (9_994.0, "9,994"),
        (14_898.0, "14,900"),
        (123_456.0, "123,000"),
        (999_499.0, "999,000"),
        (1_254_000.0, "1.25 M"),
        (-12_340_000.0, "\u221212.3 M"),
    ],
)
def test_euros_are_rounded_to_what_a_reader_can_use(english, value, shown):
    written = english.euros(value).replace("\u00a0", " ")
    assert written == (f"{shown}€" if shown.endswith("M") else f"{shown} €")


def test_a_value_with_braces_is_not_read_as_a_placeholder(english):
    assert "{title}" in english("page.verdict_sustainable", title="{title}", share="1")


def test_another_language_falls_back_to_english():
    assert texts_in("de").language == "en"


@pytest.mark.parametrize(("share", "told"), [(0.0, "0%"), (0.004, "under 1%"), (0.006, "1%"), (0.5, "50%")])
def test_little_is_not_nothing(english, share, told):
    assert english.share(share) == told
    assert english.share(float("nan")) == "–"
