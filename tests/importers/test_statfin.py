"""Tables of Statistics Finland's database to the tables of a scenario."""

from pathlib import Path

import numpy as np
import pytest

from kopa_sim.importers import statfin_moves
from kopa_sim.importers.files import read_files
from kopa_sim.importers.formats import read_table
from kopa_sim.importers.merging import Suppression
from kopa_sim.importers.statfin import Wish, import_statfin
from kopa_sim.scenario.findings import Findings
from tests.importers.formats import writers
from tests.importers.tables import dimension, rows_of, stat_table

DOWNLOADS = Path(__file__).parent / "data" / "downloads"
KAINUU = ("105", "205", "697")
FORMATS = {
    "comma": lambda table: writers.pivoted_csv(table, 2),
    "excel": lambda table: writers.excel_csv(table, 2),
    "px": lambda table: writers.px(table, 2),
    "json1": lambda table: writers.json_stat(table, version=1),
    "json2": writers.json_stat,
    "cells": writers.csv_of_cells,
    "tab": lambda table: writers.pivoted_csv(table, 2, "\t", heading=False, encoding="utf-8"),
    "xlsx": lambda table: writers.workbook(table, 2),
}
SINGLE_AGES = ("Yhteensä", *(str(age) for age in range(100)), "100 -")


def imported(*names, **wish):
    findings = Findings()
    found = read_files([(name, DOWNLOADS / name) for name in names])
    assert found.unread == []
    result = import_statfin(found.statistics, Wish(**wish), findings)
    return result, findings


def people_table(areas, years=("2019",), source="vaesto.csv", symbols=None, scale=1.0, coded=False, **more):
    """Population where every age of either sex has as many people as its age says, and the total their sum."""
    shape = (len(areas), len(SINGLE_AGES), 2, len(years))
    values = np.zeros(shape)
    values[:, 1:] = scale * np.arange(101.0)[None, :, None, None]
    values[:, 0] = values[:, 1:].sum(axis=1)
    return stat_table(
        dimension("Alue", areas, [f"{i}" for i in range(900, 900 + len(areas))] if coded else ()),
        dimension("Ikä", SINGLE_AGES, ("SSS", *SINGLE_AGES[1:-1], "100-") if coded else ()),
        dimension("Sukupuoli", ("Miehet", "Naiset"), ("1", "2") if coded else ()),
        dimension("Vuosi", years, [year[:4] for year in years] if coded else (), "time"),
        dimension("Tiedot", ("Väestö 31.12.",), ("vaesto",) if coded else (), "metric"),
        values=values.reshape(-1),
        symbols=symbols,
        source=source,
        **more,
    )


def flat(table, *place):
    return int(np.ravel_multi_index(place, table.values.shape))


def test_the_latest_year_is_the_base_and_earlier_ones_are_history():
    result, findings = imported(
        "005_11re_2018_comma_latin1.csv", "005_11re_2019_semicolon_latin1.csv", municipalities=KAINUU
    )
    assert findings.problems == ()
    assert result.base_year == 2019
    assert set(result.tables) == {"municipalities", "population", "history"}
    population = rows_of(result.tables["population"])
    assert len(population) == 3 * 2 * 101
    assert {row["year"] for row in rows_of(result.tables["history"])} == {2018}
    kajaani = sum(row["count"] for row in population if row["municipality"] == "205")
    assert kajaani == 36_709
    assert rows_of(result.tables["municipalities"])[1] == {"municipality": "205", "name": "Kajaani"}


def test_any_year_of_the_files_can_be_the_base():
    result, findings = imported(
        "005_11re_2018_comma_latin1.csv",
        "005_11re_2019_semicolon_latin1.csv",
        municipalities=["Kajaani"],
        year=2018,
    )
    assert result.base_year == 2018
    assert set(result.tables) == {"municipalities", "population"}
    assert any("2019 is after the base year 2018" in notice for notice in findings.notices)


