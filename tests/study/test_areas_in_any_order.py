"""Areas written in another order give the same totals, and their own rows in that order."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario
from kopa_sim.study.prepare import prepare
from tests.study.mean_outcome import mean_outcome

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TABLES_BY_AREA = ("areas", "points", "observations", "housing", "travel_times")


def reordered(name, folder, seed):
    """Copy a scenario, the rows of its tables by area in another order."""
    shutil.copytree(SCENARIOS / name, folder, ignore=shutil.ignore_patterns("source", "*.md"))
    rng = np.random.default_rng(seed)
    for table in TABLES_BY_AREA:
        path = folder / f"{table}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                head, *rows = csv.reader(file)
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head, *(rows[index] for index in rng.permutation(len(rows)))])
    return load_scenario(folder)


def assert_same(one, other, where="", rel=1e-9):
    """Compare trees of results, sums in another order being the same number."""
    if isinstance(one, np.ndarray) and one.dtype.kind == "f":
        scale = max(float(np.nanmax(np.abs(one), initial=0.0)), 1.0)
        assert other == pytest.approx(one, rel=rel, abs=rel * scale, nan_ok=True), where
    elif isinstance(one, dict):
        assert one.keys() == other.keys(), where
        for key in one:
            assert_same(one[key], other[key], f"{where}[{key}]", rel)
    elif hasattr(one, "__dataclass_fields__"):
        for name in one.__dataclass_fields__:
            assert_same(getattr(one, name), getattr(other, name), f"{where}.{name}", rel)


def check_mean_future(first, turned, option_ids=None):
    """Compare the mean futures of a prepared scenario and of the same one with its areas in another order."""
    scenario, second = first.scenario, prepare(turned, seed=1, draws=1, option_ids=option_ids)
    order = [scenario.region.areas.codes.index(code) for code in turned.region.areas.codes]
    pupils = first.mean_pupils.pupils_draw_year_area_grade[:, :, order]
    assert_same(pupils, second.mean_pupils.pupils_draw_year_area_grade, "pupils by area")
    for one, other in zip(first.options, second.options, strict=True):
        assert_same(mean_outcome(first, one), mean_outcome(second, other), one.plan.option)
        assert_same(shares(one, scenario)[:, order], shares(other, turned), f"{one.plan.option}: catchments")


def shares(option, scenario):
    """Share of every area's pupils of every grade at every school. (year, area, grade, school)"""
    table = np.zeros((len(option.plan.years), len(scenario.region.areas), 11, len(scenario.region.schools)))
    for index, arcs in enumerate(option.catchments.by_year):
        table[index, arcs.area, arcs.grade, arcs.school] = arcs.share
    return table


@pytest.fixture(scope="module")
def prepared(scenario):
    return prepare(scenario, seed=1, draws=1)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 100_000))
def test_every_stage_of_the_mean_future_gives_the_same_totals(scenario, prepared, tmp_path_factory, seed):
    turned = reordered("minimal", tmp_path_factory.mktemp("turned") / "net", seed)
    assert turned.region.areas.codes != scenario.region.areas.codes or len(scenario.region.areas) < 3
    check_mean_future(prepared, turned)


def test_the_sampled_futures_give_the_same_totals(scenario, tmp_path):
    turned = reordered("minimal", tmp_path / "net", 4)
    one, other = (
        run_scenario(of, seed=5, draws=4, replications=0, option_ids=["together"])
        for of in (scenario, turned)
    )
    for first, second in zip(one.options, other.options, strict=True):
        for name in ("pupils_draw_year_school_grade", "groups_draw_year_school_band", "money", "access"):
            assert_same(getattr(first, name), getattr(second, name), f"{first.plan.option}.{name}")


@pytest.mark.slow
def test_a_real_region_gives_the_same_totals(tmp_path):
    first = prepare(load_scenario(SCENARIOS / "kainuu"), seed=1, draws=1, option_ids=["cooperation"])
    check_mean_future(first, reordered("kainuu", tmp_path / "net", 2), ["cooperation"])
