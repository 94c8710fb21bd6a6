"""Every parameter in force, ready to show: value, unit, where it was set, source, year and confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Distribution, Scenario
from kopa_sim.scenario.defaults import ParameterSpec, load_defaults

SHORT_TABLE = 12
"""Entries of a table of numbers that are shown in full."""


@dataclass(frozen=True)
class Assumption:
    """One parameter as the page and the terminal show it; ``origin`` is empty for a default."""

    name: str
    value: str
    unit: str
    origin: str
    source: str
    year: str
    confidence: str
    calibrated_to: str = ""
    varies: str = ""
    note: str = ""

    @property
    def is_low(self) -> bool:
        """Whether confidence in the value is low: never where the scenario sets it, for then it is the planner's."""
        return self.confidence == "low" and not self.origin


def plain_number(value: float, texts: Texts) -> str:
    """Return a number with as many digits as it has, up to six, in the language's way of writing."""
    text = f"{value:.6g}"
    if "e" in text:
        return text
    decimals = len(text.partition(".")[2])
    return texts.number(value, decimals)


def value_text(value: ParameterValue, texts: Texts) -> str:
    """Return a parameter's value as text."""
    if isinstance(value, bool):
        return texts.word("yes" if value else "no")
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(plain_number(item, texts) for item in value)
    if isinstance(value, Mapping):
        parts = [f"{texts.word(str(key))}: {plain_number(item, texts)}" for key, item in value.items()]
        return "; ".join(parts[:SHORT_TABLE]) + (" …" if len(parts) > SHORT_TABLE else "")
    return plain_number(float(value), texts)


def distribution_text(distribution: Distribution, texts: Texts) -> str:
    """Return how a parameter is spread, such as "normal (mean 1; sd 0.06)"."""
    numbers = "; ".join(
        f"{texts.word(f'argument_{key}')} {plain_number(value, texts)}"
        for key, value in distribution.arguments.items()
    )
    return f"{texts.word(distribution.kind)} ({numbers})"


def _assumption(scenario: Scenario, spec: ParameterSpec, texts: Texts) -> Assumption:
    distribution = scenario.uncertainty.get(spec.name)
    return Assumption(
        name=spec.name,
        value=value_text(scenario.values.get(spec.name, spec.value), texts),
        unit="" if isinstance(spec.value, bool) else spec.unit,
        origin=scenario.origins.get(spec.name, ""),
        source=spec.source,
        year=str(spec.year),
        confidence=spec.confidence,
        calibrated_to=spec.calibrated_to,
        varies=distribution_text(distribution, texts) if distribution else "",
        note=spec.note,
    )


def assumptions_in_force(scenario: Scenario, texts: Texts) -> tuple[Assumption, ...]:
    """Return every parameter, section by section."""
    return tuple(_assumption(scenario, spec, texts) for spec in load_defaults().values())


@dataclass(frozen=True)
class AssumptionGroup:
    """Assumptions that stand together on the page, under a heading."""

    heading: str
    rows: tuple[Assumption, ...]


def group_assumptions(rows: Sequence[Assumption], texts: Texts) -> tuple[AssumptionGroup, ...]:
    """Return the assumptions in the order in which a doubting reader wants them; empty groups are left out.

    What the scenario sets or lets vary comes first, then what rests on low confidence, then the rest.
    """
    own = [row for row in rows if row.origin or row.varies]
    low = [row for row in rows if row.is_low and row not in own]
    rest = [row for row in rows if row not in own and row not in low]
    groups = {"assumptions_own": own, "assumptions_low": low, "assumptions_rest": rest}
    return tuple(
        AssumptionGroup(texts(f"page.{name}", count=len(found)), tuple(found))
        for name, found in groups.items()
        if found
    )
