"""Schools completed by rule, on a small region that can be checked by hand."""

import numpy as np
import pytest

from kopa_sim.importers.postcode_areas import PostcodeAreas, measure_areas
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.school_demand import peak_pupils, pupils_by_area
from kopa_sim.importers.school_purchases import Purchase, grade_span
from kopa_sim.importers.school_register import LeftOut, Register
from kopa_sim.importers.school_tables import People, build_schools
from kopa_sim.scenario.findings import Findings
from tests.importers.tables import rows_of

AGES = np.full(101, 10, dtype=np.int64)


def school(code, municipality="205", x=0, kind="perusaste", **more):
    return RegisteredSchool(
        register_number=code,
        code=code,
        name=more.pop("name", code),
        municipality=municipality,
        kind=kind,
        known_grades=more.pop("grades", ""),
        basis="register file",
        source="",
        provider=more.pop("provider", "municipal"),
        x=500_000 + x,
        y=7_000_000,
        postcode="",
        language=more.pop("language", "fi"),
        home_language=more.pop("home_language", "fi"),
    )


def people(*homes):
    """One area a municipality, 50 km apart, with ten residents of every age."""
    size = len(homes)
    areas = PostcodeAreas(
        codes=tuple(f"{i}" for i in range(size)),
        names=("",) * size,
        home=np.array(homes),
        x=500_000 + 50_000.0 * np.arange(size),
        y=np.full(size, 7_000_000.0),
        area_m2=np.full(size, 1e6),
        residents=np.full(size, 1000.0),
        counted=np.full((size, 5), 10.0),
        income=np.full(size, np.nan),
    )
    ages = dict.fromkeys(homes, AGES)
    return People(measure_areas(areas, ages), ages, 2019, {})


def built(schools, *homes, findings=None):
    return build_schools(Register(schools, []), people(*homes), findings or Findings())


def test_the_only_school_of_a_municipality_teaches_everything_and_has_places_for_the_peak():
    (row,) = rows_of(built([school("koulu")], "205").schools)
    assert row["grades"] == "0-9"
    # 100 pupils of grades 0-9: 100 / 0.85 = 117.6, more than 1.10 times the peak; 14.4 m2 for each of the hundred
    assert (row["places"], row["floor_area_m2"]) == (120, 1440)
    assert row["pupils"] is None


def test_what_is_a_rule_is_told_school_by_school():
    register = Register([school("koulu")], [LeftOut("9", "Vanha koulu", "closed")])
    result = build_schools(register, people("205"), Findings())
    kept, left = rows_of(result.derivation)
    assert (kept["grades_basis"], kept["assigned_pupils"]) == ("rule", "100.0")
    assert kept["places_basis"].startswith("rule:")
    assert (left["name"], left["left_out_because"], left["school"]) == ("Vanha koulu", "closed", None)


def test_a_municipality_without_a_school_goes_to_the_nearest_that_has_the_grades():
    findings = Findings()
    result = built([school("near"), school("far", "765", 100_000)], "205", "105", "765", findings=findings)
    assert [(each.buyer, each.seller) for each in result.purchases] == [("105", "205")]
    near, far = rows_of(result.schools)
    assert near["places"] > 1.9 * far["places"]
    assert any(
        "Hyrynsalmi (105) has no municipal school of grades 0–9" in notice for notice in findings.notices
    )


def test_only_the_grades_that_lack_are_bought():
    result = built([school("own", grades="1-6"), school("other", "105", 50_000)], "205", "105")
    (purchase,) = result.purchases
    assert purchase == Purchase("205", "105", ("7", "8", "9"))
    assert grade_span(purchase.grades) == "7-9"
    assert grade_span(("0", "1", "2", "7")) == "0-2+7"


def test_alone_in_the_region_the_widest_school_teaches_all_grades():
    (row,) = rows_of(built([school("own", grades="1-6")], "205").schools)
    assert row["grades"] == "0-9"


def test_places_are_bought_only_in_the_language_of_the_municipality():
    findings = Findings()
    finnish = school("suomi", "205", 0)
    assert built([finnish], "205", "445", findings=findings) is None
    assert "Parainen (445)" in findings.problems[0].read
    assert "in its language (sv)" in findings.problems[0].read
    swedish = school("svenska", "710", 100_000, language="sv", home_language="sv")
    result = built([finnish, swedish], "205", "445", "710")
    assert [(each.buyer, each.seller) for each in result.purchases] == [("445", "710")]


def test_a_region_without_any_school_is_a_problem():
    findings = Findings()
    assert built([], "205", findings=findings) is None
    assert "--municipalities" in findings.problems[0].mend


@pytest.mark.parametrize(
    ("more", "pupils"),
    [
        ({"kind": "erityiskoulu"}, 5),
        # 2 % of ten a grade is nobody, but a school has a pupil
        ({"provider": "private"}, 1),
        # 45 a grade and 6 a grade are more than half of those who live there
        ({"provider": "state"}, 45),
        ({"language": "sv", "grades": "1-6"}, 30),
    ],
    ids=["special", "private", "state", "another language"],
)
def test_schools_with_a_given_intake(more, pupils):
    own, other = rows_of(built([school("koulu"), school("other", **more)], "205").schools)
    assert (own["pupils"], other["pupils"]) == (None, pupils)
    # the others are left for the catchment
    assert own["floor_area_m2"] == pytest.approx(14.4 * (100 - pupils * 1.0), abs=25)


def test_the_peak_follows_the_cohorts_that_are_born():
    ages = np.full(101, 10, dtype=np.int64)
    ages[1] = 50
    peaks = peak_pupils(ages, 2019, {}, until=2025)
    # the 50 of age 1 are six years old in 2024 and seven to twelve from 2025 on
    assert peaks["pre_primary"] == 50
    assert peaks["primary"] == 100
    assert peaks["lower_secondary"] == 30


def test_the_larger_of_now_and_later_counts_at_every_place():
    now = np.array([[0, 4, 6, 3, 2]])
    later = np.array([[0, 8, 5, -1, 2]])
    assert pupils_by_area(now, [later]).tolist() == [[2.0, 6.0, 3.0, pytest.approx(1.65)]]
