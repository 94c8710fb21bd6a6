"""All funding of an option together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.economy.worlds import (
    CENTRE,
    FUND,
    OTHER,
    VILLAGE,
    agreement,
    futures_of,
    plan_of,
    two_municipalities,
    world,
    year_at,
)

REGION = two_municipalities()


def test_funding_of_the_tiny_region_by_hand():
    rows = [(0, 1, CENTRE, 80.0), (2, 1, CENTRE, 10.0), (2, 8, OTHER, 30.0)]
    funded = world(REGION, rows=rows, futures=futures_of(REGION, children=10.0, adults=1_000.0)).funding()
    first = funded.funding_draw_year_municipality_item[0, year_at(2026)]
    assert first[:, FUND["state_share"]] == pytest.approx([60_000, 60_000, 0])
    equalised = -0.1 * 0.08 * (25e6 - 20_000 * 1_160)
    assert first[:, FUND["tax_base_equalisation"]] == pytest.approx([equalised, equalised, 0])
    assert first[:, FUND["home_municipality_compensation"]] == pytest.approx([80_000, -80_000, 0])
    assert not first[:, FUND["vocational"]].any()
    assert funded.total_draw_year_municipality[0, year_at(2026)] == pytest.approx(
        [140_000 + equalised, -20_000 + equalised]
    )


def test_every_item_follows_the_real_index():
    rows = [(2, 1, CENTRE, 10.0), (0, 10, CENTRE, 60.0)]
    plan = agreement(plan_of(REGION), "purchase", members=(1, 0), price_per_pupil_eur=7_000.0, year=2028)
    of_year = []
    for growth in (0.0, 0.1):
        funded = world(REGION, plan, rows=rows, funding__index_growth=growth).funding()
        of_year.append(funded.funding_draw_year_municipality_item[0, year_at(2028)])
    equalisation = FUND["tax_base_equalisation"]
    np.testing.assert_allclose(
        np.delete(of_year[1], equalisation, 1), 1.21 * np.delete(of_year[0], equalisation, 1)
    )


@given(
    pupils=st.lists(st.floats(0, 400), min_size=5, max_size=5),
    kind=st.sampled_from(["open_borders", "purchase", "joint_school", "joint_authority"]),
    price=st.sampled_from([float("nan"), 6_500.0]),
)
@settings(max_examples=40, deadline=None)
def test_payments_between_municipalities_close_to_zero(pupils, kind, price):
    cells = [(0, 1, CENTRE), (1, 8, OTHER), (2, 0, VILLAGE), (2, 3, CENTRE), (2, 10, CENTRE)]
    rows = [(*cell, count) for cell, count in zip(cells, pupils, strict=True)]
    schools = (CENTRE,) if kind == "joint_school" else ()
    plan = agreement(plan_of(REGION), kind, price_per_pupil_eur=price, schools=schools, year=2026)
    funded = world(REGION, plan, rows=rows).funding().funding_draw_year_municipality_item
    for item in ("home_municipality_compensation", "cooperation_payment"):
        np.testing.assert_allclose(funded[..., FUND[item]].sum(axis=2), 0.0, atol=1e-6)
