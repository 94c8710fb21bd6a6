"""The map of school transport: what it draws and what it says."""

import io
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from kopa_sim.model.depots import Depots
from kopa_sim.report.figures import ROUTE_FIGURES, render_figure
from kopa_sim.report.figures.routes import (
    draw,
    last_routes,
    lines_by_class,
    middle_of,
    morning,
    most_changed,
    name_places,
    used_depots,
)
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"


@pytest.fixture(scope="module")
def routed():
    scenario = load_scenario(MINIMAL)
    quick = {**scenario.values, "transport.method": "routes", "transport.route_iterations": 2.0}
    return run_scenario(replace(scenario, values=quick), draws=2, replications=0)


def test_it_is_drawn_the_same_twice(routed, english):
    first, again = (render_figure("routes", routed, english) for _ in range(2))
    assert first == again
    assert first.png.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_it_tells_vehicles_and_kilometres_in_every_language(routed, language):
    told = ROUTE_FIGURES["routes"].finding(routed, texts_in(language))
    assert str(morning(routed.as_is)[0]) in told
    assert "{" not in told


def test_the_other_map_is_of_the_option_whose_routes_change_most(routed):
    prices = [morning(option)[2] for option in routed.options]
    assert abs(prices[most_changed(routed)] - prices[0]) == max(abs(price - prices[0]) for price in prices)


def test_every_trip_is_a_line_that_ends_at_a_school(routed):
    lines = [line for of_class in lines_by_class(routed, routed.as_is).values() for line in of_class]
    trips = [trip for centre in last_routes(routed.as_is) for trip in centre.bill.trips]
    schools = routed.scenario.region.schools
    assert sorted(len(line) for line in lines) == sorted(len(trip.calls) + 1 for trip in trips)
    for line in lines:
        assert (np.hypot(schools.x_m - line[-1, 0], schools.y_m - line[-1, 1]) == 0).any()


def test_a_run_of_as_is_alone_has_one_map(routed, english):
    alone = replace(routed, options=routed.options[:1])
    assert most_changed(alone) == 0
    assert "option" not in ROUTE_FIGURES["routes"].finding(alone, english)
    render_figure("routes", alone, english)


def test_options_that_change_no_route_are_told(routed, english):
    twice = replace(routed, options=(routed.as_is, routed.as_is))
    assert "no option changes" in ROUTE_FIGURES["routes"].finding(twice, english)


def test_the_middle_of_a_ring_is_its_centre_of_mass():
    x, y = np.array([0.0, 4.0, 4.0, 2.0, 2.0, 0.0]), np.array([0.0, 0.0, 2.0, 2.0, 6.0, 6.0])
    # two rectangles: 4 x 2 around (2, 1), and 2 x 4 above its left half around (1, 4)
    area, middle = middle_of(x, y)
    assert area == pytest.approx(16)
    assert middle == pytest.approx((1.5, 2.5))
    turned_area, turned = middle_of(x[::-1], y[::-1])
    assert (turned_area, *turned) == pytest.approx((area, *middle))


def test_every_municipality_is_named_in_the_middle_of_its_largest_ring(routed):
    found = name_places(routed)
    assert set(found) == set(routed.scenario.region.municipalities.names)
    island = replace(routed.scenario.borders[0], x_m=np.zeros(4), y_m=np.array([0.0, 1.0, 1.0, 0.0]))
    with_island = replace(
        routed, scenario=replace(routed.scenario, borders=(island, *routed.scenario.borders))
    )
    assert name_places(with_island) == found


def test_depots_are_drawn_where_vehicles_set_out_from_them(routed, english):
    region = routed.scenario.region
    one = Depots(
        ("d",),
        ("Depot",),
        region.schools.x_m[:1],
        region.schools.y_m[:1] + 5e3,
        np.array([-1]),
        np.ones((1, 3), bool),
    )
    given = replace(routed.scenario, region=replace(region, depots=one))
    assert used_depots(replace(routed, scenario=given)) is None
    values = {**routed.parameters.fixed, "transport.vehicles_start": "depot"}
    set_out = replace(
        routed,
        scenario=given,
        parameters=replace(routed.parameters, fixed=values),
        options=routed.options[:1],
    )
    assert used_depots(set_out) is one
    assert b">depot<" in text_svg(set_out, english)


def text_svg(result, texts):
    """The figure with its words as words."""
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        figure = draw(result, texts)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="svg")
    return buffer.getvalue()
