"""From an extract of OpenStreetMap to the tables of the roads."""

import csv
import io
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.importers.osm_chains import chains, contracted, without_short_dead_ends
from kopa_sim.importers.osm_roads import region_box, road_files
from kopa_sim.importers.osm_sets import belonging_roads, open_traps, some_edges
from kopa_sim.network.roads.graph import quickest, shortest, vehicle_graph, walking_graph
from kopa_sim.scenario.coordinates import FINLAND_M
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import ScenarioError
from tests.importers.osm_map import EAST, NORTH, osm
from tests.network.roads.networks import network
from tests.network.towns import parameters

NO_OSMIUM = "the extra [roads] is not installed (pip install osmium)"
USED = parameters()


def tables(tmp_path, *maps, findings=None, **settings):
    pytest.importorskip("osmium", reason=NO_OSMIUM)
    files = []
    for number, text in enumerate(maps):
        files.append(tmp_path / f"map{number}.osm")
        files[-1].write_text(text, encoding="utf-8")
    written = road_files(files, tmp_path / "tables", findings or Findings(), **settings)
    read = {
        name: list(csv.DictReader(io.StringIO(content.decode())))
        for name, content in written.items()
        if name.endswith(".csv")
    }
    return read["roads_nodes.csv"], read["roads_edges.csv"], written["roads_attribution.md"].decode()


def areas(tmp_path, *places):
    folder = tmp_path / "tables"
    folder.mkdir(exist_ok=True)
    rows = "".join(f"{i},{EAST + x:.0f},{NORTH + y:.0f}\n" for i, (x, y) in enumerate(places))
    (folder / "areas.csv").write_text("area,x,y\n" + rows, encoding="utf-8")


ROAD, STREET = {"highway": "secondary"}, {"highway": "residential", "maxspeed": "20"}
CROSS = {1: (0, 0), 2: (600, 800), 3: (0, 1600), 4: (0, 2600), 5: (3000, 1600), 6: (-2000, 1600)}


def test_bends_are_merged_and_junctions_stay(tmp_path):
    ways = [((1, 2, 3), ROAD), ((3, 4), STREET), ((6, 3, 5), {"highway": "primary", "oneway": "yes"})]
    back = ((5, 4, 6), {"highway": "tertiary"})
    nodes, edges, _ = tables(tmp_path, osm(CROSS, [*ways, back]), spacing_km=10.0)
    assert {row["node"]: (int(row["x"]), int(row["y"])) for row in nodes} == {
        str(node): (EAST + CROSS[node][0], NORTH + CROSS[node][1]) for node in (1, 3, 4, 5, 6)
    }
    found = {(row["from"], row["to"]): row for row in edges}
    assert found["1", "3"]["length_km"] == "2"
    assert (found["1", "3"]["road_class"], found["1", "3"]["one_way"]) == ("regional", "")
    assert (found["3", "4"]["road_class"], found["3", "4"]["speed_km_h"]) == ("street", "20")
    assert {pair for pair in found if found[pair]["one_way"]} == {("6", "3"), ("3", "5")}
    assert all(row["speed_km_h"] == "" for pair, row in found.items() if pair != ("3", "4"))


def test_a_long_road_keeps_a_node_now_and_then(tmp_path):
    bends = {i: (0, 250 * i) for i in range(1, 18)}
    nodes, edges, _ = tables(tmp_path, osm(bends, [(tuple(bends), ROAD)]), spacing_km=1.0)
    assert sorted(int(row["node"]) for row in nodes) == [1, 5, 9, 13, 17]
    assert sorted(float(row["length_km"]) for row in edges) == pytest.approx([1.0] * 4)


def test_roads_beyond_the_margin_are_cut_off(tmp_path):
    line = {i: (0, 1000 * i) for i in range(1, 40)}
    areas(tmp_path, (0, 3_000), (500, 5_000))
    nodes, edges, _ = tables(tmp_path, osm(line, [(tuple(line), ROAD)]), margin_km=4.5)
    assert sorted(int(row["node"]) for row in nodes) == list(range(1, 10))
    assert sum(float(row["length_km"]) for row in edges) == pytest.approx(8.0)


def test_places_of_the_region_may_be_in_degrees(tmp_path):
    areas(tmp_path)
    (tmp_path / "tables" / "schools.csv").write_text("school,x,y\na,27.83,64.29\nb,,\n", encoding="utf-8")
    box = region_box(tmp_path / "tables", 5.0)
    assert box.x_high - box.x_low == pytest.approx(10_000)
    assert box.x_low == pytest.approx(540_000 - 5_000, abs=1_000)


