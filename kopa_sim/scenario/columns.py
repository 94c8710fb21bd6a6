"""What a column and a table of a scenario folder are: kinds, bounds, and columns whose names hold ages."""

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "municipality", "number", "whole", "choice", "yes_no"]

YES_NO: Final[dict[str, bool]] = {
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "1": True,
    "0": False,
    "kyllä": True,
    "ei": False,
    "ja": True,
    "nej": False,
    "tosi": True,
    "epätosi": False,
    "sant": True,
    "falskt": False,
}
"""Words of a yes/no column in small letters: English, Finnish and Swedish, as spreadsheets write them too."""
YES_NO_ALLOWED: Final[str] = "yes, no (or kyllä, ei; ja, nej)"


@dataclass(frozen=True)
class ColumnSpec:
    """One column.

    Attributes
    ----------
    kind
        text; municipality (a three-digit code); number; whole (a whole number); choice; yes_no.
    required
        The column must be there and filled in every row. An optional column may be left out, and its cells
        may be empty.
    ceiling
        Size beyond which a number is a slip: more than there is of it in Finland.
    least, most
        Bounds of a number, inclusive; ``above`` is an exclusive lower bound.
    default
        What an empty cell of a choice means.
    meaning
        What stands in the column, with its unit.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    least: float | None = None
    most: float | None = None
    above: float | None = None
    ceiling: float | None = None
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True)
class TableSpec:
    """One table: its columns, and a pattern for columns whose names carry numbers.

    More than ``most_rows`` rows are more than there is of it in Finland, and would fill any memory.
    """

    name: str
    columns: tuple[ColumnSpec, ...]
    required: bool = False
    family: re.Pattern[str] | None = None
    family_name: str = ""
    most_rows: int = 2_000_000

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(column.name for column in self.columns)


BAND_COLUMN: Final = re.compile(r"^children_(\d{1,2})_(\d{1,2})$")
WOMEN_COLUMN: Final = re.compile(r"^women_(\d{1,2})_(\d{1,2})$")
AREA_BAND_COLUMN: Final = re.compile(r"^(?:children|women)_(\d{1,2})_(\d{1,2})$")
CHILDREN_PER_DWELLING: Final = re.compile(r"^children_(\d{1,2})(?:_(\d{1,2}))?$")
OLDEST_CHILD: Final[int] = 20
"""Last age that a column of children may reach."""

MOST_PERSONS: Final[float] = 10_000_000
MOST_EUR: Final[float] = 1e12
"""More persons and euros than Finland has."""

EARLIEST_YEAR: Final[int] = 1900
LATEST_YEAR: Final[int] = 2200
