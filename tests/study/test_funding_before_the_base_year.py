"""Money of the first costed years rests on residents and pupils of two years before, from the history table."""

import shutil

import numpy as np
import pandas as pd
import pytest

from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario
from tests.study.conftest import MINIMAL
from tests.study.test_child_money import PRIVATE


def run(folder, history=None):
    """Run a scenario whose base year is the year before the first costed one, with a private school that fills."""
    shutil.copytree(MINIMAL, folder)
    heading, *rows = (folder / "schools.csv").read_text(encoding="utf-8").splitlines()
    private = PRIVATE.format("private", 60)
    text = "\n".join([f"{heading},provider,pupils", *(f"{row},," for row in rows), private])
    (folder / "schools.csv").write_text(text, encoding="utf-8")
    settings = (folder / "scenario.toml").read_text(encoding="utf-8")
    settings = settings.replace("base_year = 2024", "base_year = 2025").replace(
        "end_year = 2040", "end_year = 2028"
    )
    if history is not None:
        history.to_csv(folder / "history.csv", index=False)
        settings = settings.replace("[tables]\n", '[tables]\nhistory = "history.csv"\n', 1)
    before, _, _ = settings.partition("# --- Options")
    options = '[[options]]\nid = "as_is"\ntitle = "As it is"\n'
    (folder / "scenario.toml").write_text(before + options, encoding="utf-8")
    return run_scenario(load_scenario(folder), seed=1, draws=1, replications=0)


@pytest.fixture(scope="module")
def without(tmp_path_factory):
    return run(tmp_path_factory.mktemp("without") / "minimal")


@pytest.fixture(scope="module")
def with_fewer_before(tmp_path_factory):
    """A history in which half of the children of 2025 lived there in 2024."""
    history = pd.read_csv(MINIMAL / "population.csv", dtype={"municipality": str})
    history["count"] = np.where(history["age"] < 16, history["count"] // 2, history["count"])
    history.insert(0, "year", 2024)
    return run(tmp_path_factory.mktemp("with") / "minimal", history)


def item(result, name, year):
    at = result.as_is.plan.years.index(year)
    return result.as_is.money.funding.funding_draw_year_municipality_item[
        0, at, :-1, FUNDING_ITEMS.index(name)
    ]


def pupils_taught(result, year):
    basic = result.as_is.pupils_draw_year_school_grade[..., :10]
    return basic[0, result.as_is.plan.years.index(year)].sum()


def test_the_state_share_of_the_first_year_counts_the_residents_of_the_history(without, with_fewer_before):
    assert (item(with_fewer_before, "state_share", 2026) < 0.8 * item(without, "state_share", 2026)).all()


def test_the_years_from_the_base_year_on_are_not_moved_by_the_history(without, with_fewer_before):
    assert item(with_fewer_before, "state_share", 2027) == pytest.approx(item(without, "state_share", 2027))


def test_compensation_of_the_first_year_counts_the_pupils_of_the_history(without, with_fewer_before):
    assert pupils_taught(with_fewer_before, 2024) == pytest.approx(
        0.5 * pupils_taught(without, 2024), rel=0.1
    )
    paid = [
        item(result, "home_municipality_compensation", 2026)[0] for result in (with_fewer_before, without)
    ]
    assert paid[0] == pytest.approx(0.5 * paid[1], rel=0.1)
    assert paid[1] < -100_000
    later = [
        item(result, "home_municipality_compensation", 2027)[0] for result in (with_fewer_before, without)
    ]
    assert later[0] == pytest.approx(later[1])


def test_the_reader_is_told_whether_the_years_before_the_base_year_are_known(without, with_fewer_before):
    assert any(told.startswith("Residents of 2024 are not known") for told in without.notices)
    assert any(
        told.startswith("Residents of 2024 come from the history table") for told in with_fewer_before.notices
    )
