"""Four municipalities: the two of the minimal scenario, and two of the same kind far away from them."""

import shutil
from pathlib import Path

import pytest

from kopa_sim.scenario.load import load_scenario

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"
FAR_M = -300_000

OPTIONS = """
[[options]]
id = "as_is"
title = "As it is"

[[options]]
id = "borders"
title = "Neighbours open the border, and share teachers with a school far away"
[[options.measures]]
measure = "cooperate"
kind = "open_borders"
members = ["901", "902"]
year = 2027
[[options.measures]]
measure = "share_teachers"
schools = ["mallila", "keskuskoulu_south"]
subjects = ["music"]
year = 2027

[[options]]
id = "nothing_changes"
title = "Teachers shared by schools far apart"
[[options.measures]]
measure = "share_teachers"
schools = ["mallila", "keskuskoulu_south"]
subjects = ["music"]
year = 2027

[[options]]
id = "two_districts"
title = "Two districts"
[[options.measures]]
measure = "cooperate"
name = "north"
kind = "open_borders"
members = ["901", "902"]
year = 2027
[[options.measures]]
measure = "cooperate"
name = "south"
kind = "open_borders"
members = ["903", "904"]
year = 2027
price_per_pupil_eur = 20000

[[options]]
id = "closing"
title = "Two districts, and a village school closes into the other municipality"
extends = "two_districts"
[[options.measures]]
measure = "close_school"
school = "takakyla"
year = 2028
receiving = "mallila"

[[options]]
id = "alone"
title = "Close a school"
[[options.measures]]
measure = "close_school"
school = "takakyla"
year = 2028
"""


def _add_rows(path, code_at, new_rows):
    lines = path.read_text(encoding="utf-8").splitlines()
    added = [row for line in lines[1:] for row in new_rows(line.split(","), code_at)]
    path.write_text("\n".join([*lines, *added]) + "\n", encoding="utf-8")


def _far(cells, at):
    """The row of a municipality's twin in the south."""
    cells = [cell.replace("901", "903").replace("902", "904") for cell in cells]
    cells[at] = str(int(cells[at]) + FAR_M)
    return cells


@pytest.fixture(scope="session")
def four(tmp_path_factory):
    folder = tmp_path_factory.mktemp("coalitions") / "four"
    shutil.copytree(MINIMAL, folder)
    _add_rows(folder / "municipalities.csv", 0, lambda row, _: [",".join(_rename([*row]))])
    _add_rows(folder / "population.csv", 0, lambda row, _: [",".join(_rename([*row]))])
    _add_rows(folder / "areas.csv", 0, lambda row, _: [",".join(_far([*row], 4))])
    _add_rows(folder / "schools.csv", 0, lambda row, _: [",".join(_school([*row]))])
    settings = folder / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    text = text[: text.index("[[options]]")].replace('borders = "borders.geojson"', "#")
    settings.write_text(text.replace("end_year = 2040", "end_year = 2030") + OPTIONS, encoding="utf-8")
    return load_scenario(folder)


def _rename(row):
    return [row[0].replace("901", "903").replace("902", "904"), *row[1:]]


def _school(row):
    row = _far(row, 4)
    return [f"{row[0]}_south", *row[1:]]
