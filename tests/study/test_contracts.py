"""Contracts carried through a whole run: shared posts, bills of all blocks, and the table of rules side by side."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.ledger import BILL_SHARING_RULES
from kopa_sim.report.tables import build_tables
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.study import run_scenario

MEMBERS = ("901", "902")


def cooperate(kind, name, **other):
    return Cooperate.model_validate(
        {"measure": "cooperate", "kind": kind, "name": name, "members": MEMBERS, "year": 2028} | other
    )


@pytest.fixture(scope="module")
def run(scenario):
    pooled = ShareTeachers(measure="share_teachers", municipalities=MEMBERS, year=2028, name="shared")
    contracts = (
        cooperate("teacher_pool", "shared"),
        cooperate("shared_transport", "buses", bill_sharing="by_tax_base"),
        cooperate("shared_administration", "office", bill_sharing="by_residents"),
    )
    options = (
        scenario.options[0],
        OptionSpec("pooled", "Posts are shared", "as_is", (pooled,)),
        OptionSpec("contracts", "Posts, buses and the office are shared", "as_is", contracts),
    )
    return run_scenario(replace(scenario, options=options), seed=3, draws=34, replications=0)


@pytest.fixture(scope="module")
def table(run):
    table = build_tables(run)["bill_sharing"]
    return table.astype({name: str for name in table.columns if table[name].dtype == "category"})


def test_a_teacher_pool_shares_the_very_posts_that_share_teachers_shares(run):
    pooled, contracts = run.options[1:]
    for measure, values in pooled.staffing.items():
        assert np.array_equal(values, contracts.staffing[measure]), measure


def test_bills_have_every_draw_of_every_block(run):
    bills = run.options[2].money.costs.joint_bills
    assert [bill.part for bill in bills] == ["office", "transport", "teachers"]
    assert all(bill.total_draw_year.shape[0] == 34 for bill in bills)
    assert all(bill.total_draw_year[:, -1].all() for bill in bills[:2])


def test_the_pool_s_bill_is_a_part_of_what_its_schools_teaching_costs(run):
    bill = run.options[2].money.costs.joint_bills[2]
    teaching = run.options[2].money.costs.municipal_draw_year_municipality_payer_item[..., 0].sum(axis=(2, 3))
    assert (bill.total_draw_year > 0).any()
    assert (bill.total_draw_year < 0.5 * teaching).all()


def test_every_bill_stands_under_every_rule_and_its_shares_sum_to_it(table):
    keys = ["option", "year", "agreement", "part", "rule"]
    assert not table.duplicated([*keys, "municipality", "measure"]).any()
    assert set(table["rule"]) == set(BILL_SHARING_RULES)
    wide = table.pivot_table(index=keys, columns=["measure", "municipality"], values="mean")
    shares, paid = wide["share"].sum(axis=1), wide["paid_eur"].sum(axis=1)
    np.testing.assert_allclose(shares, 1.0, atol=2e-6)
    np.testing.assert_allclose(paid, wide["joint_cost_eur"]["ALL"], atol=0.02)


def test_one_rule_is_in_force_for_each_bill(table):
    in_force = table[(table["measure"] == "in_force") & (table["mean"] == 1)]
    found = in_force.groupby("agreement")["rule"].unique().map(list).to_dict()
    assert found == {"shared": ["by_use"], "buses": ["by_tax_base"], "office": ["by_residents"]}


def test_what_costs_csv_bills_is_the_share_in_force_of_what_stands_at_others(run):
    option = run.options[2]
    billed = option.money.costs.municipal_draw_year_municipality_payer_item[:, :, :, 1].sum(axis=3)
    expected = np.zeros_like(billed)
    for bill in option.money.costs.joint_bills:
        elsewhere = bill.total_draw_year[..., None] - bill.cost_draw_year_municipality
        expected += bill.share_draw_year_municipality * elsewhere
    np.testing.assert_allclose(billed, expected, atol=0.01)


def test_options_that_share_no_bill_have_no_such_table(run):
    assert "bill_sharing" not in build_tables(replace(run, options=run.options[:2]))


def test_its_keys_and_measures_stand_in_the_documentation(table):
    documented = (Path(__file__).parents[2] / "docs" / "tables.md").read_text(encoding="utf-8")
    row = next(line for line in documented.splitlines() if line.startswith("| `bill_sharing` |"))
    keys = [name for name in table.columns if name not in ("mean", "p05", "p50", "p95")]
    assert all(name in row.split("|")[2] for name in keys)
    assert all(f"`{measure}`" in documented for measure in table["measure"].unique())
