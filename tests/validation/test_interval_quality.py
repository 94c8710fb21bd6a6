"""Whether intervals hold as often as they say, on past forecasts; and that the defaults are what the fits give."""

import os

import numpy as np
import pytest

from kopa_sim.demography.paths.surge import surge_years
from kopa_sim.scenario.defaults import load_defaults
from tests.validation import interval_results as results
from tests.validation.interval_page import PAGE, written_anew
from tests.validation.municipal_intervals import SIZES
from tests.validation.municipal_spread import fertility_spread, immigration_spread, moves_spread
from tests.validation.regional_data import nordic_net_migration

pytestmark = pytest.mark.validation


def default(name):
    return load_defaults()[f"demography.{name}"].value


@pytest.mark.parametrize(("origin", "ratios"), [(2009, 0.0061), (2014, 0.0084)])
def test_pupils_five_years_ahead_are_forecast_at_least_as_well_as_by_cohort_change_ratios(origin, ratios):
    error = results.regional_score("7–15", 5, origin).error
    assert error["cohort-change ratios"] == pytest.approx(
        ratios, abs=0.00006
    )  # the rival is the published one
    assert error["kopa_sim"] <= ratios


@pytest.mark.parametrize("horizon", [1, 3, 5, 10])
def test_eighty_per_cent_intervals_of_pupils_hold_in_about_eighty_of_a_hundred(horizon):
    assert 0.72 <= results.regional_score("7–15", horizon).coverage[0.80] <= 0.88


@pytest.mark.parametrize("ages", ["0", "1–6", "7–15"])
@pytest.mark.parametrize("horizon", [3, 5, 10])
def test_the_projection_errs_less_than_plain_forecasts_over_all_origins(ages, horizon):
    error = results.regional_score(ages, horizon).error
    assert error["kopa_sim"] <= min(error["constant"], error["cohort-change ratios"]) + 1e-4


def test_births_after_2014_lie_outside_the_intervals():
    # not a wish: if this turns, the page no longer tells the truth
    assert results.regional_score("0", 5, 2014).coverage[0.80] < 0.30


def test_widths_at_an_origin_rest_on_nothing_later():
    full, origin = results.errors(), 2004
    known = full.known_at(origin)
    launch, horizon = np.nonzero(np.isfinite(known.cohorts_national))
    assert (np.array(full.launches)[launch] + horizon + 1 <= origin).all()
    assert results.widths_known(1994) != results.widths_known(2014)


def test_the_default_spread_of_the_country_is_what_all_errors_give():
    found = results.widths_known(results.LAST)
    assert default("fertility_national_sd_share") == pytest.approx(
        found["fertility_national_sd_share"], abs=0.0005
    )
    assert default("immigration_national_sd_share") == pytest.approx(
        found["immigration_national_sd_share"], abs=0.005
    )
    for name in ("migration_step_share", "immigration_step_share"):
        assert default(name) == found[name]


def test_the_default_spread_of_municipalities_is_what_their_errors_give():
    assert default("fertility_municipal_sd_share") == pytest.approx(fertility_spread(), abs=0.0005)
    lasting, small = immigration_spread()
    assert default("immigration_municipal_sd_share") == pytest.approx(lasting, abs=0.001)
    assert default("immigration_small_place_sd_share") == pytest.approx(small, abs=0.005)
    lasting, small = moves_spread((2018, 2020, 2024), results.STEP_SHARE)
    assert default("migration_municipal_sd_share") == pytest.approx(lasting, rel=0.07)  # of sampled variances
    assert default("migration_small_place_sd_share") == pytest.approx(small, rel=0.07)


def test_net_moves_stray_by_the_same_share_in_municipalities_of_every_size():
    found = [moves_spread((2018, 2020, 2024), results.STEP_SHARE, size)[0] for size in SIZES]
    assert min(found) > 0.1
    assert max(found) < 0.3
    assert max(found) / min(found) < 2


def test_the_default_spread_of_mortality_is_that_of_life_expectancy():
    assert default("mortality_national_sd_share") == pytest.approx(results.mortality_spread(), abs=0.0005)


def test_surges_set_in_as_often_as_in_four_nordic_countries():
    series = nordic_net_migration()
    found = {country: surge_years(net, times=2.5, before=5) for country, net in series.items()}
    assert [1990 + place for place in found["Finland"]] == [2022]
    years = sum(len(net) - 5 for net in series.values())
    chance = sum(map(len, found.values())) / years
    assert default("immigration_surges")["yearly_probability"] == pytest.approx(chance, abs=0.005)


def test_the_size_of_a_surge_is_that_of_2022():
    net, first = nordic_net_migration()["Finland"], 2022 - 1990
    immigrants_of_2019 = 32.758
    usual = net[first - 5 : first].mean()
    surge = default("immigration_surges")
    assert surge["size"] == pytest.approx((net[first] - usual) / immigrants_of_2019, abs=0.01)
    assert surge["size"] / surge["duration_years"] == pytest.approx(
        (net[first + 1] - usual) / immigrants_of_2019, abs=0.01
    )


def test_the_page_shows_what_the_model_gives_now():
    page = PAGE.read_text(encoding="utf-8")
    anew = written_anew(page)
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(anew, encoding="utf-8")
        page = anew
    assert page == anew, "run this test with KOPA_WRITE_DOCS=1 and look at what changed"