def test_a_merged_municipality_is_added_to_the_one_it_is_part_of_now():
    result, findings = imported(
        "005_11re_2018_comma_latin1.csv", "005_11re_2019_semicolon_latin1.csv", municipalities=["911", "541"]
    )
    assert "Valtimo (911) is counted in Nurmes (541) from 2020." in findings.notices
    assert result.codes == ("541",)
    before = sum(row["count"] for row in rows_of(result.tables["history"]))
    now = sum(row["count"] for row in rows_of(result.tables["population"]))
    # the printed totals of Nurmes and of Valtimo, men and women, at the end of 2018
    assert (before, now) == (3_817 + 3_824 + 1_096 + 1_047, 9_552)


def test_all_municipalities_of_the_files_are_read_when_none_are_named():
    result, findings = imported("005_11re_2019_semicolon_latin1.csv")
    assert findings.problems == ()
    assert result.codes == ("105", "176", "205", "541", "697")


def test_events_of_four_formats_come_together():
    result, findings = imported(
        *("005_11re_2019_semicolon_latin1.csv", "001_12dq.csv", "12ak.px", "11a2.json", "11a7_sv.csv"),
        municipalities=KAINUU,
    )
    assert findings.problems == ()
    events = rows_of(result.tables["events"])
    kinds = {row["event"] for row in events}
    assert kinds == {"births", "deaths", "in_migration", "out_migration", "immigration", "emigration"}
    kajaani = [row for row in events if row["municipality"] == "205" and row["year"] == 2019]
    of = {kind: sum(row["count"] for row in kajaani if row["event"] == kind) for kind in kinds}
    # Statistics Finland's municipal statistics of 2019
    assert (of["births"], of["deaths"]) == (274, 374)
    assert (of["in_migration"], of["out_migration"]) == (1539, 1792)
    assert (of["immigration"], of["emigration"]) == (130, 48)


def test_open_groups_of_mothers_are_entered_with_fertile_ages():
    result, _ = imported("001_12dq.csv", municipalities=["105"])
    births = [row for row in rows_of(result.tables["events"]) if row["year"] == 2019]
    ages = [(row["age_from"], row["age_to"]) for row in births]
    assert ages == [(15, 19), (20, 24), (25, 29), (30, 34), (35, 39), (40, 49)]
    assert {row["sex"] for row in births} == {"both"}


def test_a_projection_gives_the_years_after_the_base():
    result, findings = imported("005_11re_2019_semicolon_latin1.csv", "128v.csv", municipalities=["697"])
    assert findings.problems == ()
    rows = rows_of(result.tables["projection"])
    assert {row["year"] for row in rows} == set(range(2020, 2041))
    assert {(row["age_from"], row["age_to"]) for row in rows} == {(age, age) for age in range(21)}


def test_moves_between_the_region_without_the_rest_when_the_file_lacks_it():
    result, findings = imported("moves_pairs.csv", municipalities=KAINUU)
    moves = {(row["origin"], row["destination"]): row["count"] for row in rows_of(result.tables["moves"])}
    assert moves["105", "205"] == 175
    assert ("outside" not in {end for pair in moves for end in pair}) and len(moves) == 6
    assert any("names 3 municipalities, not all" in notice for notice in findings.notices)


def test_a_municipality_without_a_row_is_a_problem():
    _, findings = imported("005_11re_2019_semicolon_latin1.csv", municipalities=["205", "091"])
    (problem,) = findings.problems
    assert "Helsinki (091), 2019: the files have no row" in problem.read


def test_a_name_that_is_no_municipality_gets_the_nearest_one():
    _, findings = imported("005_11re_2019_semicolon_latin1.csv", municipalities=["Kajaanni"])
    (problem,) = findings.problems
    assert problem.mend == 'did you mean "Kajaani"?'


def test_ages_that_do_not_sum_to_the_printed_total_are_told():
    table = people_table(("Kajaani",))
    table.values[0, 8, 0, 0, 0] += 3
    findings = Findings()
    import_statfin([table], Wish(), findings)
    (notice,) = findings.notices
    assert "Kajaani (205), male: the ages sum to 5053, the printed total is 5050" in notice


