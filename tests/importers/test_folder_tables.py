"""Tables of an earlier import as the ground of the next one."""

import pytest

from kopa_sim.importers.folder_tables import ages_in, municipalities_in, people_in
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import ScenarioError

AREAS = (
    "area,name,municipality,x,y,children_0_2,children_3_6,children_7_12,children_13_15,children_16_17,area_m2\n"
    "1,A,205,530000,7120000,3,4,6,3,2,1000000\n2,B,205,540000,7120000,0,0,0,0,0,\n"
)


def test_where_children_live_and_how_many_are_registered(tmp_path):
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    (tmp_path / "population.csv").write_text(
        "municipality;sex;age;count\n205;male;7;5\n205;female;7;4\n", encoding="utf-8"
    )
    (tmp_path / "observations.csv").write_text(
        "year,municipality,area,age_from,age_to,count\n2024,205,,7,12,9\n2024,205,1,7,12,8\n2024,205,1,18,100,70\n",
        encoding="utf-8",
    )
    people = people_in(tmp_path, 2019, Findings())
    assert people.measured.children[0].tolist() == [3, 4, 6, 3, 2]
    assert people.ages_of["205"][7] == 9
    assert people.later[2024].children.tolist()[0] == [-1, -1, 8, -1, -1]
    assert people.later[2024].municipality["205"].tolist() == [0, 0, 8, 0, 0]
    assert municipalities_in(tmp_path) == ["205"]


def test_without_a_population_the_bands_are_spread_evenly_over_their_ages(tmp_path):
    (tmp_path / "areas.csv").write_text(AREAS, encoding="utf-8")
    assert ages_in(tmp_path) is None
    assert people_in(tmp_path, 2019, Findings()).ages_of["205"][7:13].tolist() == [1] * 6


def test_areas_without_children_by_age_are_told(tmp_path):
    findings = Findings()
    (tmp_path / "areas.csv").write_text("area,municipality,x,y\n1,205,1,2\n", encoding="utf-8")
    assert people_in(tmp_path, 2019, findings) is None
    assert "children_0_2" in findings.problems[0].read


@pytest.mark.parametrize("text", ["municipality,age\n205,7\n", "municipality,age,count\n205,seven,3\n"])
def test_a_table_spoilt_by_hand_is_a_problem_and_no_failure(tmp_path, text):
    (tmp_path / "population.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"population\.csv"):
        ages_in(tmp_path)
