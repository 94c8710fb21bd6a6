"""Collecting what is wrong, and what the planner should know, while a scenario is read."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from kopa_sim.scenario.problems import Problem

LISTED_ALIKE: Final[int] = 20
"""Rows with the same fault in the same column that are listed one by one; the rest share one entry."""

LISTED_SAME: Final[int] = 3
"""Rows in which the very same was read in one column, such as "total", that are listed one by one."""

_LONGEST_SHOWN: Final[int] = 60
_RANGES_SHOWN: Final[int] = 12


def printable(text: str) -> str:
    """Return a text whose invisible characters, on which a terminal might act, are written out."""
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def shown(value: object) -> str:
    """Return what was read, short and without characters that a terminal would act on; texts in quotes."""
    try:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # a whole number of thousands of digits
        text = "a number of very many digits"
    text = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    text = printable(text)
    return f'"{text}"' if isinstance(value, str) else text


def listed(names: Iterable[str], most: int = 30) -> str:
    """Return names joined with commas, cut after ``most``."""
    every = list(names)
    return ", ".join(every[:most]) + (f", … ({len(every)} in all)" if len(every) > most else "")


def spans(numbers: Iterable[int]) -> str:
    """Return whole numbers as a planner would write them: ``3–7, 9``."""
    every = sorted(set(numbers))
    if not every:
        return ""
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(every)) if b != a + 1]
    runs = [every[start:end] for start, end in zip([0, *breaks], [*breaks, len(every)], strict=True)]
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return listed(texts, _RANGES_SHOWN)


class Findings:
    """Problems and notices in the order they were met.

    Readers add to it and go on with what they could read, so that everything wrong is said at once.
    """

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._notices: list[str] = []
        self._rows_alike: dict[tuple[str, str, str], list[int]] = {}
        self._rows_folded: dict[tuple[str, str, str], list[int]] = {}
        self._times_read: Counter[tuple[str, str, str, str]] = Counter()

    def add(self, place: str, read: str, allowed: str = "", mend: str = "") -> None:
        """Add a problem."""
        self._problems.append(Problem(*(printable(text) for text in (place, read, allowed, mend))))

    def add_cell(
        self, file: str, row: int, column: str, read: str, allowed: str = "", mend: str = ""
    ) -> None:
        """Add a problem of one cell; many of one kind in one column are told together in the end."""
        alike = self._rows_alike.setdefault((file, column, allowed), [])
        self._times_read[file, column, read, allowed] += 1
        if len(alike) < LISTED_ALIKE and self._times_read[file, column, read, allowed] <= LISTED_SAME:
            alike.append(row)
            self.add(f"{file} row {row}, column {column}", read, allowed, mend)
        else:
            self._rows_folded.setdefault((file, column, allowed), []).append(row)

    def still_lists(self, file: str, column: str, allowed: str) -> bool:
        """Return whether the next fault of this kind is listed by itself, and so worth a search for the mend."""
        return len(self._rows_alike.get((file, column, allowed), ())) < LISTED_ALIKE

    def notice(self, text: str) -> None:
        """Add an assumption the planner should know about; the same words are kept once."""
        if printable(text) not in self._notices:
            self._notices.append(printable(text))

    @property
    def notices(self) -> tuple[str, ...]:
        """What the planner should know about."""
        return tuple(self._notices)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong."""
        folded = [
            Problem(
                printable(f"{file} rows {spans(rows)}, column {column}"),
                "the same fault in one more row"
                if len(rows) == 1
                else f"the same fault in {len(rows)} more rows",
                allowed,
            )
            for (file, column, allowed), rows in self._rows_folded.items()
        ]
        return (*self._problems, *folded)