def test_a_hidden_figure_that_is_needed_is_a_problem_that_says_where():
    table = people_table(("Kajaani",), symbols={7 * 2: "..", 8 * 2 + 1: "..."})
    findings = Findings()
    result = import_statfin([table], Wish(), findings)
    assert "population" not in result.tables
    (problem,) = findings.problems
    assert "2 figures of 2019 are hidden" in problem.read
    assert "Kajaani (205) population 2019, ages 6–7: 2" in problem.read
    assert "--suppressed-as-zero" in problem.mend


def test_hidden_figures_are_zero_only_when_asked_for_and_that_is_told():
    table = people_table(("Kajaani",), symbols={7 * 2: ".."})
    findings = Findings()
    result = import_statfin([table], Wish(suppression=Suppression(as_zero=True)), findings)
    assert rows_of(result.tables["population"])[6]["count"] == 0
    assert any("--suppressed-as-zero says so" in notice for notice in findings.notices)


def test_a_dash_is_exactly_none_and_that_is_told():
    table = people_table(("Kajaani",), symbols={7 * 2: "-"})
    findings = Findings()
    result = import_statfin([table], Wish(), findings)
    assert rows_of(result.tables["population"])[6]["count"] == 0
    assert any('1 cells print "-"' in notice for notice in findings.notices)


def test_a_hidden_event_is_left_out_and_not_read_as_zero():
    table = stat_table(
        dimension("Alue", ("Kajaani", "Sotkamo")),
        dimension("Vuosi", ("2018", "2019")),
        dimension("Tiedot", ("Kuolleet",)),
        values=[5, 6, 7, 8],
        symbols={1: ".."},
    )
    findings = Findings()
    result = import_statfin([table], Wish(), findings)
    counts = {(row["municipality"], row["year"]): row["count"] for row in rows_of(result.tables["events"])}
    assert counts == {("205", 2018): 5, ("765", 2018): 7, ("765", 2019): 8}
    assert any("left out, not read as 0" in notice for notice in findings.notices)


def test_the_same_figures_in_two_files_are_read_once():
    findings = Findings()
    tables = [people_table(("Kajaani",), source="a.csv"), people_table(("Kajaani",), source="b.csv")]
    result = import_statfin(tables, Wish(), findings)
    assert len(result.tables["population"].rows) == 202
    assert findings.notices == ("b.csv: population 2019 of 1 municipalities stands in a.csv too; read once.",)


def test_files_that_contradict_one_another_are_a_problem():
    findings = Findings()
    tables = [
        people_table(("Kajaani",), source="a.csv"),
        people_table(("Kajaani",), source="b.csv", scale=2.0),
    ]
    import_statfin(tables, Wish(), findings)
    (problem,) = findings.problems
    assert problem.place == "b.csv"
    assert "Kajaani (205), male, age 1 is 2 here and 1 in a.csv (and 199 more cells)" in problem.read


def test_finer_figures_go_before_coarse_ones_that_must_agree():
    def deaths(source, labels, values):
        return stat_table(
            dimension("Alue", ("Kajaani",)),
            dimension("Ikä", labels),
            dimension("Vuosi", ("2019",)),
            dimension("Tiedot", ("Kuolleet",)),
            values=values,
            source=source,
        )

    findings = Findings()
    coarse, fine = deaths("a.csv", ("Yhteensä",), [10]), deaths("b.csv", ("0 - 64", "65 -"), [3, 8])
    result = import_statfin([coarse, fine], Wish(), findings)
    assert [row["count"] for row in rows_of(result.tables["events"])] == [3, 8]
    assert any("sums to 10, to 11 in b.csv" in notice for notice in findings.notices)


def test_everything_wrong_is_told_at_once():
    findings = Findings()
    unknown = stat_table(dimension("Tiedot", ("Avioerot",)), source="x.csv")
    without_areas = stat_table(
        dimension("Vuosi", ("2019",)), dimension("Tiedot", ("Kuolleet",)), source="y.csv"
    )
    import_statfin([unknown, without_areas], Wish(municipalities=["Atlantis"], year=2019), findings)
    assert [problem.place for problem in findings.problems] == ["x.csv", "y.csv", "--municipalities"]


