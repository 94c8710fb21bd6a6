"""The tables of the road network, and what a planner reads when they are wrong."""

from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.roads import ROAD_CLASSES
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from tests.scenario.spoiling import append, both, check_one_problem, problems_of, replace, table, write

NODES = "node,x,y\nA,540000,7130000\nB,552000,7130000\nC,560000,7136000\n"
EDGES = "from,to,length_km,road_class,speed_km_h,one_way,winter_factor,closed,dangerous\n"
ROWS = "A,B,13.5,regional,,,,,\nB,C,11,private,25,yes,1.3,no,yes\nC,A,40,,,,,yes,\n"


def roads(rows=ROWS, nodes=NODES, head=EDGES):
    return both(table("roads_nodes", nodes), table("roads_edges", head + rows))


@pytest.fixture
def folder(tmp_path):
    """The minimal scenario with the parameters of the program."""
    new_scenario(tmp_path / "minimal")
    return tmp_path / "minimal"


def test_nodes_and_edges_become_a_network(folder):
    roads()(folder)
    found = load_scenario(folder).roads
    assert found.codes == ("A", "B", "C")
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 0)]
    assert found.length_km.tolist() == [13.5, 11.0, 40.0]
    assert [ROAD_CLASSES[i] for i in found.road_class] == ["regional", "private", "connecting"]
    assert np.isnan(found.speed_km_h).tolist() == [True, False, True]
    assert found.winter_factor[1] == 1.3
    assert found.one_way.tolist() == [False, True, False]
    assert found.closed.tolist() == [False, False, True]
    assert found.dangerous.tolist() == [False, True, False]


def test_the_optional_columns_may_be_left_out(folder):
    roads("A,B,13.5\nB,C,11\n", head="from,to,length_km\n")(folder)
    found = load_scenario(folder).roads
    assert not (found.one_way | found.closed | found.dangerous).any()


def test_nodes_may_be_given_in_degrees(folder):
    roads("A,B,14,,,,,,\n", nodes="node,x,y\nA,27.83,64.29\nB,28.08,64.28\n")(folder)
    found = load_scenario(folder).roads
    assert found.x_m[0] == pytest.approx(540_000, abs=1_000)


def test_a_scenario_without_roads_has_none(folder):
    assert load_scenario(folder).roads is None


