from pathlib import Path

import pytest

from kopa_sim.cli.import_ import codes_in
from kopa_sim.importers.fetch_tables import known_tables
from tests.importers.formats.writers import dimension, table
from tests.importers.pxweb_service import Service

DOWNLOADS = Path(__file__).parents[1] / "importers" / "data" / "downloads"


def files(*names):
    return [str(DOWNLOADS / name) for name in names]


def test_three_imports_fill_one_folder(kopa, tmp_path):
    statfin = kopa(
        *("import", "statfin", *files("005_11re_2019_semicolon_latin1.csv", "001_12dq.csv")),
        *("-o", "tables", "--municipalities", "205,105"),
    )
    assert statfin.status == 0
    assert "tables/population.csv: 404 rows" in statfin.out
    paavo = kopa("import", "paavo", *files("paavo_2019_postcode_areas.csv"), "-o", "tables")
    assert paavo.status == 0
    assert "Notices" in paavo.out or paavo.out
    schools = kopa(
        *("import", "schools", *files("oppilaitokset.csv"), "-o", "tables"),
        *("--borders", *files("kunnat.geojson")),
    )
    assert schools.status == 0
    assert "Teppanan koulu (05195) is left out" in schools.out
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == [
        *("areas.csv", "borders.geojson", "events.csv", "municipalities.csv", "points.csv", "population.csv"),
        *("schools.csv", "schools_derivation.csv"),
    ]


def test_everything_wrong_is_listed_and_nothing_written(kopa, tmp_path):
    (tmp_path / "broken.csv").write_bytes(b"\x00\x01\x02")
    answer = kopa(
        *("import", "statfin", "broken.csv", "missing.csv", *files("oppilaitokset.csv")),
        *("-o", "tables", "--municipalities", "205,Atlantis"),
    )
    assert answer.status == 2
    for words in ("broken.csv", "missing.csv", "kopa import schools reads it", "Atlantis", "problems"):
        assert words in answer.err
    assert not (tmp_path / "tables").exists()


@pytest.mark.parametrize(
    ("source", "name", "other"),
    [
        ("paavo", "oppilaitokset.csv", "schools"),
        ("schools", "paavo_2019_postcode_areas.csv", "paavo"),
        ("schools", "001_12dq.csv", "statfin"),
    ],
)
def test_a_file_of_another_source_names_the_command_that_reads_it(kopa, source, name, other):
    answer = kopa("import", source, *files(name), "-o", "tables", "--municipalities", "205")
    assert answer.status == 2
    assert f"kopa import {other} reads it" in answer.err


def test_schools_need_areas_first(kopa):
    answer = kopa("import", "schools", *files("oppilaitokset.csv"), "-o", "tables")
    assert answer.status == 2
    assert "kopa import paavo FILE -o tables writes it" in answer.err


def test_a_table_that_is_there_is_kept_unless_told_otherwise(kopa, tmp_path):
    call = ("import", "statfin", *files("001_12dq.csv"), "-o", "tables", "--municipalities", "205")
    assert kopa(*call).status == 0
    again = kopa(*call)
    assert again.status == 2
    assert "is there already" in again.err
    assert kopa(*call, "--overwrite").status == 0


@pytest.mark.parametrize("source", ["statfin", "paavo", "schools"])
def test_each_source_has_help_with_an_example_and_wants_files(kopa, source):
    answer = kopa("import", source, "--help")
    assert f"Example:\n    kopa import {source} " in answer.out
    nothing = kopa("import", source, "-o", "tables")
    assert nothing.status == 2
    assert "Name one file or more." in nothing.err


def test_an_unknown_table_to_fetch_gets_the_known_ones(kopa):
    answer = kopa("import", "statfin", "--fetch", "11rr", "-o", "tables")
    assert answer.status == 2
    assert 'did you mean "11re"?' in answer.err


def test_a_scenario_from_downloads(kopa, tmp_path):
    answer = kopa("new", "kajaani", "--municipalities", "205", "--from", str(DOWNLOADS))
    assert answer.status == 0
    assert "Wrote kajaani." in answer.out
    assert "Teppanan koulu" in answer.out
    assert (tmp_path / "kajaani" / "scenario.toml").is_file()
    checked = kopa("check", "kajaani")
    assert checked.status == 0


def test_a_scenario_that_cannot_be_built_writes_nothing(kopa, tmp_path):
    answer = kopa("new", "helsinki", "--municipalities", "091", "--from", str(DOWNLOADS))
    assert answer.status == 2
    assert "Helsinki (091)" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [("--municipalities", "205"), ("--from", "x"), ("--title", "x")])
def test_municipalities_and_their_tables_belong_together(kopa, arguments):
    answer = kopa("new", "kajaani", *arguments)
    assert answer.status == 2
    assert "belong together" in answer.err


def test_a_table_asked_from_a_service_is_imported(kopa, tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    areas = ("SSS", "KU105", "KU205")
    years = tuple(str(year) for year in range(2010, 2025))
    deaths = table(
        dimension("Alue", "KOKO MAA", "Hyrynsalmi", "Kajaani", codes=areas),
        dimension("Vuosi", *years, codes=years, role="time"),
        dimension("Tiedot", "Kuolleet", codes=("vm11",), role="metric"),
    )
    known = known_tables()["12ak"]
    with Service(deaths, folder=f"/{known.database}", number="12ak") as service:
        answer = kopa(
            *("import", "statfin", "--fetch", "12ak", "--service", service.base_url, "-o", "tables"),
            *("--municipalities", "205"),
        )
    assert answer.status == 0, answer.err
    rows = (tmp_path / "tables" / "events.csv").read_text().splitlines()
    assert len(rows) == 1 + 5
    assert rows[-1].startswith("205,2024,deaths,both,0,100,")


def test_a_service_that_cannot_be_reached_is_told(kopa):
    answer = kopa(
        *("import", "statfin", "--fetch", "12ak", "--service", "http://127.0.0.1:9", "-o", "tables"),
        *("--municipalities", "205"),
    )
    assert answer.status == 2
    assert "http://127.0.0.1:9" in answer.err


@pytest.mark.parametrize("text", ["260,848", "260;848", "260 848", " 260 ; 848,"])
def test_municipalities_may_be_separated_by_commas_semicolons_or_spaces(text):
    assert codes_in(text) == ["260", "848"]


def test_a_name_of_two_words_is_one_municipality():
    assert codes_in("Pedersören kunta, 205") == ["Pedersören kunta", "205"]
