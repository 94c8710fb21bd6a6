"""Depots of school vehicles, as a planner writes them."""

import pytest

from kopa_sim.model.depots import VEHICLE_SIZES
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from tests.scenario.spoiling import append, check_one_problem, problems_of, table

HEADER = "depot,name,x,y,municipality,vehicles\n"
STATION = "station,Linja-autoasema,548000,7135000,,\n"
TAXIS = "taxis,Takakylän taksit,560000,7150000,901,taxi+minibus\n"


def read(folder, rows, header=HEADER):
    table("depots", header + rows)(folder)
    return load_scenario(folder)


def test_depots_have_a_place_sizes_and_a_municipality(folder):
    depots = read(folder, STATION + TAXIS).region.depots
    assert depots.codes == ("station", "taxis")
    assert depots.names == ("Linja-autoasema", "Takakylän taksit")
    assert depots.x_m.tolist() == [548_000, 560_000]
    assert depots.y_m.tolist() == [7_135_000, 7_150_000]
    assert depots.of(0, "taxi").tolist() == [0, 1]
    assert depots.of(0, "bus").tolist() == [0]
    assert depots.of(1, "taxi").tolist() == [0]


def test_optional_columns_may_be_left_out(folder):
    depots = read(folder, "station,Asema,548000,7135000\n", "depot,name,x,y\n").region.depots
    assert [depots.of(1, size).tolist() for size in VEHICLE_SIZES] == [[0]] * 3


def test_degrees_are_understood(folder):
    depots = read(folder, "station,Asema,28.0,64.3\n", "depot,name,x,y\n").region.depots
    assert depots.x_m[0] == pytest.approx(548_400, abs=200)
    assert depots.y_m[0] == pytest.approx(7_131_500, abs=700)


def test_without_the_table_there_are_no_depots(folder):
    assert load_scenario(folder).region.depots is None


def test_depots_that_nothing_uses_are_told(tmp_path):
    folder = tmp_path / "net"
    new_scenario(folder)
    told = [notice for notice in read(folder, STATION).notices if "depots" in notice]
    assert len(told) == 1
    assert 'transport.vehicles_start = "depot"' in told[0]
    append("scenario.toml", '\n[transport]\nvehicles_start = "depot"\n')(folder)
    assert not any("depots" in notice for notice in load_scenario(folder).notices)


CASES = {
    "swapped": ("station,Asema,7135000,548000,,\n", ["depots.csv row 2", "x and y", "swapped", "x 548000"]),
    "mixed": (
        STATION + TAXIS + "third,Kolmas,28.0,64.3,,\n",
        ["depots.csv row 4", "mixed coordinate systems", "give every row of the table in metres"],
    ),
    "abroad": ("station,Asema,548000,2000,,\n", ["lies outside Finland", "ETRS-TM35FIN"]),
    "far": ("station,Asema,400000,6700000,,\n", ["km from the nearest area", "at most 60 km"]),
    "twice": (
        STATION + STATION.replace("Linja", "Juna"),
        ["row 3", "already stands in row 2", "each code once"],
    ),
    "size": (
        STATION.replace(",,\n", ",,taxi+minbus\n"),
        ["row 2, column vehicles", 'unknown size of vehicle "minbus"', "taxi, minibus, bus", '"minibus"?'],
    ),
    "municipality": (STATION.replace(",,\n", ",991,\n"), ['unknown municipality "991"', "901"]),
    "empty": ("station,,548000,7135000,,\n", ["row 2, column name", "the cell is empty"]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_is_said_with_its_place(folder, case):
    rows, parts = CASES[case]
    table("depots", HEADER + rows)(folder)
    check_one_problem(folder, parts)


def test_everything_wrong_is_said_at_once(folder):
    rows = "station,Asema,7135000,548000,991,plane\nother,Toinen,548000,7135000,,taxi\n"
    table("depots", HEADER + rows)(folder)
    assert len(problems_of(folder)) == 3
