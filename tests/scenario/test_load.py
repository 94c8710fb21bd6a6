"""A scenario folder as a whole: what is read, in which guises, and that everything wrong is said at once."""

import csv
import hashlib
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook

from kopa_sim.model.region import Schools
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from kopa_sim.scenario.problems import ScenarioError
from tests.scenario.spoiling import append, both, line_of, measure, problems_of, replace, table, write

TABLES = ("municipalities", "population", "areas", "schools")


def same(one, other):
    """Return whether two nouns hold the same, to the last bit, NaN being equal to NaN."""
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    return one == other


def rows_of(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def rewrite(folder, separator=",", encoding="utf-8", decimal=".", end="\n"):
    """Write every table anew in another guise."""
    for name in TABLES:
        lines = []
        for row in rows_of(folder, name):
            cells = [cell.replace(".", decimal) if cell.replace(".", "").isdigit() else cell for cell in row]
            lines.append(separator.join(f'"{cell}"' if separator in cell else cell for cell in cells))
        (folder / f"{name}.csv").write_bytes((end.join(lines) + end).encode(encoding))


class TestTheMinimalScenario:
    def test_it_is_read_as_written(self, folder):
        scenario = load_scenario(folder)
        assert scenario.name == "minimal"
        assert scenario.title == "Two invented municipalities"
        assert (scenario.base_year, scenario.first_year, scenario.end_year, scenario.price_year) == (
            2024,
            2026,
            2040,
            2025,
        )
        assert scenario.plan_years == tuple(range(2024, 2041))
        assert [option.id for option in scenario.options] == [
            "as_is",
            "close_village",
            "shared_teachers",
            "remote_teaching",
            "open_borders",
            "together",
        ]
        assert scenario.region.municipalities.codes == ("901", "902")
        assert scenario.region.schools.codes == ("keskuskoulu", "takakyla", "mallila")
        assert scenario.demographic.population_municipality_sex_age.sum(axis=(1, 2)).tolist() == [2958, 1218]
        assert scenario.region.areas.bands == ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17))

    def test_the_file_may_be_named_instead_of_the_folder(self, folder):
        named = load_scenario(str(folder / "scenario.toml"))
        assert same(named.region, load_scenario(folder).region)
        assert named.name == "minimal"

    def test_every_file_read_is_hashed(self, folder):
        inputs = load_scenario(folder).inputs
        assert sorted(inputs) == sorted(path.name for path in folder.iterdir() if path.suffix != ".md")
        assert inputs["areas.csv"] == hashlib.sha256((folder / "areas.csv").read_bytes()).hexdigest()

    def test_it_can_be_read_with_the_real_defaults(self, tmp_path):
        new_scenario(tmp_path / "real")
        scenario = load_scenario(tmp_path / "real")
        assert set(scenario.uncertainty) == {"demography.fertility_level", "economy.wage_growth"}
        assert scenario.values["economy.discount_rate"] == 0.03

    def test_optional_cells_that_are_empty_are_not_given(self, folder):
        schools = load_scenario(folder).region.schools
        assert isinstance(schools, Schools)
        assert np.isnan(schools.annual_property_cost_eur).all()
        assert schools.providers == ("municipal",) * 3
        assert schools.languages == ("fi",) * 3
        assert schools.remote_ready.tolist() == [True, False, True]
        assert schools.fills_by_distance.all()

    def test_areas_hold_the_children_of_the_population(self, folder):
        scenario = load_scenario(folder)
        areas, population = scenario.region.areas, scenario.demographic.population_municipality_sex_age
        for band, (first, last) in enumerate(areas.bands):
            in_areas = np.bincount(areas.municipality, weights=areas.children_area_band[:, band])
            assert in_areas.tolist() == population[:, :, first : last + 1].sum(axis=(1, 2)).tolist()


