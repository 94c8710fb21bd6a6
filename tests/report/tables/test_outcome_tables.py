"""staffing.csv, operations.csv, access.csv and verdict.csv against the arrays behind them."""

import numpy as np
import pytest

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.report.tables.operations import operations_table
from kopa_sim.report.tables.staffing import rows_to_keep
from tests.report.synthetic import make_result


def test_hours_given_and_not_given_make_the_hours_required(tables):
    staffing = tables["staffing"].pivot_table(
        index=["option", "year", "municipality", "subject"], columns="measure", values="mean", observed=True
    )
    parts = staffing[["hours_qualified", "hours_unqualified", "hours_remote", "hours_not_given"]].sum(axis=1)
    np.testing.assert_allclose(parts, staffing["hours_required"], atol=5e-6)


def test_a_subject_that_nobody_teaches_is_left_out(tables):
    assert "mother_tongue" not in set(tables["staffing"]["subject"])


def test_driving_that_never_happens_stands_once_a_municipality_as_zero(tables):
    driven = tables["staffing"].query("measure == 'driven_km'")
    assert (driven["mean"] == 0).all()
    assert (driven.groupby(["option", "year", "municipality"], observed=True).size() == 1).all()


def test_a_municipality_without_any_teaching_keeps_every_measure(result):
    option = result.as_is
    silent = {measure: np.zeros_like(values) for measure, values in option.staffing.items()}
    keep = rows_to_keep(type(option)(**{**option.__dict__, "staffing": silent}))
    assert keep.any(axis=2).all()
    assert not keep[:, :, 1:].any()


def test_lesson_outcomes_sum_to_the_lessons_planned(tables):
    operations = tables["operations"].pivot_table(
        index=["option", "year", "municipality"], columns="measure", values="mean", observed=True
    )
    outcomes = operations[list(OperationsOutcome.LESSON_OUTCOMES)].sum(axis=1)
    np.testing.assert_allclose(outcomes, operations["lessons_planned"], atol=1e-4)


def test_no_other_measure_of_operations_begins_with_lessons(tables):
    lessons = {m for m in tables["operations"]["measure"] if m.startswith("lessons_")}
    assert lessons == {"lessons_planned", *OperationsOutcome.LESSON_OUTCOMES}


def test_operations_show_the_simulated_years_only(tables, result):
    assert sorted(tables["operations"]["year"].unique()) == [2026, 2029]


def test_without_replications_operations_have_a_heading_and_no_rows():
    table = operations_table(make_result(replications=0))
    assert list(table.columns)[:4] == ["option", "year", "municipality", "measure"]
    assert len(table) == 0


def test_statistics_of_operations_run_over_replications(tables, result):
    values = result.as_is.operations.values["lessons_lost"][:, 1, 0]
    row = tables["operations"].query(
        "option == 'as_is' and year == 2029 and municipality == '100' and measure == 'lessons_lost'"
    )
    assert row["mean"].item() == pytest.approx(values.mean(), abs=1e-6)


def test_a_band_without_pupils_is_left_out_of_access(tables):
    access = tables["access"].query("municipality == '100' and grade_band == 'upper_secondary'")
    assert len(access) == 0


def test_a_band_without_pupils_in_one_future_uses_the_others(tables, result):
    values = result.as_is.access.values["mean_min"][1:, 2, 1, 2]
    row = tables["access"].query(
        "option == 'as_is' and year == 2026 and municipality == '101' and grade_band == '3-6'"
        " and measure == 'mean_min'"
    )
    assert row["mean"].item() == pytest.approx(values.mean(), abs=1e-6)


def test_access_has_the_region_and_all_grades(tables):
    assert "ALL" in set(tables["access"]["municipality"])
    assert "all" in set(tables["access"]["grade_band"])


def test_the_verdict_in_words_stands_in_the_rows_of_its_share_only(tables, result):
    verdict = tables["verdict"]
    spoken = verdict[verdict["verdict"] != ""]
    assert set(spoken["measure"]) == {"sustainable_share"}
    region = spoken.query("option == 'option_1' and municipality == 'ALL'")
    assert region["verdict"].item() == result.options[1].verdict.verdicts[-1]
    assert region["binding_constraint"].item() == "journey_ceiling"


def test_a_payback_that_no_future_reaches_is_empty(tables):
    rows = tables["verdict"].query("municipality == '100' and measure == 'payback_year'")
    assert rows["mean"].isna().all()
