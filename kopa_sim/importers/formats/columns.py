"""The names of pivoted columns split back into variables.

PxWeb joins the labels of the variables in a table's heading with one blank each, in the heading's order and with
every combination present: "Miehet 2018 Väestö 31.12.". Neither the variables' names nor where one label ends are
in the file, so they are found from the combinations that repeat and from the words of sexes, years and ages.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from kopa_sim.importers.formats.cells import distinct
from kopa_sim.importers.formats.words import (
    NAMES,
    SEXES,
    TOTALS,
    VALUE_NAMES,
    Kind,
    is_year,
    kind_of_labels,
)
from kopa_sim.importers.stat_table import Dimension

Words = tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    """Labels of one variable of the heading, and what they tell."""

    labels: tuple[str, ...]
    kind: Kind | None


@dataclass(frozen=True)
class SplitColumns:
    """The variables of a heading, and where each column stands among their combinations, last one fastest."""

    dimensions: tuple[Dimension, ...]
    positions: tuple[int, ...]


def split_columns(names: Sequence[str], language: str, beside: Collection[Kind]) -> SplitColumns:
    """Return the variables whose combinations the columns are.

    A single column gives no variable where its name tells nothing but "value", or where the variables that stand
    ``beside`` it in columns of labels hold the contents already. Where combinations are left out, known words alone
    part the names; where those do not do it either, each name is a label of one variable.
    """
    if len(names) == 1 and (names[0].casefold() in VALUE_NAMES or Kind.CONTENTS in beside):
        return SplitColumns((), (0,))
    words = [tuple(name.split(" ")) for name in names]
    parts = _merged(_split(words))
    positions = tuple(range(len(names)))
    if len(parts) == 1 and parts[0].kind is None and len(names) > 1:
        parts, positions = _by_known_words(words) or (parts, positions)
    return SplitColumns(
        tuple(named_dimension(part.labels, part.kind, language, beside) for part in parts), positions
    )


def _by_known_words(names: Sequence[Words]) -> tuple[list[_Part], tuple[int, ...]] | None:
    """Return the parts of columns that are only some combinations of sexes, years and contents."""
    each = [_singles(name) for name in names]
    kinds = {tuple(part.kind for part in parts) for parts in each}
    if len(kinds) != 1 or len(each[0]) < 2:
        return None
    labels = [distinct(parts[at].labels[0] for parts in each) for at in range(len(each[0]))]
    positions = []
    for parts in each:
        position = 0
        for part, known in zip(parts, labels, strict=True):
            position = position * len(known) + known.index(part.labels[0])
        positions.append(position)
    return [_Part(known, part.kind) for known, part in zip(labels, each[0], strict=True)], tuple(positions)


def named_dimension(
    labels: tuple[str, ...], kind: Kind | None, language: str, beside: Collection[Kind]
) -> Dimension:
    """Return a variable that has no name in the file, named by what its labels tell, else as the contents."""
    kind = kind or Kind.CONTENTS
    if len(labels) == 1 and labels[0] in TOTALS and Kind.SEX in beside:
        kind = Kind.AGE  # a lone total is of what the rows do not tell
    role = {Kind.YEAR: "time", Kind.CONTENTS: "metric"}.get(kind, "")
    return Dimension(NAMES[kind][language], ("",) * len(labels), labels, role)


def _split(names: list[Words]) -> list[_Part]:
    """Return the parts of names that are every combination of some labels."""
    if len(names) == 1:
        return _singles(names[0])
    start = _shared(names)
    start = min(start, min(map(len, names)) - 1)
    if start:
        return [*_singles(names[0][:start]), *_split([name[start:] for name in names])]
    for count in range(2, len(names) + 1):
        if len(names) % count == 0 and (halves := _blocks(names, count)):
            labels, rest = halves
            return [_part(labels), *(_split(rest) if rest != [()] else [])]
    return [_part(names)]


def _shared(names: Sequence[Words]) -> int:
    """Return how many words all names begin with alike."""
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*names, strict=False)))


def _blocks(names: list[Words], count: int) -> tuple[list[Words], list[Words]] | None:
    """Return the labels of ``count`` blocks and what follows them, if the same follows in every block."""
    size = len(names) // count
    first = names[:size]
    longest = min(_shared(first), min(map(len, first)) - (size > 1))
    for length in range(1, longest + 1):
        rest = [name[length:] for name in first]
        labels = [_label_before(names[block * size : (block + 1) * size], rest) for block in range(count)]
        if all(labels):
            return [label for label in labels if label], rest
    return (names, [()]) if size == 1 else None


def _label_before(names: list[Words], rest: list[Words]) -> Words | None:
    """Return the one label that stands before each of the given endings, or None."""
    length = len(names[0]) - len(rest[0])
    label = names[0][:length]
    same = length > 0 and all((*label, *end) == name for name, end in zip(names, rest, strict=True))
    return label if same else None


def _part(labels: Sequence[Words]) -> _Part:
    texts = tuple(" ".join(label) for label in labels)
    return _Part(texts, kind_of_labels(texts))


def _singles(words: Words) -> list[_Part]:
    """Return the parts of a label that all columns share: known words each alone, the others together."""
    years = sum(map(is_year, words))
    parts: list[_Part] = []
    run: list[str] = []
    for place, word in enumerate(words):
        follows = words[place + 1 : place + 2]
        # "Total Deaths" is a total of deaths, "Total fertility rate" one label
        total = word in TOTALS and not run and all(not after[:1].islower() for after in follows)
        if word.casefold() in SEXES or total or (years == 1 and is_year(word)):
            parts += [_Part((" ".join(run),), None)] if run else []
            kind = Kind.YEAR if is_year(word) else Kind.SEX
            parts.append(_Part((word,), kind))
            run = []
        else:
            run.append(word)
    return parts + ([_part([tuple(run)])] if run else [])


def _merged(parts: list[_Part]) -> list[_Part]:
    """Return the parts with those joined that are one label between them.

    Words that all columns share and no vocabulary knows are no variable of their own but the beginning or end of a
    neighbour that is not known either: "Kuntien välinen" before "tulomuutto" and "lähtömuutto".
    """
    merged: list[_Part] = []
    for part in parts:
        before = merged[-1] if merged else None
        if before and (len(before.labels) == 1 or len(part.labels) == 1):
            labels = tuple(f"{first} {second}" for first in before.labels for second in part.labels)
            unknown = before.kind is None and part.kind is None
            kind = kind_of_labels(labels)
            if unknown or (kind is Kind.AGE and None in (before.kind, part.kind)):
                merged[-1] = _Part(labels, kind)
                continue
        merged.append(part)
    return merged