def test_the_years_of_events_end_at_the_base_year_and_are_few():
    years = tuple(str(year) for year in range(2000, 2025))
    deaths = stat_table(
        dimension("Alue", ("Kajaani",)), dimension("Vuosi", years), dimension("Tiedot", ("Kuolleet",))
    )
    findings = Findings()
    result = import_statfin([people_table(("Kajaani",)), deaths], Wish(), findings)
    assert [row["year"] for row in rows_of(result.tables["events"])] == list(range(2015, 2020))


def test_a_table_without_a_figure_of_the_municipality_says_so():
    deaths = stat_table(
        dimension("Alue", ("Kajaani",)), dimension("Vuosi", ("2019",)), dimension("Tiedot", ("Kuolleet",))
    )
    findings = Findings()
    import_statfin([deaths], Wish(municipalities=["Sotkamo"]), findings)
    assert "no figure of Sotkamo (765)" in findings.problems[0].read


def test_population_by_groups_of_ages_is_refused_with_the_table_to_use():
    table = stat_table(
        dimension("Alue", ("Kajaani",)),
        dimension("Ikä", ("0 - 14", "15 - 64", "65 -")),
        dimension("Sukupuoli", ("Miehet", "Naiset")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Väestö 31.12.",)),
    )
    findings = Findings()
    import_statfin([table], Wish(), findings)
    (problem,) = findings.problems
    assert "11re" in problem.allowed


@pytest.mark.parametrize("wanted", [None, ("205",)])
def test_regions_and_the_whole_country_are_not_counted_as_municipalities(wanted):
    table = people_table(("KOKO MAA", "MK18 Kainuu", "KU205 Kajaani"))
    result = import_statfin([table], Wish(municipalities=wanted), Findings())
    assert result.codes == ("205",)


@pytest.mark.parametrize("write", FORMATS, ids=FORMATS)
def test_every_format_of_the_database_gives_the_same_population(write):
    table = people_table(("KOKO MAA", "Kajaani", "Sotkamo"), years=("2018", "2019*"), coded=True)
    content = FORMATS[write](table)
    findings = Findings()
    result = import_statfin(read_table(content, f"vaesto.{write}"), Wish(), findings)
    assert findings.problems == ()
    rows = rows_of(result.tables["population"])
    assert [row["count"] for row in rows] == [*range(101)] * 4
    assert [row["municipality"] for row in rows[::202]] == ["205", "765"]
    assert len(result.tables["history"].rows) == 404


def test_the_rest_of_the_country_is_one_place_when_the_file_names_all(monkeypatch):
    monkeypatch.setattr(statfin_moves, "WHOLE_COUNTRY", 4)
    names = ("Kajaani", "Hyrynsalmi", "Helsinki", "Valtimo")
    table = stat_table(
        dimension("from_municipality", names),
        dimension("to_municipality", names),
        dimension("Tiedot", ("moves_2014_2018",)),
        values=[0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 0, 9, 10, 11, 12, 0],
    )
    findings = Findings()
    result = import_statfin([table], Wish(municipalities=("205", "105")), findings)
    rows = rows_of(result.tables["moves"])
    assert {(row["year_from"], row["year_to"]) for row in rows} == {(2014, 2018)}
    assert {(row["origin"], row["destination"]): row["count"] for row in rows} == {
        ("205", "105"): 1,
        ("205", "outside"): 2 + 3,
        ("105", "205"): 4,
        ("105", "outside"): 5 + 6,
        ("outside", "205"): 7 + 10,
        ("outside", "105"): 8 + 11,
    }
    assert findings.notices == ()


def test_municipalities_that_do_not_sum_to_the_country_are_told():
    table = people_table(("KOKO MAA", "Kajaani", "Sotkamo"))
    table.values[0] *= 2
    findings = Findings()
    import_statfin([table], Wish(), findings)
    assert findings.notices == ()
    table.values[0, 8] += 1
    import_statfin([table], Wish(), findings)
    assert any("do not sum to the whole country in 2 of 202 cells" in notice for notice in findings.notices)
