"""Tables whose every cell can be read and whose numbers cannot be meant."""

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from tests.scenario.spoiling import both, problems_of, replace, table, write

TOML, AREAS, SCHOOLS, POPULATION = "scenario.toml", "areas.csv", "schools.csv", "population.csv"
EVENTS = "municipality,year,event,sex,age_from,age_to,count\n"
MOVES = "origin,destination,year_from,year_to,count\n"
OBSERVATIONS = "year,municipality,area,age_from,age_to,count\n"
PROJECTION = "year,municipality,age_from,age_to,count\n"
HOUSING = "area,year,dwellings,children_0_6\n"
HISTORY = "year,municipality,sex,age,count\n"
COUNTS = "year,municipality,grade,count\n"
PROGRESSION = '[demography]\nenrolment_method = "grade_progression"\n\n[economy]'


def added_column(name, values):
    """Return a change that adds a column to the areas."""

    def change(folder):
        lines = (folder / AREAS).read_text(encoding="utf-8").splitlines()
        rows = [f"{line},{value}" for line, value in zip(lines, [name, *values], strict=True)]
        write(AREAS, "\n".join(rows) + "\n")(folder)

    return change


def persons(count_of):
    """Return a change of every count of the population."""

    def change(folder):
        header, *lines = (folder / POPULATION).read_text(encoding="utf-8").splitlines()
        rows = [line.split(",") for line in lines]
        new = [f"{m},{s},{a},{count_of(m, s, int(a), c)}" for m, s, a, c in rows]
        write(POPULATION, "\n".join([header, *new]) + "\n")(folder)

    return change


def history(year, count, municipalities=("901", "902")):
    return "".join(
        f"{year},{m},{sex},{age},{count}\n"
        for m in municipalities
        for sex in ("male", "female")
        for age in range(101)
    )


def counted(*years, count=20):
    return "".join(f"{year},901,{grade},{count}\n" for year in years for grade in range(10))


HUGE = {
    "places": replace(SCHOOLS, ",60,700,", ",1e308,700,"),
    "floor area": replace(SCHOOLS, ",60,700,", ",60,1e308,"),
    "book value": replace(SCHOOLS, ",180000,", ",1e308,"),
    "income": replace(AREAS, ",21000,740", ",1e308,740"),
    "children": replace(AREAS, ",36,20,13,", ",1e308,20,13,"),
    "women": added_column("women_15_49", [1e308] * 5),
    "land": replace("municipalities.csv", "640", "1e308"),
    "persons": replace(POPULATION, "901,male,3,9", "901,male,3,1e308"),
    "dwellings": table("housing", HOUSING + "90101,2027,1e308,1\n"),
    "observed": table("observations", OBSERVATIONS + "2025,901,,0,100,1e300\n"),
    "projected": table("projection", PROJECTION + "2025,901,0,100,1e300\n"),
    "born": table("events", EVENTS + "901,2023,births,both,15,49,1e300\n"),
    "net moves": table("events", EVENTS + "901,2023,net_migration,both,0,100,-1e300\n"),
    "moved": table("moves", MOVES + "901,902,2020,2023,1e300\n"),
    "pupils": table("pupil_counts", COUNTS + "2024,901,1,1e300\n"),
    "weight": table("points", "area,x,y,weight\n90101,540000,7130000,1e308\n"),
}


@pytest.mark.parametrize("what", HUGE)
def test_no_number_is_larger_than_anything_in_finland(folder, what):
    HUGE[what](folder)
    found = problems_of(folder)
    assert any("is too large" in problem or "is too small" in problem for problem in found), found


