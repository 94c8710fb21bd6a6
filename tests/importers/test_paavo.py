"""Postcode areas: recognised in three shapes, hidden counts filled, scaled to registered residents."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.importers.borders import is_borders
from kopa_sim.importers.files import read_files
from kopa_sim.importers.paavo import by_year, read_areas
from kopa_sim.importers.paavo_database import editions_of_table
from kopa_sim.importers.paavo_fields import field_of
from kopa_sim.importers.paavo_tables import edition_of_map, edition_of_text
from kopa_sim.importers.postcode_areas import BANDS, PostcodeAreas, count_later, fill_hidden, measure_areas
from kopa_sim.importers.region_tables import build_areas
from kopa_sim.scenario.findings import Findings
from tests.importers.tables import dimension, rows_of, stat_table

DOWNLOADS = Path(__file__).parent / "data" / "downloads"
CONTENTS = (
    "X-koordinaatti metreinä",
    "Y-koordinaatti metreinä",
    "Asukkaat yhteensä, 2019 (HE)",
    *(f"{first}-{last}-vuotiaat, 2019 (HE)" for first, last in BANDS),
)


def editions(*names):
    found = read_files([(name, DOWNLOADS / name) for name in names])
    assert found.unread == []
    return found.editions


def areas(counted, residents, home=None, codes=None):
    size = len(residents)
    return PostcodeAreas(
        codes=tuple(codes or (f"0000{i}" for i in range(size))),
        names=("",) * size,
        home=np.array(home or ["205"] * size),
        x=np.arange(size) * 1000.0 + 500_000,
        y=np.full(size, 7_000_000.0),
        area_m2=np.full(size, np.nan),
        residents=np.array(residents, dtype=float),
        counted=np.array(counted, dtype=float),
        income=np.full(size, np.nan),
    )


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("0-2-vuotiaat, 2019 (HE)", ("children_0_2", 2019)),
        ("7-12 years, 2022 (HE)", ("children_7_12", 2022)),
        ("13-15-åringar, 2022 (HE)", ("children_13_15", 2022)),
        ("he_16_17", ("children_16_17", None)),
        ("age_3_6", ("children_3_6", None)),
        ("Asukkaat yhteensä, 2019 (HE)", ("residents", 2019)),
        ("Inhabitants, total, 2019 (HE)", ("residents", 2019)),
        ("Invånare totalt, 2019 (HE)", ("residents", 2019)),
        ("Asukkaiden keskitulot, 2019 (HR)", ("income", 2019)),
        ("X-koordinaatti metreinä", ("x", None)),
        ("X coordinate in metres", ("x", None)),
        ("euref_y", ("y", None)),
        ("Postinumeroalueen pinta-ala", ("area_m2", None)),
        ("Postinumeroalue", ("postcode", None)),
        ("18-19-vuotiaat, 2019 (HE)", ("", 2019)),
        ("Asukkaiden keski-ikä, 2019 (HE)", ("", 2019)),
    ],
)
def test_what_a_column_of_the_postcode_statistics_is(label, field):
    assert field_of(label) == field


def test_the_database_shape_and_the_wide_table_tell_the_same():
    database, wide = editions("012_12f7_hyrynsalmi.csv", "paavo_2019_postcode_areas.csv")
    assert database.year == wide.year == 2019
    first, second = (read_areas(edition, ["105"], Findings()) for edition in (database, wide))
    assert first.codes == second.codes
    assert first.names == second.names
    for column in ("x", "y", "area_m2", "residents", "counted", "income"):
        np.testing.assert_array_equal(getattr(first, column), getattr(second, column))


def test_a_table_with_postcodes_and_contents_is_an_edition_of_its_year():
    table = stat_table(
        dimension("Postinumeroalue", ("KOKO MAA", "87100 Kajaani Keskus (Kajaani)")),
        dimension("Tiedot", CONTENTS, role="metric"),
        symbols={8 + 4: ".."},
    )
    (edition,) = editions_of_table(table)
    assert (edition.year, list(edition.rows)) == (2019, ["87100"])
    row = edition.rows["87100"]
    assert (row["municipality"], row["name"], row["children_3_6"]) == ("Kajaani", "Kajaani Keskus", "..")


def test_years_may_stand_in_a_variable():
    table = stat_table(
        dimension("Postinumeroalue", ("87100 Kajaani Keskus (Kajaani)",)),
        dimension("Vuosi", ("2019", "2024")),
        dimension("Tiedot", tuple(label.split(",")[0] for label in CONTENTS)),
    )
    found = editions_of_table(table)
    assert [edition.year for edition in found] == [2019, 2024]
    assert [edition.rows["87100"]["residents"] for edition in found] == ["2", "10"]


def test_a_spreadsheet_that_took_the_zeros_of_postcodes_is_read():
    header = "pno;nimi;kunta;x;y;he_vakiy;he_0_2;he_3_6;he_7_12;he_13_15;he_16_17".replace(
        "pno", "postinumero"
    )
    edition = edition_of_text(
        "paavo_2019.csv", f"{header}\n100;Keskus;91;384979,5;6672361;10;1;1;2;1;1\n".encode()
    )
    (found,) = [read_areas(edition, ["091"], Findings())]
    assert found.codes == ("00100",)
    assert found.x.tolist() == [384979.5]


def map_layer(**more):
    properties = {
        "postinumeroalue": "87100",
        "nimi": "Kajaani Keskus",
        "kunta": "205",
        "euref_x": 532556,
        "euref_y": 7123840,
        "pinta_ala": 11519543,
        "vuosi": 2021,
        "he_vakiy": 5920,
        "he_0_2": 55,
        "he_3_6": 96,
        "he_7_12": 129,
        "he_13_15": 83,
        "he_16_17": 96,
        "hr_ktu": None,
        **more,
    }
    shape = {"type": "Polygon", "coordinates": [[[27.0, 64.0], [27.1, 64.0], [27.1, 64.1], [27.0, 64.0]]]}
    return {"features": [{"type": "Feature", "geometry": shape, "properties": properties}]}


def test_a_map_layer_names_the_edition_two_years_after_its_residents():
    edition = edition_of_map("pno_tilasto_2021.json", map_layer())
    assert edition.year == 2019
    found = read_areas(edition, ["205"], Findings())
    assert found.counted.tolist() == [[55, 96, 129, 83, 96]]
    assert np.isnan(found.income[0])


def test_a_map_layer_of_postcodes_is_not_taken_for_borders_of_municipalities(tmp_path):
    (tmp_path / "layer.json").write_text(json.dumps(map_layer()), encoding="utf-8")
    found = read_files([("layer.json", tmp_path / "layer.json")])
    assert (len(found.editions), found.borders) == (1, [])
    assert not is_borders(map_layer())


def test_tables_by_subject_are_put_together():
    area = dimension("Postinumeroalue", ("87100 Kajaani Keskus (Kajaani)",))
    ages, places = (
        stat_table(area, dimension("Tiedot", labels, role="metric"), source=source)
        for labels, source in ((CONTENTS[2:], "ages.csv"), (CONTENTS[:2], "places.csv"))
    )
    found = [*editions_of_table(places), *editions_of_table(ages)]
    joined = by_year(found, None, Findings())
    assert list(joined) == [2019]
    row = joined[2019].rows["87100"]
    assert (row["x"], row["y"], row["residents"], row["children_16_17"]) == ("0", "1", "0", "5")


def test_a_table_that_lacks_columns_says_which():
    edition = edition_of_text(
        "paavo_2019.csv", b"postcode,age_0_2,age_3_6,age_7_12,age_13_15,age_16_17\n87100,1,2,3,4,5\n"
    )
    findings = Findings()
    assert read_areas(edition, ["205"], findings) is None
    (problem,) = findings.problems
    assert problem.read == "the postcode statistics lack residents, coordinates, municipality"


def test_a_municipality_without_areas_is_a_problem():
    findings = Findings()
    read_areas(editions("paavo_2019_postcode_areas.csv")[0], ["205", "091"], findings)
    assert "Helsinki (091)" in findings.problems[0].read


def test_a_hidden_area_has_its_municipalitys_shares():
    counted = [[1, 2, 3, 4, 5], [1, 0, 1, 0, 1], [np.nan] * 5, [9, 9, 9, 9, 9]]
    filled = fill_hidden(
        np.array(counted, dtype=float),
        np.array([80.0, 20.0, 10.0, 90.0]),
        np.array(["205", "205", "205", "765"]),
    )
    np.testing.assert_allclose(filled[2], [0.2, 0.2, 0.4, 0.4, 0.6])


def test_an_area_alone_in_its_municipality_takes_the_shares_of_all():
    filled = fill_hidden(
        np.array([[10.0] * 5, [np.nan] * 5]), np.array([100.0, 10.0]), np.array(["205", "765"])
    )
    np.testing.assert_allclose(filled[1], 1.0)


@given(
    st.lists(st.lists(st.integers(0, 40), min_size=5, max_size=5), min_size=1, max_size=6),
    st.lists(st.integers(0, 60), min_size=101, max_size=101),
)
def test_children_of_the_areas_sum_to_the_registered_ages(counts, ages):
    people = areas(counts, [300] * len(counts))
    measured = measure_areas(people, {"205": np.array(ages)})
    registered = [sum(ages[first : last + 1]) for first, last in BANDS]
    assert measured.children.sum(axis=0).tolist() == registered
    assert (measured.children >= 0).all()


def test_later_counts_have_the_coverage_of_the_base_year():
    ages = np.zeros(101, dtype=np.int64)
    ages[[0, 3, 7, 13, 16, 30]] = 20
    base = measure_areas(areas([[10] * 5], [60]), {"205": ages})
    later = count_later(areas([[5] * 5], [40]), base)
    # each band has twice as many registered as counted; of adults there are 20 registered to 10 counted
    assert later.municipality["205"].tolist() == [10] * 5 + [30]
    assert later.children.tolist() == [[10] * 5]


def test_a_new_postcode_is_counted_in_the_nearest_area_and_a_lost_one_is_not_counted():
    ages = np.full(101, 10, dtype=np.int64)
    base = measure_areas(areas([[5] * 5] * 3, [50] * 3, codes=("1", "2", "3")), {"205": ages})
    later = count_later(areas([[5] * 5] * 2, [50] * 2, codes=("1", "9")), base)
    assert later.matched == {"9": "2"}
    assert (later.children[2] == -1).all()
    assert later.children[:2].sum(axis=0).tolist() == later.municipality["205"][:5].tolist()


def test_areas_and_observations_of_two_editions():
    findings = Findings()
    ages = {code: np.full(101, 30, dtype=np.int64) for code in ("105", "205")}
    both = editions("paavo_2019_postcode_areas.csv", "paavo_2024_postcode_areas.csv")
    built = build_areas(both, ["105", "205"], ages, 2019, None, findings)
    assert findings.problems == ()
    rows = rows_of(built.areas)
    assert sum(row["children_7_12"] for row in rows if row["municipality"] == "105") == 180
    observed = rows_of(built.observations)
    assert {row["year"] for row in observed} == {2024}
    whole = {r["age_from"]: r["count"] for r in observed if r["municipality"] == "205" and not r["area"]}
    parts = sum(
        r["count"] for r in observed if r["municipality"] == "205" and r["area"] and r["age_from"] == 7
    )
    assert parts == whole[7]


def test_an_edition_of_another_year_only_tells_where_children_live():
    findings = Findings()
    ages = {"205": np.full(101, 30, dtype=np.int64)}
    built = build_areas(editions("paavo_2024_postcode_areas.csv"), ["205"], ages, 2019, None, findings)
    assert built.observations is None
    assert any(
        "the postcode areas are of 2024, the population of 2019" in notice for notice in findings.notices
    )


def test_files_of_one_year_are_joined_and_contradictions_told():
    first, second = editions("012_12f7_hyrynsalmi.csv", "paavo_2019_postcode_areas.csv")
    findings = Findings()
    joined = by_year([first, second], None, findings)[2019]
    assert set(joined.rows) == set(second.rows)
    assert findings.problems == ()
    second.rows["89400"]["children_7_12"] = "999"
    by_year([first, second], None, findings)
    assert "residents or children of 2019 in 89400 differ" in findings.problems[0].read


def test_an_edition_without_a_year_asks_for_one():
    edition = editions("paavo_2019_postcode_areas.csv")[0]
    edition.year = None
    findings = Findings()
    assert by_year([edition], None, findings) == {}
    assert "--year" in findings.problems[0].mend
    assert set(by_year([edition], 2019, Findings())) == {2019}
