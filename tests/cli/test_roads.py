"""A scenario with a road network, from its tables to the run folder."""

import csv
import math

import numpy as np
import pytest
import xarray

from kopa_sim.scenario.new import new_scenario
from tests.importers.osm_map import osm
from tests.scenario.spoiling import both, replace, table, write

NODES = """node,x,y
church,540000,7130000
fork,546000,7129000
takakyla,552000,7130000
metsapaa,534000,7138000
mallila,560000,7136000
quay,566000,7140500
rantakyla,568000,7142000
"""
EDGES = """from,to,length_km,road_class,speed_km_h,one_way,winter_factor,closed,dangerous
church,fork,6.5,regional,,,,,yes
fork,takakyla,6.4,regional,,,,,
church,metsapaa,11.2,connecting,,,,,
takakyla,mallila,11.0,connecting,,,1.3,,
fork,mallila,17.5,trunk,,,,,
mallila,quay,7.9,private,,,,,
quay,rantakyla,2.6,ferry,,,1.5,,
"""
CLOSED_FERRY = EDGES.replace("ferry,,,1.5,,", "ferry,,,1.5,yes,")


TWO = ("--option", "close_village", "--option", "together")
"""Beside as_is one that closes, and one with a measure of every kind."""


@pytest.fixture
def folder(tmp_path):
    """The minimal scenario on an invented road network, one village behind a ferry."""
    place = tmp_path / "minimal"
    new_scenario(place)
    both(table("roads_nodes", NODES), table("roads_edges", EDGES))(place)
    return place


def numbers_of(folder):
    """Every cell of every table of the only run in a folder that may stand for a number."""
    tables = sorted(folder.glob("outputs/minimal/*/tables/*.csv"))
    assert tables
    for path in tables:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                yield from row


def finite(cell):
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return "inf" not in cell.lower().split()


def test_a_scenario_with_roads_is_checked_and_run(kopa, folder, quick_files):
    checked = kopa("check", "minimal")
    assert checked.status == 0
    assert "Journeys follow the roads of roads_edges.csv: 7 nodes, 7 edges" in checked.out
    run = kopa("run", "minimal", *TWO, "--draws", "2", "--replications", "0", "--quiet")
    assert run.status == 0, run.err
    assert all(finite(cell) for cell in numbers_of(folder.parent))


def test_a_village_behind_a_closed_ferry_has_no_path_and_that_is_said(kopa, folder):
    write("roads_edges.csv", CLOSED_FERRY)(folder)
    checked = kopa("check", "minimal")
    assert checked.status == 2
    for words in ("have no path to any school (areas 90202)", "give the road or ferry", "roads_edges"):
        assert words in checked.out + checked.err
    assert "inf" not in (checked.out + checked.err).split()


def test_where_nobody_lives_behind_the_closed_ferry_the_run_holds_only_finite_numbers(
    kopa, folder, quick_files
):
    """The village's children live in a corner of the mainland; a school without a path stands on the island."""
    write("roads_edges.csv", CLOSED_FERRY)(folder)
    points = "area,x,y,weight\n90202,566000,7140400,1\n"
    island_school = "saari,Saaren koulu,902,568000,7142000,0-6,40,400,,,,,\n"
    both(
        table("points", points),
        replace("schools.csv", "mallila,", island_school + "mallila,"),
    )(folder)
    run = kopa("run", "minimal", *TWO, "--draws", "2", "--replications", "1", "--quiet")
    assert run.status == 0, run.err
    assert all(finite(cell) for cell in numbers_of(folder.parent))
    (results,) = folder.parent.glob("outputs/minimal/*/results.nc")
    with xarray.open_dataset(results, engine="h5netcdf") as arrays:
        numbers = [array.values for array in arrays.values() if array.dtype.kind == "f"]
        assert numbers
        assert not any(np.isinf(values).any() for values in numbers)


# Kirkonkylä, a bend, Takakylä, Mallila, a quay, Rantakylä and Metsäpää, in metres from Kirkonkylä
PLACES = {1: (0, 0), 2: (6_000, 500), 3: (12_000, 0), 4: (20_000, 6_000), 5: (26_000, 10_500)}
PLACES |= {6: (28_000, 12_000), 7: (-6_000, 8_000), 8: (300_000, 0)}
MAP = osm(
    PLACES,
    [
        ((1, 2, 3), {"highway": "secondary", "maxspeed": "60"}),
        ((3, 4), {"highway": "primary"}),
        ((4, 5), {"highway": "unclassified"}),
        ((5, 6), {"route": "ferry"}),
        ((1, 7), {"highway": "tertiary"}),
        ((3, 8), {"highway": "motorway"}),
        ((1, 4), {"highway": "path"}),
    ],
)


def test_roads_are_imported_into_a_scenario_and_it_runs_on_them(kopa, tmp_path, quick_files):
    pytest.importorskip("osmium", reason="the extra [roads] is not installed (pip install osmium)")
    new_scenario(tmp_path / "minimal")
    (tmp_path / "map.osm").write_text(MAP, encoding="utf-8")
    imported = kopa("import", "roads", "map.osm", "-o", "minimal")
    assert imported.status == 0, imported.err
    assert "minimal/roads_nodes.csv: 7 rows" in imported.out
    assert "scenario.toml reads them where" in imported.out
    assert "OpenStreetMap" in (tmp_path / "minimal" / "roads_attribution.md").read_text(encoding="utf-8")
    for name in ("roads_nodes", "roads_edges"):
        replace("scenario.toml", f"# {name} = ", f"{name} = ")(tmp_path / "minimal")
    checked = kopa("check", "minimal")
    assert checked.status == 0, checked.err
    assert "Journeys follow the roads of roads_edges.csv" in checked.out
    again = kopa("import", "roads", "map.osm", "-o", "minimal")
    assert again.status == 2
    assert "or give --overwrite" in again.err


def test_a_missing_extract_is_named(kopa):
    answer = kopa("import", "roads", "nowhere.osm.pbf", "-o", "tables")
    assert answer.status == 2
    assert "there is no such file" in answer.err
    assert kopa("import", "roads", "-o", "tables").status == 2
