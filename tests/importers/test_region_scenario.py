"""A scenario from a folder of downloads: complete, checked, and running."""

import shutil
from pathlib import Path

import pytest

from kopa_sim.importers.commands import statfin_files
from kopa_sim.importers.region_scenario import RegionWish, scenario_of_folder
from kopa_sim.importers.statfin import Wish
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import write_scenario
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study import check_all, run_scenario

DOWNLOADS = Path(__file__).parent / "data" / "downloads"
NEEDED = (
    "005_11re_2019_semicolon_latin1.csv",
    "paavo_2019_postcode_areas.csv",
    "oppilaitokset.csv",
    "kunnat.geojson",
)
KAINUU = ("205", "105", "697")


def built(folder, *codes, **more):
    findings = Findings()
    return scenario_of_folder(folder, RegionWish(codes, **more), findings), findings


@pytest.fixture
def some_downloads(tmp_path):
    """The least that is needed, under names that say nothing, one in a sub-folder."""
    folder = tmp_path / "downloads"
    (folder / "sub").mkdir(parents=True)
    for number, name in enumerate(NEEDED):
        place = folder / ("sub" if number == 1 else "") / f"{number}.txt"
        shutil.copy(DOWNLOADS / name, place)
    return folder


@pytest.fixture(scope="module")
def kainuu(tmp_path_factory):
    files, findings = built(DOWNLOADS, *KAINUU)
    assert findings.problems == ()
    folder = tmp_path_factory.mktemp("new") / "kainuu"
    write_scenario(folder, files)
    return folder


def test_a_scenario_of_real_downloads_loads_and_checks(kainuu):
    scenario = load_scenario(kainuu)
    assert scenario.title == "Hyrynsalmi, Kajaani ja Ristijärvi"
    assert (scenario.base_year, scenario.first_year, scenario.end_year) == (2019, 2026, 2045)
    assert scenario.language == "fi"
    assert [option.id for option in scenario.options] == ["as_is", "small_schools", "open_borders"]
    found = check_all(scenario)
    assert found.problems == ()


def test_children_of_the_areas_are_those_of_the_population(kainuu):
    scenario = load_scenario(kainuu)
    assert not any("other numbers of children" in notice for notice in scenario.notices)


def test_the_readme_names_every_file_and_what_was_assumed(kainuu):
    readme = (kainuu / "README.md").read_text(encoding="utf-8")
    for path in DOWNLOADS.iterdir():
        assert path.name in readme, path.name
    assert "Teppanan koulu (05195) is left out" in readme
    assert "Source: Statistics Finland, CC BY 4.0" in readme


@pytest.mark.slow
def test_a_scenario_of_real_downloads_runs(kainuu):
    result = run_scenario(load_scenario(kainuu), seed=1, draws=2, replications=1, workers=1)
    assert {option.plan.option for option in result.options} == {"as_is", "small_schools", "open_borders"}


@pytest.mark.slow
def test_a_merged_municipality_makes_a_scenario_that_runs(tmp_path):
    files, findings = built(DOWNLOADS, "541", "911", "176")
    assert "Valtimo (911) is counted in Nurmes (541) from 2020." in findings.notices
    write_scenario(tmp_path / "nurmes", files)
    scenario = load_scenario(tmp_path / "nurmes")
    assert scenario.region.municipalities.names == ("Juuka", "Nurmes")
    assert check_all(scenario).problems == ()
    run_scenario(scenario, seed=1, draws=2, replications=0, workers=1)


def test_files_are_known_by_their_content_in_any_folder(some_downloads):
    files, findings = built(some_downloads, "205")
    assert findings.problems == ()
    assert "schools.csv" in files
    assert b"observations" not in files["scenario.toml"]
    assert any("sub/1.txt tells no year" in notice for notice in findings.notices)


def test_the_same_downloads_give_the_same_bytes(some_downloads):
    assert built(some_downloads, "205", "105")[0] == built(some_downloads, "105", "205")[0]


