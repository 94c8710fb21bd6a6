"""Every municipality's share of upper secondary funding."""

import numpy as np
import pytest

from kopa_sim.economy.upper_secondary_contribution_1705_2009 import upper_secondary_contribution
from tests.economy.worlds import (
    FUND,
    futures_of,
    parameters,
    plan_of,
    two_municipalities,
    with_schools,
    world,
)

REGION = two_municipalities()
AMOUNT = {"funding__upper_secondary_contribution_eur_resident": 100.0}


def test_each_resident_of_two_years_before_costs_the_amount_times_the_index():
    futures = futures_of(REGION, grown=lambda year: 1.0 if year < 2025 else 0.9)
    found = upper_secondary_contribution((2026, 2027), futures, parameters(**AMOUNT), np.array([[1.0, 1.1]]))
    assert found[0, :, 0] == pytest.approx([-100_000, -99_000])


def test_a_municipality_pays_whether_or_not_it_has_a_school_or_a_student():
    region = with_schools({"code": "a", "municipality": "901", "grades": "upper_secondary"})
    funded = world(region, plan_of(region), rows=[(0, 10, 0, 60.0)], **AMOUNT).funding()
    paid = funded.funding_draw_year_municipality_item[0, 0, :, FUND["upper_secondary_contribution"]]
    assert paid == pytest.approx([-100_000, -100_000, 0])
