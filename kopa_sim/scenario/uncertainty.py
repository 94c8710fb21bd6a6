"""The section [uncertainty]: how the parameters that may vary are spread over the futures."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kopa_sim.scenario.contents import Distribution
from kopa_sim.scenario.defaults import ParameterSpec
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.settings import impossible, possible
from kopa_sim.scenario.toml_file import TomlFile
from kopa_sim.scenario.toml_lines import KeyPath

ARGUMENTS: Final[dict[str, tuple[str, ...]]] = {
    "normal": ("mean", "sd"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "lognormal": ("median", "sigma"),
}
"""Arguments of each kind of distribution. ``sigma`` is the standard deviation of the logarithm."""

LARGEST_SIGMA: Final[float] = 5.0
CUT_TOLD: Final[float] = 0.01
"""Part of the futures beyond what is possible from which it is told that they stand at the bound."""

_LARGEST: Final[float] = 1e300


def read_uncertainty(
    toml: TomlFile, specs: Mapping[str, ParameterSpec], origins: Mapping[str, str], findings: Findings
) -> tuple[dict[str, Distribution], dict[str, str]]:
    """Return the spread of each parameter that the scenario makes uncertain, and where it does so."""
    section = toml.data.get("uncertainty", {})
    if not isinstance(section, dict):
        findings.add(toml.place(("uncertainty",)), f"{shown(section)} is not a section", "[uncertainty]")
        return {}, {}
    spread: dict[str, Distribution] = {}
    places: dict[str, str] = {}
    for path, entry in _entries(("uncertainty",), section):
        name = ".".join(str(part) for part in path[1:])
        place = toml.place(path, f"uncertainty.{name}")
        spec = specs.get(name)
        if spec is None or not _may_vary(spec):
            _add_fixed(place, name, spec, specs, findings)
            continue
        if name in spread:
            findings.add(place, f"{name} already stands in {places[name]}", "every parameter once")
            continue
        distribution = _distribution(toml, path, name, entry, findings)
        if distribution is None:
            continue
        _check_bounds(place, distribution, spec, findings)
        _notice_odd(toml.origin(path), distribution, spec, findings)
        if name in origins:
            findings.notice(
                f"{name} is set in {origins[name]} and uncertain in {toml.origin(path)}: the futures follow the"
                " distribution."
            )
        spread[name] = distribution
        places[name] = toml.origin(path)
    return spread, places


def _entries(path: KeyPath, table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the distributions, whether the dotted name is one quoted key or a chain of tables."""
    for key, entry in table.items():
        is_group = (
            isinstance(entry, dict) and entry and all(isinstance(item, dict) for item in entry.values())
        )
        if is_group:
            yield from _entries((*path, key), entry)
        else:
            yield (*path, key), entry


def _may_vary(spec: ParameterSpec) -> bool:
    return spec.vary and isinstance(spec.value, float)


def _add_fixed(
    place: str, name: str, spec: ParameterSpec | None, specs: Mapping[str, ParameterSpec], findings: Findings
) -> None:
    varying = [known for known, other in specs.items() if _may_vary(other)]
    read = f"unknown parameter {shown(name)}" if spec is None else f"{name} cannot be uncertain"
    findings.add(place, read, f"parameters that may vary: {listed(varying, 12)}", did_you_mean(name, varying))


def _distribution(
    toml: TomlFile, path: KeyPath, name: str, entry: Any, findings: Findings
) -> Distribution | None:
    label = f"uncertainty.{name}"
    kind = entry.get("distribution") if isinstance(entry, dict) else None
    if not isinstance(kind, str) or kind not in ARGUMENTS:
        read = 'key "distribution" is missing' if kind is None else f"unknown distribution {shown(kind)}"
        forms = "; ".join(f"{form} ({', '.join(names)})" for form, names in ARGUMENTS.items())
        findings.add(toml.place(path, label), read, forms, did_you_mean(str(kind or ""), ARGUMENTS))
        return None
    wanted, allowed = ARGUMENTS[kind], f"{kind} takes {', '.join(ARGUMENTS[kind])}"
    sound = True
    for key, value in entry.items():
        place = toml.place((*path, key), f"{label}.{key}")
        if key == "distribution":
            continue
        if key not in wanted:
            findings.add(place, f"unknown key {shown(key)}", allowed, did_you_mean(key, wanted))
            sound = False
        elif isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LARGEST:
            findings.add(place, f"{shown(value)} is not a number", allowed)
            sound = False
    for key in wanted:
        if key not in entry:
            findings.add(toml.place(path, label), f'key "{key}" is missing', allowed)
            sound = False
    if not sound:
        return None
    distribution = Distribution(kind, {key: float(entry[key]) for key in wanted})
    fault = _fault(distribution)
    if fault:
        findings.add(toml.place(path, label), *fault)
        return None
    return distribution


