"""Figures of several files put together: merged municipalities added up, repeats and contradictions found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kopa_sim.importers.facts import COUNTRY, ELSEWHERE, NOTHING, Cell, Key
from kopa_sim.importers.municipality_key import (
    merger_message,
    mergers,
    municipalities,
    nearest_municipality,
    place_of,
    present_code,
    shown_code,
)
from kopa_sim.scenario.findings import Findings, listed, spans

SHOWN_ALIKE: Final[int] = 5
"""Cells with the same fault that are named one by one."""


@dataclass
class SourceFigures:
    """Figures of one file by what they are of; ``missing`` holds the symbols of those that the publisher hides."""

    source: str
    values: dict[Key, float] = field(default_factory=dict)
    missing: dict[Key, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suppression:
    """How symbols in place of numbers are read.

    ``as_zero`` is an explicit wish of the user: every hidden figure becomes 0.
    """

    as_zero: bool = False


READ_AS_PRINTED: Final = Suppression()


def with_predecessors(codes: Iterable[str]) -> set[str]:
    """Return codes with those of the municipalities that have become part of them."""
    wanted = set(codes)
    return wanted | {old for old in mergers() if present_code(old) in wanted}


def wanted_today(codes: Iterable[str], findings: Findings) -> list[str]:
    """Return the present municipalities of the codes asked for, once each, saying which are merged or unknown."""
    found: list[str] = []
    for text in codes:
        code = text.strip().zfill(3) if text.strip().isdecimal() else text.strip()
        if code not in municipalities():
            by_name = place_of(code)
            if by_name.kind != "municipality":
                findings.add(
                    "--municipalities",
                    f'"{text.strip()}" is no municipality of Finland since 2013',
                    "official codes of three digits, or names, separated by commas: 205,765,105",
                    nearest_municipality(text),
                )
                continue
            code = by_name.code
        change = mergers().get(code)
        if change is not None and len(change.into) > 1:
            findings.add(
                "--municipalities",
                f"{shown_code(code)} was split in {change.year} between {listed(map(shown_code, change.into))}",
                "a municipality of today",
                "name the municipalities that got its parts",
            )
            continue
        if change is not None:
            findings.notice(merger_message(code))
        if present_code(code) not in found:
            found.append(present_code(code))
    return found


def gather(
    source: str,
    cells: Iterable[Cell],
    suppression: Suppression,
    findings: Findings,
    wanted: Collection[str] | None = None,
) -> SourceFigures:
    """Return one file's figures in today's municipalities.

    The parts of a merged municipality are added up; where one part is hidden the sum is. Mergers into municipalities
    other than the wanted ones need no word.
    """
    figures = SourceFigures(source)
    nothing: dict[str, list[Key]] = defaultdict(list)
    zeroed: dict[str, list[Key]] = defaultdict(list)
    merged: set[str] = set()
    split: set[str] = set()
    for key, value, symbol in cells:
        ends = [end for end in (key.municipality, key.destination) if end in mergers()]
        merged.update(end for end in ends if present_code(end) != end)
        split.update(end for end in ends if present_code(end) == end)
        today = key._replace(
            municipality=present_code(key.municipality), destination=present_code(key.destination)
        )
        if today.destination and today.municipality == today.destination:
            continue
        if value != value and symbol in NOTHING:
            nothing[symbol].append(today)
            value = 0.0
        elif value != value and suppression.as_zero:
            zeroed[symbol].append(today)
            value = 0.0
        if value != value:
            figures.missing[today] = symbol
            value = 0.0
        figures.values[today] = figures.values.get(today, 0.0) + value
    for code in sorted(merged):
        if wanted is not None and present_code(code) not in wanted:
            continue
        findings.notice(merger_message(code))
    for code in sorted(split):
        _say_split(source, code, findings)
    _say_symbols(source, nothing, zeroed, findings)
    return figures


def _say_split(source: str, code: str, findings: Findings) -> None:
    change = mergers()[code]
    findings.notice(
        f"{source}: {shown_code(code)} was split in {change.year}; its figures are left out, as they"
        " cannot be divided:"
        " download the table again, it is published in today's division."
    )


def _say_symbols(
    source: str, nothing: Mapping[str, list[Key]], zeroed: Mapping[str, list[Key]], findings: Findings
) -> None:
    for symbol, keys in nothing.items():
        findings.notice(
            f'{source}: {len(keys)} cells print "{symbol}", which Statistics Finland defines as exactly'
            " none; they are"
            f" read as 0 ({places_of(keys)})."
        )
    for symbol, keys in zeroed.items():
        findings.notice(
            f'{source}: {len(keys)} cells print "{symbol}" (hidden or not available); they are read as 0 because'
            f" --suppressed-as-zero says so ({places_of(keys)})."
        )


def places_of(keys: Collection[Key]) -> str:
    """Return where cells lie, municipality by municipality, in few words."""
    by_place: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_place[key.municipality].append(key)
    words = []
    for code, inside in by_place.items():
        years = spans(key.year_from for key in inside)
        ages = spans(age for key in inside for age in {max(0, key.age_from), max(0, key.age_to)})
        what = listed(dict.fromkeys(key.subject for key in inside))
        words.append(f"{shown_code(code)} {what} {years}, ages {ages}: {len(inside)}")
    return listed(words, SHOWN_ALIKE)


def join(sources: Iterable[SourceFigures], findings: Findings) -> SourceFigures:
    """Return the figures of all files together.

    Of each subject, municipality and year the file with the finest figures counts, the first of equals; the
    others are compared with it. Files that give other figures for the same thing contradict one another.
    """
    by_group: dict[tuple[str, int, int, str], list[tuple[SourceFigures, list[Key]]]] = defaultdict(list)
    for figures in sources:
        groups: dict[tuple[str, int, int, str], list[Key]] = defaultdict(list)
        for key in figures.values:
            groups[key.subject, key.year_from, key.year_to, key.municipality].append(key)
        for group, keys in groups.items():
            by_group[group].append((figures, keys))
    joined = SourceFigures("")
    repeats: dict[tuple[str, str, str], list[Key]] = defaultdict(list)
    for offers in by_group.values():
        chosen, keys = max(offers, key=lambda offer: len(offer[1]))
        for key in keys:
            joined.values[key] = chosen.values[key]
            if key in chosen.missing:
                joined.missing[key] = chosen.missing[key]
        for other, other_keys in offers:
            if other is not chosen and _agree(chosen, keys, other, other_keys, findings):
                repeats[keys[0].subject, chosen.source, other.source].append(keys[0])
    _say_repeats(repeats, findings)
    return joined


def _agree(
    chosen: SourceFigures, keys: list[Key], other: SourceFigures, other_keys: list[Key], findings: Findings
) -> bool:
    """Say where two files contradict one another; return whether they agree."""
    if set(keys) == set(other_keys):
        differing = [
            key
            for key in keys
            if key not in chosen.missing
            and key not in other.missing
            and abs(chosen.values[key] - other.values[key]) > 1e-6
        ]
        for key in differing[:1]:
            more = f" (and {len(differing) - 1} more cells)" if len(differing) > 1 else ""
            findings.add(
                other.source,
                f"{shown_key(key)} is {other.values[key]:g} here and {chosen.values[key]:g} in {chosen.source}{more}",
                "the same figure in every file",
                "leave out the older file: figures of past years are corrected, and areas move between"
                " municipalities",
            )
        return not differing
    if any(key in chosen.missing for key in keys) or any(key in other.missing for key in other_keys):
        return True
    ours, theirs = sum(chosen.values[key] for key in keys), sum(other.values[key] for key in other_keys)
    if abs(ours - theirs) > 0.5:
        findings.notice(
            f"{other.source}: {shown_code(keys[0].municipality)} {keys[0].subject} {keys[0].year_from}"
            f" sums to {theirs:g},"
            f" to {ours:g} in {chosen.source}, whose finer figures are used."
        )
    return True


def _say_repeats(repeats: Mapping[tuple[str, str, str], list[Key]], findings: Findings) -> None:
    for (subject, chosen, other), keys in repeats.items():
        places = (
            ""
            if keys[0].municipality in (COUNTRY, ELSEWHERE)
            else f" of {len({k.municipality for k in keys})}"
        )
        findings.notice(
            f"{other}: {subject} {spans(key.year_from for key in keys)}{places} municipalities stands in"
            f" {chosen} too;"
            " read once."
        )


def shown_key(key: Key) -> str:
    """Return in words what a figure is of."""
    place = "the whole country" if key.municipality == COUNTRY else shown_code(key.municipality)
    to = f" to {shown_code(key.destination)}" if key.destination else ""
    ages = f"age {key.age_from}" if key.age_from == key.age_to else f"ages {key.age_from}–{key.age_to}"
    years = f"{key.year_from}" if key.year_from == key.year_to else f"{key.year_from}–{key.year_to}"
    return f"{key.subject} {years}, {place}{to}, {key.sex}, {ages}"
