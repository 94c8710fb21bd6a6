import json
from pathlib import Path

import pytest

from kopa_sim.importers.borders import borders_bytes, is_borders, municipality_at, rings_of
from kopa_sim.importers.files import read_files
from kopa_sim.scenario.findings import Findings

DOWNLOADS = Path(__file__).parent / "data" / "downloads"


def square(code, x, y, side=10_000.0, hole=None):
    def ring(x, y, side):
        return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]

    rings = [ring(x, y, side), *([ring(*hole)] if hole else [])]
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


BORDERS = {
    "type": "FeatureCollection",
    "features": [
        square("205", 500_000.0, 7_000_000.0, hole=(504_000.0, 7_004_000.0, 2_000.0)),
        square("765", 510_000.0, 7_000_000.0),
    ],
}


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        (501_000, 7_001_000, "205"),
        (511_000, 7_001_000, "765"),
        (509_999, 7_005_000, "205"),
        (499_000, 7_005_000, "205"),
        (490_000, 7_005_000, ""),
    ],
    ids=["inside", "inside another", "at the border", "just outside all", "far outside"],
)
def test_the_municipality_of_a_point(x, y, code):
    assert municipality_at(rings_of(BORDERS), x, y) == code


def test_a_hole_belongs_to_nobody_but_the_nearest():
    rings = rings_of({"features": BORDERS["features"][:1]})
    assert municipality_at(rings, 505_000, 7_005_000) == "205"
    island = square("765", 504_000.0, 7_004_000.0, 2_000.0)
    rings = rings_of({"features": [BORDERS["features"][0], island]})
    assert municipality_at(rings, 505_000, 7_005_000) == "765"


def test_every_registered_school_lies_in_its_own_municipality():
    found = read_files([(name, DOWNLOADS / name) for name in ("kunnat.geojson", "oppilaitokset.csv")])
    rings = rings_of(found.borders[0][1])
    records = {record["name"]: record for record in found.registers[0][1]}
    homes = {
        name: municipality_at(rings, float(record["x"]), float(record["y"]))
        for name, record in records.items()
    }
    assert homes["Kajaanin lukio"] == "205"
    assert homes["Hyrynsalmen yhtenäiskoulu"] == "105"
    assert homes["Ristijärven keskuskoulu"] == "697"
    assert homes["Valtimon koulu"] == "541"


def test_borders_are_told_from_other_geojson():
    assert is_borders(BORDERS)
    assert not is_borders({"type": "FeatureCollection", "features": []})
    assert not is_borders({"dataset": {}})
    point = {"properties": {"code": "205"}, "geometry": {"type": "Point", "coordinates": [27.0, 64.0]}}
    assert not is_borders({"features": [point]})


def test_borders_of_the_region_are_cut_out_of_those_of_the_country():
    collection = json.loads((DOWNLOADS / "kunnat.geojson").read_text(encoding="utf-8"))
    content = borders_bytes(collection, ["205", "541"], {"205": "Kajaani", "541": "Nurmes"}, Findings())
    cut = json.loads(content)
    assert {(f["properties"]["code"], f["properties"]["name"]) for f in cut["features"]} >= {
        ("205", "Kajaani")
    }
    assert is_borders(cut)


def test_borders_in_metres_place_schools_but_draw_no_map():
    findings = Findings()
    assert borders_bytes(BORDERS, ["205"], {"205": "Kajaani"}, findings) == b""
    assert "degrees" in findings.notices[0]