@pytest.mark.parametrize(("number", "name"), [(0, "population"), (1, "areas"), (2, "schools")])
def test_what_is_missing_is_named_with_the_download_to_get(some_downloads, number, name):
    next(some_downloads.rglob(f"{number}.txt")).unlink()
    files, findings = built(some_downloads, "205")
    assert files == {}
    (problem,) = findings.problems
    assert problem.read == f"no {name} among the files"


def test_a_missing_border_file_matters_only_where_the_register_has_no_municipalities(some_downloads):
    (some_downloads / "3.txt").unlink()
    files, findings = built(some_downloads, "205")
    assert files == {}
    assert "no column of municipalities" in findings.problems[0].read


def test_other_files_in_the_folder_are_passed_over_with_a_word(some_downloads):
    (some_downloads / "notes.csv").write_text("what;ever\nit;is\n", encoding="utf-8")
    files, findings = built(some_downloads, "205")
    assert files
    assert any("notes.csv" in notice and "passed over" in notice for notice in findings.notices)


def test_a_folder_that_is_not_there_or_empty(tmp_path):
    with pytest.raises(ScenarioError, match="there is no such folder"):
        built(tmp_path / "none", "205")
    with pytest.raises(ScenarioError, match="holds no table"):
        built(tmp_path, "205")


def test_a_municipality_without_a_school_buys_its_places_in_as_is(some_downloads, tmp_path):
    register = some_downloads / "2.txt"
    lines = register.read_text(encoding="utf-8").splitlines()
    register.write_text("\n".join(line for line in lines if "Ristijärven" not in line), encoding="utf-8")
    files, findings = built(some_downloads, "205", "697")
    assert findings.problems == ()
    write_scenario(tmp_path / "new", files)
    scenario = load_scenario(tmp_path / "new")
    (measure,) = scenario.options[0].measures
    assert (measure.kind, measure.members) == ("purchase", ("697", "205"))
    assert check_all(scenario).problems == ()


def test_the_language_and_the_title_can_be_chosen(some_downloads):
    files, _ = built(some_downloads, "205", language="sv", title='Kajana "med omnejd"')
    text = files["scenario.toml"].decode()
    assert 'title = "Kajana \\"med omnejd\\""' in text
    assert 'language = "sv"' in text
    assert "Nuvarande skolnät" in text


WIDE = """municipality_code,municipality,age,2020,2021
205,Kajaani,0,10,11
205,Kajaani,1,12,13
105,Hyrynsalmi,0,1,1
105,Hyrynsalmi,1,2,2
"""


def test_a_table_that_is_passed_over_is_told_why_and_what_a_projection_needs(some_downloads):
    (some_downloads / "odd.csv").write_text(WIDE, encoding="utf-8")
    _, findings = built(some_downloads, *KAINUU)
    (notice,) = [notice for notice in findings.notices if notice.startswith("odd.csv")]
    assert "it has no title" in notice
    assert "projection.csv with the columns year, municipality, age_from, age_to, count" in notice


def test_a_year_without_population_is_one_problem(some_downloads):
    _, findings = built(some_downloads, *KAINUU, year=2024)
    assert [problem.place for problem in findings.problems] == ["--year"]


def test_the_first_costed_year_is_told_so_that_a_past_one_is_seen(some_downloads):
    _, findings = built(some_downloads, *KAINUU)
    assert any(notice.startswith("First costed year 2021") for notice in findings.notices)


def test_events_by_age_in_columns_of_their_own_are_named(tmp_path):
    file = tmp_path / "components.csv"
    header = "year,municipality_code,municipality,births,births_mother_0_19,deaths,inmig,inmig_0_19,outmig"
    file.write_text(
        f"{header}\n2018,205,Kajaani,300,9,400,1500,200,1700\n2019,205,Kajaani,290,8,410,1400,210,1600\n"
    )
    findings = Findings()
    files = statfin_files([file], [], Wish(["205"]), findings)
    assert "205,2019,in_migration,both,0,100,1400" in files["events.csv"].decode()
    assert "205,2019,out_migration,both,0,100,1600" in files["events.csv"].decode()
    assert any("births_mother_0_19, inmig_0_19 are events by age" in notice for notice in findings.notices)
