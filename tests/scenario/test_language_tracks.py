import numpy as np
import pytest

from kopa_sim.scenario.language_tracks import Tracks, divide_rows
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, both, check_one_problem, table

SWEDISH_SCHOOL = append("schools.csv", "svenska,Svenska skolan,901,540500,7130000,0-9,40,600,1990,0.5,,,no\n")


def shares(*values, languages=None):
    """Give the areas, in order, a share of Swedish."""

    def change(folder):
        file = folder / "areas.csv"
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        given = [*values, *[""] * (len(rows) - len(values))]
        spoken = languages or [""] * len(rows)
        lines = [f"{row},{share},{word}" for row, share, word in zip(rows, given, spoken, strict=True)]
        text = "\n".join([f"{header},swedish_share,language", *lines])
        file.write_text(text + "\n", encoding="utf-8")

    return change


def index_of(areas, code):
    return areas.codes.index(code)


def test_an_area_of_two_tracks_becomes_two_at_the_same_place(folder):
    before = load_scenario(folder).region.areas
    shares(0.25)(folder)
    scenario = load_scenario(folder)
    areas = scenario.region.areas
    assert areas.codes[:3] == ("90101", "90101-sv", "90102")
    assert areas.names[1] == "Kirkonkylä (sv)"
    assert areas.languages[:3] == ("fi", "sv", "fi")
    assert areas.municipality[:2].tolist() == [0, 0]
    assert areas.children_area_band[0] == pytest.approx(0.75 * before.children_area_band[0])
    assert areas.children_area_band[1] == pytest.approx(0.25 * before.children_area_band[0])
    assert areas.population[1] == pytest.approx(0.25 * before.population[0])
    for name in ("x_m", "y_m", "area_m2", "mean_income_eur"):
        assert getattr(areas, name)[0] == getattr(areas, name)[1] == getattr(before, name)[0]
    assert areas.bands == before.bands
    assert any("area 90101 has children of two languages" in notice for notice in scenario.notices)


def test_no_child_and_no_resident_is_lost(folder):
    before = load_scenario(folder).region.areas
    shares(0.37, "", 0.5)(folder)
    areas = load_scenario(folder).region.areas
    assert areas.children_area_band.sum(axis=0) == pytest.approx(before.children_area_band.sum(axis=0))
    assert areas.population.sum() == pytest.approx(before.population.sum())
    assert len(areas) == len(before) + 2


@pytest.mark.parametrize("nothing", ["", 0])
def test_an_area_without_a_share_stays_as_it_is(folder, nothing):
    before = load_scenario(folder)
    shares(nothing)(folder)
    after = load_scenario(folder)
    assert after.region.areas.codes == before.region.areas.codes
    assert (after.region.areas.children_area_band == before.region.areas.children_area_band).all()
    assert (after.region.points.x_m == before.region.points.x_m).all()
    assert after.notices == before.notices


def test_a_wholly_swedish_area_only_changes_its_language(folder):
    shares(1)(folder)
    areas = load_scenario(folder).region.areas
    assert areas.codes[:2] == ("90101", "90102")
    assert areas.languages[:2] == ("sv", "fi")


def test_twins_live_at_the_same_points(folder):
    shares("", 0.5)(folder)
    region = load_scenario(folder).region
    first, second = (region.points.area == index_of(region.areas, code) for code in ("90102", "90102-sv"))
    for name in ("x_m", "y_m", "weight"):
        assert (getattr(region.points, name)[first] == getattr(region.points, name)[second]).all()
    assert (np.diff(region.points.area) >= 0).all()
    assert len(np.unique(region.points.area)) == len(region.areas)


def test_twins_travel_alike(folder):
    given = table("travel_times", "area,school,minutes,km\n90101,keskuskoulu,7,3\n90102,takakyla,9,\n")
    both(shares(0.5), given)(folder)
    minutes = load_scenario(folder).travel_times.minutes_area_school
    assert minutes[0, 0] == minutes[1, 0] == 7
    assert minutes[2, 1] == 9
    assert np.isnan(minutes[3:]).all()


def test_later_counts_are_divided_by_the_share(folder):
    rows = "year,municipality,area,age_from,age_to,count\n"
    rows += "2025,901,90101,0,6,80\n2025,901,90102,0,6,30\n2025,901,,7,9,99\n"
    both(shares(0.25), table("observations", rows))(folder)
    observations = load_scenario(folder).demographic.observations
    assert observations.count.tolist() == [60, 20, 30, 99]
    assert observations.area.tolist() == [0, 1, 2, -1]


def test_a_swedish_school_fills_from_the_swedish_track(folder):
    def with_language(change_folder):
        file = change_folder / "schools.csv"
        header, *rows = file.read_text(encoding="utf-8").splitlines()
        lines = [f"{row},{'sv' if row.startswith('svenska') else 'fi'}" for row in rows]
        file.write_text("\n".join([f"{header},language", *lines]) + "\n", encoding="utf-8")

    both(shares(0.25), SWEDISH_SCHOOL, with_language)(folder)
    schools = load_scenario(folder).region.schools
    assert schools.fills_by_distance[schools.codes.index("svenska")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (shares(1.5), ["row 2", "swedish_share", '"1.5" is too large']),
        (
            shares(0.5, languages=["sv", "", "", "", ""]),
            ["row 2", "swedish_share", "a share of Swedish beside language sv"],
        ),
        (
            both(
                append("areas.csv", "90101-sv,Norr,901,540000,7130000,1,1,1,1,1,12566371,23000,5\n"),
                shares(0.5),
            ),
            ["row 2", "swedish_share", 'area "90101-sv" is in the table too'],
        ),
    ],
)
def test_what_cannot_be_divided_is_told(folder, change, words):
    change(folder)
    check_one_problem(folder, ["areas.csv", *words])


def test_rows_of_areas_without_a_twin_stay_in_order():
    tracks = Tracks(
        np.array([0, 1, 1]), np.array([1.0, 0.4, 0.6]), np.array([False, False, True]), np.zeros(3, bool)
    )
    row, area, share = divide_rows(np.array([1, -1, 0]), tracks)
    assert row.tolist() == [0, 0, 1, 2]
    assert area.tolist() == [1, 2, -1, 0]
    assert share.tolist() == [0.4, 0.6, 1.0, 1.0]


def test_women_are_divided_as_the_children_are(folder):
    file = folder / "areas.csv"
    header, *rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text(
        "\n".join([f"{header},women_20_44", *(f"{row},40" for row in rows)]) + "\n", encoding="utf-8"
    )
    shares(0.25)(folder)
    areas = load_scenario(folder).region.areas
    assert areas.women_bands == ((20, 44),)
    assert areas.women_area_band[:3, 0].tolist() == [30, 10, 40]
