"""``kopa optimise`` as a planner calls it, with an engine that answers at once."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
import types
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import kopa_sim.study.optimise
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study.optimise.contents import ClosedInto
from kopa_sim.study.optimise.sentences import ImpossibleWishError, Sentence, unkept
from tests.optimised import answer, network

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
THREE = ((("takakyla", 2030),), (("takakyla", 2027),), (("takakyla", 2026), ("mallila", 2032)))


@pytest.fixture
def net(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "net")
    return tmp_path / "net"


@pytest.fixture
def engine(monkeypatch):
    """An engine that closes the village school; tells what it was asked, and answers what a test says."""
    asked = {}

    def optimise(scenario, wishes, **given):
        asked.update(given, wishes=wishes, scenario=scenario)
        given["on_progress"]("search", 1, 1)
        return asked.get("answer", answer)(scenario, wishes)

    module = types.ModuleType("kopa_sim.study.optimise.engine")
    module.optimise = optimise
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(kopa_sim.study.optimise, "engine", module, raising=False)
    return asked


def tables(folder):
    return {path.stem: pd.read_csv(path, dtype={"school": str}) for path in (folder / "tables").iterdir()}


def test_the_best_network_is_printed_and_written(kopa, net, engine, tmp_path):
    told = kopa("optimise", "net", "-o", "best")
    assert told.status == 0
    assert "optimised_1" in told.out
    assert "2028" in told.out
    assert "−1.00" in told.out
    assert "Folder:  best\n" in told.out
    assert f"kopa run {Path('best') / 'scenario'}" in told.out
    written = {path.relative_to(tmp_path / "best").as_posix() for path in (tmp_path / "best").rglob("*")}
    assert written >= {
        "options.toml",
        "manifest.json",
        "tables/optimise.csv",
        "tables/network_plan.csv",
        "figures/frontier.svg",
        "figures/frontier.png",
        "scenario/scenario.toml",
        "scenario/README.md",
        "scenario/borders.geojson",
    }


def test_the_written_scenario_has_all_options_of_the_old_one_and_the_new(kopa, net, engine):
    assert kopa("optimise", "net", "-o", "best").status == 0
    old, new = load_scenario("net"), load_scenario("best/scenario")
    assert [option.id for option in new.options] == [*(o.id for o in old.options), "optimised_1"]
    added = new.options[-1]
    assert added.extends == "as_is"
    (measure,) = added.measures
    assert (measure.school, measure.year) == ("takakyla", 2028)
    assert kopa("check", "best/scenario").status == 0


def test_options_toml_can_be_put_at_the_end_of_the_scenario_by_hand(kopa, net, engine):
    assert kopa("optimise", "net", "-o", "best").status == 0
    settings = net / "scenario.toml"
    options = Path("best/options.toml").read_text(encoding="utf-8")
    settings.write_text(settings.read_text(encoding="utf-8") + options, encoding="utf-8")
    assert load_scenario("net").options[-1] == load_scenario("best/scenario").options[-1]


def test_tables_hold_what_each_network_costs_and_does(kopa, net, engine):
    kopa("optimise", "net", "-o", "best")
    found = tables(Path("best"))
    values = found["optimise"].set_index(["option", "measure"])["value"]
    assert values["optimised_1", "cost_pv_eur"] == 49_000_000
    assert values["optimised_1", "base_difference_eur"] == -1_000_000
    assert values["optimised_1", "proved"] == 1
    assert values["optimised_1", "closed_schools"] == 1
    assert values["as_is", "base_difference_eur"] == 0
    assert pd.isna(values["as_is", "proved"])
    assert found["network_plan"].to_numpy().tolist() == [["optimised_1", "takakyla", "close", 2028]]


def test_the_manifest_tells_wishes_bounds_and_hashes(kopa, net, engine):
    kopa("optimise", "net", "-o", "best", "--gap", "0.01", "--seed", "7")
    manifest = json.loads(Path("best/manifest.json").read_text(encoding="utf-8"))
    assert manifest["wishes"]["gap"] == 0.01
    assert manifest["seed"] == 7
    assert manifest["networks"][0]["option"] == "optimised_1"
    assert manifest["networks"][0]["bound_pv_eur"] == 49_000_000
    assert manifest["base"]["gap_share"] is None
    assert set(manifest["outputs_sha256"]) >= {"options.toml", "scenario/scenario.toml"}
    assert "lock" not in manifest["outputs_sha256"]


def test_the_frontier_is_one_option_a_point(kopa, net, engine):
    engine["answer"] = lambda scenario, wishes: answer(scenario, wishes, THREE)
    told = kopa("optimise", "net", "-o", "best", "--objective", "frontier", "--points", "3")
    assert told.status == 0
    assert engine["wishes"].frontier_points == 3
    ids = [option.id for option in load_scenario("best/scenario").options]
    assert ids[-3:] == ["frontier_01", "frontier_02", "frontier_03"]
    assert "Frontier 2 of 3" in Path("best/options.toml").read_text(encoding="utf-8")


def test_every_wish_reaches_the_engine(kopa, net, engine):
    told = kopa(
        *("optimise", "net", "-o", "best", "--objective", "minutes", "--max-minutes", "60", "--gap", "0.02"),
        *("--time", "9", "--futures", "4", "--keep", "mallila,keskuskoulu", "--close", "takakyla"),
        *("--smallest-school", "20", "--pairing", "--extending", "--open-borders", "--upper-secondary"),
        *("--municipality", "901", "--municipality", "902", "--base", "open_borders"),
    )
    assert told.status == 0, told.err
    wishes = engine["wishes"]
    assert (wishes.objective, wishes.base_option) == ("minutes", "open_borders")
    assert (wishes.max_minutes, wishes.gap, wishes.seconds, wishes.futures) == (60.0, 0.02, 9.0, 4)
    assert (wishes.keep, wishes.close) == (("mallila", "keskuskoulu"), ("takakyla",))
    assert wishes.smallest_school_pupils == 20
    assert wishes.pairing and wishes.extending and wishes.open_borders and wishes.upper_secondary
    assert wishes.municipalities == ("901", "902")
    assert load_scenario("best/scenario").options[-1].extends == "open_borders"


def test_everything_wrong_with_the_wishes_is_said_at_once(kopa, net, engine, tmp_path):
    told = kopa(
        *(
            "optimise",
            "net",
            "--keep",
            "takakila",
            "--close",
            "Mallilan yhtenäiskoulu",
            "--municipality",
            "91",
        ),
        *("--base", "open_border", "--points", "9", "--keep", "takakyla", "--close", "takakyla"),
    )
    assert told.status == 2
    assert 'there is no school "takakila"' in told.err
    assert 'did you mean "takakyla"?' in told.err
    assert 'there is no municipality "91"' in told.err
    assert 'did you mean "open_borders"?' in told.err
    assert "only the frontier has points" in told.err
    assert "takakyla must both stay and close" in told.err
    assert "wishes" not in engine
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


@pytest.mark.parametrize(
    "given", [("--gap", "nan"), ("--time", "inf"), ("--max-minutes", "0"), ("--objective", "both")]
)
def test_numbers_that_mean_nothing_are_refused(kopa, net, engine, given):
    told = kopa("optimise", "net", *given)
    assert told.status == 2
    assert given[0] in told.err
    assert "wishes" not in engine


def test_a_name_is_not_a_code_but_leads_to_it(kopa, net, engine):
    told = kopa("optimise", "net", "--keep", "keskuskoulu", "--close", "TAKAKYLÄN KOULU")
    assert told.status == 2
    assert "its code is" in told.err


def test_an_impossible_wish_says_why_and_writes_nothing(kopa, net, engine, tmp_path):
    def impossible(scenario, wishes):
        raise ScenarioError(
            [Problem("max_minutes 5, year 2030", "areas 90130 have no school within 5 minutes", "60 or more")]
        )

    engine["answer"] = impossible
    told = kopa("optimise", "net", "-o", "best", "--max-minutes", "5")
    assert told.status == 2
    assert "areas 90130 have no school within 5 minutes" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_when_time_is_over_the_best_is_written_with_its_bound(kopa, net, engine):
    engine["answer"] = lambda scenario, wishes: answer(scenario, wishes, gap=0.2, limit_reached=True)
    told = kopa("optimise", "net", "-o", "best", "--time", "1")
    assert told.status == 3
    assert "before the wished gap was proved" in told.err
    assert "20.00%" in told.out
    values = tables(Path("best"))["optimise"].set_index(["option", "measure"])["value"]
    assert values["optimised_1", "bound_pv_eur"] == pytest.approx(39_200_000)
    assert values["optimised_1", "proved"] == 0


def test_a_search_cut_short_beside_a_proved_network_is_not_told_as_an_open_proof(kopa, net, engine):
    engine["answer"] = lambda scenario, wishes: answer(scenario, wishes, gap=0.0, limit_reached=True)
    told = kopa("optimise", "net", "-o", "best", "--time", "1")
    assert told.status == 3
    assert "before the search was through" in told.err
    assert "before the wished gap" not in told.err


def test_a_stop_leaves_nothing_half_written(kopa, net, engine, tmp_path):
    def stopped(scenario, wishes):
        raise KeyboardInterrupt

    engine["answer"] = stopped
    told = kopa("optimise", "net", "-o", "best")
    assert told.status == 130
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_a_folder_that_exists_is_refused_before_the_search(kopa, net, engine, tmp_path):
    (tmp_path / "best").mkdir()
    told = kopa("optimise", "net", "-o", "best")
    assert told.status == 2
    assert "exists already" in told.err
    assert "wishes" not in engine


def test_found_options_never_take_an_id_that_is_there(kopa, net, engine):
    assert kopa("optimise", "net", "-o", "first").status == 0
    assert kopa("optimise", "first/scenario", "-o", "second").status == 0
    ids = [option.id for option in load_scenario("second/scenario").options]
    assert ids[-2:] == ["optimised_1", "optimised_2"]


def test_the_titles_are_in_the_scenarios_language_and_the_table_in_the_asked_one(kopa, net, engine):
    told = kopa("optimise", "net", "-o", "best", "--lang", "sv")
    assert "de bästa skolnäten" in told.out
    language = load_scenario("net").language
    title = tomllib.loads(Path("best/options.toml").read_text(encoding="utf-8"))["options"][0]["title"]
    assert title.startswith({"fi": "Pienin", "en": "Least", "sv": "Lägsta"}[language])


def test_by_default_the_folder_is_named_after_scenario_and_time(kopa, net, engine, tmp_path):
    assert kopa("optimise", "net").status == 0
    (folder,) = (tmp_path / "outputs" / "net").iterdir()
    assert "-optimise-" in folder.name


def test_options_of_the_scenario_stand_beside_what_was_found(kopa, net, engine):
    def with_others(scenario, wishes):
        by_hand = network(scenario, "close_village", (("takakyla", 2027),))
        return answer(scenario, wishes, hand_made=(by_hand,))

    engine["answer"] = with_others
    told = kopa("optimise", "net", "-o", "best")
    assert "close_village" in told.out
    assert "close_village" in set(tables(Path("best"))["optimise"]["option"])


def test_options_are_priced_where_the_engine_left_that_out(kopa, net, engine):
    assert kopa("optimise", "net", "-o", "best").status == 0
    values = tables(Path("best"))["optimise"].set_index(["option", "measure"])["value"]
    assert values["close_village", "closed_schools"] == 1
    assert values["close_village", "cost_pv_eur"] > 0


def test_what_cannot_be_run_is_not_optimised(kopa, net, engine):
    schools = net / "schools.csv"
    few = re.sub(r"(-\d),\d+,", r"\1,2,", schools.read_text(encoding="utf-8"))
    schools.write_text(few, encoding="utf-8")
    told = kopa("optimise", "net", "-o", "best")
    assert told.status == 2
    assert "places short" in told.err
    assert "wishes" not in engine


def test_notes_of_the_engine_are_said(kopa, net, engine):
    engine["answer"] = lambda scenario, wishes: replace(answer(scenario, wishes), notes=("A note.",))
    assert "A note." in kopa("optimise", "net", "-o", "best").err


def test_quiet_says_nothing_while_working(kopa, net, engine):
    assert kopa("optimise", "net", "-o", "best", "--quiet").err == ""
    assert "search" in kopa("optimise", "net", "-o", "other").err


@pytest.mark.slow
def test_ctrl_c_stops_the_real_search(tmp_path, net):
    code = (
        "import sys, types, time\n"
        "module = types.ModuleType('kopa_sim.study.optimise.engine')\n"
        "def optimise(*_, **__):\n"
        "    print('searching', flush=True)\n"
        "    time.sleep(60)\n"
        "module.optimise = optimise\n"
        "import kopa_sim.study.optimise as package\n"
        "sys.modules[module.__name__] = package.engine = module\n"
        "from kopa_sim.cli.main import run_command_line\n"
        "sys.exit(run_command_line(['optimise', 'net', '-o', 'best', '--quiet']))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout.readline() == "searching\n"
    os.kill(process.pid, signal.SIGINT)
    process.communicate(timeout=20)
    assert process.returncode == 130
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_wishes_on_when_schools_close_reach_the_engine(kopa, net, engine):
    told = kopa(
        *("optimise", "net", "-o", "best", "--earliest-year", "2028,takakyla=2030", "--opening"),
        *("--earliest-year", "mallila=2031", "--most-closings-a-year", "2", "--most-closings-each", "1"),
        *("--receiving-stays", "3", "--spare-places", "0.1"),
    )
    assert told.status == 0, told.err
    wishes = engine["wishes"]
    assert wishes.earliest_year == 2028
    assert wishes.earliest_year_of_school == (("takakyla", 2030), ("mallila", 2031))
    assert (wishes.most_closings_a_year, wishes.most_closings_each, wishes.receiving_stays) == (2, 1, 3)
    assert wishes.spare_places == 0.1
    assert wishes.opening


def test_years_and_names_that_mean_nothing_are_said_together(kopa, net, engine):
    told = kopa(
        *("optimise", "net", "--earliest-year", "2050", "--earliest-year", "soon"),
        *("--earliest-year", "takakila=2030", "--earliest-year", "mallila=1999"),
    )
    assert told.status == 2
    assert "2050 is no school year of the scenario" in told.err
    assert '"soon" is not a year' in told.err
    assert 'did you mean "takakyla"?' in told.err
    assert "--earliest-year mallila=1999" in told.err
    assert "2026 to 2040" in told.err
    assert "wishes" not in engine


@pytest.mark.parametrize(
    ("language", "words"), [("fi", ("sallittu:", "tarkoititko")), ("sv", ("tillåtet:", "menade du"))]
)
def test_what_is_wrong_is_said_in_the_asked_language(kopa, net, engine, language, words):
    told = kopa("optimise", "net", "--keep", "takakila", "--lang", language)
    assert all(word in told.err for word in words)
    assert "allowed" not in told.err


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "se on nimetty myös valitsimella --keep"), ("sv", "den nämns även med --keep")],
)
def test_an_impossible_wish_is_explained_in_the_asked_language(kopa, net, engine, language, words):
    def impossible(scenario, wishes):
        reason = Sentence("stays_kept", "--keep names it too")
        place, read = "--close {school}", "the school cannot close: {reason}"
        raise ImpossibleWishError([unkept("cannot_close", place, read, school="takakyla", reason=reason)])

    engine["answer"] = impossible
    told = kopa("optimise", "net", "--lang", language)
    assert told.status == 2
    assert words in told.err


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "ilman valitsinta --opening"), ("sv", "förblir stängda")]
)
def test_notes_are_said_in_the_asked_language(kopa, net, engine, language, words):
    note = Sentence(
        "note_shut",
        "schools that only a measure opens stay shut without --opening: {schools}",
        schools="uusi",
    )
    engine["answer"] = lambda scenario, wishes: replace(answer(scenario, wishes), notes=(note,))
    told = kopa("optimise", "net", "-o", "best", "--lang", language)
    assert words in told.err
    manifest = json.loads(Path("best/manifest.json").read_text(encoding="utf-8"))
    assert manifest["notes"] == ["schools that only a measure opens stay shut without --opening: uusi"]


def test_a_place_where_no_folder_can_be_made_is_said_before_the_search(kopa, net, engine):
    told = kopa("optimise", "net", "-o", "/proc/foo")
    assert told.status == 2
    assert "no folder can be made there" in told.err
    assert "wishes" not in engine


def test_a_hand_made_option_that_breaks_a_wish_is_marked_and_the_wish_named(kopa, net, engine):
    told = kopa("optimise", "net", "-o", "best", "--keep", "takakyla", "--earliest-year", "2028")
    assert "close_village *" in told.out
    flat = " ".join(told.out.split())
    assert "* close_village does not keep the wishes and limits: closes takakyla, in spite of --keep;" in flat
    assert "closes too early: takakyla (2027)" in flat
    assert "shared_teachers *" not in told.out
    values = tables(Path("best"))["optimise"].set_index(["option", "measure"])["value"]
    assert values["close_village", "broken_wishes"] == 2


def test_what_routes_make_of_each_network_is_printed_and_written(kopa, net, engine):
    def by_routes(scenario, wishes):
        found = answer(scenario, wishes, [(("takakyla", 2028),), (("takakyla", 2029),)])
        first, second = found.networks
        return replace(found, networks=(replace(first, routed_difference_eur=-1.5e6), second))

    engine["answer"] = by_routes
    told = kopa("optimise", "net", "-o", "best")
    flat = " ".join(told.out.split())
    assert "optimised_1 with computed routes: −1.50 M€ against the base instead of −1.00 M€" in flat
    assert "optimised_2 with computed routes" not in flat
    values = tables(Path("best"))["optimise"].set_index(["option", "measure"])["value"]
    assert values["optimised_1", "routed_difference_eur"] == -1_500_000
    assert pd.isna(values["optimised_2", "routed_difference_eur"])


def test_cost_by_municipality_and_who_receives_whom_are_printed(kopa, net, engine):
    def detailed(scenario, wishes):
        found = answer(scenario, wishes)
        before, after = np.array([40e6, 10e6]), np.array([38.5e6, 10e6])
        move = ClosedInto(2028, "takakyla", "keskuskoulu", 31.4, 6.0, 19.0)
        (network,) = found.networks
        return replace(
            found,
            base=replace(found.base, cost_eur_municipality=before),
            networks=(replace(network, cost_eur_municipality=after, moved=(move,)),),
        )

    engine["answer"] = detailed
    told = kopa("optimise", "net", "-o", "best")
    rows = [line.split("│")[1:-1] for line in told.out.splitlines() if line.startswith("│")]
    cells = [[cell.strip() for cell in row] for row in rows]
    assert ["all together", "50.00", "48.50", "−1.50"] in cells
    assert ["2028", "Takakylän koulu", "Keskuskoulu", "31", "6 → 19"] in cells
    assert {"network_costs", "network_moves"} <= tables(Path("best")).keys()
