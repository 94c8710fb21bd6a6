"""Where the floor of qualified teachers binds, page and screen say what the share is made of."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.cli.verdict_table import print_verdicts
from kopa_sim.report.findings import regional_findings
from kopa_sim.report.page import render_page
from kopa_sim.report.precision import confidence_interval
from kopa_sim.report.qualified import percent_beside, qualified_sentence

FLOOR = 0.9


def bound(result, *shares):
    """The run whose options have such shares in every future and fail on the floor; None for one that does not."""
    options = []
    for option, share in zip(result.options, shares, strict=True):
        verdict = option.verdict
        values = dict(verdict.values)
        if share is not None:
            values["qualified_teaching_share"] = np.full_like(values["cheaper_share"], share)
        constraint = "money" if share is None else "qualified_teaching"
        constraints = (constraint,) * len(verdict.binding_constraints)
        verdict = replace(verdict, values=values, binding_constraints=constraints)
        hours = np.full_like(option.staffing["hours_required"], 100.0)
        staffing = {
            **option.staffing,
            "hours_required": hours,
            "hours_qualified": 0.9 * hours,
            "hours_remote_qualified": 0.04 * hours,
        }
        options.append(replace(option, verdict=verdict, staffing=staffing))
    return replace(result, options=tuple(options))


def told(run, texts):
    return qualified_sentence(run, regional_findings(run), texts)


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0.899, "89.9%"), (0.8996, "89.96%"), (0.90004, "90.004%"), (0.9, "90.0%"), (0.94, "94.0%")],
)
def test_a_share_has_the_decimals_that_show_its_side_of_the_floor(share, shown, english):
    assert percent_beside(share, FLOOR, english) == shown


def test_both_shares_and_the_floor_stand_in_one_sentence(result, english):
    assert result.parameters.number("sustainability.qualified_floor_share") == FLOOR
    sentence = told(bound(result, 0.899, None), english)
    assert "as staffed they give 94.0% of the lessons" in sentence
    assert "with absences and vacancies, 89.9% on average; the floor of 90% applies" in sentence


def test_the_first_option_that_fails_on_it_is_named(result, texts):
    run = bound(result, None, 0.8996)
    assert result.options[1].plan.title in told(run, texts)
    assert texts.percent(0.8996, 2) in told(run, texts)


def test_nothing_is_said_where_the_floor_does_not_bind_or_was_not_tested(result, texts):
    assert told(bound(result, None, None), texts) == ""
    assert told(bound(result, float("nan"), float("nan")), texts) == ""


def test_page_and_screen_say_it(result, texts, capsys):
    run = bound(result, 0.8996, None)
    page = render_page(run, [], texts)
    assert told(run, texts) in page
    print_verdicts(run, texts)
    screen = " ".join(capsys.readouterr().out.replace("\u00a0", " ").split())
    assert told(run, texts).replace("\u00a0", " ") in screen


def lived_through(result, *kept):
    """The run in whose replications such shares of the lessons are kept, in every year and municipality."""
    options = []
    for option in result.options:
        outcome = option.operations
        shape = (len(kept), *outcome.values["lessons_planned"].shape[1:])
        values = {name: np.broadcast_to(cells[:1], shape).copy() for name, cells in outcome.values.items()}
        values["qualified_kept_share"] = np.broadcast_to(np.array(kept)[:, None, None], shape).copy()
        options.append(replace(option, operations=replace(outcome, values=values)))
    return replace(result, options=tuple(options))


def test_the_floor_within_the_interval_of_the_school_years_is_told(result, english):
    run = lived_through(bound(result, 0.899, None), 0.93, 0.99, 0.96)
    sentence = told(run, english)
    assert "3 simulated school years" in sentence
    assert "the floor of 90% lies inside" in sentence


def test_the_interval_is_that_of_what_each_year_alone_would_say(result, english):
    run = lived_through(bound(result, 0.88, None), 0.930, 0.931, 0.932)
    low, high = confidence_interval(0.94 * np.array([0.930, 0.931, 0.932]))[1:]
    sentence = told(run, english)
    assert f"between {100 * low:.1f}% and {100 * high:.1f}%" in sentence
    assert "the floor of 90% lies outside" in sentence


def test_one_school_year_has_no_interval(result, english):
    assert "confidence" not in told(lived_through(bound(result, 0.88, None), 0.93), english)