def _fault(distribution: Distribution) -> tuple[str, str] | None:
    """Return what is impossible about a distribution's numbers and what is allowed, or None."""
    numbers = distribution.arguments
    for key in ("sd", "sigma"):
        if numbers.get(key, 0.0) < 0:
            return f"{key} {numbers[key]:g} is negative", f"{key} is 0 or more"
    if numbers.get("sigma", 0.0) > LARGEST_SIGMA:
        read = f"sigma {numbers['sigma']:g} spreads the values over more than {LARGEST_SIGMA:g} powers of e"
        return read, f"sigma is at most {LARGEST_SIGMA:g}"
    if numbers.get("median", 1.0) <= 0:
        return f"median {numbers['median']:g} is not positive", "the median of a lognormal is above 0"
    in_order = [numbers[key] for key in ("low", "mode", "high") if key in numbers]
    if in_order != sorted(in_order):
        names = " ≤ ".join(key for key in ("low", "mode", "high") if key in numbers)
        return ", ".join(f"{key} {value:g}" for key, value in numbers.items()), names
    return None


def _check_bounds(place: str, distribution: Distribution, spec: ParameterSpec, findings: Findings) -> None:
    """Say which stated values the parameter cannot have."""
    for key in ("mean", "low", "mode", "high", "median"):
        value = distribution.arguments.get(key)
        if value is not None and impossible(value, spec):
            findings.add(place, f"{key} {value:g} {impossible(value, spec)}", possible(spec))
    if distribution.kind == "lognormal" and impossible(_expected(distribution), spec):
        read = f"the expected value {_expected(distribution):g} {impossible(_expected(distribution), spec)}"
        mend = "the expected value of a lognormal is median times exp(sigma² / 2)"
        findings.add(place, read, possible(spec), mend)


def _expected(distribution: Distribution) -> float:
    numbers = distribution.arguments
    match distribution.kind:
        case "normal":
            return numbers["mean"]
        case "lognormal":
            return numbers["median"] * math.exp(numbers["sigma"] ** 2 / 2)
        case "triangular":
            return (numbers["low"] + numbers["mode"] + numbers["high"]) / 3
    return (numbers["low"] + numbers["high"]) / 2


def _notice_odd(origin: str, distribution: Distribution, spec: ParameterSpec, findings: Findings) -> None:
    """Notice a spread around an implausible value, and one that the bounds of the parameter cut."""
    expected, low, high = _expected(distribution), spec.low, spec.high
    if impossible(expected, spec):
        return
    if (low is not None and expected < low) or (high is not None and expected > high):
        plausible = f"{'' if low is None else f'{low:g}'} to {'' if high is None else f'{high:g}'}"
        findings.notice(
            f"{origin} {spec.name}: the expected value {expected:g} is outside the plausible range {plausible}"
            f" ({spec.unit})."
        )
    cut = _cut_share(distribution, spec)
    if cut > CUT_TOLD:
        findings.notice(
            f"{origin} {spec.name}: {cut:.0%} of the futures lie beyond what is possible and stand at its bound,"
            f" {possible(spec)}; the expected course takes {expected:g}.".replace("%", " %")
        )


def _cut_share(distribution: Distribution, spec: ParameterSpec) -> float:
    """Return which part of a distribution lies beyond the parameter's bounds."""
    numbers = distribution.arguments
    below, above = 0.0, 0.0
    if distribution.kind == "normal" and numbers["sd"] > 0:
        below = 0.0 if spec.least is None else _below((spec.least - numbers["mean"]) / numbers["sd"])
        above = 0.0 if spec.most is None else _below((numbers["mean"] - spec.most) / numbers["sd"])
    if distribution.kind == "lognormal" and numbers["sigma"] > 0:
        least, most = (math.log(b) if b is not None and b > 0 else None for b in (spec.least, spec.most))
        centre = math.log(numbers["median"])
        below = 0.0 if least is None else _below((least - centre) / numbers["sigma"])
        above = 0.0 if most is None else _below((centre - most) / numbers["sigma"])
    return below + above


def _below(deviations: float) -> float:
    """Return the standard normal distribution function."""
    return 0.5 * math.erfc(-deviations / math.sqrt(2.0))
