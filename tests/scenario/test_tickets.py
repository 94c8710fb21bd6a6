"""Tickets for scheduled public transport, as a planner writes them."""

import numpy as np
import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import both, check_one_problem, problems_of, replace, table

HEADER = "school,area,municipality,price_eur,per,grades\n"


def read(folder, rows, header=HEADER):
    table("tickets", header + rows)(folder)
    return load_scenario(folder)


def price(scenario, area, school, grade, months=10.0):
    """Euros a school year of the ticket from an area to a school, None without one."""
    region = scenario.region
    column = region.schools.ticket_column[[region.schools.codes.index(school)]]
    ticket = region.tickets.on_the_way(np.array([region.areas.codes.index(area)]), column, np.array([grade]))[
        0
    ]
    return None if ticket < 0 else region.tickets.eur_year(months)[ticket]


def test_a_ticket_of_an_area_is_for_it_alone_and_by_the_month(folder):
    scenario = read(folder, "mallila,90202,94\n", header="school,area,price_eur\n")
    assert price(scenario, "90202", "mallila", 8) == 940.0
    assert price(scenario, "90201", "mallila", 8) is None
    assert price(scenario, "90202", "keskuskoulu", 8) is None


def test_a_ticket_of_a_municipality_is_for_its_areas_but_those_with_a_row_of_their_own(folder):
    scenario = read(folder, "keskuskoulu,90103,,80,,\nkeskuskoulu,,901,900,year,\n")
    assert price(scenario, "90102", "keskuskoulu", 3) == 900.0
    assert price(scenario, "90103", "keskuskoulu", 3) == 800.0
    assert price(scenario, "90201", "keskuskoulu", 3) is None


def test_a_ticket_is_for_its_grades(folder):
    scenario = read(folder, "keskuskoulu,90102,,94,,7-9\nkeskuskoulu,90102,901,800,year,0-3\n")
    asked = [price(scenario, "90102", "keskuskoulu", grade) for grade in range(11)]
    assert asked == [800.0] * 4 + [None] * 3 + [940.0] * 3 + [None]


def test_without_the_table_there_are_no_tickets(folder):
    region = load_scenario(folder).region
    assert region.tickets is None
    assert region.schools.ticket_column is None


def test_both_language_tracks_of_an_area_ride_the_bus(folder):
    def one_with_two_tracks(where):
        lines = (where / "areas.csv").read_text(encoding="utf-8").splitlines()
        rows = [line + (",0.5" if line.startswith("90202") else ",") for line in lines[1:]]
        (where / "areas.csv").write_text("\n".join([lines[0] + ",swedish_share", *rows]) + "\n")

    one_with_two_tracks(folder)
    replace("schools.csv", "school,name", "language,school,name")(folder)
    replace("schools.csv", "\nkeskuskoulu", "\nfi,keskuskoulu")(folder)
    replace("schools.csv", "\ntakakyla", "\nsv,takakyla")(folder)
    replace("schools.csv", "\nmallila", "\nsv,mallila")(folder)
    scenario = read(folder, "keskuskoulu,90202,,94,,\n")
    assert (
        price(scenario, "90202", "keskuskoulu", 8) == price(scenario, "90202-sv", "keskuskoulu", 8) == 940.0
    )


@pytest.mark.parametrize(
    ("row", "per"), [("mallila,90202,,900,,\n", "month"), ("mallila,90202,,94,year,\n", "year")]
)
def test_a_price_far_from_the_usual_is_told(folder, row, per):
    told = [notice for notice in read(folder, row).notices if "ticket" in notice]
    assert len(told) == 1
    assert "tickets.csv row 2" in told[0]
    assert f"EUR a {per} lies outside" in told[0]


CASES = {
    "unknown school": ("mallilla,90202,,94,,\n", ["row 2, column school", 'did you mean "mallila"?']),
    "unknown area": ("mallila,90209,,94,,\n", ["row 2, column area", 'unknown area "90209"']),
    "unknown municipality": ("mallila,,909,94,,\n", ["row 2, column municipality", '"909"']),
    "no place": ("mallila,,,94,,\n", ["row 2, column area", "neither an area nor a municipality"]),
    "area elsewhere": (
        "mallila,90202,901,94,,\n",
        ["row 2, column municipality", 'area "90202" is not in municipality 901', "902, or an empty cell"],
    ),
    "negative price": ("mallila,90202,,-94,,\n", ["row 2, column price_eur", "is negative"]),
    "no price": ("mallila,90202,,,,\n", ["row 2, column price_eur", "the cell is empty"]),
    "unknown time": ("mallila,90202,,94,week,\n", ["row 2, column per", 'unknown per "week"', "month, year"]),
    "no span": ("mallila,90202,,94,,9-7\n", ["row 2, column grades", '"9-7" is not a span of grades']),
    "upper secondary": ("mallila,90202,,94,,7-9+upper_secondary\n", ["column grades", "Kela"]),
    "twice": (
        "mallila,90202,,94,,1-7\nmallila,90202,,95,,7-9\n",
        ["row 3, column school", "row 2 gives a ticket for the same way and grade"],
    ),
    "twice by municipality": ("mallila,,902,94,,\nmallila,,902,95,,\n", ["row 3, column school", "row 2"]),
}


@pytest.mark.parametrize("case", CASES)
def test_a_planner_reads_what_is_wrong_with_a_ticket(folder, case):
    rows, parts = CASES[case]
    table("tickets", HEADER + rows)(folder)
    check_one_problem(folder, parts)


def test_every_fault_is_told_at_once(folder):
    both(table("tickets", HEADER + "nowhere,90202,,94,,\nmallila,,,-1,,\n"))(folder)
    assert len(problems_of(folder)) == 2
