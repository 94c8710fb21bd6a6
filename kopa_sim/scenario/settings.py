"""The sections of scenario.toml that set parameters, against the defaults that stand behind them."""

import math
from collections.abc import Mapping
from typing import Any, Final

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.scenario.defaults import SECTIONS, ParameterSpec
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.lesson_plan import FORMER
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.toml_lines import KeyPath

_NAMES_LISTED: Final[int] = 12


def read_settings(
    toml: TomlFile, specs: Mapping[str, ParameterSpec], findings: Findings
) -> tuple[dict[str, ParameterValue], dict[str, str]]:
    """Return the value in force of every parameter, and where the scenario sets those it does.

    A table of numbers is set key by key; keys that the scenario does not name keep their default.
    """
    values = {name: spec.value for name, spec in specs.items()}
    origins: dict[str, str] = {}
    for section in SECTIONS:
        entries = toml.data.get(section, {})
        if not isinstance(entries, dict):
            findings.add(toml.place((section,)), f"{shown(entries)} is not a section", f"[{section}]")
            continue
        for key, entry in entries.items():
            name, path = f"{section}.{key}", (section, key)
            if name not in specs:
                _add_unknown(toml, path, name, specs, findings)
                continue
            value = _value(toml, path, entry, specs[name], findings)
            if value is not None:
                values[name] = value
                origins[name] = toml.origin(path)
    return values, origins


def _add_unknown(
    toml: TomlFile, path: KeyPath, name: str, specs: Mapping[str, ParameterSpec], findings: Findings
) -> None:
    section, key = name.split(".", 1)
    here = [known.split(".", 1)[1] for known in specs if known.startswith(f"{section}.")]
    elsewhere = [known for known in specs if known.endswith(f".{key}")]
    mend = f"it belongs under [{elsewhere[0].split('.')[0]}]" if elsewhere else did_you_mean(key, here)
    mend = FORMER.get(name, mend)
    findings.add(
        toml.place(path),
        f"unknown key {shown(key)}",
        listed(here, _NAMES_LISTED) or f"no key: section [{section}] has no parameters",
        mend,
    )


def _value(
    toml: TomlFile, path: KeyPath, entry: Any, spec: ParameterSpec, findings: Findings
) -> ParameterValue | None:
    """Return what the scenario sets a parameter to, or None after saying why it cannot be that."""
    default = spec.value
    if isinstance(default, bool):
        if isinstance(entry, bool):
            return entry
        _refuse(toml, path, entry, "true or false", findings)
        return None
    if isinstance(default, str):
        return _choice(toml, path, entry, spec, findings)
    if isinstance(default, tuple):
        return _list(toml, path, entry, spec, findings)
    if isinstance(default, Mapping):
        return _table(toml, path, entry, spec, findings)
    return _number(toml, path, entry, spec, findings)


def _refuse(
    toml: TomlFile, path: KeyPath, entry: Any, allowed: str, findings: Findings, mend: str = ""
) -> None:
    findings.add(toml.place(path), f"{shown(entry)} is not allowed here", allowed, mend)


def _choice(toml: TomlFile, path: KeyPath, entry: Any, spec: ParameterSpec, findings: Findings) -> str | None:
    if isinstance(entry, str) and (not spec.choices or entry in spec.choices):
        return entry
    allowed = listed(spec.choices) or "a text in quotes"
    _refuse(toml, path, entry, allowed, findings, did_you_mean(str(entry), spec.choices))
    return None


def _list(
    toml: TomlFile, path: KeyPath, entry: Any, spec: ParameterSpec, findings: Findings
) -> tuple[float, ...] | None:
    size = len(spec.value) if isinstance(spec.value, tuple) else 0
    if not isinstance(entry, list) or len(entry) != size:
        read = f"a list of {len(entry)}" if isinstance(entry, list) else entry
        _refuse(toml, path, read, f"a list of {size} numbers{_unit(spec)}", findings)
        return None
    numbers = [_number(toml, (*path, i), item, spec, findings) for i, item in enumerate(entry)]
    found = tuple(number for number in numbers if number is not None)
    return found if len(found) == size else None


def _table(
    toml: TomlFile, path: KeyPath, entry: Any, spec: ParameterSpec, findings: Findings
) -> dict[str, float] | None:
    default = spec.value if isinstance(spec.value, Mapping) else {}
    if not isinstance(entry, dict):
        _refuse(toml, path, entry, f"a table with keys {listed(default, _NAMES_LISTED)}", findings)
        return None
    merged = dict(default)
    for key, item in entry.items():
        if key not in default:
            findings.add(
                toml.place((*path, key)),
                f"unknown key {shown(key)}",
                listed(default, _NAMES_LISTED),
                did_you_mean(key, default),
            )
            continue
        number = _number(toml, (*path, key), item, spec.of_key(key), findings)
        if number is not None:
            merged[key] = number
    return merged


def _number(
    toml: TomlFile, path: KeyPath, entry: Any, spec: ParameterSpec, findings: Findings
) -> float | None:
    """Return a number within what is possible; one outside what is plausible is only noticed."""
    if isinstance(entry, bool) or not isinstance(entry, int | float):
        mend = "write the number without quotes" if isinstance(entry, str) else ""
        _refuse(toml, path, entry, f"a number{_unit(spec)}", findings, mend)
        return None
    number = float(entry) if abs(entry) < 1e300 else math.inf
    fault = impossible(number, spec)
    if fault:
        findings.add(toml.place(path), f"{shown(entry)} {fault}", possible(spec), spec.mend)
        return None
    low, high = spec.low, spec.high
    if (low is not None and number < low) or (high is not None and number > high):
        plausible = f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}"
        findings.notice(
            f"{toml.origin(path)} {spec.name} = {number:g} is outside the plausible range {plausible}{_unit(spec)}."
        )
    return number


def impossible(number: float, spec: ParameterSpec) -> str:
    """Return why a parameter cannot have a value; empty when it can."""
    if not math.isfinite(number):
        return "is not a finite number"
    if spec.least is not None and number < spec.least:
        return "is too small"
    if spec.most is not None and number > spec.most:
        return "is too large"
    return "is not a whole number" if spec.whole and not number.is_integer() else ""


def possible(spec: ParameterSpec) -> str:
    """Return in words which values a number may have."""
    if spec.least is not None and spec.most is not None:
        noun = "a whole number from" if spec.whole else "from"
        return f"{noun} {spec.least:g} to {spec.most:g}{_unit(spec)}"
    if spec.least is not None:
        return f"{spec.least:g} or more{_unit(spec)}"
    return f"{spec.most:g} or less{_unit(spec)}" if spec.most is not None else f"a finite number{_unit(spec)}"


def _unit(spec: ParameterSpec) -> str:
    return f" ({spec.unit})" if spec.unit and spec.unit != "1" else ""