WRONG = {
    "an unknown node": (
        roads("A,B,13.5,,,,,,\nB,D,11,,,,,,\nB,C,11,,,,,,\n"),
        ["row 3, column to", 'unknown node "D"'],
    ),
    "a misspelled node": (
        roads(
            "kivi,mylly,13.5,,,,,,\nkivi,myly,11,,,,,,\n",
            "node,x,y\nkivi,540000,7130000\nmylly,552000,7130000\n",
        ),
        ["row 3, column to", 'did you mean "mylly"?'],
    ),
    "a node twice": (
        roads(nodes=NODES + "A,541000,7130000\n"),
        ["roads_nodes.csv row 5, column node", 'node "A" already stands in row 2'],
    ),
    "a negative length": (
        roads("A,B,-13.5,,,,,,\n"),
        ["roads_edges.csv row 2, column length_km", "is negative"],
    ),
    "no length": (roads("A,B,,,,,,,\n"), ["roads_edges.csv row 2, column length_km", "the cell is empty"]),
    "a length of nothing": (roads("A,B,0,,,,,,\n"), ["column length_km", "a number above 0"]),
    "a length in metres": (roads("A,B,13500,,,,,,\n"), ["column length_km", "is too large"]),
    "a road shorter than the straight line": (
        roads("A,B,11.8,,,,,,\n"),
        [
            "roads_edges.csv row 2, column length_km",
            "11.8 km between nodes that lie 12.00 km apart",
            "check the unit",
        ],
    ),
    "an unknown class": (
        roads("A,B,13.5,regionl,,,,,\n"),
        ["column road_class", 'unknown road_class "regionl"', 'did you mean "regional"?'],
    ),
    "an impossible speed": (roads("A,B,13.5,,800,,,,\n"), ["column speed_km_h", "a number from 3 to 130"]),
    "an impossible winter": (roads("A,B,13.5,,,,0.5,,\n"), ["column winter_factor", "a number from 1 to 5"]),
    "a maybe": (roads("A,B,13.5,,,maybe,,,\n"), ["column one_way", 'unknown one_way "maybe"', "yes, no"]),
    "an edge to itself": (
        roads("A,A,13.5,,,,,,\nA,B,13,,,,,,\n"),
        ["row 2, column to", 'from node "A" to itself'],
    ),
    "swapped coordinates": (
        roads(nodes=NODES.replace("552000,7130000", "7130000,552000")),
        ["roads_nodes.csv row 3, column x and y", "easting and northing are swapped"],
    ),
    "mixed coordinates": (
        roads(nodes=NODES + "D,28.1,64.3\n"),
        ["roads_nodes.csv row 5, column x and y", "mixed coordinate systems"],
    ),
    "a missing column": (
        roads("A,B\n", head="from,to\n"),
        ["roads_edges.csv row 1", 'column "length_km" is missing'],
    ),
    "nodes alone": (
        table("roads_nodes", NODES),
        [
            "tables.roads_nodes",
            'table "roads_edges" is missing beside "roads_nodes"',
            "both tables or neither",
        ],
    ),
    "edges alone": (
        table("roads_edges", EDGES + ROWS),
        ["tables.roads_edges", 'table "roads_nodes" is missing beside "roads_edges"'],
    ),
    "one table of both": (
        table("roads", NODES),
        ["tables.roads", 'unknown table "roads"', "did you mean"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_one_fault_is_told_once(folder, name):
    change, parts = WRONG[name]
    change(folder)
    check_one_problem(folder, parts)


def test_all_faults_are_told_at_once(folder):
    roads("A,B,-1,,,,,,\nX,C,11,paved,,,,,\n", nodes=NODES + "B,552000,7130000\n")(folder)
    found = "\n".join(problems_of(folder))
    for part in ("is negative", 'unknown node "X"', 'unknown road_class "paved"', 'node "B" already stands'):
        assert part in found


def test_a_road_may_be_shorter_than_the_straight_line_by_rounding(folder):
    roads("A,B,11.9,,,,,,\nB,C,10,,,,,,\n")(folder)
    assert load_scenario(folder).roads is not None
    write("roads_nodes.csv", NODES.replace("552000", "540300"))(folder)
    write("roads_edges.csv", EDGES + "A,B,0.285,,,,,,\n")(folder)
    assert load_scenario(folder).roads is not None


def test_where_journeys_come_from_is_said(folder):
    roads()(folder)
    notices = load_scenario(folder).notices
    assert "Journeys follow the roads of roads_edges.csv: 3 nodes, 3 edges, 1 of them closed." in notices
    table("travel_times", "area,school,minutes\n90101,mallila,25\n")(folder)
    assert any("rows of travel_times come before them" in notice for notice in load_scenario(folder).notices)


def notices_of(folder):
    return [notice for notice in load_scenario(folder).notices if "road" in notice][1:]


def test_homes_and_schools_far_from_every_road_are_named(folder):
    roads("A,B,13.5,,,,,,\n", nodes="node,x,y\nA,540000,7130000\nB,552000,7130000\n")(folder)
    homes, schools = notices_of(folder)
    for part in ("90103 100%", "90201 100%", "90202 100%", "5 km", "transport.road_access_limit_km"):
        assert part in homes
    assert "90101" not in homes
    assert "School mallila lies farther than 5 km" in schools
    append("scenario.toml", "\n[transport]\nroad_access_limit_km = 15.0\n")(folder)
    (homes,) = notices_of(folder)
    assert "90202" in homes
    assert "90201" not in homes


def test_a_node_without_an_edge_is_named(folder):
    roads(nodes=NODES + "saari,568000,7142000\n")(folder)
    assert any("no edge meets node saari" in notice for notice in notices_of(folder))


def test_the_speed_of_one_class_can_be_set(folder):
    replace("scenario.toml", "[economy]", "[transport]\nroad_speed_km_h = { private = 20 }\n\n[economy]")(
        folder
    )
    speeds = load_scenario(folder).values["transport.road_speed_km_h"]
    assert (speeds["private"], set(speeds)) == (20.0, set(ROAD_CLASSES))


def test_the_page_of_roads_tells_the_speeds_in_force():
    page = (Path(__file__).parents[2] / "docs" / "roads.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in page.splitlines() if line.startswith("| `")]
    told = {name.strip(" `"): float(speed) for name, _, speed in rows}
    assert told == load_defaults()["transport.road_speed_km_h"].value
