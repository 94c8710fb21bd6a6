"""Registered births, deaths and moves of 2015 and 2019, and the moves between municipalities."""

from collections import Counter
from pathlib import Path
from typing import Final

from kopa_sim.importers.writing import write_table
from open_data.extracts import Extracts
from open_data.regions import RegionSpec

OUTSIDE: Final = "outside"

# source column, event, first age, last age; mothers under 20 and of 40 or more are open groups in the source
EVENT_COLUMNS: Final = (
    ("births_mother_0_19", "births", 15, 19),
    ("births_mother_20_24", "births", 20, 24),
    ("births_mother_25_29", "births", 25, 29),
    ("births_mother_30_34", "births", 30, 34),
    ("births_mother_35_39", "births", 35, 39),
    ("births_mother_40_plus", "births", 40, 49),
    ("deaths", "deaths", 0, 100),
    ("inmig_0_19", "in_migration", 0, 19),
    ("inmig_20_39", "in_migration", 20, 39),
    ("inmig_40_59", "in_migration", 40, 59),
    ("inmig_60_plus", "in_migration", 60, 100),
    ("outmig_0_19", "out_migration", 0, 19),
    ("outmig_20_39", "out_migration", 20, 39),
    ("outmig_40_59", "out_migration", 40, 59),
    ("outmig_60_plus", "out_migration", 60, 100),
    ("immigration", "immigration", 0, 100),
    ("emigration", "emigration", 0, 100),
)


def write_events(extracts: Extracts, folder: Path) -> None:
    """Write events.csv."""
    ordered = extracts.components.sort_values(["municipality_code", "year"])
    rows = [
        (
            record["municipality_code"],
            int(record["year"]),
            event,
            "both",
            first,
            last,
            round(float(record[column])),
        )
        for record in ordered.to_dict("records")
        for column, event, first, last in EVENT_COLUMNS
    ]
    columns = ("municipality", "year", "event", "sex", "age_from", "age_to", "count")
    write_table(folder / "events.csv", columns, rows)


def write_moves(extracts: Extracts, region: RegionSpec, folder: Path) -> None:
    """Write moves.csv: pairs within the region, and each municipality's moves with the rest of the country."""
    codes = {name: code for code, name in region.municipalities.items()}
    codes |= {old: codes[new] for old, new in region.merged.items()}
    counts: Counter[tuple[str, str]] = Counter()
    for origin, destination, moves in extracts.moves.itertuples(index=False):
        pair = codes.get(origin, OUTSIDE), codes.get(destination, OUTSIDE)
        if pair[0] != pair[1]:
            counts[pair] += int(moves)
    rows = [(*pair, 2014, 2018, count) for pair, count in sorted(counts.items())]
    write_table(folder / "moves.csv", ("origin", "destination", "year_from", "year_to", "count"), rows)