def test_no_road_is_taken_beyond_what_a_scenario_takes_for_finland(tmp_path):
    areas(tmp_path, (FINLAND_M.x_high - EAST - 2_000, 0))
    box = region_box(tmp_path / "tables", 10.0)
    assert (box.x_low, box.x_high) == (FINLAND_M.x_high - 12_000, FINLAND_M.x_high)


def test_an_island_stays_an_island_and_a_slip_of_the_map_goes(tmp_path):
    nodes = {
        1: (0, 0),
        2: (3_000, 0),
        3: (3_050, 0),
        4: (4_050, 0),
        5: (9_000, 0),
        6: (9_900, 0),
        7: (0, 90),
        8: (0, 99),
    }
    ways = [((1, 2), ROAD), ((3, 4), ROAD), ((5, 6), ROAD), ((7, 8), STREET)]
    findings = Findings()
    kept, _, _ = tables(tmp_path, osm(nodes, ways), findings=findings)
    assert {row["node"] for row in kept} == {"1", "2", "5", "6"}
    assert any("kept as islands" in notice for notice in findings.notices)
    assert any("2 pieces of road" in notice for notice in findings.notices)


def test_a_ferry_joins_an_island(tmp_path):
    nodes = {1: (0, 0), 2: (3_000, 0), 5: (9_000, 0), 6: (9_900, 0)}
    ways = [((1, 2), ROAD), ((5, 6), ROAD), ((2, 5), {"route": "ferry"})]
    _, edges, _ = tables(tmp_path, osm(nodes, ways), spacing_km=20.0)
    assert sorted((row["road_class"], row["length_km"]) for row in edges) == [
        ("ferry", "6"),
        ("regional", "0.9"),
        ("regional", "3"),
    ]


def test_a_road_leading_out_of_the_region_that_meets_nothing_within_is_left_out(tmp_path):
    nodes = {1: (0, 0), 2: (3_000, 0), 3: (0, 4_000), 4: (0, 4_900), 5: (0, 6_000)}
    areas(tmp_path, (0, 0))
    kept, _, _ = tables(tmp_path, osm(nodes, [((1, 2), ROAD), ((3, 4, 5), ROAD)]), margin_km=5.0)
    assert {row["node"] for row in kept} == {"1", "2"}


def test_several_extracts_are_put_together_and_a_way_in_both_counts_once(tmp_path):
    whole = osm(CROSS, [((1, 2, 3), ROAD), ((3, 4), ROAD)])
    one = osm(CROSS, [((1, 2, 3), ROAD)])
    assert tables(tmp_path, one, whole)[:2] == tables(tmp_path, whole, one)[:2]
    assert len(tables(tmp_path, whole, whole, spacing_km=9)[1]) == 1


def test_points_that_the_extract_lacks_break_a_way(tmp_path):
    _, edges, _ = tables(tmp_path, osm(CROSS, [((1, 2, 99, 3, 4), ROAD)]))
    assert {(row["from"], row["to"]) for row in edges} == {("1", "2"), ("3", "4")}


def test_the_source_and_its_licence_are_named(tmp_path):
    *_, attribution = tables(tmp_path, osm(CROSS, [((1, 2, 3), ROAD)]))
    for words in ("© OpenStreetMap contributors", "Open Database License", "map0.osm"):
        assert words in attribution


def test_the_same_extract_gives_the_same_bytes(tmp_path):
    text = osm(CROSS, [((1, 2, 3), ROAD), ((3, 4), STREET), ((6, 3, 5), ROAD)])
    assert tables(tmp_path, text) == tables(tmp_path, text)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("missing.osm.pbf", None, "there is no such file"),
        ("roads.csv", b"from,to\n", "is no extract of OpenStreetMap by its name"),
        ("broken.osm", b"<osm><way", "cannot be read as an extract of OpenStreetMap"),
        ("broken.osm.pbf", b"hello", "cannot be read as an extract of OpenStreetMap"),
        ("empty.osm", osm({}, []).encode(), "holds no road for vehicles"),
    ],
)
def test_a_file_that_is_no_extract_is_named(tmp_path, name, content, words):
    pytest.importorskip("osmium", reason=NO_OSMIUM)
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        road_files([tmp_path / name], tmp_path, Findings())
    (problem,) = caught.value.problems
    assert name in problem.place
    assert words in problem.read


