"""The map of school transport: what it draws and what it says."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.report.figures import ROUTE_FIGURES, render_figure
from kopa_sim.report.figures.routes import last_routes, lines_by_class, morning, most_changed
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
    assert "no option changes" in ROUTE_FIGURES["routes"].finding(alone, english)
    render_figure("routes", alone, english)
