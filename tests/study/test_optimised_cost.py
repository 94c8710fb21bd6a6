"""``kopa run`` confirms to the euro what a search said of the networks that it wrote."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.cli.main import run_command_line
from kopa_sim.report import run_folder
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise
from kopa_sim.study.prepare import prepare
from tests.optimised import answer, close

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
CENT = 0.01


def every_year_of_one_school(scenario, wishes, **_):
    """Price closing the village school in each year, by the simulator itself, and answer with the cheapest."""
    years = range(scenario.first_year, scenario.end_year + 1)
    options = tuple(OptionSpec(f"close_{year}", "", "as_is", (close("takakyla", year),)) for year in years)
    prepared = prepare(replace(scenario, options=(scenario.options[0], *options)), seed=1, draws=1)
    costs = {
        year: float(mean_future_cost(prepared, o)[-1])
        for year, o in zip(years, prepared.options[1:], strict=True)
    }
    best = min(costs, key=costs.get)
    found = answer(scenario, wishes, [(("takakyla", best),)])
    network = replace(found.networks[0], cost_eur=costs[best], searched_cost_eur=costs[best])
    base = replace(found.base, cost_eur=float(mean_future_cost(prepared, prepared.as_is)[-1]))
    return replace(found, base=base, networks=(network,))


def values(path, *keys):
    """Return a table of one value a row by its keys."""
    with path.open(encoding="utf-8") as file:
        return {tuple(row[key] for key in keys): row for row in csv.DictReader(file)}


@pytest.fixture
def net(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_folder, "FIGURES", {})
    shutil.copytree(MINIMAL, "net")


def kopa(*arguments):
    return run_command_line([*arguments, "--quiet"])


def run(scenario, folder, *options):
    asked = [part for option in options for part in ("--option", option)]
    settings = ("--draws", "3", "--replications", "0", "--workers", "1")
    return kopa("run", scenario, "-o", folder, *asked, *settings)


@pytest.mark.parametrize(
    ("wishes", "options"),
    [((), ("optimised_1",)), (("--objective", "frontier", "--points", "3"), ("frontier_01", "frontier_02"))],
)
def test_the_written_scenario_costs_what_the_search_said(net, wishes, options):
    assert kopa("optimise", "net", "-o", "best", "--gap", "0.01", *wishes) == 0
    said = values(Path("best/tables/optimise.csv"), "option", "measure")
    assert run("best/scenario", "run", *options) == 0
    stated = values(Path("run/tables/verdict.csv"), "option", "municipality", "measure")
    for option in ("as_is", *options):
        row = stated[option, "ALL", "gross_cost_pv_mean_future_eur"]
        said_eur = float(said[option, "cost_pv_eur"]["value"])
        for statistic in ("mean", "p05", "p50", "p95"):
            assert float(row[statistic]) == pytest.approx(said_eur, abs=CENT)
    assert float(said[options[0], "base_difference_eur"]["value"]) < 0


def test_the_search_finds_the_best_year_of_the_best_school(scenario):
    by_hand = every_year_of_one_school(scenario, Wishes()).networks[0]
    found = optimise(scenario, Wishes(keep=("keskuskoulu", "mallila"), seconds=20.0)).networks[0]
    assert found.closed == by_hand.closed
    assert found.cost_eur == pytest.approx(by_hand.cost_eur, abs=CENT)
    assert found.bound_eur <= by_hand.cost_eur


def test_the_measure_closes_what_the_command_closes(scenario, net):
    settings = Path("net/scenario.toml")
    solved = '\n[[options]]\nid = "solved"\ntitle = "Solved"\nextends = "as_is"\n\n[[options.measures]]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + solved + 'measure = "optimise_network"\n')
    assert run("net", "one", "solved") == 0
    assert run("net", "two", "solved") == 0
    assert Path("one/tables/network.csv").read_bytes() == Path("two/tables/network.csv").read_bytes()
    stated = values(Path("one/tables/verdict.csv"), "option", "municipality", "measure")
    row = stated["solved", "ALL", "gross_cost_pv_mean_future_eur"]
    found = optimise(scenario, Wishes(seconds=None)).networks[0]
    assert float(row["mean"]) == pytest.approx(found.cost_eur, abs=CENT)


def test_a_wish_that_nothing_can_keep_says_which_limit_and_writes_nothing(net, capsys, tmp_path):
    status = kopa("optimise", "net", "-o", "best", "--smallest-school", "900")
    told = capsys.readouterr().err
    assert status == 2
    assert "at least 900 pupils" in told
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


@pytest.mark.parametrize("base", ["shared_teachers", "remote_teaching", "open_borders"])
def test_a_network_can_build_on_any_option_and_the_run_confirms_it(scenario, base):
    """Where schools are tied together the search counts them one by one; the price is the simulator's."""
    found = optimise(scenario, Wishes(base_option=base, seconds=1.5))
    network = found.networks[0]
    built = replace(scenario.options[0], id="built", extends=base, measures=network.measures)
    options = prepare(replace(scenario, options=(*scenario.options, built)), seed=1, draws=1)
    (priced,) = [option for option in options.options if option.plan.option == "built"]
    assert network.cost_eur == pytest.approx(mean_future_cost(options, priced)[-1], abs=CENT)
    assert network.cost_eur <= found.base.cost_eur + CENT
