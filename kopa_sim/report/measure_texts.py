"""What an option does, in words: its measures with the names of schools and municipalities."""

from typing import Any

from kopa_sim.report.texts import Texts, catalogue
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.options import option_measures

LISTED_NAMES = 12


def _names(scenario: Scenario) -> dict[str, str]:
    region = scenario.region
    places = (region.municipalities, region.schools)
    return {code: name for place in places for code, name in zip(place.codes, place.names, strict=True)}


def _value(value: Any, names: dict[str, str], texts: Texts) -> str:
    if isinstance(value, bool):
        return texts.word("yes" if value else "no")
    if isinstance(value, tuple | list):
        shown = [_value(item, names, texts) for item in value[:LISTED_NAMES]]
        return ", ".join(shown) + (" …" if len(value) > LISTED_NAMES else "")
    return names.get(str(value), str(value))


def measure_text(measure: Measure, scenario: Scenario, texts: Texts) -> str:
    """Return one measure as its name and what the planner set in it."""
    names = _names(scenario)
    fields = measure.model_dump(exclude_unset=True)
    kind = str(fields.pop("measure"))
    title = texts(f"measures.{kind}") if kind in catalogue("measures") else kind
    parts = [f"{field} {_value(value, names, texts)}" for field, value in fields.items() if value != ()]
    return f"{title} ({'; '.join(parts)})" if parts else title


def option_texts(scenario: Scenario, option: str, texts: Texts) -> tuple[str, ...]:
    """Return every measure of an option, those of the options it extends first."""
    measures = option_measures(scenario.options, option)
    return tuple(measure_text(measure, scenario, texts) for measure in measures)
