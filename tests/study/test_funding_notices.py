"""What a check tells of the State's money."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.criteria import criteria_not_given
from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.report.tables.providers import providers_table
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario
from kopa_sim.study.check import find_notices, find_sources
from kopa_sim.study.funding_notices import criteria_notices, merged_provider_notices
from kopa_sim.study.prepare import prepare
from tests.economy.worlds import futures_of, parameters, two_municipalities
from tests.study.conftest import MINIMAL

REGION = two_municipalities()
FUTURES = futures_of(REGION)


def notices(**columns):
    municipalities = replace(REGION.municipalities, **columns)
    return criteria_notices(replace(REGION, municipalities=municipalities), FUTURES, parameters())


def within(near, far):
    return replace(
        criteria_not_given(2), population_within_25_km=np.array(near), population_within_50_km=np.array(far)
    )


def test_areas_alone_are_told_where_they_make_a_place_remote():
    (told,) = notices()
    assert told.startswith("remoteness of First, Second counts those who live in the region's areas alone")
    assert "population_within_25_km" in told


def test_given_neighbours_are_not_told():
    assert notices(given_criteria=within([3_000.0] * 2, [30_000.0] * 2)) == ()
    (told,) = notices(given_criteria=within([3_000.0] * 2, [30_000.0, np.nan]))
    assert told.startswith("remoteness of Second counts")


def test_a_region_with_people_enough_needs_no_neighbours():
    crowded = futures_of(REGION, adults=70_000.0)
    assert criteria_notices(REGION, crowded, parameters()) == ()


def test_a_given_sum_is_told_to_stand_for_all_criteria():
    told = notices(state_share_other_eur=np.array([1e6, np.nan]))
    assert told[0].startswith("state share of First: state_share_other_eur is all")
    assert told[1].startswith("remoteness of Second counts")


def test_land_that_is_not_given_is_told():
    told = notices(land_km2=np.array([np.nan, 500.0]))
    assert told[-1].startswith("land_km2 of First is not given")


def test_nothing_is_told_of_criteria_that_a_given_sum_replaces():
    (told,) = notices(state_share_other_eur=np.zeros(2), land_km2=np.full(2, np.nan))
    assert told.startswith("state share of First, Second")


MERGER = """
[[options]]
id = "merged"
title = "One provider"

[[options.measures]]
measure = "cooperate"
kind = "joint_authority"
name = "lukio together"
members = ["901", "902"]
schools = ["keskuskoulu", "mallila"]
year = 2030
"""


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """The minimal scenario with upper secondary education in both municipalities, and an option to merge them."""
    folder = tmp_path_factory.mktemp("merged") / "minimal"
    shutil.copytree(MINIMAL, folder)
    schools = (folder / "schools.csv").read_text(encoding="utf-8")
    both = schools.replace("560000,7136000,0-9,", "560000,7136000,0-9+upper_secondary,")
    assert both != schools
    (folder / "schools.csv").write_text(both, encoding="utf-8")
    settings = (folder / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(settings + MERGER, encoding="utf-8")
    return load_scenario(folder)


def test_what_a_merger_of_providers_loses_is_told_with_its_option(merged):
    prepared = prepare(merged, seed=1, draws=1, option_ids=["merged"])
    (told,) = merged_provider_notices(prepared)
    assert told.startswith("option merged: provider lukio together (fi) counts")
    assert "supplement_lost_eur" in told
    assert told in find_notices(prepared)


def test_an_option_that_merges_no_provider_is_not_told(scenario):
    prepared = prepare(scenario, seed=1, draws=1)
    assert merged_provider_notices(prepared) == ()


def test_where_criteria_come_from_is_told_among_the_sources(scenario):
    sources = find_sources(prepare(scenario, seed=1, draws=1))
    assert any(told.startswith("remoteness of Esimerkkilä, Mallila") for told in sources)


def test_the_providers_of_a_run_are_those_of_each_year_and_their_funding_is_that_of_funding(merged):
    result = run_scenario(merged, seed=1, draws=2, replications=0, option_ids=["merged"])
    table = providers_table(result)
    rows = table[table["option"] == "merged"]
    named = {year: set(of["provider"].astype(str)) for year, of in rows.groupby("year")}
    assert named[2029] == {"901", "902"}
    assert named[2030] == {"lukio together"}
    means = table.pivot_table("mean", ["option", "year"], "measure", "sum", observed=True)
    lost = means["supplement_lost_eur"]
    assert not lost["as_is"].any()
    assert (lost["merged"][:4] == 0).all()
    assert (lost["merged"][4:] > 10_000).all()
    costed = result.as_is.plan.costed
    for option in result.options:
        item = FUNDING_ITEMS.index("upper_secondary_unit_price")
        funded = option.money.funding.funding_draw_year_municipality_item[:, costed, :, item].sum(axis=2)
        assert means["funding_eur"][option.plan.option].to_numpy() == pytest.approx(
            funded.mean(axis=0), abs=0.1
        )
