"""The municipalities table."""

from kopa_sim.model.region import Municipalities
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, shown


def refuse_repeats(columns: Columns, column: str, findings: Findings) -> None:
    """Say of every code that stands twice in which row it stood before."""
    first: dict[str, int] = {}
    for row, code in enumerate(columns.texts[column]):
        if code and code in first:
            before = columns.table.rows[first[code]]
            columns.fault(
                findings,
                row,
                column,
                f"{column} {shown(code)} already stands in row {before}",
                "each code once",
            )
        first.setdefault(code, row)


def read_municipalities(columns: Columns, findings: Findings) -> Municipalities:
    """Return the region's municipalities in the order of the table, each once."""
    refuse_repeats(columns, "municipality", findings)
    codes, names = columns.texts["municipality"], columns.texts["name"]
    once = [row for row, code in enumerate(codes) if codes.index(code) == row]
    return Municipalities(
        codes=tuple(codes[row] for row in once),
        names=tuple(names[row] for row in once),
        land_km2=columns.numbers["land_km2"][once],
        income_tax_base_eur=columns.numbers["income_tax_base_eur"][once],
        state_share_other_eur=columns.numbers["state_share_other_eur"][once],
        state_share_equalisation_eur=columns.numbers["state_share_equalisation_eur"][once],
    )
