"""What the funding rules weigh in the verdict on as_is; the table in docs/economics.md is generated from here."""

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.streams import blocks_of
from kopa_sim.study import run_scenario
from kopa_sim.study.gather import gather
from kopa_sim.study.judgement import judge, resident_pupils
from kopa_sim.study.pipeline import run_block, sample_block
from kopa_sim.study.sampling import sample_parameters
from tests.validation.solved_routes import DRAWS, SOLVED, as_is_scenario, prepared_as_is

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
def sampled(scenario):
    """Return the region as it is and its futures, which no funding rule changes."""
    prepared = prepared_as_is(scenario)
    (block,) = blocks_of(DRAWS)
    return prepared, sample_block(prepared, prepared.as_is.people, block)


@cache
def gap(scenario, rule):
    """Return the mean sustainability gap of the region as it is, in tax points."""
    prepared, sample = sampled(scenario)
    changed = replace(prepared.scenario, values={**prepared.scenario.values, **RULES[rule]})
    parameters = sample_parameters(changed, DRAWS, prepared.streams)
    under = replace(prepared, scenario=changed, parameters=parameters)
    option = gather([run_block(under, under.as_is, replace(sample, parameters=parameters), None)])
    people = sample.futures.population_draw_year_municipality_sex_age.astype(np.float32)
    years = [prepared.expected.year_index(year) for year in prepared.as_is.plan.years]
    residents = people[:, years].sum(axis=(3, 4), dtype=np.float64)
    pupils = resident_pupils(under, sample.pupils.pupils_draw_year_area_grade)
    return mean_gap(judge(under, under.as_is.plan, option, option, None, pupils, residents))


def mean_gap(verdict):
    """Return the sustainability gap of the whole region, the mean of all futures."""
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


@pytest.mark.validation
@pytest.mark.parametrize("rule", ["as described", "– own share alone held still"])
def test_the_gap_under_a_rule_is_that_of_a_whole_run(rule):
    scenario = as_is_scenario("kainuu")
    changed = replace(scenario, values={**scenario.values, **RULES[rule]})
    whole = run_scenario(changed, seed=1, draws=DRAWS, replications=0, solved=SOLVED)
    assert gap("kainuu", rule) == pytest.approx(mean_gap(whole.as_is.verdict), rel=1e-12)
