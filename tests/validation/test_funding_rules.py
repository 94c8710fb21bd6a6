"""What the funding rules weigh in the verdict on as_is; the table in docs/economics.md is generated from here."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "economics.md"
BEGIN, END = "<!-- funding rules: generated -->", "<!-- funding rules: end -->"
SCENARIOS = {
    "kainuu": "Kainuu",
    "pohjois_karjala": "North Karelia",
    "jyvaskyla": "Jyväskylä and Toivakka",
}
OWN_SHARE_STILL = {"funding.national_computed_cost_index": {"2023": 1.0}}
INCOME_STILL = {"funding.national_adult_share_index": {"2024": 1.0}}
RULES = {
    "as described": {},
    "own share and national income per resident held still": OWN_SHARE_STILL | INCOME_STILL,
    "– own share alone held still": OWN_SHARE_STILL,
    "– national income alone held still": INCOME_STILL,
    "without ages 0–5 (`funding.count_ages_0_5` = no)": {"funding.count_ages_0_5": False},
    "cost revision 0.5 % a year": {"funding.cost_revision_growth": 0.005},
}


@cache
def gap(scenario, rule):
    """Return the mean sustainability gap of the region as it is, in tax points."""
    loaded = load_scenario(ROOT / "scenarios" / scenario)
    only = tuple(option for option in loaded.options if option.id == "as_is")
    changed = replace(loaded, options=only, values={**loaded.values, **RULES[rule]})
    verdict = run_scenario(changed, seed=1, draws=32, replications=0).as_is.verdict
    return float(verdict.values["sustainability_gap_tax_points"][:, -1].mean())


def table():
    head = ["rule", *SCENARIOS.values()]
    rows = [
        [rule, *(f"{gap(scenario, rule):.2f}".replace("-", "−") for scenario in SCENARIOS)] for rule in RULES
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


@pytest.mark.validation
def test_the_table_of_funding_rules_is_what_the_model_gives_now():
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    shown, after = rest.split(END)
    now = f"\n\n{table()}\n"
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(before + BEGIN + now + END + after, encoding="utf-8")
        shown = now
    assert shown == now, "run `make validation-page` and look at what changed"
