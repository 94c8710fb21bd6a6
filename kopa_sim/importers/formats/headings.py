"""Variables of the columns of numbers, from one row of joined names or from a row of labels each."""

from collections.abc import Collection, Sequence

from kopa_sim.importers.formats.cells import distinct
from kopa_sim.importers.formats.columns import SplitColumns, named_dimension, split_columns
from kopa_sim.importers.formats.words import Kind, kind_of_labels


def heading_columns(
    headings: Sequence[Sequence[str]], language: str, beside: Collection[Kind]
) -> SplitColumns:
    """Return the variables of the columns, and where each column stands among their combinations.

    Parameters
    ----------
    headings
        One text a column; one row of joined names, or a row for each variable. (heading row, column)
    language
        In which variables that have no name are named: fi, sv or en.
    beside
        What the variables in columns of labels tell.
    """
    if len(headings) <= 1:
        return split_columns(headings[0] if headings else ("value",), language, beside)
    levels = [distinct(row) for row in headings]
    positions = [0] * len(headings[0])
    for row, level in zip(headings, levels, strict=True):
        places = {label: place for place, label in enumerate(level)}
        positions = [
            position * len(level) + places[label] for position, label in zip(positions, row, strict=True)
        ]
    dimensions = tuple(named_dimension(level, kind_of_labels(level), language, beside) for level in levels)
    return SplitColumns(dimensions, tuple(positions))
