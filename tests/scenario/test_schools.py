"""Schools as they are now."""

import numpy as np
import pytest

from kopa_sim.model.grades import span_of_grades
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, both, check_one_problem, option, replace

NEW = "uusi,Uusi koulu,902,560000,7136000,7-9,80,900,,,,,"


def column(name, *cells):
    """Return a change that writes a column in the place of remote_ready."""
    ends = (",24,yes", ",4,no", ",12,yes")
    return both(
        replace("schools.csv", "remote_ready", name),
        *(
            replace("schools.csv", end, f"{end[: end.rindex(',') + 1]}{cell}")
            for end, cell in zip(ends, cells, strict=True)
        ),
    )


def test_grades_are_read_as_spans(folder):
    grades = load_scenario(folder).region.schools.grades_school_grade
    assert [span_of_grades(row) for row in grades] == ["0-9+upper_secondary", "0-6", "0-9"]


@pytest.mark.parametrize(
    ("name", "cell"), [("provider", "private"), ("provider", "state"), ("special", "yes")]
)
def test_schools_outside_the_catchments_take_a_given_intake(folder, name, cell):
    cells = {"provider": "municipal", "special": "no"}
    column(name, "", cell, cells[name])(folder)
    replace("schools.csv", "book_value_eur", "pupils")(folder)
    replace("schools.csv", ",180000,", ",41,")(folder)
    replace("scenario.toml", 'school = "takakyla"  ', 'school = "mallila"  ')(folder)
    replace("schools.csv", ",6200000,", ",,")(folder)
    replace("schools.csv", ",1500000,", ",,")(folder)
    schools = load_scenario(folder).region.schools
    assert schools.given_intake[1] == 41
    assert schools.fills_by_distance.tolist() == [True, False, True]


def test_a_joint_authority_runs_schools_with_a_catchment(folder):
    column("provider", "", "joint", "")(folder)
    schools = load_scenario(folder).region.schools
    assert schools.fills_by_distance.all()
    assert schools.municipal.all()


def test_a_language_that_no_area_has_needs_a_given_intake(folder):
    column("language", "fi", "fi", "sv")(folder)
    check_one_problem(
        folder, ["row 4, column pupils", 'school "mallila" is in a language (sv) that no area has']
    )


def test_a_language_that_an_area_has_needs_none(folder):
    column("language", "fi", "fi", "sv")(folder)
    replace("areas.csv", "income", "language")(folder)
    for old, new in (("23000", "fi"), ("21000", "FI"), ("20500", ""), ("22000", "sv"), ("20500", "sv")):
        replace("areas.csv", f",{old},", f",{new},")(folder)
    region = load_scenario(folder).region
    assert region.areas.languages == ("fi", "fi", "fi", "sv", "sv")
    assert region.schools.fills_by_distance.all()


def test_a_school_with_a_given_intake_is_not_closed_by_a_measure(folder):
    column("provider", "", "private", "")(folder)
    replace("schools.csv", "book_value_eur", "pupils")(folder)
    replace("schools.csv", ",180000,", ",41,")(folder)
    check_one_problem(folder, ["options.close_village.close_school", "takes a given intake"])


def test_schools_of_one_name_in_two_places_are_noticed(folder):
    append("schools.csv", NEW.replace("Uusi koulu", "Mallilan koulu").replace("560000", "561000") + "\n")(
        folder
    )
    scenario = load_scenario(folder)
    assert any('schools mallila and uusi have the same name "Mallilan koulu"' in n for n in scenario.notices)


def test_one_name_on_one_spot_with_other_grades_is_two_schools(folder):
    append(
        "schools.csv", NEW.replace("Uusi koulu", "Mallilan koulu").replace("7-9", "upper_secondary") + "\n"
    )(folder)
    assert len(load_scenario(folder).region.schools) == 4


def test_a_school_may_open_later(folder):
    append("schools.csv", NEW + "\n")(folder)
    option('[[options.measures]]\nmeasure = "open_school"\nschool = "uusi"\nyear = 2030')(folder)
    assert load_scenario(folder).options[-1].measures[0].year == 2030


@pytest.mark.parametrize("cell", ["yes", "Yes", "TRUE", "1"])
def test_yes_in_every_dress(folder, cell):
    column("remote_ready", "", cell, "no")(folder)
    assert load_scenario(folder).region.schools.remote_ready.tolist() == [False, True, False]


def test_what_is_not_given_is_not_a_number(folder):
    replace("schools.csv", ",1962,0.45,", ",,,")(folder)
    schools = load_scenario(folder).region.schools
    assert schools.built_year.tolist()[::2] == [2008, 1994]
    assert np.isnan(schools.built_year[1])
    assert np.isnan(schools.condition[1])
    assert np.isnan(schools.annual_property_cost_eur).all()


def test_the_bell_is_read_as_minutes_after_midnight(folder):
    column("bell", "08:45", "9.00", "")(folder)
    bells = load_scenario(folder).region.schools.bell_min
    assert bells[:2].tolist() == [525.0, 540.0]
    assert np.isnan(bells[2])


def test_without_a_column_no_school_has_a_bell(folder):
    assert load_scenario(folder).region.schools.bell_min is None


@pytest.mark.parametrize("cell", ["25:00", "8:75", "845", "20:45", "morning"])
def test_a_bell_that_is_no_time_of_the_morning_is_told(folder, cell):
    column("bell", "08:45", cell, "")(folder)
    check_one_problem(folder, ["schools.csv", "bell", "is not when lessons begin", "06:00 to 12:00"])


def test_a_kitchen_cooks_or_heats_or_is_left_to_its_places(folder):
    column("kitchen", "cooking", "Heating", "")(folder)
    assert load_scenario(folder).region.schools.kitchens[:3] == ("cooking", "heating", "")


def test_without_a_column_every_kitchen_is_left_to_its_places(folder):
    assert load_scenario(folder).region.schools.kitchens is None


def test_a_kitchen_of_another_kind_is_told(folder):
    column("kitchen", "cooking", "heatin", "")(folder)
    check_one_problem(folder, ["schools.csv", "kitchen", "heatin", "cooking, heating"])
