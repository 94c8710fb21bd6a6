"""Providers of upper secondary education: index by provider and language, discretionary increase, loss by merging."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.discretionary_increase_1705_2009 import discretionary_share_year_school
from kopa_sim.economy.upper_secondary_providers import upper_secondary_providers
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import (
    PROVIDER_MEASURES,
    provider_measures,
    unit_price_funding,
)
from kopa_sim.model.criteria import criteria_not_given
from tests.economy.worlds import YEARS, agreement, parameters, plan_of, with_schools, year_at

UPPER = "upper_secondary"


def two_upper(**second):
    return with_schools(
        {"code": "a", "municipality": "901", "grades": UPPER},
        {"code": "b", "municipality": "902", "grades": UPPER, **second},
    )


def table(region, students, plan=None, **changes):
    """Measures of every provider in 2027 by name and language, of students that are the same in all years."""
    plan, as_is = plan or plan_of(region), plan_of(region)
    by_school = np.broadcast_to(np.array(students, dtype=float), (1, len(YEARS), len(students)))
    index = np.ones((1, len(YEARS)))
    funding, not_merged = (
        unit_price_funding(region, who, by_school, parameters(**changes), index) for who in (plan, as_is)
    )
    return {
        (provider.name, provider.language): {
            name: values[0, year_at(2027)]
            for name, values in provider_measures(provider, funding, not_merged).items()
        }
        for provider in upper_secondary_providers(region, plan, np.array(students) > 0)
    }


def test_two_small_providers_by_hand():
    found = table(two_upper(), [100, 50])
    assert found["901", "fi"] == pytest.approx(
        {
            "students": 100,
            "small_provider_index": 140,
            "unit_price_eur": 11_200,
            "supplement_eur": 100 * 3_200,
            "discretionary_eur": 0,
            "funding_eur": 100 * 11_200,
            "supplement_lost_eur": 0,
        }
    )
    assert found["902", "fi"]["small_provider_index"] == pytest.approx(181)
    assert tuple(found["901", "fi"]) == PROVIDER_MEASURES


@pytest.mark.parametrize(
    ("students", "index"), [(200, 100), (150, 120), (100, 140), (60, 156), (50, 181), (40, 206), (12, 206)]
)
def test_the_published_examples_by_provider_and_language(students, index):
    region = two_upper(municipality="901", language="sv")
    found = table(region, [students, 300])
    assert found["901", "fi"]["small_provider_index"] == pytest.approx(index)
    assert found["901", "sv"]["small_provider_index"] == pytest.approx(100)


@pytest.mark.parametrize("kind", ["joint_authority", "host_municipality"])
def test_a_merger_loses_the_supplement_of_its_members(kind):
    """100 students at index 140 and 50 at 181 become 150 at 120."""
    region = two_upper()
    plan = agreement(plan_of(region), kind, schools=(0, 1), year=2027)
    found = table(region, [100, 50], plan)
    assert set(found) == {("901", "fi"), ("902", "fi"), (kind, "fi")}
    merged = found[kind, "fi"]
    assert merged["small_provider_index"] == pytest.approx(120)
    assert merged["supplement_lost_eur"] == pytest.approx(8_000 * (100 * 0.40 + 50 * 0.81 - 150 * 0.20))
    assert found["901", "fi"]["students"] == 0
    assert np.isnan(found["901", "fi"]["small_provider_index"])


def test_before_the_merger_nothing_is_lost():
    region = two_upper()
    plan = agreement(plan_of(region), "joint_authority", schools=(0, 1), year=2028)
    found = table(region, [100, 50], plan)
    assert sum(measures["supplement_lost_eur"] for measures in found.values()) == 0.0


def test_merging_large_providers_loses_nothing():
    region = two_upper()
    plan = agreement(plan_of(region), "joint_authority", schools=(0, 1), year=2027)
    assert table(region, [400, 200], plan)["joint_authority", "fi"]["supplement_lost_eur"] == pytest.approx(0)


def test_a_joint_provider_bears_its_own_name_and_a_private_one_none():
    region = with_schools(
        {"code": "joint", "municipality": "901", "grades": UPPER, "provider": "joint"},
        {"code": "private", "municipality": "902", "grades": UPPER, "provider": "private", "pupils": 50},
    )
    assert set(table(region, [60, 50])) == {("901 joint", "fi")}


def with_increase(first, second=np.nan):
    region = two_upper()
    criteria = replace(criteria_not_given(2), upper_secondary_discretionary_share=np.array([first, second]))
    return replace(region, municipalities=replace(region.municipalities, given_criteria=criteria))


def test_a_discretionary_increase_raises_the_price_with_its_index():
    found = table(with_increase(0.1), [100, 100])
    assert found["901", "fi"]["discretionary_eur"] == pytest.approx(0.1 * 100 * 11_200)
    assert found["901", "fi"]["unit_price_eur"] == pytest.approx(1.1 * 11_200)
    assert found["902", "fi"]["discretionary_eur"] == 0.0


def test_the_parameter_raises_every_provider_s_price_but_those_with_one_of_their_own():
    changes = {"funding__upper_secondary_discretionary_share": 0.05}
    found = table(with_increase(0.0), [100, 100], **changes)
    assert found["901", "fi"]["discretionary_eur"] == 0.0
    assert found["902", "fi"]["discretionary_eur"] == pytest.approx(0.05 * 100 * 11_200)


def test_a_new_joint_authority_has_no_increase_that_its_members_were_granted():
    region = with_increase(0.1)
    plan = agreement(plan_of(region), "joint_authority", schools=(0, 1), year=2027)
    found = table(region, [100, 100], plan)["joint_authority", "fi"]
    assert found["discretionary_eur"] == 0.0
    assert found["supplement_lost_eur"] == pytest.approx(200 * 3_200 + 0.1 * 100 * 11_200)


def test_schools_that_a_host_takes_over_get_the_host_s_increase():
    region = with_increase(0.1, 0.3)
    plan = agreement(plan_of(region), "host_municipality", members=(0, 1), schools=(0, 1), year=2027)
    found = discretionary_share_year_school(region, plan, parameters())
    assert found[year_at(2026)] == pytest.approx([0.1, 0.3])
    assert found[year_at(2027)] == pytest.approx([0.1, 0.1])
