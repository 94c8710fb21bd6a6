"""Coefficients of a projection to rates of a scenario, by hand."""

import math

import pytest

from kopa_sim.importers.statfin import Wish, import_statfin
from kopa_sim.importers.statfin_rates import mortality_rates
from kopa_sim.scenario.findings import Findings
from tests.importers.tables import dimension, rows_of, stat_table


def test_a_constant_probability_gives_a_constant_rate():
    rates = mortality_rates(dict.fromkeys(range(-1, 101), 10.0))
    hazard = -math.log(0.99)
    assert rates[1:] == pytest.approx(hazard)
    assert rates[0] == pytest.approx(1.5 * hazard)


def test_a_rate_is_the_mean_of_the_years_that_lead_in_and_out_of_an_age():
    rates = mortality_rates(dict.fromkeys(range(-1, 101), 0.0) | {50: 20.0})
    hazard = -math.log(0.98)
    assert rates[50] == rates[51] == pytest.approx(hazard / 2)
    assert rates[49] == rates[52] == 0.0


def test_coefficients_that_lack_ages_give_no_rates():
    assert mortality_rates(dict.fromkeys(range(50), 1.0)) is None


def test_a_table_of_mortality_coefficients_is_read_with_the_newborns_apart():
    ages = ("alle0", *(str(age) for age in range(100)), "100-")
    table = stat_table(
        dimension("Alue", ("Kajaani",)),
        dimension("Ikä", ("Alle 0", *ages[1:]), ages),
        dimension("Sukupuoli", ("Miehet", "Naiset")),
        dimension("Vuosi", ("2020",)),
        dimension("Tiedot", ("Kuolevuuskerroin, promillea",)),
        values=[2.0] * 204,
        title="129a -- Väestöennuste 2019: Kuolevuuskertoimet",
    )
    findings = Findings()
    result = import_statfin([table], Wish(), findings)
    rates = rows_of(result.tables["rates"])
    assert len(rates) == 202
    assert rates[0]["value"] == pytest.approx(1.5 * -math.log(0.998))
    assert rates[40]["value"] == pytest.approx(-math.log(0.998))


def test_fertility_per_mille_is_births_per_woman():
    table = stat_table(
        dimension("Alue", ("Kajaani",)),
        dimension("Ikä", tuple(str(age) for age in range(15, 50))),
        dimension("Vuosi", ("2020",)),
        dimension("Tiedot", ("Hedelmällisyyskerroin",)),
        values=[50.0] * 35,
    )
    result = import_statfin([table], Wish(), Findings())
    rates = rows_of(result.tables["rates"])
    assert [row["age"] for row in rates] == list(range(15, 50))
    assert {row["value"] for row in rates} == {0.05}
