"""What a planner reads when a table of the scenario is wrong."""

import io
import zipfile

import pytest

from tests.scenario.spoiling import append, both, check_one_problem, problems_of, replace, table, write

POPULATION, AREAS, SCHOOLS = "population.csv", "areas.csv", "schools.csv"
KESKUS, TAKAKYLA = "keskuskoulu,Keskuskoulu,901,540000,7130000", "takakyla,Takakylän koulu,901,552000,7130000"
EVENTS = "municipality,year,event,sex,age_from,age_to,count\n"
MOVES = "origin,destination,year_from,year_to,count\n"
OBSERVATIONS = "year,municipality,area,age_from,age_to,count\n"


def file_in_toml(old, new):
    return replace("scenario.toml", old, new)


def big_file(folder):
    with (folder / AREAS).open("wb") as stream:
        stream.truncate(200_000_000)


def population_without(*lines):
    def change(folder):
        for line in lines:
            replace(POPULATION, f"{line}\n", "")(folder)

    return change


def column(file, old, new):
    return replace(file, old, new)


CASES = {
    # --- the file -----------------------------------------------------------------------------------------------
    "missing file": (
        file_in_toml('"areas.csv"', '"aeras.csv"'),
        ["scenario.toml:22  tables.areas", 'file "aeras.csv" does not exist', 'did you mean "areas.csv"?'],
    ),
    "a folder for a file": (
        both(lambda folder: (folder / "tables").mkdir(), file_in_toml('"areas.csv"', '"tables"')),
        ["tables.areas", 'file "tables" is a folder or a device, not a file'],
    ),
    "a 200 MB file": (big_file, ["tables.areas", '"areas.csv" is a 200 MB file', "files up to 100 MB"]),
    "a path out of the folder": (
        file_in_toml('"areas.csv"', '"../areas.csv"'),
        ["tables.areas", '"../areas.csv" lies outside the scenario folder', "--allow-outside"],
    ),
    "an absolute path": (
        file_in_toml('"areas.csv"', '"/etc/hostname"'),
        ["tables.areas", '"/etc/hostname" lies outside the scenario folder'],
    ),
    "an impossible file name": (
        file_in_toml('"areas.csv"', '"a\\u0000b.csv"'),
        ["tables.areas", "is not a possible file name"],
    ),
    "empty file": (write(AREAS, ""), ["areas.csv", "the table is empty"]),
    "blank lines only": (write(AREAS, "\n\n , ,\n"), ["areas.csv", "the table is empty"]),
    "header only": (
        write("municipalities.csv", "municipality,name\n"),
        ["municipalities.csv", "the table has column names and no rows"],
    ),
    "NUL bytes": (write(AREAS, b"area,name\x00\n1,2\n"), ["areas.csv", "holds NUL bytes"]),
    "wrong separator": (
        write("municipalities.csv", "municipality|name\n901|Esimerkkilä\n"),
        [
            "municipalities.csv row 1",
            'no column of table municipalities in "municipality|name"',
            "separated by comma, semicolon or tab",
        ],
    ),
    "quote never closed": (
        replace(AREAS, "Takakylä", '"Takakylä'),
        ["areas.csv row 3", "a quote is opened here and never closed"],
    ),
    "text after a closed quote": (
        replace(AREAS, "Takakylä", '"Taka"kylä'),
        ["areas.csv row 3", "the quotes cannot be understood", "quotes only around whole cells"],
    ),
    "an old Excel file": (
        file_in_toml('"areas.csv"', '"areas.xls"'),
        ["tables.areas", '"areas.xls"', "save it as .xlsx"],
    ),
    "a sheet of a CSV file": (
        file_in_toml('"areas.csv"', '"areas.csv#areas"'),
        ["tables.areas", "names a sheet of a file that is no workbook"],
    ),
    "no workbook in spite of its name": (
        both(write("areas.xlsx", "area,name\n"), file_in_toml('"areas.csv"', '"areas.xlsx#areas"')),
        ["areas.xlsx", "not a readable .xlsx workbook"],
    ),
    # --- the header ---------------------------------------------------------------------------------------------
    "misspelled column": (
        column(SCHOOLS, "places", "plases"),
        [
            "schools.csv row 1, column plases",
            'unknown column "plases"',
            'did you mean "places"?',
            "floor_area_m2",
        ],
    ),
    "column nobody knows": (
        column("municipalities.csv", "land_km2", "mayor"),
        ["municipalities.csv row 1, column mayor", 'unknown column "mayor"', "income_tax_base_eur"],
    ),
    "column missing": (
        both(
            replace("municipalities.csv", "municipality,name,land_km2", "municipality,land_km2"),
            replace("municipalities.csv", "Esimerkkilä,", ""),
            replace("municipalities.csv", "Mallila,", ""),
        ),
        ["municipalities.csv row 1", 'column "name" is missing'],
    ),
    "column twice": (
        column(SCHOOLS, "built", "rooms"),
        ["schools.csv row 1", 'column "rooms" stands twice (columns 9, 12)'],
    ),
    "column without a name": (
        column(SCHOOLS, "built", ""),
        ["schools.csv row 1", "column 9 has no name"],
    ),
    "row too long": (
        replace(AREAS, "21000,740", "21000,740,5"),
        ["areas.csv row 3", "the row has 14 cells, the header 13"],
    ),
    "row too short": (
        replace(AREAS, ",21000,740", ",21000"),
        ["areas.csv row 3", "the row has 12 cells, the header 13", "as many cells as there are columns"],
    ),
    "decimal comma without quotes": (
        replace(AREAS, "21000,740", "21000,5,740"),
        ["areas.csv row 3", "the row has 14 cells", "separate the columns with semicolons"],
    ),
    # --- cells --------------------------------------------------------------------------------------------------
    "text in a number": (
        replace(SCHOOLS, ",60,700,", ",6O,700,"),
        ["schools.csv row 3, column places", '"6O" is not a number', "a number above 0"],
    ),
    "negative count": (
        replace(POPULATION, "901,male,3,9", "901,male,3,-9"),
        ["population.csv row 5, column count", '"-9" is negative', "a whole number, 0 or more"],
    ),
    "half a person": (
        replace(POPULATION, "901,male,3,9", '901,male,3,"9,5"'),
        ["population.csv row 5, column count", '"9,5" is not a whole number'],
    ),
    "a comma that may be thousands": (
        replace(POPULATION, "901,male,3,9", '901,male,3,"1,234"'),
        ["population.csv row 5, column count", '"1,234" may mean thousands or decimals'],
    ),
    "empty cell": (
        replace(POPULATION, "901,male,3,9", "901,male,3,"),
        ["population.csv row 5, column count", "the cell is empty"],
    ),
    "unknown sex": (
        replace(POPULATION, "901,male,3,9", "901,mael,3,9"),
        ["population.csv row 5, column sex", 'unknown sex "mael"', "male, female", 'did you mean "male"?'],
    ),
    "age 101": (
        replace(POPULATION, "901,male,100,1", "901,male,101,1"),
        ["population.csv row 102, column age", '"101" is too large', "a whole number from 0 to 100"],
    ),
    "not a number in scientific dress": (
        replace(SCHOOLS, ",60,700,", ",nan,700,"),
        ["schools.csv row 3, column places", '"nan" is not a number'],
    ),
    # --- who and where ------------------------------------------------------------------------------------------
    "municipality code that is a name": (
        replace("municipalities.csv", "902,", "Mallila,"),
        [
            "municipalities.csv row 3, column municipality",
            '"Mallila" is not a municipality code',
            "three digits",
        ],
    ),
    "age twice": (
        replace(POPULATION, "901,male,3,9\n", "901,male,3,9\n901,male,3,9\n"),
        ["population.csv row 6, column age", "municipality 901, male, age 3 already stands in row 5"],
    ),
    "the first row twice": (
        replace(POPULATION, "901,male,1,8\n", "901,male,0,8\n901,male,1,8\n"),
        ["population.csv row 3, column age", "municipality 901, male, age 0 already stands in row 2"],
    ),
    "ages missing": (
        population_without("901,female,45,22", "901,female,46,22", "901,female,99,2"),
        ["population.csv", "municipality 901, female: no row for age 45–46, 99", "exactly once"],
    ),
    "municipality without people": (
        lambda folder: write(
            POPULATION,
            "municipality,sex,age,count\n"
            + "".join(
                f"{code},{sex},{age},{count}\n"
                for code, count in (("901", 5), ("902", 0))
                for sex in ("male", "female")
                for age in range(101)
            ),
        )(folder),
        ["population.csv", "municipality 902 has no people"],
    ),
    "municipality twice": (
        replace("municipalities.csv", "902,Mallila,410\n", "902,Mallila,410\n902,Mallila,410\n"),
        ["municipalities.csv row 4, column municipality", '"902" already stands in row 3', "each code once"],
    ),
    "municipality unknown in every row": (
        replace(POPULATION, "\n902,", "\n903,", 202),
        ["population.csv rows 204–405, column municipality", 'unknown municipality "903"'],
    ),
    "area of an unknown municipality": (
        replace(AREAS, "Takakylä,901", "Takakylä,991"),
        [
            "areas.csv row 3, column municipality",
            'unknown municipality "991"',
            "901, 902",
            'did you mean "901"?',
        ],
    ),
    "area twice": (
        replace(AREAS, "90103", "90102"),
        ["areas.csv row 4, column area", 'area "90102" already stands in row 3'],
    ),
    "bands that overlap": (
        column(AREAS, "children_3_6", "children_2_6"),
        ["areas.csv row 1, column children_2_6", "the ages overlap those of children_0_2"],
    ),
    "band that falls": (
        column(AREAS, "children_16_17", "children_17_16"),
        ["areas.csv row 1, column children_17_16", "ages 17 to 16 are no age band"],
    ),
    "bands and shares": (
        both(
            replace(AREAS, "income", "children_share"),
            *(replace(AREAS, f",{old},", ",0.5,") for old in ("23000", "21000", "20500", "22000", "20500")),
        ),
        ["areas.csv row 1, column children_share", "children are given twice"],
    ),
    "no children at all": (
        write(AREAS, "area,name,municipality,x,y\n1,A,901,540000,7130000\n2,B,902,560000,7136000\n"),
        ["areas.csv row 1", "no column says where the children live", "children_<from>_<to>"],
    ),
    "shares that do not sum to one": (
        write(
            AREAS,
            "area,name,municipality,x,y,children_share\n1,A,901,540000,7130000,0.6\n2,B,901,552000,7130000,0.27\n"
            "3,C,902,560000,7136000,1\n",
        ),
        ["areas.csv, column children_share", "the shares of municipality 901 sum to 0.87", "sum to 1"],
    ),
    "municipality without an area": (
        write(AREAS, "area,name,municipality,x,y,children_0_18\n1,A,901,540000,7130000,600\n"),
        ["areas.csv", "municipality 902 has no area"],
    ),
    "children in no area": (
        write(
            AREAS,
            "area,name,municipality,x,y,children_0_18\n1,A,901,540000,7130000,600\n2,B,902,560000,7136000,0\n",
        ),
        ["areas.csv", 'municipality "902" has 182 children in the population and none in its areas'],
    ),
    # --- coordinates --------------------------------------------------------------------------------------------
    "easting and northing swapped": (
        replace(SCHOOLS, "552000,7130000", "7130000,552000"),
        [
            "schools.csv row 3, column x and y",
            "easting and northing are swapped",
            "x is the easting: x 552000",
        ],
    ),
    "metres given as degrees": (
        replace(SCHOOLS, "552000,7130000", "28.07,64.29"),
        ["schools.csv row 3, column x and y", "x 28.07, y 64.29 is in degrees", "mixed coordinate systems"],
    ),
    "latitude before longitude": (
        replace(SCHOOLS, "552000,7130000", "64.29,28.07"),
        ["schools.csv row 3", "latitude and longitude are swapped", "x is the longitude: x 28.07, y 64.29"],
    ),
    "a digit missing": (
        replace(SCHOOLS, "552000,7130000", "552000,713000"),
        ["schools.csv row 3", "x 552000, y 713000 lies outside Finland", "ETRS-TM35FIN metres"],
    ),
    "the old grid": (
        replace(SCHOOLS, "552000,7130000", "3552000,7133000"),
        ["schools.csv row 3", "it looks like the old KKJ grid", "EPSG:3067"],
    ),
    "school far from its municipality": (
        replace(SCHOOLS, "552000,7130000", "352000,7130000"),
        [
            "schools.csv row 3, column x and y",
            "the school lies 182 km from the nearest area of its municipality 901",
            "on the wrong side of the coordinates",
            "at most 60 km",
        ],
    ),
    # --- schools ------------------------------------------------------------------------------------------------
    "school twice": (
        append(SCHOOLS, "takakyla,Uusi koulu,902,568000,7142000,0-6,60,700,,,,,\n"),
        ["schools.csv row 5, column school", 'school "takakyla" already stands in row 3', "each code once"],
    ),
    "school twice under two codes": (
        replace(
            SCHOOLS, "mallila,Mallilan koulu,902,560000,7136000", "mallila,Takakylän koulu,901,552010,7130000"
        ),
        ["schools.csv row 4, column name", '"Takakylän koulu" already stands in row 3, on the same spot'],
    ),
    "grades that are none": (
        replace(SCHOOLS, ",0-6,", ",6-0,"),
        ["schools.csv row 3, column grades", '"6-0" is not a grade span', "rising range", "upper_secondary"],
    ),
    "grades that Excel took for a date": (
        replace(SCHOOLS, ",0-6,", ",1.6.,"),
        ["schools.csv row 3, column grades", "may have turned the grades into a date"],
    ),
    "no places": (
        replace(SCHOOLS, ",60,700,", ",0,700,"),
        ["schools.csv row 3, column places", '"0" is too small', "a number above 0"],
    ),
    "no floor": (
        replace(SCHOOLS, ",60,700,", ",60,0,"),
        ["schools.csv row 3, column floor_area_m2", '"0" is too small'],
    ),
    "condition in per cent": (
        replace(SCHOOLS, ",0.45,", ",45,"),
        ["schools.csv row 3, column condition", '"45" is too large', "from 0 to 1"],
    ),
    "unknown provider": (
        both(
            replace(SCHOOLS, "remote_ready", "provider"),
            replace(SCHOOLS, ",24,yes", ",24,"),
            replace(SCHOOLS, ",4,no", ",4,privat"),
            replace(SCHOOLS, ",12,yes", ",12,joint"),
        ),
        ["schools.csv row 3, column provider", 'unknown provider "privat"', 'did you mean "private"?'],
    ),
    "private school without its pupils": (
        both(
            replace(SCHOOLS, "remote_ready", "provider"),
            replace(SCHOOLS, ",24,yes", ",24,"),
            replace(SCHOOLS, ",4,no", ",4,private"),
            replace(SCHOOLS, ",12,yes", ",12,joint"),
            replace("scenario.toml", 'school = "takakyla"  ', 'school = "mallila"  '),
        ),
        [
            "schools.csv row 3, column pupils",
            'school "takakyla" is run by a private provider',
            "given intake",
        ],
    ),
    "special is neither yes nor no": (
        both(
            replace(SCHOOLS, "remote_ready", "special"),
            replace(SCHOOLS, ",24,yes", ",24,no"),
            replace(SCHOOLS, ",12,yes", ",12,"),
            replace(SCHOOLS, ",4,no", ",4,maybe"),
        ),
        ["schools.csv row 3, column special", 'unknown special "maybe"', "yes, no"],
    ),
    # --- the other tables ---------------------------------------------------------------------------------------
    "unknown event": (
        table("events", EVENTS + "901,2023,brith,both,15,49,20\n"),
        ["events.csv row 2, column event", 'unknown event "brith"', 'did you mean "births"?'],
    ),
    "ages of an event that fall": (
        table("events", EVENTS + "901,2023,births,both,49,15,20\n"),
        ["events.csv row 2, column age_to", "age_to 15 is before age_from 49"],
    ),
    "event counted twice": (
        table("events", EVENTS + "901,2023,births,both,15,29,20\n901,2023,births,both,25,49,9\n"),
        ["events.csv row 3, column age_from", "overlaps row 2 (15 to 29)", "counted twice"],
    ),
    "event of both sexes beside one": (
        table("events", EVENTS + "901,2023,deaths,both,0,100,20\n901,2023,deaths,male,0,100,11\n"),
        ["events.csv row 3, column age_from", "901, 2023, deaths: age_from 0 overlaps row 2"],
    ),
    "move to an unknown municipality": (
        table("moves", MOVES + "901,092,2019,2023,4\n"),
        ["moves.csv row 2, column destination", 'unknown municipality "092"', "901, 902, outside"],
    ),
    "move to where one was": (
        table("moves", MOVES + "outside,outside,2019,2023,4\n"),
        ["moves.csv row 2, column destination", '"outside" is origin and destination'],
    ),
    "fertility of men": (
        table("rates", "rate,sex,age,value\nfertility,male,30,0.1\n"),
        ["rates.csv row 2, column sex", 'fertility of sex "male"', "female"],
    ),
    "fertility with gaps": (
        table(
            "rates", "rate,sex,age,value\n" + "".join(f"fertility,female,{a},0.05\n" for a in range(15, 48))
        ),
        ["rates.csv", "fertility, female: no row for age 48–49", "every age 15 to 49"],
    ),
    "observation before the projection": (
        table("observations", OBSERVATIONS + "2024,901,,7,12,140\n"),
        ["observations.csv row 2, column year", "2024 is outside the projection", "years 2025 to 2040"],
    ),
    "observation of an area elsewhere": (
        table("observations", OBSERVATIONS + "2025,901,90201,7,12,40\n"),
        [
            "observations.csv row 2, column area",
            'area "90201" is not in municipality 901',
            "area 90201 belongs to 902",
        ],
    ),
    "history after the base year": (
        table(
            "history",
            "year,municipality,sex,age,count\n"
            + "".join(
                f"2025,{code},{sex},{age},3\n"
                for code in ("901", "902")
                for sex in ("male", "female")
                for age in range(101)
            ),
        ),
        ["history.csv rows 2–405, column year", "2025 is not before base_year 2024", "years up to 2023"],
    ),
    "journey to an unknown school": (
        table("travel_times", "area,school,minutes\n90101,keskuskolu,5\n"),
        [
            "travel_times.csv row 2, column school",
            'unknown school "keskuskolu"',
            'did you mean "keskuskoulu"?',
        ],
    ),
    "journey twice": (
        table("travel_times", "area,school,minutes\n90101,mallila,5\n90101,mallila,6\n"),
        ["travel_times.csv row 3, column school", "already stand in row 2", "each pair once"],
    ),
    "point without weight": (
        table("points", "area,x,y,weight\n90101,540000,7130000,0\n"),
        ["points.csv row 2, column weight", '"0" is too small', "above 0"],
    ),
    "point far from its area": (
        table("points", "area,x,y,weight\n90101,540000,7230000,1\n"),
        ["points.csv row 2, column x and y", "the point lies 100 km from area 90101"],
    ),
    "borders that are no JSON": (
        write("borders.geojson", "{\n"),
        ["borders.geojson:2", "not readable as JSON"],
    ),
    "borders in metres": (
        write(
            "borders.geojson",
            '{"features": [{"properties": {"code": 901}, "geometry": {"type": "Polygon", "coordinates":'
            " [[[540000, 7130000], [541000, 7130000], [541000, 7131000], [540000, 7130000]]]}}]}",
        ),
        ["borders.geojson feature 1", "longitude, latitude in Finland", "WGS 84 degrees, longitude first"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_planner_reads_what_is_wrong_with_a_table(folder, case):
    change, parts = CASES[case]
    change(folder)
    check_one_problem(folder, parts)


def test_a_fault_in_very_many_cells_is_told_for_some_and_then_for_the_rest_together(folder):
    replace(POPULATION, ",22\n", ",-22\n", 80)(folder)
    found = problems_of(folder)
    assert len(found) == 4
    assert found[0].startswith("population.csv row 47, column count")
    assert found[-1].startswith("population.csv rows 50–66, 148–167, column count")
    assert "the same fault in 37 more rows" in found[-1]


def workbook(**entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_workbook_that_would_fill_the_memory_is_refused_unread(folder, monkeypatch):
    monkeypatch.setattr("kopa_sim.scenario.workbook.LARGEST_UNPACKED_MB", 2)
    write("areas.xlsx", workbook(sheet=b"0" * 3_000_000))(folder)
    file_in_toml('"areas.csv"', '"areas.xlsx#areas"')(folder)
    check_one_problem(folder, ["areas.xlsx", "the workbook unpacks to 3 MB", "up to 2 MB"])


def test_a_link_that_leads_out_of_the_folder_is_refused(folder, tmp_path):
    (tmp_path / "elsewhere.csv").write_bytes((folder / AREAS).read_bytes())
    (folder / AREAS).unlink()
    (folder / AREAS).symlink_to(tmp_path / "elsewhere.csv")
    check_one_problem(folder, ['"areas.csv" lies outside the scenario folder'])
