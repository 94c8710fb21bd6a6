"""The municipalities table."""

from typing import Final

from kopa_sim.model.criteria import FundingCriteria
from kopa_sim.model.region import Municipalities
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, shown

CRITERION_COLUMNS: Final[dict[str, str]] = {
    "foreign_language_share": "state_share_foreign_language_share",
    "swedish_speaking_share": "state_share_swedish_speaking_share",
    "archipelago_share": "state_share_archipelago_share",
    "education_background_coefficient": "state_share_education_background_coefficient",
    "job_self_sufficiency_coefficient": "state_share_job_self_sufficiency_coefficient",
    "population_within_25_km": "population_within_25_km",
    "population_within_50_km": "population_within_50_km",
    "upper_secondary_discretionary_share": "upper_secondary_discretionary_share",
}
"""Column of each criterion of funding."""


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


def _refuse_fewer_farther(columns: Columns, findings: Findings) -> None:
    """Say where fewer persons live within 50 km than within 25."""
    near, far = columns.numbers["population_within_25_km"], columns.numbers["population_within_50_km"]
    for row in range(len(columns)):
        if far[row] < near[row]:
            columns.fault(
                findings,
                row,
                "population_within_50_km",
                f"{far[row]:.0f} persons within 50 km and {near[row]:.0f} within 25 km",
                "at least as many within 50 km as within 25 km",
            )


def read_municipalities(columns: Columns, findings: Findings) -> Municipalities:
    """Return the region's municipalities in the order of the table, each once."""
    refuse_repeats(columns, "municipality", findings)
    _refuse_fewer_farther(columns, findings)
    codes, names = columns.texts["municipality"], columns.texts["name"]
    once = [row for row, code in enumerate(codes) if codes.index(code) == row]
    return Municipalities(
        codes=tuple(codes[row] for row in once),
        names=tuple(names[row] for row in once),
        land_km2=columns.numbers["land_km2"][once],
        income_tax_base_eur=columns.numbers["income_tax_base_eur"][once],
        state_share_other_eur=columns.numbers["state_share_other_eur"][once],
        state_share_equalisation_eur=columns.numbers["state_share_equalisation_eur"][once],
        given_criteria=FundingCriteria(
            **{name: columns.numbers[column][once] for name, column in CRITERION_COLUMNS.items()}
        ),
    )
