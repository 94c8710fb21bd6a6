"""PX files (PC-Axis) with everything in them that trips a reader."""

import numpy as np
import pytest

from kopa_sim.importers.formats import read_table
from kopa_sim.scenario.problems import ScenarioError

HEADER = """CHARSET="ANSI";
AXIS-VERSION="2013";
CODEPAGE="utf-8";
LANGUAGE="fi";
LANGUAGES="fi","sv","en";
CREATION-DATE="20220616 09:00";
TABLEID="statfin_ashi_pxt_13pz";
DECIMALS=1;
DESCRIPTION="13pz -- Hinnat; "uudet"";
""".replace('; "uudet"', "; uudet")
BODY = """STUB="Vuosineljännes","Alue";
STUB[sv]="Kvartal","Område";
HEADING="Tiedot";
HEADING[sv]="Uppgifter";
CONTVARIABLE="Tiedot";
VALUES("Vuosineljännes")="2023Q4",
"2024Q1*";
VALUES[sv]("Kvartal")="2023Q4","2024Q1*";
VALUES("Alue")="Pääkaupunkiseutu (PKS); Helsinki, Espoo = 2",
"Muu "
"maa";
VALUES("Tiedot")="Hinta; DATA=","Määrä";
TIMEVAL("Vuosineljännes")=TLIST(Q1),"20234","20241";
CODES("Alue")="pks","muu";
CODES[sv]("Område")="x","y";
MAP("Alue")="Alue 2022";
PRECISION("Tiedot","Hinta; DATA=")=1;
UNITS("Hinta; DATA=")="Prosentti";
META-ID("Alue")="SCALE-TYPE=nominal";
NOTE="Luku; ei = mitään";
"""
DATA = 'DATA=\n0.3 ".." \n-0.7 "-"\n3 19831\n"." 4102 \n;\n'


def one(text, encoding="utf-8"):
    (table,) = read_table(text.encode(encoding), "file.px")
    return table


def test_values_run_over_lines_and_hold_any_mark():
    table = one(HEADER + BODY + DATA)
    quarter, area, contents = table.dimensions
    assert quarter.labels == ("2023Q4", "2024Q1*")
    assert area.labels == ("Pääkaupunkiseutu (PKS); Helsinki, Espoo = 2", "Muu maa")
    assert contents.labels == ("Hinta; DATA=", "Määrä")
    assert table.title == "13pz -- Hinnat; uudet"


def test_roles_and_codes_come_from_their_keywords():
    quarter, area, contents = one(HEADER + BODY + DATA).dimensions
    assert (quarter.role, area.role, contents.role) == ("time", "geo", "metric")
    assert area.codes == ("pks", "muu")
    assert quarter.codes == ("", "")


def test_cells_run_with_the_heading_fastest_and_symbols_are_kept():
    table = one(HEADER + BODY + DATA)
    assert table.values.shape == (2, 2, 2)
    assert table.values[0, 0, 0] == 0.3
    assert table.values[1, 0].tolist() == [3, 19831]
    assert table.values[1, 1, 1] == 4102
    assert dict(table.symbols) == {1: "..", 3: "-", 6: "."}


def test_other_languages_stand_in_only_for_what_is_missing():
    assert "Kvartal" not in {d.label for d in one(HEADER + BODY + DATA).dimensions}


@pytest.mark.parametrize(
    ("codepage", "encoding"),
    [
        ("iso-8859-15", "iso-8859-15"),
        ("Windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("iso-8859-15", "utf-8"),
        ("nonsense", "cp1252"),
    ],
)
def test_codepage_tells_the_encoding_unless_the_bytes_tell_better(codepage, encoding):
    table = one(HEADER.replace("utf-8", codepage) + BODY + DATA, encoding)
    assert table.dimensions[0].label == "Vuosineljännes"


def test_old_files_state_no_codepage():
    header = HEADER.replace('CODEPAGE="utf-8";\n', "")
    assert one(header + BODY + DATA, "iso-8859-1").dimensions[0].label == "Vuosineljännes"
    dos = header.replace("ANSI", "OEM")
    assert one(dos + BODY + DATA, "cp850").dimensions[0].label == "Vuosineljännes"


SPARSE = """CHARSET="ANSI";
STUB="Alue","Ikä";
HEADING="Sukupuoli";
VALUES("Alue")="Akaa","Eura";
VALUES("Ikä")="0","1";
VALUES("Sukupuoli")="Miehet","Naiset";
CODES("Alue")="KU020","KU050";
KEYS("Alue")=CODES;
KEYS("Ikä")=VALUES;
DATA=
"KU050","1",1,2
"KU020","0",3 ".."
;
"""


def test_rows_left_out_of_a_sparse_file_are_missing_not_zero():
    table = one(SPARSE)
    assert table.values[1, 1].tolist() == [1, 2]
    assert table.values[0, 0, 0] == 3
    assert dict(table.symbols) == {1: "..", 2: "", 3: "", 4: "", 5: ""}
    assert np.isnan(table.values).sum() == 5


@pytest.mark.parametrize(
    ("text", "place", "read"),
    [
        (HEADER + BODY, "file.px row 30", "the file ends before DATA="),
        (HEADER + BODY + "DATA=\n1 2 3", "file.px row 30", "the end of the file is missing"),
        (HEADER + BODY + "DATA=\n1 2 3;", "file.px row 30", "DATA= holds 3 cells, its variables make 8"),
        (
            HEADER + BODY + DATA.replace("19831", "1983l"),
            "file.px row 30, column DATA",
            '"1983l" is not a number',
        ),
        (HEADER + DATA, "file.px", "STUB and HEADING name no variable"),
        (HEADER + 'STUB="Alue";' + DATA, "file.px", 'VALUES("Alue") is missing'),
        (SPARSE.replace('"KU050","1"', '"KU051","1"'), "file.px row 10", 'key "KU051" is not known'),
        (SPARSE.replace('KEYS("Ikä")=VALUES;\n', ""), "file.px", "KEYS are given for Alue only"),
        (HEADER + 'VALUES("Alue="x";\n', "file.px row 10", "the keywords end before DATA= is met"),
    ],
)
def test_faults_are_told_with_their_row(text, place, read):
    with pytest.raises(ScenarioError) as caught:
        one(text)
    problem = caught.value.problems[0]
    assert problem.place.startswith(place)
    assert read in problem.read


def test_dashes_of_windows_in_files_that_call_themselves_iso_8859():
    text = (HEADER + BODY + DATA).replace("utf-8", "iso-8859-1").replace("Määrä", "0 – 4")
    assert one(text, "cp1252").dimensions[2].labels[1] == "0 – 4"


def test_other_languages_may_stand_first():
    swedish_first = BODY.replace('STUB="', 'STUB[sv]="Kvartal","Område";\nSTUB="', 1)
    assert one(HEADER + swedish_first + DATA).dimensions[0].label == "Vuosineljännes"


def test_files_in_one_language_that_mark_it_all_the_same():
    text = 'CHARSET="ANSI";\nSTUB[sv]="Område";\nVALUES[sv]("Område")="Karis","Ingå";\nDATA=1 2;\n'
    assert one(text).dimensions[0].labels == ("Karis", "Ingå")
