"""CSV as saved from the table viewer of StatFin, and what offices make of it."""

from pathlib import Path

import numpy as np
import pytest

from kopa_sim.importers.formats import read_table
from kopa_sim.scenario.problems import ScenarioError

DATA = Path(__file__).parents[1] / "data"
FILES = sorted(DATA.glob("statfin_11re_*.csv"))


def one(text, encoding="utf-8"):
    (table,) = read_table(text.encode(encoding), "file.csv")
    return table


def variables(table):
    return {d.label: d.labels for d in table.dimensions}


def cell(table, *labels):
    return table.values[
        tuple(d.labels.index(label) for d, label in zip(table.dimensions, labels, strict=True))
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_saved_tables_read_whole(file):
    (table,) = read_table(file, file.name)
    assert table.title.startswith("11re -- Väestö iän (1-v.) ja sukupuolen mukaan alueittain, 1972-201")
    areas, ages, _, year, contents = table.dimensions
    assert areas.labels == ("KOKO MAA", "Akaa", "Alajärvi", "Alavieska")
    assert ages.labels == ("Yhteensä", *map(str, range(100)), "100 -")
    assert (year.labels, year.role) == ((file.stem[13:17],), "time")
    assert (contents.labels, contents.role) == (("Väestö 31.12.",), "metric")
    assert not table.symbols
    np.testing.assert_array_equal(table.values[:, 1:].sum(axis=1), table.values[:, 0])


def test_country_of_2018_and_2019_as_published():
    tables = [read_table(file, file.name)[0] for file in FILES]
    assert variables(tables[0])["Sukupuoli"] == ("Miehet", "Naiset")
    assert tables[0].values[0, 0].sum() == 5_517_919
    assert variables(tables[1])["Sukupuoli"] == ("Yhteensä", "Miehet", "Naiset")
    assert tables[1].values[0, 0, 0, 0, 0] == 5_525_292
    assert cell(tables[1], "Akaa", "7", "Miehet", "2019", "Väestö 31.12.") > 0


def test_everything_in_the_label_columns_leaves_one_column_of_contents():
    table = one(
        '"Alue";"Vuosi";"Liikennesuorite"\r\n"MK01 Uusimaa";"2020";7657\r\n"MK02 Varsinais-Suomi";"2020";7\r\n'
    )
    assert variables(table) == {
        "Alue": ("MK01 Uusimaa", "MK02 Varsinais-Suomi"),
        "Vuosi": ("2020",),
        "Tiedot": ("Liikennesuorite",),
    }
    assert table.values.ravel().tolist() == [7657, 7]


def test_sexes_at_the_end_of_column_names_are_sexes():
    table = one(
        '"Tiedot";"Vuosi";"Kunta";"Äänestäneet miehet";"Äänestäneet naiset"\n'
        '"äänestäneet";"2021";"091 Helsinki";150561;184306\n',
        "iso-8859-15",
    )
    assert variables(table)["Sukupuoli"] == ("miehet", "naiset")
    assert variables(table)["Kunta"] == ("091 Helsinki",)
    assert table.values.ravel().tolist() == [150561, 184306]


def test_symbols_are_never_zero():
    table = one('"Alue","2018 Kuolleet","2019 Kuolleet"\n"Akaa",..,0\n"Halsua",.,-\n"Sottunga",...,....\n')
    assert cell(table, "Akaa", "2019", "Kuolleet") == 0
    assert dict(table.symbols) == {0: "..", 2: ".", 3: "-", 4: "...", 5: "...."}
    assert np.isnan(table.values).sum() == 5


def test_quotes_inside_labels_are_not_doubled():
    table = one('"Koulu","2018 Oppilaat"\n"Koulu "Aamu", Akaa",12\n"Koulu "Ilta"",7\n')
    assert variables(table)["Koulu"] == ('Koulu "Aamu", Akaa', 'Koulu "Ilta"')
    assert table.values.ravel().tolist() == [12, 7]


def test_doubled_quotes_of_other_programs_are_single():
    table = one('"Koulu";"2018 Oppilaat"\n"Koulu ""Aamu""";12\n')
    assert variables(table)["Koulu"] == ('Koulu "Aamu"',)


def test_bilingual_names_open_ages_and_preliminary_years():
    table = one('"Alue","Ikä","2024 Väestö","2025* Väestö"\n"Maarianhamina - Mariehamn","100 -",3,4\n')
    assert variables(table)["Alue"] == ("Maarianhamina - Mariehamn",)
    assert variables(table)["Ikä"] == ("100 -",)
    assert variables(table)["Vuosi"] == ("2024", "2025*")


def test_swedish_and_english_names_of_what_the_columns_tell():
    swedish = one('"Område","Män 2019 Folkmängd","Kvinnor 2019 Folkmängd"\n"HELA LANDET",1,2\n')
    assert list(variables(swedish)) == ["Område", "Kön", "År", "Uppgifter"]
    english = one('"Area","Males 2019 Population","Females 2019 Population"\n"WHOLE COUNTRY",1,2\n')
    assert list(variables(english)) == ["Area", "Sex", "Year", "Information"]


def test_a_lone_total_is_of_what_the_rows_do_not_tell():
    births = one('"Alue","Äidin ikä","Yhteensä 2023 Elävänä syntyneet"\n"Akaa","0 - 19",1\n')
    assert list(variables(births)) == ["Alue", "Äidin ikä", "Sukupuoli", "Vuosi", "Tiedot"]
    deaths = one('"Area","Sex","2023 Total Deaths"\n"Akaa","Males",1\n')
    assert variables(deaths)["Age"] == ("Total",)
    rate = one('"Area","2023 Total fertility rate"\n"Akaa",1.35\n')
    assert variables(rate)["Information"] == ("Total fertility rate",)


def test_years_or_contents_may_stand_first_in_column_names():
    table = one('"Alue","Kuolleet 2019","Kuolleet 2020","Syntyneet 2019","Syntyneet 2020"\n"Akaa",1,2,3,4\n')
    assert variables(table)["Tiedot"] == ("Kuolleet", "Syntyneet")
    assert cell(table, "Akaa", "Syntyneet", "2019") == 3


def test_areas_and_ages_may_stand_in_column_names():
    table = one('"Vuosi","KOKO MAA 0 - 4","KOKO MAA 95 -","Koski Tl 0 - 4","Koski Tl 95 -"\n"2019",1,2,3,4\n')
    assert variables(table)["Alue"] == ("KOKO MAA", "Koski Tl")
    assert variables(table)["Ikä"] == ("0 - 4", "95 -")
    assert cell(table, "2019", "Koski Tl", "0 - 4") == 3


def test_a_workbook_of_pxweb_saved_as_csv():
    table = one("Väestö;;;\n;;;\n;;Miehet;\n;;2018;2019\nAkaa;0;1;2\n;1;4;5\n\nLähde: x;;;\n", "cp1252")
    assert [d.labels for d in table.dimensions] == [("Akaa",), ("0", "1"), ("Miehet",), ("2018", "2019")]
    assert table.values.ravel().tolist() == [1, 2, 4, 5]


def test_text_of_excel_with_tabs_and_two_bytes_a_letter():
    table = one("sep=\t\nAlue\tIkä\tMiehet 2019 Väestö\nAkaa\t0\t5\n", "utf-16")
    assert variables(table)["Ikä"] == ("0",)
    assert table.title == ""


def test_saved_again_by_excel():
    table = one(
        "Väestö;;;\r\n;;;\r\nAlue;Ikä;Miehet 2019 Osuus;Naiset 2019 Osuus\r\n"
        "5;Yhteensä;1234,5;2 234,5\r\n5;0;0,5;..\r\n5;100 -;1;2\r\n",
        "cp1252",
    )
    assert table.title == "Väestö"
    assert variables(table)["Alue"] == ("5",)  # 005 has lost its zeros, and the file does not tell
    assert variables(table)["Ikä"] == ("Yhteensä", "0", "100 -")
    assert cell(table, "5", "Yhteensä", "Miehet", "2019", "Osuus") == 1234.5
    assert cell(table, "5", "Yhteensä", "Naiset", "2019", "Osuus") == 2234.5
    assert dict(table.symbols) == {3: ".."}


def test_years_without_quotes_are_labels_where_they_name_rows_and_names_where_they_head_columns():
    rows = one("Kunta;Vuosi;Väestö\nAkaa;2018;10\nAkaa;2019;11\n")
    assert variables(rows) == {"Kunta": ("Akaa",), "Vuosi": ("2018", "2019"), "Tiedot": ("Väestö",)}
    columns = one("Kunta;2018;2019\nAkaa;10;11\n")
    assert variables(columns) == {"Kunta": ("Akaa",), "Vuosi": ("2018", "2019")}


def test_numbers_that_tell_rows_apart_are_labels():
    table = one("Kunta;Koulun numero;Oppilaat\nAkaa;1;10\nAkaa;2;11\n")
    assert variables(table)["Koulun numero"] == ("1", "2")
    assert table.values.ravel().tolist() == [10, 11]


def test_names_that_go_together_are_no_codes_of_one_another():
    table = one('"Rehtori","Koulu","2019 Oppilaat"\n"Aino Aalto","Aamu koulu",1\n"Eero Erä","Ilta koulu",2\n')
    assert list(variables(table))[:2] == ["Rehtori", "Koulu"]
    assert cell(table, "Eero Erä", "Ilta koulu", "2019", "Oppilaat") == 2


def test_columns_that_were_deleted_leave_cells_without_a_number():
    table = one('"Alue","Miehet 2018 Väestö","Naiset 2018 Väestö","Miehet 2019 Väestö"\n"Akaa",1,2,3\n')
    assert cell(table, "Akaa", "Miehet", "2019", "Väestö") == 3
    assert np.isnan(cell(table, "Akaa", "Naiset", "2019", "Väestö"))
    assert list(table.symbols.values()) == [""]


def test_rows_that_were_deleted_leave_cells_without_a_number():
    table = one('"Alue","Ikä","2019 Väestö"\n"Akaa","0",1\n"Akaa","1",2\n"Eura","1",3\n')
    assert cell(table, "Eura", "1", "2019", "Väestö") == 3
    assert dict(table.symbols) == {2: ""}


def test_footnotes_below_an_empty_row_are_not_read():
    table = one("Alue;2019\nAkaa;1\n\nEnnakkotieto merkitään tähdellä\nLähde: Tilastokeskus\n")
    assert variables(table)["Alue"] == ("Akaa",)


def test_codes_in_place_of_labels_are_kept_as_codes():
    table = one('"Alue","Ikä","Sukupuoli","Vuosi","Tiedot","value"\n"KU005","000","1","2019","vaesto",12\n')
    assert [d.codes for d in table.dimensions] == [("KU005",), ("000",), ("1",), ("2019",), ("vaesto",)]


@pytest.mark.parametrize(
    ("text", "place", "read"),
    [
        ('"Alue","2019 Väestö"\n"Akaa",12O\n', "file.csv row 2, column 2019 Väestö", '"12O" is not a number'),
        (
            '"Alue","2019 V"\n"Akaa",1\n"Akaa",2\n',
            "file.csv row 3, column Alue",
            "the same labels stand in row 2",
        ),
        (
            '"Alue","2018 V","2019 V"\n"Akaa",1\n',
            "file.csv row 2",
            "the row has 2 cells where the row of names has 3",
        ),
        ('"Alue","2019 V","2019 V"\n"Akaa",1,2\n', "file.csv", 'two columns are named alike: "2019 V"'),
        ('"Alue","Ikä"\n', "file.csv row 1", "below the names there is no row of numbers"),
        ("Hei maailma\nToinen rivi\n", "file.csv", "no row has more than one cell"),
        (
            "Alue;Kunta\nAkaa;Eura\n",
            "file.csv row 2",
            'no column holds numbers: the last one begins with "Eura"',
        ),
    ],
)
def test_faults_are_told_with_their_row(text, place, read):
    with pytest.raises(ScenarioError) as caught:
        one(text)
    problem = caught.value.problems[0]
    assert problem.place.startswith(place)
    assert read in problem.read


def test_all_faults_are_told_at_once():
    with pytest.raises(ScenarioError) as caught:
        one('"Alue","2018 V","2019 V"\n"Akaa",x1,2\n"Eura",3,4%\n')
    assert [problem.place for problem in caught.value.problems] == [
        "file.csv row 2, column 2018 V",
        "file.csv row 3, column 2019 V",
    ]
