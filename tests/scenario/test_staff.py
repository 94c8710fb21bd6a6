"""The staff table as a planner writes it: who is on the books, and what is wrong with the rows."""

import numpy as np
import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, problems_of, replace, table

HEADER = "municipality,school,subject,age,permanent,post_share,count\n"


def read(folder, rows, header=HEADER):
    table("staff", header + rows)(folder)
    return load_scenario(folder)


def test_rows_become_posts_of_the_employer(folder):
    staff = read(folder, "901,,music,44,yes,0.5,3\n902,,class_teaching,61,no,,\n").region.staff
    assert staff.municipality.tolist() == [0, 1]
    assert [SUBJECTS[subject] for subject in staff.subject] == ["music", "class_teaching"]
    assert staff.age.tolist() == [44, 61]
    assert staff.permanent.tolist() == [True, False]
    assert staff.posts.tolist() == [1.5, 1.0]


def test_only_the_municipality_subject_age_and_contract_are_needed(folder):
    staff = read(folder, "901;music;44;kyllä\n", "municipality;subject;age;permanent\n").region.staff
    assert staff.posts.tolist() == [1.0]


@pytest.mark.parametrize(
    ("until_further_notice", "fixed_term"),
    [("yes", "no"), ("kyllä", "ei"), ("ja", "nej"), ("Kyllä", "EI"), ("TOSI", "EPÄTOSI"), ("SANT", "FALSKT")],
)
def test_yes_and_no_may_stand_in_finnish_and_swedish(folder, until_further_notice, fixed_term):
    rows = f"901,,music,44,{until_further_notice},1,1\n902,,music,44,{fixed_term},1,1\n"
    assert read(folder, rows).region.staff.permanent.tolist() == [True, False]


def test_a_subject_in_finnish_is_told_by_its_name_in_scenarios(folder):
    table("staff", HEADER + "901,,kotitalous,44,yes,1,1\n")(folder)
    check_one_problem(folder, ["staff.csv row 2", 'unknown subject "kotitalous"', '"home_economics"'])


def test_a_school_stands_for_its_municipality(folder):
    staff = read(folder, ",mallila,crafts,50,yes,1,1\n902,mallila,crafts,30,yes,1,1\n").region.staff
    assert staff.municipality.tolist() == [1, 1]


def test_without_the_table_nobody_is_known(folder):
    assert load_scenario(folder).region.staff is None


def test_the_reader_is_told_how_many_and_who_is_left_out(folder):
    notices = read(folder, "901,,music,40,yes,0.5,3\n901,,music,60,no,0.5,1\n").notices
    (told,) = [notice for notice in notices if "teachers hold" in notice]
    assert "4 teachers hold 2.0 posts in the school year 2025, 75% of them permanent; mean age 45.0" in told
    (left_out,) = [notice for notice in notices if "no teachers of municipality" in notice]
    assert "902" in left_out
    assert not any("older than" in notice for notice in notices)


def test_many_old_teachers_deserve_a_second_look(folder):
    notices = read(folder, "901,,music,71,yes,1,2\n902,,music,50,yes,1,1\n").notices
    assert any("2 teachers are older than 68" in notice for notice in notices)
    assert not any("no teachers of municipality" in notice for notice in notices)


@pytest.mark.parametrize(
    ("row", "place", "read_there", "rest"),
    [
        ("905,,music,44,yes,1,1", "row 2, column municipality", 'unknown municipality "905"', "901, 902"),
        (",malila,music,44,yes,1,1", "row 2, column school", 'unknown school "malila"', '"mallila"'),
        ("901,,musik,44,yes,1,1", "row 2, column subject", 'unknown subject "musik"', '"music"'),
        (
            "901,,upper_secondary,44,yes,1,1",
            "row 2, column subject",
            "taught by subject",
            "name its subjects",
        ),
        ("901,,music,444,yes,1,1", "row 2, column age", "too large", "18 to 75"),
        ("901,,music,44,,1,1", "row 2, column permanent", "the cell is empty", ""),
        ("901,,music,44,yes,80,1", "row 2, column post_share", "too large", "0.01 to 1"),
        ("901,,music,44,yes,1,0", "row 2, column count", "too small", "1 or more"),
        (",,music,44,yes,1,1", "row 2, column municipality", "neither a municipality nor a school", ""),
        ("901,mallila,music,44,yes,1,1", "row 2, column municipality", "is not in municipality 901", ""),
    ],
)
def test_what_cannot_be_is_said_with_its_place_and_the_mend(folder, row, place, read_there, rest):
    table("staff", HEADER + row + "\n")(folder)
    check_one_problem(folder, (place, read_there, rest))


def test_teachers_of_a_state_school_are_on_the_books_of_others(folder):
    lines = (folder / "schools.csv").read_text(encoding="utf-8").splitlines()
    provider = [line + (",state" if line.startswith("mallila") else ",") for line in lines[1:]]
    (folder / "schools.csv").write_text("\n".join([lines[0] + ",provider", *provider]) + "\n")
    table("staff", HEADER + ",mallila,music,44,yes,1,1\n")(folder)
    assert any("on the books of others" in problem for problem in problems_of(folder))


def test_everything_wrong_is_said_at_once(folder):
    table("staff", HEADER + "905,,musik,444,maybe,2,0\n")(folder)
    assert len(problems_of(folder)) == 6


def test_a_missing_column_is_named(folder):
    table("staff", "municipality,subject,age\n901,music,44\n")(folder)
    check_one_problem(folder, ("staff.csv row 1", 'column "permanent" is missing'))


def test_a_table_of_faulty_schools_still_says_what_is_wrong_with_the_staff(folder):
    replace("schools.csv", "mallila,Mallilan koulu,902", "mallila,Mallilan koulu,909")(folder)
    table("staff", HEADER + "901,,musik,44,yes,1,1\n")(folder)
    assert {"schools.csv", "staff.csv"} <= {problem.split()[0] for problem in problems_of(folder)}


def test_rows_of_one_kind_may_stand_apart(folder):
    staff = read(folder, "901,,music,44,yes,1,1\n901,,music,44,yes,1,1\n").region.staff
    assert np.array_equal(staff.posts, [1.0, 1.0])
