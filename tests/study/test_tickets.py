"""A scenario with tickets for scheduled public transport, from its table to the euros of a run."""

import csv
import shutil
from pathlib import Path

import pytest

from kopa_sim.cli.main import run_command_line
from kopa_sim.report import run_folder

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
TICKETS = (
    "school,area,municipality,price_eur,per,grades\nkeskuskoulu,90103,,94,,\nmallila,,902,900,year,7-9\n"
)


@pytest.fixture(params=["rule", "routes"])
def method(request):
    return request.param


@pytest.fixture(autouse=True)
def nets(tmp_path, monkeypatch, method):
    """The minimal scenario without and with tickets."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_folder, "FIGURES", {})
    shutil.copytree(MINIMAL, "plain")
    shutil.copytree(MINIMAL, "ticketed")
    settings = f'\n[transport]\nmethod = "{method}"\nroute_iterations = 2.0\n\n[economy]\n'
    rewrite("plain", ("\n[economy]\n", settings))
    rewrite("ticketed", ("\n[economy]\n", settings), ("[tables]", '[tables]\ntickets = "tickets.csv"'))
    Path("ticketed/tickets.csv").write_text(TICKETS, encoding="utf-8")


def rewrite(folder, *changes):
    path = Path(folder) / "scenario.toml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def kopa(*arguments):
    return run_command_line([*arguments, "--quiet"])


def run(scenario, folder, *options):
    asked = [part for option in options for part in ("--option", option)]
    settings = ("--draws", "2", "--replications", "0", "--workers", "1")
    return kopa("run", scenario, "-o", folder, *asked, *settings)


def table(path):
    with Path(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_tickets_change_money_of_transport_and_nothing_of_who_goes_where(method):
    for scenario in ("plain", "ticketed"):
        assert run_command_line(["check", scenario]) == 0
        assert run(scenario, f"run_{scenario}", "as_is") == 0
    # with routes, the rides of the others change with who rides along
    for name in ("flows", "pupils", "staffing", *(["access"] if method == "rule" else [])):
        assert table(f"run_plain/tables/{name}.csv") == table(f"run_ticketed/tables/{name}.csv")
    items = {
        before["item"]
        for before, after in zip(
            table("run_plain/tables/costs.csv"), table("run_ticketed/tables/costs.csv"), strict=True
        )
        if before != after
    }
    assert items == {"transport"}


@pytest.mark.parametrize("method", ["rule"], indirect=True)
def test_a_search_prices_tickets_as_a_run_does():
    assert kopa("optimise", "ticketed", "-o", "best", "--gap", "0.01") == 0
    assert run("best/scenario", "run", "optimised_1") == 0
    said = {
        (row["option"], row["measure"]): float(row["value"] or 0) for row in table("best/tables/optimise.csv")
    }
    for option in ("as_is", "optimised_1"):
        (stated,) = (
            row
            for row in table("run/tables/verdict.csv")
            if (row["option"], row["municipality"], row["measure"])
            == (option, "ALL", "gross_cost_pv_mean_future_eur")
        )
        assert float(stated["mean"]) == pytest.approx(said[option, "cost_pv_eur"], abs=0.01)
