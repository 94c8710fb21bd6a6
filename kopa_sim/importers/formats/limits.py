"""How much of a file is read before it is refused."""

from math import prod
from typing import Final

from kopa_sim.scenario.findings import Findings, shown

LARGEST_FILE_MB: Final[int] = 200
"""A file that is larger is refused unread: the whole population table as PX, by municipality, age, sex and every
year since 1972, is about 40 MB."""

MOST_CELLS: Final[int] = 20_000_000
"""A table of more cells is refused: the same population table has 5 million."""

MOST_EMPTY_CELLS: Final[int] = 4_000_000
"""A file that lists fewer of its table's cells than this leaves out is refused: it is no table but a list."""

MB: Final[int] = 1_000_000


def too_many_cells(place: str, sizes: tuple[int, ...], findings: Findings) -> bool:
    """Say so and return True when a table of these sizes is larger than what is read."""
    if prod(sizes) <= MOST_CELLS:
        return False
    findings.add(
        place,
        f"the table has {shown(' x '.join(map(str, sizes)))} cells",
        f"up to {MOST_CELLS:,} cells",
        "save it anew with fewer years or municipalities",
    )
    return True


def too_many_missing(place: str, whole: int, given: int, findings: Findings) -> bool:
    """Say so and return True when a file gives so few of its table's cells that it is no table."""
    if whole - given <= MOST_EMPTY_CELLS:
        return False
    findings.add(
        place,
        f"of the {whole:,} combinations of the labels {whole - given:,} are not in the file",
        f"up to {MOST_EMPTY_CELLS:,} left out",
        "save the table anew with all combinations of what was chosen",
    )
    return True