class TestTheGuisesOfOfficialFiles:
    @pytest.mark.parametrize(
        "guise",
        [
            {"separator": ";", "decimal": ",", "encoding": "latin-1", "end": "\r\n"},
            {"separator": "\t", "encoding": "utf-8-sig"},
            {"separator": ";", "encoding": "cp1252"},
            {"decimal": ","},
            {"separator": "\t", "encoding": "utf-16"},
        ],
        ids=[
            "semicolon and decimal comma in Latin-1",
            "tab and BOM",
            "Windows",
            "quoted decimal comma",
            "UTF-16",
        ],
    )
    def test_a_table_in_another_guise_is_the_same_table(self, folder, guise):
        plain = load_scenario(folder)
        rewrite(folder, **{"separator": ",", **guise})
        other = load_scenario(folder)
        assert same(plain.region, other.region)
        assert same(plain.demographic, other.demographic)

    def test_spaces_between_thousands_and_around_cells_do_not_matter(self, folder):
        plain = load_scenario(folder).region
        replace("schools.csv", ",4800,", ",4\u00a0800,")(folder)
        replace("schools.csv", ",6200000,", ", 6 200 000 ,")(folder)
        replace("schools.csv", "takakyla,Tak", "\u00a0takakyla ,Tak")(folder)
        assert same(plain, load_scenario(folder).region)

    def test_blank_lines_and_empty_columns_at_the_end_do_not_matter(self, folder):
        plain = load_scenario(folder).region
        text = (folder / "schools.csv").read_text(encoding="utf-8")
        write("schools.csv", "\n" + text.replace("\n", ",,\n\n").replace("takakyla", "\n,,,\ntakakyla"))(
            folder
        )
        assert same(plain, load_scenario(folder).region)

    def test_the_separator_line_that_excel_writes_is_understood(self, folder):
        plain = load_scenario(folder).region
        text = (folder / "schools.csv").read_text(encoding="utf-8")
        write("schools.csv", "sep=;\r\n" + text.replace(",", ";"))(folder)
        assert same(plain, load_scenario(folder).region)

    def test_sheets_of_one_workbook(self, folder):
        plain = load_scenario(folder)
        book = Workbook()
        book.remove(book.active)
        for name in TABLES:
            sheet = book.create_sheet(name)
            for row in rows_of(folder, name):
                sheet.append(
                    [float(cell) if cell.replace(".", "").isdigit() else cell or None for cell in row]
                )
            (folder / f"{name}.csv").unlink()
            replace("scenario.toml", f'"{name}.csv"', f'"tables.xlsx#{name}"')(folder)
        book.save(folder / "tables.xlsx")
        other = load_scenario(folder)
        assert same(plain.region, other.region)
        assert same(plain.demographic, other.demographic)
        assert "tables.xlsx" in other.inputs

    def test_a_sheet_whose_last_cells_are_empty(self, folder):
        replace("schools.csv", ",4,no", ",,")(folder)
        plain = load_scenario(folder).region
        book = Workbook()
        for row in rows_of(folder, "schools"):
            book.active.append([cell or None for cell in row])
        book.save(folder / "schools.xlsx")
        replace("scenario.toml", '"schools.csv"', '"schools.xlsx"')(folder)
        assert same(plain, load_scenario(folder).region)

    def test_degrees_are_turned_into_metres(self, folder):
        plain = load_scenario(folder).region
        replace("schools.csv", "540000,7130000", "27.826496,64.293677")(folder)
        replace("schools.csv", "552000,7130000", "28.074398,64.292067")(folder)
        replace("schools.csv", "560000,7136000", "28.242067,64.344590")(folder)
        schools = load_scenario(folder).region.schools
        assert np.hypot(schools.x_m - plain.schools.x_m, schools.y_m - plain.schools.y_m).max() < 0.2

    def test_codes_that_a_spreadsheet_stripped_of_zeros_are_mended(self, folder):
        for name in TABLES:
            text = (folder / f"{name}.csv").read_text(encoding="utf-8")
            write(f"{name}.csv", text.replace("901,", "5,").replace("902,", "16,"))(folder)
        text = (folder / "scenario.toml").read_text(encoding="utf-8")
        write("scenario.toml", text.replace('"901"', '"005"').replace('"902"', '"016"'))(folder)
        (folder / "borders.geojson").unlink()
        replace("scenario.toml", "borders = ", "# borders = ")(folder)
        assert load_scenario(folder).region.municipalities.codes == ("005", "016")

    def test_shares_of_children_become_persons(self, folder):
        write(
            "areas.csv",
            "area,name,municipality,x,y,children_share\n1,A,901,540000,7130000,0.75\n2,B,901,552000,7130000,0.25\n"
            "3,C,902,560000,7136000,1\n",
        )(folder)
        areas = load_scenario(folder).region.areas
        # ages 0 to 18: 2 × (3·8 + 4·9 + 6·12 + 6·13) = 420 and 2 × (3·3 + 4·4 + 6·5 + 6·6) = 182
        assert areas.bands == ((0, 18),)
        assert areas.children_area_band[:, 0].tolist() == pytest.approx([315, 105, 182])


class TestFilesOutside:
    def test_they_are_read_when_allowed(self, folder, tmp_path):
        (folder / "areas.csv").rename(tmp_path / "areas.csv")
        replace("scenario.toml", '"areas.csv"', '"../areas.csv"')(folder)
        assert "lies outside" in problems_of(folder)[0]
        assert "../areas.csv" in load_scenario(folder, allow_outside=True).inputs


