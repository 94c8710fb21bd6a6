"""The parameters in force and where each value comes from, for a planner to read through."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.scenario.contents import Distribution, Scenario
from kopa_sim.scenario.defaults import load_defaults

DEFAULT: Final[str] = "default"
"""Origin of a value that the scenario does not set."""


@dataclass(frozen=True)
class SettingLine:
    """One parameter in force.

    Attributes
    ----------
    value
        The value in words; for an uncertain parameter its distribution.
    origin
        ``default``, or the place in the scenario that sets it, as ``scenario.toml:41``.
    confidence, source, calibrated_to
        Of the default; a value that the scenario sets has the confidence ``given`` and the scenario as source.
    """

    name: str
    value: str
    unit: str
    origin: str
    confidence: str
    source: str
    calibrated_to: str = ""


def describe_settings(scenario: Scenario) -> list[SettingLine]:
    """Return every parameter with its value in force, in the order of the defaults."""
    lines = []
    for name, spec in load_defaults().items():
        origin = scenario.origins.get(name, DEFAULT)
        value = value_in_words(scenario.values.get(name, spec.value))
        if name in scenario.uncertainty:
            value = distribution_in_words(scenario.uncertainty[name])
        is_default = origin == DEFAULT and name not in scenario.uncertainty
        lines.append(
            SettingLine(
                name=name,
                value=value,
                unit=spec.unit,
                origin=origin,
                confidence=spec.confidence if is_default else "given",
                source=spec.source if is_default else "the scenario",
                calibrated_to=spec.calibrated_to if is_default else "",
            )
        )
    return lines


def value_in_words(value: ParameterValue) -> str:
    """Return a value as a planner would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number:.10g}" for key, number in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"{number:.10g}" for number in value)
    return f"{value:.10g}"


def distribution_in_words(distribution: Distribution) -> str:
    """Return a distribution as ``normal, mean 1, sd 0.06``."""
    numbers = (f"{key} {number:.10g}" for key, number in distribution.arguments.items())
    return ", ".join((distribution.kind, *numbers))
