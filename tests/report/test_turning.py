"""What turns a verdict: the table and the sentence; the course of net cost and other discount rates as tables."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.csv_files import write_tables
from kopa_sim.report.tables import build_tables
from kopa_sim.report.tables.turning_points import TURNING_COLUMNS, turning_points_table
from kopa_sim.report.texts import texts_in
from kopa_sim.report.turning import assumption_value, turning_sentences
from kopa_sim.study.turning_points import TurningPoint

NOTHING = float("nan")
WAGES = TurningPoint(0, 2, "economy.wage_growth", 0.008, 0.004, "not_sustainable", "conditional", -0.5)
PAY = TurningPoint(0, 2, "teaching.pay_level", 1.0, 0.95, "not_sustainable", "conditional", -0.9)
REVISION = TurningPoint(
    0, 2, "funding.cost_revision_growth", 0.0, 0.004, "not_sustainable", "conditional", 0.2
)
STILL = TurningPoint(
    0, 2, "economy.discount_rate", 0.03, NOTHING, "not_sustainable", "", 2.0, "none_in_range"
)
EARLY = TurningPoint(
    0, 2, "demography.fertility_level", 1.0, NOTHING, "not_sustainable", "", NOTHING, "acts_before_money"
)


@pytest.fixture
def turning(result):
    return replace(result, turning_points=(EARLY, WAGES, STILL, REVISION))


def test_the_table_has_the_most_influential_first_and_the_unknown_last(turning):
    table = turning_points_table(turning)
    assert tuple(table.columns) == TURNING_COLUMNS
    assert list(table["parameter"]) == [p.parameter for p in (STILL, WAGES, REVISION, EARLY)]
    assert set(table["municipality"]) == {"ALL"}


def test_a_row_tells_the_change_by_the_value_in_force_and_its_direction(turning):
    table = turning_points_table(turning).set_index("parameter")
    assert table.loc[WAGES.parameter, "relative_change"] == pytest.approx(-0.5)
    assert table.loc[WAGES.parameter, "direction"] == "down"
    assert table.loc[REVISION.parameter, "direction"] == "up"
    assert np.isnan(table.loc[REVISION.parameter, "relative_change"])
    assert np.isnan(table.loc[STILL.parameter, "turning_value"])
    assert table.loc[STILL.parameter, "reason"] == "none_in_range"


def test_the_table_is_there_only_when_it_was_asked_for(result, turning, tmp_path):
    assert "turning_points" not in build_tables(result)
    tables = build_tables(turning)
    write_tables({"turning_points": tables["turning_points"]}, tmp_path)
    assert len((tmp_path / "turning_points.csv").read_text(encoding="utf-8").splitlines()) == 5


def test_the_sentence_names_the_most_influential_assumption_that_turns_it(turning):
    told = turning_sentences(turning, texts_in("en"))
    assert "the real growth of wages is 0.4% a year instead of 0.8% a year" in told[0]
    assert "conditional" in told[0]
    assert "no assumption about money turns" in told[1]
    assert len(told) == len(turning.options)


def test_of_several_the_one_with_most_influence_is_told(turning):
    more = replace(turning, turning_points=(WAGES, PAY, STILL))
    assert "level of pay" in turning_sentences(more, texts_in("en"))[0]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_it_is_told_in_finnish_and_swedish_too(turning, language):
    told = turning_sentences(turning, texts_in(language))
    assert "0,4" in told[0] and "0,8" in told[0]
    assert "economy." not in told[0]


def test_without_a_search_nothing_is_told(result):
    assert turning_sentences(result, texts_in("en")) == ()


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        ("economy.wage_growth", 0.0074, "0.74% a year"),
        ("property.wear_share_year", 0.02, "2%"),
        ("transport.vehicle_km_eur", 2.85123, "2.851 €"),
        ("teaching.pay_level", 0.95, "0.95"),
    ],
)
def test_values_are_written_with_their_units(parameter, value, told):
    assert assumption_value(parameter, value, texts_in("en")) == told


def test_net_cost_and_present_values_are_the_statistics_of_the_verdict(result, tables):
    option, region = result.options[1], 2
    path = option.verdict.path["net_cost_eur"][:, 0, region]
    row = tables["net_cost"].query(
        f"option == '{option.plan.option}' and year == 2026 and municipality == 'ALL' and measure == 'net_cost_eur'"
    )
    assert row["mean"].item() == pytest.approx(path.mean(), abs=0.01)
    at_rate = option.verdict.at_rates["net_cost_pv_eur"][:, 1, region]
    row = tables["present_values"].query(
        f"option == '{option.plan.option}' and municipality == 'ALL' and discount_rate == '0.01'"
        " and measure == 'net_cost_pv_eur'"
    )
    assert row["mean"].item() == pytest.approx(at_rate.mean(), abs=0.01)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_where_another_test_binds_the_sentence_says_that_it_is_not_money(result, language):
    texts = texts_in(language)
    as_is = result.as_is
    constraints = (*as_is.verdict.binding_constraints[:-1], "journey_ceiling")
    held = replace(as_is, verdict=replace(as_is.verdict, binding_constraints=constraints))
    run = replace(result, options=(held, *result.options[1:]), turning_points=(STILL, EARLY))
    assert texts.word("journey_ceiling") in turning_sentences(run, texts)[0]


def test_where_money_binds_and_nothing_turns_it_the_sentence_says_so(result, english):
    as_is = result.as_is
    constraints = (*as_is.verdict.binding_constraints[:-1], "money")
    held = replace(as_is, verdict=replace(as_is.verdict, binding_constraints=constraints))
    run = replace(result, options=(held, *result.options[1:]), turning_points=(STILL, EARLY))
    assert "no single assumption about money" in turning_sentences(run, english)[0]
