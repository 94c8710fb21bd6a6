"""Between solved numbers of pupils: in steps with vehicles."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.network.routing import RouteCurve, plan_routes
from tests.network.routing.curve_error import described, errors, told
from tests.network.routing.villages import along_a_road

DOCUMENT = Path(__file__).parents[3] / "docs" / "routing.md"
CURVE = RouteCurve(
    np.array([20.0, 60.0, 80.0]),
    np.array([[2, 0], [4, 0], [4, 0]], dtype=float),
    np.array([[40.0, 2.0, 200.0, 30.0], [80.0, 3.0, 400.0, 60.0], [90.0, 3.5, 450.0, 70.0]]),
)


def at(pupils):
    driven = CURVE.at(np.array(float(pupils)))
    return driven.vehicles, driven.km, driven.hours, driven.cost_eur


@pytest.mark.parametrize(
    ("pupils", "vehicles", "km"),
    [
        (0, 0, 0),
        (4, 0, 0),
        (5, 1, 20),
        (14, 1, 20),
        (15, 2, 40),
        (20, 2, 40),
        (29, 2, 40),
        (30, 3, 60),
        (49, 3, 60),
        (50, 4, 80),
        (60, 4, 80),
        (69, 4, 80),
        (70, 4, 90),
        (80, 4, 90),
    ],
)
def test_kilometres_step_with_vehicles_and_not_with_pupils(pupils, vehicles, km):
    assert at(pupils)[:2] == (vehicles, km)


def test_anchors_are_met_exactly():
    assert at(20) == (2, 40, 2, 200)
    assert at(60) == (4, 80, 3, 400)


def test_a_larger_vehicle_in_place_of_a_smaller_is_a_step_down_and_one_up():
    # one taxi at 4 pupils, one minibus at 12: half of the change at 6 pupils, all of it at 10
    at_anchors = np.array([[10.0, 1.0, 60.0, 8.0], [20.0, 2.0, 100.0, 20.0]])
    curve = RouteCurve(np.array([4.0, 12.0]), np.eye(2), at_anchors)
    driven = curve.at(np.array([4.0, 5.0, 6.0, 9.0, 10.0, 12.0]))
    assert driven.cost_eur.tolist() == [60, 60, 80, 80, 100, 100]
    assert driven.vehicles.tolist() == [1] * 6


def test_beyond_the_last_anchor_the_last_stretch_goes_on():
    assert at(90)[1] == 100
    assert at(89)[1] == 90


def test_any_shape_of_pupils_is_answered_in_that_shape():
    driven = CURVE.at(np.arange(24.0).reshape(2, 3, 4))
    assert driven.km.shape == driven.vehicles.shape == (2, 3, 4)


@given(st.floats(0, 300), st.floats(0, 300))
def test_more_pupils_never_cost_less_where_the_anchors_say_so(first, second):
    fewer, more = sorted((first, second))
    assert at(fewer)[3] <= at(more)[3]


def test_solved_routes_are_met():
    solved = tuple(plan_routes(along_a_road([(10, pupils)]), 10) for pupils in (4, 12, 60))
    curve = RouteCurve.through(solved)
    driven = curve.at(np.array([4.0, 12.0, 60.0]))
    assert driven.cost_eur == pytest.approx([routes.cost_eur for routes in solved])
    assert driven.vehicles.tolist() == [1, 1, 2]


def test_kilometres_of_a_size_count_by_their_price():
    # 4 pupils 10 km away in a taxi at three quarters of a minibus kilometre; 12 in a minibus
    solved = tuple(plan_routes(along_a_road([(10, pupils)]), 10) for pupils in (4, 12))
    driven = RouteCurve.through(solved, np.array([0.75, 1.0, 1.3])).at(np.array([4.0, 12.0]))
    assert solved[0].vehicles_by_class["taxi"] == solved[1].vehicles_by_class["minibus"] == 1
    assert driven.priced_km / driven.km == pytest.approx([0.75, 1.0])


def test_of_two_plans_for_as_many_pupils_the_cheaper_counts():
    near, far = (plan_routes(along_a_road([(km, 4)]), 10) for km in (10, 20))
    for order in ((near, far), (far, near)):
        assert RouteCurve.through(order).at(np.array(4.0)).km == pytest.approx(10)


def test_a_curve_needs_somebody_carried():
    with pytest.raises(ValueError, match="at least one pupil"):
        RouteCurve.through((plan_routes(along_a_road([]), 10),))


@pytest.mark.slow
def test_the_curve_lies_near_solved_routes():
    # docs/routing.md tells the distribution; the bounds leave room for other random regions than those behind it
    size = described(errors(range(100, 107)))
    assert abs(size["mean"]) <= 0.03
    assert size["median"] <= 0.04
    assert size["p90"] <= 0.12


@pytest.mark.slow
def test_the_documented_error_of_the_first_regions_is_measured_anew():
    said = "; ".join(f"{homes}: {told(errors(range(4), homes=homes))}" for homes in ("same", "elsewhere"))
    assert f"compares with this line: {said}." in " ".join(DOCUMENT.read_text(encoding="utf-8").split())


def a_bill(pupils, cost_eur, taxis):
    """Return solved routes of which only pupils, price and vehicles matter."""
    return SimpleNamespace(
        pupils=pupils,
        cost_eur=cost_eur,
        km=cost_eur,
        hours=cost_eur / 10,
        km_by_class=np.array([cost_eur]),
        class_names=("taxi",),
        vehicles_by_class={"taxi": taxis},
    )


def test_fewer_pupils_never_cost_more_than_a_plan_that_carries_more():
    curve = RouteCurve.through((a_bill(24, 500.0, 5), a_bill(37, 609.0, 7), a_bill(51, 441.0, 4)))
    assert curve.at(np.array([24.0, 37.0, 51.0])).cost_eur.tolist() == [441.0, 441.0, 441.0]
    prices = curve.at(np.linspace(0.0, 80.0, 200)).cost_eur
    assert (np.diff(prices) >= 0).all()
    assert prices[-1] > 441.0


def test_beyond_the_most_pupils_two_anchors_side_by_side_do_not_set_the_slope():
    curve = RouteCurve.through((a_bill(13, 147.0, 2), a_bill(14, 147.0, 2), a_bill(17, 261.0, 3)))
    steep = curve.at(np.array([1.3 * 17])).cost_eur[0] / 261.0
    side_by_side = RouteCurve.through((a_bill(50, 400.0, 4), a_bill(98, 700.0, 7), a_bill(100, 900.0, 9)))
    beyond = side_by_side.at(np.array([130.0])).cost_eur[0]
    assert beyond == pytest.approx(900.0 + 0.6 * 500.0)
    assert 1.0 < steep < 2.2
