"""Depots that no road joins to a school or to a home are told before anybody trusts what routes from them cost."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.scenario.contents import TravelTimes
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.check import find_notices
from kopa_sim.study.cut_off_depots import cut_off_depots
from kopa_sim.study.prepare import prepare
from tests.study.conftest import MINIMAL

NODES = {
    "centre": (540000, 7130000),
    "village": (552000, 7130000),
    "west": (534000, 7138000),
    "east": (560000, 7136000),
    "far": (568000, 7142000),
    "island": (556000, 7150000),
    "shore": (557000, 7150000),
}
TABLES = "".join(f'{name} = "{name}.csv"\n' for name in ("depots", "roads_nodes", "roads_edges"))


@pytest.fixture(scope="module")
def on_roads(tmp_path_factory):
    """Write a scenario whose roads have these edges, with depots at nodes; the answer is the loaded scenario."""

    def made(depots, edges="centre-village centre-west village-east east-far island-shore", **settings):
        folder = tmp_path_factory.mktemp("roads") / "scenario"
        shutil.copytree(MINIMAL, folder)
        text = (folder / "scenario.toml").read_text(encoding="utf-8")
        text = text.replace("[tables]\n", "[tables]\n" + TABLES, 1)
        (folder / "scenario.toml").write_text(text, encoding="utf-8")
        rows = [f"{node},{x},{y}" for node, (x, y) in NODES.items()]
        (folder / "roads_nodes.csv").write_text("\n".join(["node,x,y", *rows]), encoding="utf-8")
        rows = [row(*edge.split("-")) for edge in edges.split()]
        (folder / "roads_edges.csv").write_text(
            "\n".join(["from,to,length_km,road_class", *rows]), encoding="utf-8"
        )
        rows = [f"{node},The {node},{NODES[node][0]},{NODES[node][1]},{home}," for node, home in depots]
        (folder / "depots.csv").write_text(
            "\n".join(["depot,name,x,y,municipality,vehicles", *rows]), encoding="utf-8"
        )
        scenario = load_scenario(folder)
        values = {**scenario.values, "transport.vehicles_start": "depot", **settings}
        return replace(scenario, values=values)

    return made


def row(start, end):
    (x, y), (u, v) = NODES[start], NODES[end]
    return f"{start},{end},{1.2 * np.hypot(x - u, y - v) / 1000:.3f},regional"


def told(scenario):
    return cut_off_depots(prepare(scenario, seed=1, draws=1, option_ids=["as_is"]))


def test_a_depot_on_an_island_is_told_with_the_schools_that_have_no_other(on_roads):
    prepared = prepare(on_roads([("island", "")]), seed=1, draws=1, option_ids=["as_is"])
    depot, schools = cut_off_depots(prepared)
    assert "depot The island (island)" in depot
    for notice in (depot, schools):
        assert all(f"({code})" in notice for code in ("keskuskoulu", "takakyla", "mallila"))
        assert "municipality 901, 902" in notice
    assert "too cheap" in schools
    assert {depot, schools} <= set(find_notices(prepared))


def test_where_another_depot_is_on_the_roads_only_the_one_is_told(on_roads):
    (depot,) = told(on_roads([("island", ""), ("centre", "")]))
    assert "depot The island (island)" in depot


def test_a_depot_of_one_municipality_is_held_against_its_own_schools(on_roads):
    depot, schools = told(on_roads([("island", "902"), ("centre", "901")]))
    for notice in (depot, schools):
        assert "(mallila) in municipality 902" in notice
        assert "keskuskoulu" not in notice


@pytest.mark.parametrize(
    "settings",
    [{"transport.vehicles_start": "first_stop"}, {"transport.method": "rule"}],
)
def test_where_no_vehicle_comes_from_a_depot_nothing_is_told(on_roads, settings):
    assert told(on_roads([("island", "")], **settings)) == ()


def test_depots_that_every_road_leads_to_are_not_told(on_roads):
    assert told(on_roads([("centre", ""), ("east", "902")])) == ()


def test_homes_that_only_the_table_of_travel_times_reaches_are_told(on_roads):
    scenario = on_roads([("centre", "")], edges="centre-village centre-west village-east island-shore")
    areas, schools = scenario.region.areas, len(scenario.region.schools)
    far = np.argmax(np.hypot(areas.x_m - NODES["centre"][0], areas.y_m - NODES["centre"][1]))
    minutes = np.full((len(areas), schools), np.nan)
    minutes[far] = 40.0
    given = TravelTimes(minutes_area_school=minutes, km_area_school=minutes)
    (homes,) = told(replace(scenario, travel_times=given))
    assert f"areas {areas.codes[far]}:" in homes
    assert "sets out from its school" in homes
