"""One published figure beside ours, and how it is written."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Comparison:
    """One published figure and ours.

    ``low`` and ``high`` bound what counts as agreement: the published range, or the figure with the slack that
    its year and coverage call for, stated before ours was computed. ``decimals`` shows more or fewer digits than
    the unit has by itself; ``unit`` may be any word that stands behind the number.
    """

    what: str
    published: str
    source: str
    ours: Callable[[], float]
    low: float
    high: float
    unit: str
    independent: bool
    remark: str = ""
    decimals: int | None = None


EURO, SHARE, COUNT = "€", "%", ""
DECIMALS = {EURO: 0, SHARE: 1, COUNT: 2}


def in_words(value: float, row: Comparison) -> str:
    digits = DECIMALS.get(row.unit, 2) if row.decimals is None else row.decimals
    number = 100 * value if row.unit == SHARE else value
    return f"{number:,.{digits}f} {row.unit}".rstrip()


def line(row: Comparison) -> str:
    """Return the row of a comparison."""
    value = row.ours()
    agrees = "yes" if row.low <= value <= row.high else "**miss**"
    remarks = [] if row.independent else ["not independent"]
    remarks += [row.remark] if row.remark else []
    band = f"{in_words(row.low, row)} – {in_words(row.high, row)}"
    cells = [row.what, row.published, row.source, in_words(value, row), band, agrees, "; ".join(remarks)]
    return "| " + " | ".join(cells) + " |"
