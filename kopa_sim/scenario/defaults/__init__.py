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
    note = "…"

``value`` may be a number, a yes/no, a choice (with ``choices``), a list of numbers, or a table of numbers.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from kopa_sim.model.parameters import ParameterValue

SECTIONS: Final[tuple[str, ...]] = (
    "demography",
    "teaching",
    "transport",
    "property",
    "operations",
    "economy",
    "funding",
    "sustainability",
)


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter: its default and where the default comes from.

    ``low`` and ``high`` bound what is plausible and what a scenario may set without a warning; ``least`` and
    ``most`` bound what is possible at all.
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
    vary: bool = False
    choices: tuple[str, ...] = ()
    calibrated_to: str = ""
    note: str = ""


def _frozen(value: Any) -> ParameterValue:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, list):
        return tuple(float(item) for item in value)
    if isinstance(value, dict):
        return {str(key): float(item) for key, item in value.items()}
    return float(value)


@cache
def load_defaults() -> Mapping[str, ParameterSpec]:
    """Return the specification of every parameter by dotted name, in the order of the files."""
    specs: dict[str, ParameterSpec] = {}
    for section in SECTIONS:
        text = files(__package__).joinpath(f"{section}.toml").read_text(encoding="utf-8")
        for key, entry in tomllib.loads(text).items():
            name = f"{section}.{key}"
            fields = {**entry, "value": _frozen(entry["value"]), "choices": tuple(entry.get("choices", ()))}
            specs[name] = ParameterSpec(name=name, **fields)
    return specs