CASES = {
    "ages of housing that overlap a wide band": (
        table("housing", "area,year,dwellings,children_0_18,children_1_2,children_5_6\n90101,2027,1,1,1,1\n"),
        2,
        ["children_1_2", "children_5_6", "overlap those of children_0_18"],
    ),
    "children who live without adults": (
        table("housing", "area,year,dwellings,adults,children_0_6\n90101,2027,10,0,1\n"),
        1,
        ["housing.csv row 2, column adults", "children and no adults"],
    ),
    "women of no fertile age": (
        added_column("women_60_69", [10] * 5),
        1,
        ["areas.csv row 1", "women_60_69", "15 to 49"],
    ),
    "births by women of sixty": (
        table("events", EVENTS + "901,2023,births,both,60,70,5\n"),
        1,
        ["events.csv row 2, column age_from", "births", "10 to 55"],
    ),
    "events of a year nobody has seen": (
        table("events", EVENTS + "901,2041,deaths,both,0,100,5\n"),
        1,
        ["events.csv row 2, column year", "2041 is after the projection", "2040"],
    ),
    "moves of years nobody has seen": (
        table("moves", MOVES + "901,902,2039,2050,5\n"),
        1,
        ["moves.csv row 2, column year_to", "2050 is after the projection", "2040"],
    ),
    "more deaths than residents": (
        table("events", EVENTS + "901,2023,deaths,both,0,100,90000\n"),
        1,
        ["events.csv row 2, column count", "90000", "residents"],
    ),
    "more people lost than there are": (
        table("events", EVENTS + "901,2023,net_migration,both,0,100,-90000\n"),
        1,
        ["events.csv row 2, column count", "-90000", "residents"],
    ),
    "more movers than residents of both ends": (
        table("moves", MOVES + "901,902,2020,2023,90000\n"),
        1,
        ["moves.csv row 2, column count", "90000", "residents"],
    ),
    "a past without people": (
        table("history", HISTORY + history(2023, 0)),
        2,
        ["history.csv", "2023, municipality 901 has no people"],
    ),
    "a thousand kilometres in no time": (
        table("travel_times", "area,school,minutes,km\n90101,mallila,1,1000\n"),
        1,
        ["travel_times.csv row 2, column minutes", "1000 km in 1 min", "km/h"],
    ),
    "thirty-five children a woman": (
        table("rates", "rate,sex,age,value\n" + "".join(f"fertility,female,{a},1\n" for a in range(15, 50))),
        1,
        ["rates.csv", "35", "children per woman", "births per woman and year"],
    ),
    "women who bear no children": (
        table("rates", "rate,sex,age,value\n" + "".join(f"fertility,female,{a},0\n" for a in range(15, 50))),
        1,
        ["rates.csv", "0 children per woman"],
    ),
    "nobody ever dies": (
        table(
            "rates",
            "rate,sex,age,value\n"
            + "".join(f"mortality,{s},{a},0\n" for s in ("male", "female") for a in range(101)),
        ),
        2,
        ["rates.csv", "mortality", "0 at every age"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_numbers_that_cannot_be_meant_are_refused(folder, case):
    change, count, parts = CASES[case]
    change(folder)
    found = problems_of(folder)
    assert len(found) == count, "\n".join(found)
    for part in parts:
        assert part in "\n".join(found), f"{part!r} is not in:\n" + "\n".join(found)


NOTICED = {
    "a plan that stands twice": (
        table("housing", HOUSING + "90101,2027,10,0.5\n90102,2027,10,0.5\n90101,2027,10,0.5\n"),
        ["housing.csv", "rows 2, 4", "same"],
    ),
    "a region of men": (
        persons(lambda m, s, a, c: 0 if m == "902" and s == "female" else c),
        ["population.csv", "902", "0 % women"],
    ),
    "women that the population does not have": (
        added_column("women_15_49", [9000, 10, 10, 9, 9]),
        ["Municipality 901", "women", "ages 15–49", "9020 in the areas"],
    ),
    "areas without women": (
        added_column("women_15_49", [0, 0, 0, 60, 60]),
        ["Municipality 901", "women", "0 in the areas"],
    ),
    "pupils counted before a gap": (
        both(
            table("pupil_counts", COUNTS + counted(2020, 2021, 2023, 2024)),
            replace(TOML, "[economy]", PROGRESSION),
        ),
        ["Municipality 901", "2020–2021", "not used", "2022"],
    ),
    "pupils counted in costed years": (
        both(table("pupil_counts", COUNTS + counted(2027, 2028)), replace(TOML, "[economy]", PROGRESSION)),
        ["pupil_counts:", "2027–2028", "first_year 2026"],
    ),
    "pupils that the population does not have": (
        both(
            table("pupil_counts", COUNTS + counted(2023, 2024, count=90)),
            replace(TOML, "[economy]", PROGRESSION),
        ),
        ["Municipality 901", "2024", "810 pupils", "ages 7–15"],
    ),
    "a history with a gap": (
        table("history", HISTORY + history(2020, 5) + history(2023, 5)),
        ["history", "2021–2022", "not known"],
    ),
    "events of years far from any population": (
        table("events", EVENTS + "901,1950,births,both,15,49,20\n"),
        ["events.csv", "1950", "population of 2024"],
    ),
}


@pytest.mark.parametrize("case", NOTICED)
def test_what_can_be_meant_and_is_strange_is_noticed(tmp_path, case):
    change, parts = NOTICED[case]
    new_scenario(tmp_path / "minimal")
    change(tmp_path / "minimal")
    notices = load_scenario(tmp_path / "minimal").notices
    assert any(all(part in notice for part in parts) for notice in notices), "\n".join(notices)


def test_a_sound_scenario_with_every_table_has_no_new_notice(folder):
    both(
        table("housing", HOUSING + "90101,2027,10,0.5\n90102,2028,4,0.5\n"),
        added_column("women_15_49", [250, 60, 40, 100, 20]),
    )(folder)
    notices = load_scenario(folder).notices
    assert not any("same" in notice or "% women" in notice for notice in notices)


def test_one_wrong_number_does_not_hide_another(folder):
    both(
        table("housing", HOUSING + "90101,2027,1e9,1\n90199,2027,1,99\n90101,2024,1,1\n"),
        table("projection", PROJECTION + "2030,901,0,101,5\n2030,902,9,5,3\n2031,902,0,5,-1\n"),
    )(folder)
    assert len(problems_of(folder)) == 7
    check = "\n".join(problems_of(folder))
    assert "did you mean" in check
