"""Every parameter with its value, unit, range, source, year and confidence: one TOML file per topic.

A file ``teaching.toml`` holds the parameters of section ``[teaching]``; each is a table::

    [class_teacher_salary_eur_month]
    value = 4156.0
    unit = "EUR/month"
    low = 3800.0
    high = 4500.0
    vary = true                      # may stand under [uncertainty]
    source = "Statistics Finland 2022: median 3,678 in 2021, times 1.13"
    year = 2025
    confidence = "low"               # high, medium, low
    calibrated_to = "…"              # only where the value was derived from a published total
    whole = true                     # only whole numbers
    mend = "…"                       # what a planner should write who wants what is not possible here
    note = "…"

``least`` and ``most`` bound what is possible; ``least_of`` and ``most_of`` do so for single keys of a table. Where
they are left out, a number may not be negative and not a thousand times the largest that is thought of: that is a
slip of the unit.

``value`` may be a number, a yes/no, a choice (with ``choices``), a list of numbers, or a table of numbers.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kopa_sim.model.parameters import ParameterValue

SECTIONS: Final[tuple[str, ...]] = (
    "demography",
    "teaching",
    "transport",
    "access",
    "property",
    "operations",
    "economy",
    "funding",
    "sustainability",
)

SLIP_OF_UNIT: Final[float] = 1000.0
"""Times the largest value thought of beyond which a number without a bound of its own is refused."""


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter: its default and where the default comes from.

    ``low`` and ``high`` bound what is plausible and what a scenario may set without a warning; ``least`` and
    ``most`` bound what is possible at all, and ``whole`` asks for whole numbers.
    """

    name: str
    value: ParameterValue
    unit: str
    source: str
    year: int
    confidence: str
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    least_of: Mapping[str, float] = field(default_factory=dict)
    most_of: Mapping[str, float] = field(default_factory=dict)
    whole: bool = False
    vary: bool = False
    choices: tuple[str, ...] = ()
    calibrated_to: str = ""
    mend: str = ""
    note: str = ""

    def bounds(self, key: str = "") -> tuple[float | None, float | None]:
        """Return the least and the most that is possible, of one key where the value is a table."""
        return self.least_of.get(key, self.least), self.most_of.get(key, self.most)

    def of_key(self, key: str) -> "ParameterSpec":
        """Return the specification with the bounds of one key of a table."""
        least, most = self.bounds(key)
        return replace(self, least=least, most=most)


def _frozen(value: Any) -> ParameterValue:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return tuple(float(item) for item in value)
    if isinstance(value, dict):
        return {str(key): float(item) for key, item in value.items()}
    return float(value)


def _bounded(spec: ParameterSpec) -> ParameterSpec:
    """Return a specification whose numbers have bounds, those of a slip of the unit where none are stated."""
    if isinstance(spec.value, bool | str):
        return spec
    value = spec.value
    numbers = tuple(value.values()) if isinstance(value, Mapping) else value
    thought_of = [*numbers] if isinstance(numbers, tuple) else [numbers]
    largest = max(1.0, *thought_of, spec.high or 0.0)
    least = 0.0 if spec.least is None and min(thought_of) >= 0 else spec.least
    return replace(spec, least=least, most=largest * SLIP_OF_UNIT if spec.most is None else spec.most)


@cache
def load_defaults() -> Mapping[str, ParameterSpec]:
    """Return the specification of every parameter by dotted name, in the order of the files."""
    specs: dict[str, ParameterSpec] = {}
    for section in SECTIONS:
        text = files(__package__).joinpath(f"{section}.toml").read_text(encoding="utf-8")
        for key, entry in tomllib.loads(text).items():
            name = f"{section}.{key}"
            fields = {**entry, "value": _frozen(entry["value"]), "choices": tuple(entry.get("choices", ()))}
            specs[name] = _bounded(ParameterSpec(name=name, **fields))
    return specs
