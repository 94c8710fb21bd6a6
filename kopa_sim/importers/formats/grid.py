"""Rows of cells as they stand in a delimited file or on a sheet, before it is known what they mean."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GridRow:
    """One row.

    Attributes
    ----------
    number
        The number a planner sees beside it.
    texts
        Its cells, without the quotes and blanks around them. (column,)
    quoted
        Whether each cell is marked as text: in quotes in a file, no number on a sheet. (column,)
    """

    number: int
    texts: tuple[str, ...]
    quoted: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def filled(self) -> int:
        """How many cells are not empty."""
        return sum(map(bool, self.texts))

    def cut(self, width: int) -> "GridRow":
        """Return the row with exactly this many cells, empty ones added at the end."""
        short = width - len(self.texts)
        if short == 0:
            return self
        return GridRow(
            self.number, (self.texts + ("",) * short)[:width], (self.quoted + (False,) * short)[:width]
        )


@dataclass(frozen=True)
class Grid:
    """All rows of a file or sheet.

    Attributes
    ----------
    place
        The file, and the sheet after a #.
    rows
        In order, empty ones left out.
    marked
        Whether texts are marked as such everywhere, so that "0" in quotes is a label and 0 a number.
    """

    place: str
    rows: tuple[GridRow, ...]
    marked: bool