def test_without_the_package_the_extra_is_named(tmp_path, monkeypatch):
    (tmp_path / "a.osm").write_text(osm(CROSS, []), encoding="utf-8")
    monkeypatch.setitem(sys.modules, "osmium", None)
    with pytest.raises(ScenarioError) as caught:
        road_files([tmp_path / "a.osm"], tmp_path, Findings())
    assert "kopa-sim[roads]" in caught.value.problems[0].mend


# --- making a network small, without any file ---------------------------------------------------------------------


def bendy(rng, junctions, roads):
    """A network of winding roads between junctions: many nodes that only two edges meet."""
    places = {f"j{i}": tuple(rng.integers(0, 30_000, 2)) for i in range(junctions)}
    edges = []
    for road in range(roads):
        one, other = (f"j{i}" for i in rng.choice(junctions, 2))
        known = {
            "road_class": rng.choice(["regional", "street"]),
            "one_way": bool(rng.random() < 0.3),
            "speed_km_h": rng.choice([np.nan, 25.0]),
        }
        line = [one, *(f"b{road}_{i}" for i in range(rng.integers(2, 6))), other]
        places |= {name: tuple(rng.integers(0, 30_000, 2)) for name in line[1:-1]}
        edges += [(a, b, float(rng.uniform(0.1, 3.0)), known) for a, b in pairwise(line)]
    return network(places, edges)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 7), st.sampled_from([0.5, 4.0, 100.0]))
def test_a_smaller_network_has_the_same_ways_between_the_nodes_that_stay(seed, junctions, count, spacing):
    roads = bendy(np.random.default_rng(seed), junctions, count)
    small = contracted(roads, spacing)
    assert small.length_km.sum() == pytest.approx(roads.length_km.sum())
    assert (small.start != small.end).all()
    nodes = np.arange(len(small))
    before = np.array([roads.codes.index(code) for code in small.codes])
    for one, other in zip(
        quickest(vehicle_graph(roads, USED), before, before),
        quickest(vehicle_graph(small, USED), nodes, nodes),
        strict=True,
    ):
        assert one == pytest.approx(other, abs=0.01)
    assert shortest(walking_graph(roads, safe=False), before, before) == pytest.approx(
        shortest(walking_graph(small, safe=False), nodes, nodes), abs=0.01
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 7))
def test_every_edge_is_in_one_chain(seed, junctions, count):
    roads = bendy(np.random.default_rng(seed), junctions, count)
    edges = [edge for chain in chains(roads) for edge in chain.edges]
    assert sorted(edges) == list(range(len(roads.start)))


def test_short_dead_ends_go_and_long_ones_and_main_roads_stay():
    place = {name: (i * 1000, 0) for i, name in enumerate("abcdefg")}
    street, main = {"road_class": "street"}, {"road_class": "regional"}
    roads = network(
        place,
        [
            ("a", "b", 1.0, main),
            ("b", "c", 1.0, main),
            ("b", "d", 0.05, street),
            ("d", "e", 0.02, street),
            ("b", "f", 0.3, street),
            ("b", "g", 0.05, main),
        ],
    )
    assert without_short_dead_ends(roads).codes == ("a", "b", "c", "f", "g")


def test_a_one_way_trap_is_opened_and_other_one_way_roads_are_not():
    place = {name: (i * 1000, 0) for i, name in enumerate("abcd")}
    one_way = {"one_way": True}
    roads = network(
        place, [("a", "b", 1.0, one_way), ("b", "a", 1.0, one_way), ("b", "c", 1.0), ("c", "d", 1.0, one_way)]
    )
    assert open_traps(roads).one_way.tolist() == [True, True, False, False]


def test_the_largest_set_is_kept_and_nodes_without_a_road_go():
    place = {name: (i * 1000, 0) for i, name in enumerate("abcde")}
    roads = network(place, [("a", "b", 5.0), ("c", "d", 0.2)])
    kept = belonging_roads(roads, np.zeros(5, dtype=bool), Findings())
    assert kept.codes == ("a", "b")
    both = belonging_roads(
        replace(roads, length_km=np.array([5.0, 1.0])), np.zeros(5, dtype=bool), Findings()
    )
    assert both.codes == ("a", "b", "c", "d")
    assert some_edges(roads, np.array([1])).start.tolist() == [0]
