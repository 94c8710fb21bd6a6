"""Unit-price funding of upper secondary education."""

import numpy as np
import pytest

from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import (
    small_provider_index,
    unit_price_draw_year_school,
)
from tests.economy.worlds import YEARS, agreement, flows_of, parameters, plan_of, with_schools, year_at


def two_upper(**second):
    return with_schools(
        {"code": "a", "municipality": "901", "grades": "upper_secondary"},
        {"code": "b", "municipality": "902", "grades": "upper_secondary", **second},
    )


def price(region, rows, plan=None):
    index = np.ones((1, len(YEARS)))
    flows = flows_of(region, rows)
    return unit_price_draw_year_school(region, plan or plan_of(region), flows, parameters(), index)[0]


@pytest.mark.parametrize(
    ("students", "index"),
    [
        (500, 100),
        (200, 100),
        (150, 120),
        (117, 133.2),
        (100, 140),
        (80, 148),
        (60, 156),
        (50, 181),
        (40, 206),
        (5, 206),
    ],
)
def test_the_index_of_small_providers(students, index):
    assert small_provider_index(np.array([float(students)]), parameters()) == pytest.approx([index])


def test_the_index_never_rises_with_students():
    students = np.linspace(0, 400, 801)
    assert (np.diff(small_provider_index(students, parameters())) <= 1e-12).all()


def test_a_provider_is_paid_for_each_student_at_its_index():
    region = two_upper()
    found = price(region, [(0, 10, 0, 100.0), (2, 10, 1, 50.0)])[year_at(2026)]
    assert found == pytest.approx([100 * 8_000 * 1.4, 50 * 8_000 * 1.81])


def test_basic_education_brings_no_unit_price():
    region = with_schools({"code": "whole", "municipality": "901", "grades": "1-9+upper_secondary"})
    assert price(region, [(0, 9, 0, 90.0)]).sum() == 0.0


def test_schools_of_one_municipality_count_together():
    region = with_schools(
        {"code": "a", "municipality": "901", "grades": "upper_secondary"},
        {"code": "b", "municipality": "901", "grades": "upper_secondary"},
    )
    found = price(region, [(0, 10, 0, 150.0), (0, 10, 1, 50.0)])[year_at(2026)]
    assert found == pytest.approx([150 * 8_000, 50 * 8_000])


def test_another_language_counts_apart():
    region = with_schools(
        {"code": "fi", "municipality": "901", "grades": "upper_secondary"},
        {"code": "sv", "municipality": "901", "grades": "upper_secondary", "language": "sv"},
    )
    found = price(region, [(0, 10, 0, 200.0), (0, 10, 1, 50.0)])[year_at(2026)]
    assert found == pytest.approx([200 * 8_000, 50 * 8_000 * 1.81])


def test_a_joint_provider_counts_apart_from_its_municipality():
    region = with_schools(
        {"code": "own", "municipality": "901", "grades": "upper_secondary"},
        {"code": "joint", "municipality": "901", "grades": "upper_secondary", "provider": "joint"},
    )
    found = price(region, [(0, 10, 0, 200.0), (0, 10, 1, 100.0)])[year_at(2026)]
    assert found == pytest.approx([200 * 8_000, 100 * 8_000 * 1.4])


def test_a_private_school_s_funding_is_its_own():
    region = two_upper(provider="private", pupils=50)
    assert price(region, [(2, 10, 1, 50.0)]).sum() == 0.0


@pytest.mark.parametrize("kind", ["joint_authority", "host_municipality"])
def test_merging_small_providers_removes_the_supplement_from_the_first_year(kind):
    region = two_upper()
    plan = agreement(plan_of(region), kind, schools=(0, 1), year=2027)
    found = price(region, [(0, 10, 0, 100.0), (2, 10, 1, 100.0)], plan)
    assert found[year_at(2026)] == pytest.approx([100 * 8_000 * 1.4] * 2)
    assert found[year_at(2027)] == pytest.approx([100 * 8_000] * 2)


def test_an_authority_that_does_not_name_them_leaves_the_providers_apart():
    region = two_upper()
    plan = agreement(plan_of(region), "joint_authority")
    assert price(region, [(0, 10, 0, 100.0), (2, 10, 1, 100.0)], plan)[year_at(2028)] == pytest.approx(
        [100 * 8_000 * 1.4] * 2
    )
