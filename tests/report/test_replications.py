"""How sure a run is of its school years, in a sentence."""

from dataclasses import replace

import numpy as np

from kopa_sim.report.page import render_page
from kopa_sim.report.replications import not_taught_share, precision_sentence
from tests.report.synthetic import make_result


def with_lessons(result, lost):
    """The run whose as_is loses so many of 10,000 lessons in each replication, a year and municipality."""
    shape = (len(lost), 2, 2)
    values = {name: np.zeros(shape) for name in result.as_is.operations.values}
    values["lessons_lost"] = np.broadcast_to(np.array(lost)[:, None, None], shape)
    values["lessons_planned"] = np.full(shape, 10_000.0)
    as_is = replace(result.as_is, operations=replace(result.as_is.operations, values=values))
    return replace(result, options=(as_is, *result.options[1:]))


def test_the_share_counts_lessons_lost_and_looked_after():
    outcome = make_result(replications=3).as_is.operations
    values = outcome.values
    missed = values["lessons_lost"] + values["lessons_supervised"]
    expected = missed.sum(axis=(1, 2)) / values["lessons_planned"].sum(axis=(1, 2))
    np.testing.assert_allclose(not_taught_share(outcome, 2026), expected)


def test_years_before_the_first_costed_one_do_not_count():
    outcome = make_result(replications=3).as_is.operations
    later = {name: values[:, 1:] for name, values in outcome.values.items()}
    alone = replace(outcome, years=outcome.years[1:], values=later)
    np.testing.assert_allclose(not_taught_share(outcome, 2027), not_taught_share(alone, 2027))


def test_precision_by_hand(english):
    told = precision_sentence(with_lessons(make_result(), [90.0, 110.0, 100.0, 90.0, 110.0]), english)
    # mean 1 %, s = 0.1 points, t(4) = 2.776: half-width 0.124 points; t(17) × s / √18 = 0.0497, of 17 it is 0.0514
    assert told.startswith("Over 5 replications 1.00% of the lessons")
    assert "± 0.12 percentage points" in told
    assert "about 18 replications" in told


def test_fewer_than_five_replications_tell_the_interval_and_no_number_that_would_do(english):
    told = precision_sentence(with_lessons(make_result(), [90.0, 110.0, 100.0, 92.0]), english)
    assert told.startswith("Over 4 replications 0.98% of the lessons")
    assert "± 0.14 percentage points" in told
    assert "would do is told from 5 on" in told
    assert "about" not in told


def test_one_replication_asks_for_more(texts):
    told = precision_sentence(with_lessons(make_result(), [90.0]), texts)
    assert "--replications" in told
    assert "±" not in told


def test_nothing_is_said_when_school_years_were_not_simulated(english):
    silent = make_result(replications=0)
    assert precision_sentence(silent, english) == ""
    assert "replications would do" not in render_page(silent, [], english)


def test_the_page_says_it(result, texts):
    assert precision_sentence(result, texts) in render_page(result, [], texts).replace("&#39;", "'")
