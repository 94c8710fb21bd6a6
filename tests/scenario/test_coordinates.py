"""Which coordinates a table gives."""

import numpy as np
import pytest

from kopa_sim.scenario.cells import read_columns
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.table_specs import TABLES
from kopa_sim.scenario.tables import RawRow, build_table

KAJAANI_M, KAJAANI_DEG = (535083, 7121718), (27.722964, 64.219901)
SOTKAMO_DEG = (28.40, 64.13)


def read(*places):
    findings = Findings()
    rows = [RawRow(1, ("area", "x", "y", "weight"))]
    rows += [RawRow(n, ("a", str(x), str(y), "1")) for n, (x, y) in enumerate(places, start=2)]
    columns = read_columns(build_table("points.csv", rows, findings), TABLES["points"], findings)
    return (*read_coordinates(columns, findings), [problem.read for problem in findings.problems])


def test_metres_stay_as_they_are():
    x, y, problems = read(KAJAANI_M)
    assert (x[0], y[0]) == KAJAANI_M
    assert not problems


def test_degrees_become_metres():
    x, y, problems = read(KAJAANI_DEG, SOTKAMO_DEG)
    assert np.hypot(x[0] - KAJAANI_M[0], y[0] - KAJAANI_M[1]) < 1
    assert not problems


def test_the_minority_is_the_mixed_one():
    assert "is in degrees where most rows are in metres" in read(KAJAANI_M, KAJAANI_M, KAJAANI_DEG)[2][0]
    assert "is in metres where most rows are in degrees" in read(KAJAANI_M, KAJAANI_DEG, SOTKAMO_DEG)[2][0]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (KAJAANI_M[::-1], "easting and northing are swapped"),
        (KAJAANI_DEG[::-1], "latitude and longitude are swapped"),
        ((3535263, 7124707), "looks like the old KKJ grid"),
        ((2552000, 6674000), "looks like the old KKJ grid"),
        ((27535000, 7122000), "looks like an ETRS-GK zone"),
        ((7122000, 27535000), "looks like an ETRS-GK zone"),
        ((3086100, 9480000), "looks like the Web Mercator"),
        ((0, 0), "lies outside Finland"),
        ((18.07, 59.33), "lies outside Finland"),
        ((535.083, 7121.718), "lies outside Finland"),
    ],
)
def test_a_place_that_is_nowhere_in_finland_is_told_with_the_likely_slip(place, words):
    x, y, problems = read(KAJAANI_M, KAJAANI_M, place)
    assert len(problems) == 1
    assert words in problems[0]
    assert np.isnan(x[2])
    assert np.isnan(y[2])


def test_a_table_wholly_swapped_is_told_row_by_row():
    assert len(read(KAJAANI_DEG[::-1], SOTKAMO_DEG[::-1])[2]) == 2
