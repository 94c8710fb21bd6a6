"""operations_lessons.csv and operations_intervals.csv against the arrays behind them."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.report.precision import confidence_interval
from kopa_sim.report.tables.operations import operations_lessons_table
from kopa_sim.report.tables.operations_intervals import operations_intervals_table
from tests.report.synthetic import make_result


def _rows(table, **keys):
    for key, value in keys.items():
        table = table[table[key] == value]
    return table


def test_the_lessons_of_schools_and_subjects_make_those_of_the_municipality(tables, result):
    region = result.scenario.region
    of_school = dict(zip(region.schools.codes, region.schools.municipality, strict=True))
    lessons = tables["operations_lessons"]
    for outcome in OperationsOutcome.LESSON_OUTCOMES:
        known = _rows(tables["operations"], option="option_1", year=2029, municipality="100", measure=outcome)
        own = _rows(lessons, option="option_1", year=2029, outcome=outcome)
        own = own[[of_school[code] == 0 for code in own["school"]]]
        assert own["mean"].sum() == pytest.approx(known["mean"].item(), abs=1e-4)


def test_an_outcome_that_never_occurs_has_no_row(result):
    option = result.options[1]
    lessons = option.operations.lessons_replication_outcome_year_school_subject.copy()
    lessons[:, 3] = 0.0
    silent = replace(
        option, operations=replace(option.operations, lessons_replication_outcome_year_school_subject=lessons)
    )
    table = operations_lessons_table(replace(result, options=(result.as_is, silent)))
    assert "lessons_remote_cover" not in set(_rows(table, option="option_1")["outcome"])
    assert "lessons_remote_cover" in set(_rows(table, option="as_is")["outcome"])


def test_the_interval_is_that_of_the_replications(tables, result):
    values = result.as_is.operations.values["lessons_lost"][:, 1, 0]
    row = _rows(
        tables["operations_intervals"], option="as_is", year=2029, municipality="100", measure="lessons_lost"
    )
    np.testing.assert_allclose(
        row[["mean", "low", "high"]].to_numpy()[0], confidence_interval(values), atol=1e-5
    )


def test_the_difference_is_paired_replication_by_replication():
    result = make_result(replications=6)
    as_is, option = (o.operations.values["lessons_lost"][:, 0, 1] for o in result.options)
    row = _rows(
        operations_intervals_table(result),
        option="option_1",
        year=2026,
        municipality="101",
        measure="lessons_lost",
    )
    told = row[["difference", "difference_low", "difference_high"]].to_numpy()[0]
    np.testing.assert_allclose(told, confidence_interval(option - as_is), atol=1e-5)


def test_as_is_does_not_differ_from_itself(tables):
    own = _rows(tables["operations_intervals"], option="as_is")
    assert (own[["difference", "difference_low", "difference_high"]] == 0).all(axis=None)


def test_the_region_adds_up_what_adds_up_and_leaves_shares_out(tables, result):
    table = _rows(tables["operations_intervals"], option="as_is", year=2026)
    lost = _rows(table, measure="lessons_lost").set_index("municipality")["mean"]
    assert lost["ALL"] == pytest.approx(lost.drop("ALL").sum(), abs=1e-4)
    assert "ALL" not in set(_rows(table, measure="pool_utilisation_share")["municipality"])


def test_the_regions_share_of_lessons_kept_weighs_municipalities_by_their_lessons(tables, result):
    outcome = result.as_is.operations
    lessons = outcome.values["qualified_planned_lessons"][:, 0]
    kept = outcome.values["qualified_kept_share"][:, 0]
    table = _rows(tables["operations_intervals"], option="as_is", year=2026, measure="qualified_kept_share")
    region = table.set_index("municipality").loc["ALL"]
    assert region["mean"] == pytest.approx((lessons * kept).sum() / lessons.sum(), abs=1e-6)
    assert region["low"] < region["mean"] < region["high"]


def test_what_schools_count_has_an_interval_and_a_paired_difference(tables, result):
    own, as_is = (
        option.operations.school_values["pupil_days_over_one_lost"][:, 1, 0]
        for option in (result.options[1], result.as_is)
    )
    school = result.scenario.region.schools.codes[0]
    row = _rows(tables["operations_schools"], option="option_1", year=2029, school=school)
    told = row[["mean", "low", "high", "difference", "difference_low", "difference_high"]].to_numpy()[0]
    expected = np.concatenate([confidence_interval(own), confidence_interval(own - as_is)])
    np.testing.assert_allclose(told, expected, atol=1e-5)


def test_the_lessons_of_all_subjects_make_those_of_the_region(tables, result):
    subjects = _rows(tables["operations_subjects"], option="option_1", year=2029, outcome="lessons_lost")
    known = _rows(
        tables["operations_intervals"], option="option_1", year=2029, measure="lessons_lost"
    ).set_index("municipality")["mean"]
    summed = subjects.groupby("municipality", observed=True)["mean"].sum()
    assert summed.to_dict() == pytest.approx(known.to_dict(), abs=1e-4)


def test_the_regions_interval_is_not_the_sum_of_the_municipalities(tables, result):
    region = result.as_is.operations.values["lessons_lost"][:, 0].sum(axis=1)
    row = _rows(
        tables["operations_intervals"], option="as_is", year=2026, municipality="ALL", measure="lessons_lost"
    )
    assert row["high"].item() == pytest.approx(confidence_interval(region)[2], abs=1e-4)


def test_a_year_that_as_is_does_not_have_has_no_difference(result):
    option = result.options[1]
    moved = replace(option, operations=replace(option.operations, years=(2026, 2028)))
    table = operations_intervals_table(replace(result, options=(result.as_is, moved)))
    own = _rows(table, option="option_1")
    assert _rows(own, year=2028)["difference"].isna().all()
    assert _rows(own, year=2026)["difference"].notna().all()


def test_one_replication_has_no_interval():
    table = operations_intervals_table(make_result(replications=1))
    assert table["mean"].notna().all()
    assert table[["low", "high", "replications_needed"]].isna().all(axis=None)


def test_without_replications_there_are_headings_only():
    result = make_result(replications=0)
    assert len(operations_intervals_table(result)) == 0
    assert len(operations_lessons_table(result)) == 0
