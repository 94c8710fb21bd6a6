"""docs/tables.md and docs/glossary.md keep up with what the program writes."""

from pathlib import Path

import pytest

from kopa_sim.economy.child_money import CHILD_MONEY_MEASURES
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import PROVIDER_MEASURES
from kopa_sim.model.ledger import COST_ITEMS, FUNDING_ITEMS
from kopa_sim.model.staffing import STAFFING_MEASURES, OperationsOutcome
from kopa_sim.report.tables.network import NETWORK_COLUMNS
from kopa_sim.report.texts import catalogue
from tests.report.synthetic import ACCESS_MEASURES, VERDICT_MEASURES

DOCS = Path(__file__).parents[2] / "docs"
TABLES = (DOCS / "tables.md").read_text(encoding="utf-8")
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    sorted(
        {
            *COST_ITEMS,
            *FUNDING_ITEMS,
            *STAFFING_MEASURES,
            *OperationsOutcome.LESSON_OUTCOMES,
            *ACCESS_MEASURES,
            *VERDICT_MEASURES,
            *NETWORK_COLUMNS,
            *PROVIDER_MEASURES,
            *CHILD_MONEY_MEASURES,
        }
    ),
)
def test_every_item_and_measure_is_explained(name):
    assert f"`{name}`" in TABLES


def test_every_table_and_key_is_listed(tables):
    for name, table in tables.items():
        row = next(line for line in TABLES.splitlines() if line.startswith(f"| `{name}` |"))
        keys = row.split("|")[2]
        for column in table.columns:
            if column in ("mean", "verdict") or (name == "network" and column in NETWORK_COLUMNS):
                break
            assert str(column) in keys, (name, column)


@pytest.mark.parametrize("word", ["sustainable", "conditional", "state_share", "cooperation_payment"])
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_report_speaks_the_glossarys_words(word, language):
    assert f"| {catalogue('words')[word][language]} |" in GLOSSARY


def test_every_term_has_three_languages():
    rows = [line.strip("|").split("|") for line in GLOSSARY.splitlines() if line.startswith("| ")]
    assert len(rows) > 60
    assert all(len(row) == 4 and all(cell.strip() for cell in row[:3]) for row in rows)
