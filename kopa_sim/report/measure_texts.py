"""What an option does, in words: its measures with the names of schools and municipalities."""

from typing import Any, Final

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.report.findings import Closing, closings
from kopa_sim.report.texts import Texts, catalogue
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.options import option_measures
from kopa_sim.study.result import OptionResult, RunResult

LISTED_NAMES: Final[int] = 12
UNTOLD: Final[frozenset[str]] = frozenset({"measure", "name"})
"""Fields that say nothing to a reader: the kind, which stands in front, and an identifier."""


def _names(scenario: Scenario) -> dict[str, str]:
    region = scenario.region
    places = (region.municipalities, region.schools)
    return {code: name for place in places for code, name in zip(place.codes, place.names, strict=True)}


def _grades(span: str, texts: Texts) -> str:
    parts = [
        texts.word(part) if part in GRADE_BANDS[-1:] else part.replace("-", "–") for part in span.split("+")
    ]
    return " + ".join(parts)


def _value(field: str, value: Any, names: dict[str, str], texts: Texts) -> str:
    if isinstance(value, tuple | list):
        shown = [_value(field, item, names, texts) for item in value[:LISTED_NAMES]]
        return ", ".join(shown) + (" …" if len(value) > LISTED_NAMES else "")
    if isinstance(value, dict):
        pairs = [f"{names.get(str(key), str(key))} {item}" for key, item in value.items()]
        return ", ".join(pairs[:LISTED_NAMES]) + (" …" if len(pairs) > LISTED_NAMES else "")
    if field == "grades":
        return _grades(str(value), texts)
    if field.endswith("_share"):
        return texts.percent(value)
    if field.endswith(("_eur", "_km")) or isinstance(value, float):
        return texts.number(value, 0 if value == round(value) else 1)
    return names.get(str(value)) or texts.word(str(value))


def measure_text(measure: Measure, scenario: Scenario, texts: Texts) -> str:
    """Return one measure as its name and what the planner set in it."""
    names = _names(scenario)
    fields = measure.model_dump(exclude_unset=True)
    kind = str(fields["measure"])
    title = texts(f"measures.{kind}") if kind in catalogue("measures") else kind
    told = [
        _field(field, value, names, texts)
        for field, value in fields.items()
        if field not in UNTOLD and value not in ((), {}, None, False)
    ]
    return f"{title} – {'; '.join(told)}" if told else title


def _field(field: str, value: Any, names: dict[str, str], texts: Texts) -> str:
    shown = _value(field, value, names, texts)
    return texts(f"fields.{field}", value=shown) if field in catalogue("fields") else f"{field} {shown}"


def option_texts(scenario: Scenario, option: str, texts: Texts) -> tuple[str, ...]:
    """Return every measure of an option, those of the options it extends first."""
    measures = option_measures(scenario.options, option)
    return tuple(measure_text(measure, scenario, texts) for measure in measures)


def closing_text(result: RunResult, option: OptionResult, texts: Texts) -> str:
    """Return which schools an option closes, when, and with how many pupils; empty where it closes none."""
    closed = closings(result, option)
    if not closed:
        return ""
    key = "page.one_school" if len(closed) == 1 else "page.number_of_schools"
    return texts(
        "page.closed_in_option",
        schools=texts(key, schools=len(closed)),
        pupils=texts.number(sum(closing.pupils for closing in closed)),
        named=", ".join(_closed_school(result, closing, texts) for closing in closed),
    )


def _closed_school(result: RunResult, closing: Closing, texts: Texts) -> str:
    region = result.scenario.region
    return texts(
        "page.closed_school",
        school=region.schools.names[closing.school],
        municipality=region.municipalities.names[region.schools.municipality[closing.school]],
        year=closing.year,
        pupils=texts.number(closing.pupils),
    )
