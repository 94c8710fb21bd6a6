"""A staff table in a whole run: what a check says of it, and what it does to posts, costs and searches."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.staff import Staff
from kopa_sim.model.staffing import MUNICIPAL_STAFFING_MEASURES
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.tables import build_tables
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study import run_scenario
from kopa_sim.study.check import find_notices
from kopa_sim.study.mean_future import mean_future
from kopa_sim.study.optimise.separable import why_not_separable
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare
from kopa_sim.study.staff_notices import posts_needed, staff_notices

CLASS = SUBJECTS.index("class_teaching")


def with_staff(scenario, posts, age=45, municipality=0):
    """The scenario with so many posts of permanent class teachers of one age on one municipality's books."""
    staff = Staff(
        *(np.array([value]) for value in (municipality, CLASS, age)), np.array([True]), np.array([posts])
    )
    return replace(scenario, region=replace(scenario.region, staff=staff))


def with_dismissal(scenario, **fields):
    dismiss = MEASURES["dismiss_teachers"](measure="dismiss_teachers", year=2026, **fields)
    option = OptionSpec("dismissing", "Dismissing", "as_is", (dismiss,))
    return replace(scenario, options=(scenario.options[0], option))


@pytest.fixture(scope="module")
def needed(scenario):
    return posts_needed(prepare(scenario, seed=1, draws=1))


def test_a_check_tells_the_posts_on_the_books_beside_those_needed(scenario, needed):
    prepared = prepare(with_staff(scenario, 30.0), seed=1, draws=1)
    (notice,) = [told for told in find_notices(prepared) if told.startswith("staff:")]
    name = scenario.region.municipalities.names[0]
    assert f"30.0 posts on the books in {name} against {needed[0].sum():.1f} needed in 2025" in notice
    assert f"class_teaching {30 - needed[0, CLASS]:+.1f}" in notice


def test_every_subject_that_differs_by_half_a_post_is_told_and_how_many_more_there_are(scenario, needed):
    """Nobody is on the books but class teachers, so that every subject with half a post of need is missing."""
    name = scenario.region.municipalities.names[0]
    (notice,) = staff_notices(prepare(with_staff(scenario, needed[0].sum()), seed=1, draws=1))
    gap = -needed[0].copy()
    gap[CLASS] += needed[0].sum()
    far = np.abs(gap) >= 0.5
    for subject in np.flatnonzero(far):
        assert f"{SUBJECTS[subject]} {gap[subject]:+.1f}" in notice
    for subject in np.flatnonzero(~far):
        assert f"{SUBJECTS[subject]} " not in notice
    alike = int((~far & (needed[0] > 0)).sum())
    assert far.sum() > 4 and alike > 0
    assert f"; {alike} more subjects differ by less than half a post)" in notice
    assert (
        f"by subject {gap[far & (gap > 0)].sum():.1f} too many and {-gap[far & (gap < 0)].sum():.1f} too few"
        in (notice)
    )
    assert name in notice


def test_a_table_far_from_the_need_deserves_a_second_look(scenario):
    def far_apart(posts):
        notices = find_notices(prepare(with_staff(scenario, posts), seed=1, draws=1))
        return any("far apart" in notice for notice in notices)

    assert far_apart(1.0)
    assert far_apart(500.0)


def test_where_no_staff_is_given_a_check_says_nothing_of_it(scenario):
    prepared = prepare(scenario, seed=1, draws=1)
    assert not any(notice.startswith("staff:") for notice in find_notices(prepared))


def test_ten_posts_too_many_cost_their_pay_from_the_first_costed_year_on(scenario, needed):
    """They shrink by 4 % a year at the age of 45; new needs in the subject are the same in both."""
    exact, more = (
        run_scenario(
            with_staff(scenario, needed[0, CLASS] + beyond),
            seed=3,
            draws=1,
            replications=0,
            option_ids=["as_is"],
        ).as_is
        for beyond in (0.0, 10.0)
    )
    surplus = (more.staffing["surplus_posts"] - exact.staffing["surplus_posts"])[0, :, 0, CLASS]
    costed = more.plan.costed
    assert surplus[costed][0] == pytest.approx(9.6, abs=1.0)
    difference = (
        more.money.costs.gross_draw_year_municipality - exact.money.costs.gross_draw_year_municipality
    )[0, costed]
    names = ("months_paid", "employer_cost_factor", "pay_level")
    pay = scenario.values["teaching.salary_eur_month"]["class_teaching"]
    pay *= np.prod([scenario.values[f"teaching.{name}"] for name in names])
    assert difference[0, 0] == pytest.approx(surplus[costed][0] * pay, rel=0.02)
    assert difference[:, 1] == pytest.approx(0.0, abs=1e-6)


def test_dismissing_makes_surplus_end_and_stands_in_the_table(scenario, needed):
    staffed = with_dismissal(with_staff(scenario, needed[0, CLASS] + 10.0), notice_months=6)
    result = run_scenario(staffed, seed=3, draws=4, replications=0)
    as_is, dismissing = result.options
    at = as_is.plan.costed.start
    kept, paid = (option.staffing["surplus_posts"][..., CLASS][:, :, 0] for option in (as_is, dismissing))
    assert (kept[:, at] > 5).all()
    assert (paid[:, at + 1] < 0.5 * kept[:, at + 1]).all()
    table = build_tables(result)["staffing"]
    of_employer = table[
        table["measure"].isin(MUNICIPAL_STAFFING_MEASURES) & (table["option"] == "dismissing")
    ]
    here = of_employer[of_employer["municipality"] == scenario.region.municipalities.codes[0]]
    first = here[(here["year"] == 2026) & (here["subject"] == "class_teaching")]
    found = dict(zip(first["measure"], first["mean"], strict=True))
    assert found["dismissed_posts"] == pytest.approx(
        dismissing.staffing["dismissed_posts"][:, at, 0, CLASS].mean()
    )
    assert found["surplus_posts"] == pytest.approx(paid[:, at].mean(), abs=1e-6)


def test_a_verdict_states_the_lessons_nobody_gives(result):
    for option in result.options:
        costed = option.plan.costed
        missing, required = (
            option.staffing[name][:, costed].sum(axis=(1, 3))
            for name in ("hours_not_given", "hours_required")
        )
        stated = option.verdict.values["not_given_share"]
        assert stated[:, :-1] == pytest.approx(missing / required)
        assert stated[:, -1] == pytest.approx(missing.sum(axis=1) / required.sum(axis=1))
        assert (stated > 0).any()


def test_nothing_is_proved_where_teachers_are_known_or_dismissed(scenario):
    plain = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    assert why_not_separable(Simulator(plain, plain.as_is)) == ()
    changed = prepare(with_dismissal(with_staff(scenario, 20.0)), seed=1, draws=1)
    notes = " ".join(why_not_separable(Simulator(changed, changed.options[1])))
    assert "surplus teachers are dismissed" in notes
    assert "the table staff says who is on the books" in notes


def test_dismissing_in_the_mean_future_costs_less_in_the_end(scenario, needed):
    prepared = prepare(
        with_dismissal(with_staff(scenario, needed[0, CLASS] + 10.0), notice_months=6), seed=1, draws=1
    )
    as_is, dismissing = (
        mean_future(prepared, option).costs.gross_draw_year_municipality[0, :, 0]
        for option in prepared.options
    )
    at = prepared.as_is.plan.costed.start
    assert (dismissing[at + 1 :] <= as_is[at + 1 :] + 1e-6).all()
    assert dismissing[:at] == pytest.approx(as_is[:at])