class TestEverythingAtOnce:
    def test_problems_of_every_kind_are_told_together(self, folder):
        both(
            replace("scenario.toml", "price_year = 2025", 'price_year = "now"'),
            replace("scenario.toml", "discount_rate", "discount_rte"),
            replace("scenario.toml", "sd = 0.06", "sd = -1"),
            replace("scenario.toml", 'borders = "borders.geojson"', 'borders = "boarders.geojson"'),
            replace("population.csv", "901,male,3,9", "901,male,3,-9"),
            replace("areas.csv", "Takakylä,901", "Takakylä,991"),
            replace("schools.csv", ",60,700,", ",0,6O,"),
            replace("schools.csv", ",0-6,", ",6-0,"),
            table("moves", "origin,destination,year_from,year_to,count\n901,902,2023,2019,x\n"),
            measure('measure = "close_school"\nschool = "mallilla"\nyear = 2050'),
            append(
                "scenario.toml",
                '\n[[options.measures]]\nmeasure = "share_principal"\nschools = ["mallila"]\nyear = 2027',
            ),
        )(folder)
        found = problems_of(folder)
        wanted = [
            "price_year",
            "discount_rte",
            "sd -1 is negative",
            'did you mean "borders.geojson"?',
            '"-9" is negative',
            'unknown municipality "991"',
            "column places",
            "column floor_area_m2",
            "column grades",
            "moves.csv row 2, column count",
            "year_to 2019 is before year_from 2023",
            'unknown school "mallilla"',
            "year 2050 is out of range",
            "at least two schools",
        ]
        assert len(found) == len(wanted), "\n".join(found)
        for part in wanted:
            assert any(part in text for text in found), part

    def test_nothing_is_written(self, folder):
        append("scenario.toml", "nonsense")(folder)
        before = sorted(folder.rglob("*"))
        problems_of(folder)
        assert sorted(folder.rglob("*")) == before

    def test_the_error_reads_as_its_problems(self, folder):
        replace("scenario.toml", "discount_rate = 0.03", "discount_rte = 0.03")(folder)
        with pytest.raises(ScenarioError) as caught:
            load_scenario(folder)
        assert str(caught.value) == (
            f"scenario.toml:{line_of(folder, 'discount_rte')}  economy.discount_rte\n"
            '  unknown key "discount_rte"\n'
            "  allowed: wage_growth, discount_rate\n"
            '  did you mean "discount_rate"?'
        )


class TestWhereThereIsNoScenario:
    def test_no_such_folder(self, folder):
        (text,) = problems_of(folder.parent / "minimall")
        assert "there is no such folder or file" in text
        assert 'did you mean "minimal"?' in text

    def test_a_folder_without_the_file(self, folder):
        (folder / "scenario.toml").rename(folder / "scenarios.toml")
        (text,) = problems_of(folder)
        assert "the folder has no scenario.toml" in text
        assert 'did you mean "scenarios.toml"?' in text

    @pytest.mark.parametrize("path", ["no/such/path", "a\0b"])
    def test_nothing_near_is_no_reason_to_fail(self, parameters, path):
        (text,) = problems_of(Path(path))
        assert "kopa new" in text


class TestNotices:
    def test_years_that_the_population_does_not_cover(self, folder):
        replace("scenario.toml", "first_year = 2026", "first_year = 2025")(folder)
        assert (
            "Residents of 2023 are not known: those of base_year 2024 stand in for them."
            in load_scenario(folder).notices
        )

    def test_years_that_the_history_covers(self, folder):
        rows = [
            f"2023,{code},{sex},{age},{age % 7}"
            for code in ("901", "902")
            for sex in ("male", "female")
            for age in range(101)
        ]
        table("history", "\n".join(["year,municipality,sex,age,count", *rows]))(folder)
        replace("scenario.toml", "first_year = 2026", "first_year = 2025")(folder)
        scenario = load_scenario(folder)
        assert "Residents of 2023 come from the history table." in scenario.notices
        assert scenario.demographic.history[2023][1, 0, :8].tolist() == [0, 1, 2, 3, 4, 5, 6, 0]

    def test_an_implausible_value_is_noticed_and_kept(self, folder):
        replace("scenario.toml", "discount_rate = 0.03", "discount_rate = 0.12")(folder)
        scenario = load_scenario(folder)
        assert scenario.values["economy.discount_rate"] == 0.12
        assert any(
            "economy.discount_rate = 0.12 is outside the plausible range" in n for n in scenario.notices
        )

    def test_given_pupils_of_a_municipal_school_are_not_used(self, folder):
        replace("schools.csv", "remote_ready", "pupils")(folder)
        replace("schools.csv", ",24,yes", ",24,")(folder)
        replace("schools.csv", ",4,no", ",4,37")(folder)
        replace("schools.csv", ",12,yes", ",12,")(folder)
        scenario = load_scenario(folder)
        assert np.isnan(scenario.region.schools.given_intake).all()
        assert any("column pupils is not used for takakyla" in notice for notice in scenario.notices)

    def test_the_weights_of_local_goals_are_read_by_nobody_yet(self, folder):
        append("scenario.toml", "\n[pilot]\naccess = 2\n")(folder)
        assert any("[pilot]" in notice for notice in load_scenario(folder).notices)


def test_a_table_that_lies_in_the_folder_and_is_not_named_is_noticed(folder):
    (folder / "projection.csv").write_text("year,municipality,age_from,age_to,count\n", encoding="utf-8")
    (folder / "notes.csv").write_text("anything\n", encoding="utf-8")
    told = [notice for notice in load_scenario(folder).notices if "is not read" in notice]
    assert told == [
        "projection.csv is in the folder and is not read: [tables] does not name it"
        ' (write projection = "projection.csv" there, or take the file away).'
    ]
