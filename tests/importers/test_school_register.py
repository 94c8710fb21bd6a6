"""The register of educational institutions as it is downloaded."""

from pathlib import Path

import pytest

from kopa_sim.importers.borders import rings_of
from kopa_sim.importers.files import read_files
from kopa_sim.importers.school_register import read_register, records_of
from kopa_sim.scenario.findings import Findings

DOWNLOADS = Path(__file__).parent / "data" / "downloads"
FINNISH = {"205": "fi", "105": "fi", "697": "fi"}


def register_of(text, codes=("205",), rings=None, languages=FINNISH, findings=None):
    records = records_of(text.encode("utf-8"))
    return read_register("schools.csv", records, codes, rings or {}, languages, findings or Findings())


def one_school(**cells):
    row = {
        "tunn": "1234",
        "onimi": "Koulu",
        "oltyp": "11",
        "olo": "0",
        "kunta": "205",
        "x": "535000",
        "y": "7121000",
        **cells,
    }
    return register_of(f"{';'.join(row)}\n{';'.join(row.values())}\n")


@pytest.fixture(scope="module")
def rings():
    found = read_files([("kunnat.geojson", DOWNLOADS / "kunnat.geojson")])
    return rings_of(found.borders[0][1])


def test_csv_and_geojson_of_the_map_service_give_the_same_schools(rings):
    registers = [
        read_register(
            name, records_of((DOWNLOADS / name).read_bytes()), list(FINNISH), rings, FINNISH, Findings()
        )
        for name in ("oppilaitokset.csv", "oppilaitokset.json")
    ]
    first, second = registers
    assert [school.code for school in first.schools] == [school.code for school in second.schools]
    assert all(
        abs(a.x - b.x) < 2 and abs(a.y - b.y) < 2 for a, b in zip(first.schools, second.schools, strict=True)
    )
    assert {school.municipality for school in first.schools} == set(FINNISH)


def test_a_closed_school_is_left_out_with_its_reason(rings):
    findings = Findings()
    records = records_of((DOWNLOADS / "oppilaitokset.csv").read_bytes())
    register = read_register("oppilaitokset.csv", records, list(FINNISH), rings, FINNISH, findings)
    assert [(item.name, item.reason) for item in register.left_out] == [
        ("Teppanan koulu", "closed during the year")
    ]
    assert "Teppanan koulu" not in [school.name for school in register.schools]
    assert any("Teppanan koulu (05195) is left out" in notice for notice in findings.notices)


def test_without_a_municipality_and_without_borders_the_way_out_is_told():
    findings = Findings()
    register_of("tunn,onimi,oltyp,olo,x,y\n1,Koulu,11,0,535000,7121000\n", findings=findings)
    assert findings.problems[0].mend == "give --borders FILE with the municipalities as GeoJSON"


@pytest.mark.parametrize(
    ("oltyp", "kind"),
    [
        ("11", "perusaste"),
        ("12", "erityiskoulu"),
        ("15", "lukio"),
        ("19", "perusaste_ja_lukio"),
        ("lukio", "lukio"),
        ("11 Peruskoulut", "perusaste"),
    ],
)
def test_types_of_institutions(oltyp, kind):
    assert one_school(oltyp=oltyp).schools[0].kind == kind


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"olo": "2"}, "merged into another school"),
        ({"olo": "9"}, "not in force (olo 9)"),
        ({"oltyp": "21"}, "institution of type 21, not a comprehensive or upper secondary school"),
        ({"onimi": "Kajaanin aikuislukio", "oltyp": "15"}, "adult education"),
        ({"x": "", "y": ""}, "no coordinates"),
    ],
)
def test_why_an_institution_becomes_no_school(cells, reason):
    register = one_school(**cells)
    assert register.schools == []
    assert register.left_out[0].reason == reason


@pytest.mark.parametrize(
    ("x", "y"),
    [("535000", "7121000"), ("7121000", "535000"), ("27,7209", "64,2137"), ("64.2137", "27.7209")],
    ids=["metres", "northing first", "degrees", "latitude first"],
)
def test_points_in_metres_and_degrees_in_either_order(x, y):
    (school,) = one_school(x=x, y=y).schools
    assert (school.x, school.y) == pytest.approx((535_000, 7_121_000), abs=100)


def test_points_as_well_known_text():
    text = "FID,tunn,onimi,oltyp,olo,kunta,the_geom\na.1,1,Koulu,11,0,205,POINT (535000.4 7121000.6)\n"
    (school,) = register_of(text).schools
    assert (school.x, school.y) == (535_000, 7_121_001)


@pytest.mark.parametrize(
    ("name", "provider", "language"),
    [
        ("Kätönlahden koulu", "municipal", "fi"),
        ("Jyväskylän Steinerkoulu", "private", "fi"),
        ("Rantakylän normaalikoulu", "state", "fi"),
        ("Kuokkala svenska skola", "municipal", "sv"),
        ("Vasa gymnasium", "municipal", "sv"),
        ("Källhagens högstadium", "municipal", "sv"),
    ],
)
def test_what_a_name_tells_of_provider_and_language(name, provider, language):
    (school,) = one_school(onimi=name).schools
    assert (school.provider, school.language) == (provider, language)


def test_a_name_that_tells_no_language_is_in_that_of_the_municipality():
    text = "tunn,onimi,oltyp,olo,kunta,x,y\n1,Pargas,11,0,445,230000,6700000\n"
    (school,) = register_of(text, codes=("445",), languages={"445": "sv"}).schools
    assert school.language == "sv"
    assert not school.given_intake


def test_stated_grades_are_kept_and_vague_ones_are_not():
    assert one_school(grades="1-9 and upper secondary").schools[0].known_grades == "1-9+upper_secondary"
    assert one_school(grades="first grades").schools[0].known_grades == ""


def test_schools_of_one_name_get_codes_of_their_own():
    text = (
        "tunn,onimi,oltyp,olo,kunta,x,y\n"
        "11,Keskuskoulu,11,0,205,535000,7121000\n22,Keskuskoulu,11,0,105,571000,7172000\n"
    )
    register = register_of(text, codes=("205", "105"))
    assert sorted(school.code for school in register.schools) == ["keskuskoulu_00011", "keskuskoulu_00022"]


def test_a_school_of_a_merged_municipality_stands_in_its_successor():
    findings = Findings()
    text = "tunn,onimi,oltyp,olo,kunta,x,y\n1,Valtimon koulu,11,0,911,590000,7060000\n"
    register = register_of(text, codes=("541",), findings=findings)
    assert register.schools[0].municipality == "541"
    assert findings.notices == ("Valtimo (911) is counted in Nurmes (541) from 2020.",)


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"a,b\n1,2\n", b'{"features": [{"properties": {}}]}', b"\xff\xfe"]
)
def test_other_files_are_no_register(content):
    assert records_of(content) is None
