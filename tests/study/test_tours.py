"""Shared teachers in a run: the tours of the mean future, and what they mean for sampled ones."""

from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import numpy as np
import pytest

from benchmarks.shared_teachers import sampled_futures
from kopa_sim.model.staffing import SUPPORT_STAFF
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.csv_files import csv_text
from kopa_sim.report.netcdf import build_dataset
from kopa_sim.report.tables import build_tables
from kopa_sim.report.tables.tours import SHARED_COLUMNS, TOUR_COLUMNS, teacher_names
from kopa_sim.study import run_scenario
from kopa_sim.study.mean_future import mean_future_cost, present_cost
from kopa_sim.study.prepare import prepare
from kopa_sim.study.toured import mean_taught, with_tours
from kopa_sim.study.tours import of_mean_future
from kopa_sim.teaching import staff_schools

OPTION = "together"
"""An option with a pool of all schools."""


def by(scenario, **values):
    chosen = {f"teaching.{name}": value for name, value in values.items()}
    return replace(scenario, values={**scenario.values, "transport.method": "rule", **chosen})


@pytest.fixture(scope="module")
def toured(scenario):
    return with_tours(prepare(by(scenario, tours_futures=4.0), seed=1, draws=1, option_ids=[OPTION]))


@pytest.fixture(scope="module")
def run_with_tours(scenario):
    return run_scenario(
        by(scenario, tours_futures=4.0), seed=3, draws=34, replications=1, option_ids=[OPTION]
    )


def staffed(prepared, option, tours):
    taught = mean_taught(prepared, option)
    return staff_schools(
        prepared.scenario.region,
        option.plan,
        prepared.journeys,
        taught.groups,
        taught.pupils_draw_year_school_grade,
        taught.parameters,
        tours,
        taught.residents_draw_year_municipality_grade,
    )


@pytest.fixture(scope="module")
def in_mean_future(toured):
    option = toured.options[1]
    return staffed(toured, option, of_mean_future(option.tours))


def test_tours_are_solved_where_an_option_has_a_pool(toured):
    as_is, shared = toured.options
    assert as_is.tours == ()
    (pool,) = shared.tours
    assert pool.solved[0].year == 2028
    assert any(year.after.posts for year in pool.solved)


def test_the_mean_future_of_a_solved_year_is_that_of_the_tours(toured, in_mean_future):
    option = toured.options[1]
    for year in option.tours[0].solved:
        at = option.plan.years.index(year.year)
        km = in_mean_future.measures["driven_km"][0, at].sum()
        assert km == pytest.approx(year.after.year_km)
        assert in_mean_future.measures["driven_hours"][0, at].sum() == pytest.approx(year.after.year_hours)
        changes = in_mean_future.site_changes_draw_year_school[0, at].sum()
        assert changes == pytest.approx(sum(person.changes for person in year.after.people))
        there = np.ix_(year.schools, year.subjects)
        standing = in_mean_future.standing_posts_draw_year_school_subject[0, at][there].sum()
        assert standing == pytest.approx(year.own_posts + year.after.posts)


def test_no_lesson_is_lost_by_sharing(in_mean_future):
    measures = in_mean_future.measures
    given = sum(measures[f"hours_{name}"] for name in ("qualified", "unqualified", "remote", "not_given"))
    assert given == pytest.approx(measures["hours_required"], abs=1e-9)


def test_sharing_leaves_fewer_lessons_to_hourly_teachers_and_more_in_qualified_hands(toured, in_mean_future):
    option = toured.options[1]
    apart = replace(option, plan=replace(option.plan, teacher_pools=()))
    alone = staffed(toured, apart, ())
    qualified = [one.measures["hours_qualified"].sum() for one in (alone, in_mean_future)]
    hourly = [one.hourly_posts_draw_year_school_subject.sum() for one in (alone, in_mean_future)]
    assert qualified[1] > qualified[0]
    assert hourly[1] < hourly[0]


def test_the_cost_by_which_networks_are_compared_has_pools_by_the_rule(toured):
    option = toured.options[1]
    by_rule = present_cost(toured, replace(option, routes=None, tours=()))
    assert np.array_equal(mean_future_cost(toured, option), by_rule)
    assert not np.array_equal(present_cost(toured, option), by_rule)


def test_a_run_with_tours_is_the_same_on_two_workers(scenario, run_with_tours):
    again = run_scenario(
        by(scenario, tours_futures=4.0), seed=3, draws=34, replications=1, option_ids=[OPTION], workers=2
    )
    for name, table in build_tables(run_with_tours).items():
        assert csv_text(table) == csv_text(build_tables(again)[name]), name


def test_tours_do_not_depend_on_how_many_draws_are_run(scenario, run_with_tours):
    few = prepare(by(scenario, tours_futures=4.0), seed=3, draws=2, option_ids=[OPTION])
    (pool,) = with_tours(few).options[1].tours
    (known,) = next(option for option in run_with_tours.options if option.tours).tours
    assert np.array_equal(pool.futures.km_year_subject, known.futures.km_year_subject)


def test_the_table_gives_every_lesson_of_shared_posts_on_a_day(run_with_tours):
    table = build_tables(run_with_tours)["tours"]
    assert tuple(table.columns) == TOUR_COLUMNS
    assert not table.duplicated(["option", "year", "pool", "teacher", "weekday", "order", "subject"]).any()
    weeks = run_with_tours.parameters.number("teaching.school_weeks")
    for option in run_with_tours.options:
        for pool in option.tours:
            for year in pool.solved:
                of_year = (table["option"] == option.plan.option) & (table["year"] == year.year)
                rows = table[of_year & ~table["subject"].isin(SUPPORT_STAFF)]
                held = year.held(year.after.posted_school_subject).sum()
                assert rows["lessons"].sum() == pytest.approx(held, abs=0.005 * len(rows))
                assert held <= year.after.posted_school_subject.sum()
                km = (rows["leg_km"].sum() + rows["home_km"].sum()) * weeks
                assert km == pytest.approx(year.after.year_km, abs=0.1 * weeks * len(rows))
                assert set(rows["teacher"]) == set(teacher_names(year).values())


def test_teachers_are_called_by_their_main_subject(run_with_tours):
    table = build_tables(run_with_tours)["tours"]
    names = set(table.loc[~table["subject"].isin(SUPPORT_STAFF), "teacher"])
    assert names
    assert all(name.split()[0] in SUBJECTS and name.split()[1].isdigit() for name in names)


def test_lessons_of_upper_secondary_education_stand_in_the_tours_as_they_are_held(toured):
    """They count for a little more than one in a post; the table tells what the headteacher sees."""
    region = toured.scenario.region
    upper = region.schools.grades_school_grade[:, -1]
    for year in toured.options[1].tours[0].solved:
        counts_for = year.counts_for_member_subject
        assert (counts_for[~upper[year.schools]] == 1.0).all()
        assert (counts_for[upper[year.schools]] > 1.0).any()
        visited = np.zeros_like(counts_for)
        for visit in year.after.visits:
            visited[visit.school] += year.held_on(visit)
        assert visited == pytest.approx(year.after.posted_school_subject / counts_for)


@pytest.fixture(scope="module")
def run_with_support(scenario):
    """An option with a principal of two schools, and one with assistants shared, too."""
    option = next(spec for spec in scenario.options if spec.id == "shared_teachers")
    shares, *others = option.measures
    also = replace(option, measures=(shares.model_copy(update={"assistants": True}), *others))
    options = tuple(also if spec is option else spec for spec in scenario.options)
    chosen = by(replace(scenario, options=options), tours_futures=1.0)
    return run_scenario(chosen, seed=3, draws=1, replications=0, option_ids=["shared_teachers"])


@pytest.fixture(scope="module")
def paid_for_support(run_with_support):
    """That option in the mean future: decided, and with the staff that is paid."""
    prepared = with_tours(prepare(run_with_support.scenario, seed=3, draws=1, option_ids=["shared_teachers"]))
    option = prepared.options[1]
    return option, staffed(prepared, option, of_mean_future(option.tours))


def test_principals_and_assistants_stand_in_the_table_with_the_kilometres_that_are_paid(
    run_with_support, paid_for_support
):
    table, (option, paid) = build_tables(run_with_support)["tours"], paid_for_support
    assert option.support_weeks == run_with_support.options[1].support_weeks
    weeks = run_with_support.parameters.number("teaching.school_weeks")
    by_staff = {
        "principal": paid.principal_km_draw_year_school,
        "assistant": paid.assistant_km_draw_year_school,
    }
    for staff, km in by_staff.items():
        rows = table[table["subject"] == staff]
        assert rows["year"].nunique() >= 2, staff
        assert rows["leg_km"].any(), staff
        assert (rows["teacher"].astype(str).str.split().str[0] == staff).all()
        for year, of_year in rows.groupby("year"):
            driven = (of_year["leg_km"] + of_year["home_km"]).sum() * weeks
            at = option.plan.years.index(year)
            assert driven == pytest.approx(km[0, at].sum(), abs=0.1 * weeks * len(of_year))


def test_the_kilometres_of_a_principal_are_borne_by_every_school_led(paid_for_support):
    option, paid = paid_for_support
    km = paid.principal_km_draw_year_school
    (pool,) = option.plan.principal_pools
    last = len(option.plan.years) - 1
    assert (km[0, last, list(pool.schools)] > 0).all()


def test_a_pool_stands_before_and_after_in_the_table_of_shared_posts(run_with_tours):
    table = build_tables(run_with_tours)["shared_posts"]
    assert tuple(table.columns) == SHARED_COLUMNS
    before, after = (table[table["sharing"] == name].reset_index() for name in ("before", "after"))
    lessons = ["lessons_in_posts", "lessons_hourly"]
    two_columns_of_two_decimals = 0.02 + 1e-9
    assert (
        before[lessons].sum(axis=1) - after[lessons].sum(axis=1)
    ).abs().max() <= two_columns_of_two_decimals
    assert not before["shared_posts"].any() and after["shared_posts"].any()
    assert (after["lessons_qualified"] >= before["lessons_qualified"]).all()
    assert (after.loc[after["method"] == "exact", "gap_share"] < 0.02).all()
    parts = ["posts_eur", "overtime_eur", "travel_eur", "hourly_eur"]
    assert (table[parts].sum(axis=1) - table["total_eur"]).abs().max() <= 2.0


def test_the_tables_are_lists_and_stay_out_of_the_arrays(run_with_tours):
    dataset = build_dataset(build_tables(run_with_tours), {}, {}, {})
    assert not [name for name in dataset.data_vars if name.startswith(("tours", "shared_posts"))]


def test_by_the_rule_there_are_no_tours_and_no_table_of_them(scenario):
    by_rule = by(scenario, tours_method="rule")
    prepared = prepare(by_rule, seed=1, draws=1, option_ids=[OPTION])
    assert with_tours(prepared) is prepared
    run = run_scenario(by_rule, seed=3, draws=2, replications=0, option_ids=[OPTION])
    assert "tours" not in build_tables(run)


def test_a_pool_too_large_for_the_programme_is_searched_quickly(scenario):
    small = by(scenario, tours_futures=1.0, tours_largest_pool=1.0)
    (pool,) = with_tours(prepare(small, seed=1, draws=1, option_ids=[OPTION])).options[1].tours
    assert {year.method for year in pool.solved} == {"quick"}


def test_sampled_futures_have_about_the_posts_and_kilometres_of_tours_solved_in_them(scenario):
    """The rates rest on four futures: there they give the totals back, elsewhere they come near."""
    approximate, solved = sampled_futures(by(scenario, tours_futures=4.0), OPTION, 0, 8)
    known, other = slice(0, 4), slice(4, 8)
    within = approximate[:, known].sum(axis=(0, 1)) / solved[:, known].sum(axis=(0, 1)) - 1
    beyond = approximate[:, other].sum(axis=(0, 1)) / solved[:, other].sum(axis=(0, 1)) - 1
    assert np.abs(within).max() < 0.05
    assert np.abs(beyond).max() < 0.25


def test_a_pool_may_share_assistants_alone(scenario):
    option = next(spec for spec in scenario.options if spec.id == "shared_teachers")
    (shares, *others) = option.measures
    only = shares.model_copy(update={"subjects": (), "assistants": True})
    changed = replace(option, measures=(only, *others))
    options = tuple(changed if spec is option else spec for spec in scenario.options)
    prepared = with_tours(
        prepare(by(replace(scenario, options=options)), seed=1, draws=1, option_ids=["shared_teachers"])
    )
    shared = prepared.options[1]
    assert not shared.conflicts
    staffing = staffed(prepared, shared, of_mean_future(shared.tours))
    alone = staffed(prepared, replace(shared, plan=replace(shared.plan, teacher_pools=())), ())
    assert not staffing.measures["driven_km"].any()
    at = shared.plan.years.index(2030)
    posts = [one.assistant_posts_draw_year_school[0, at].sum() for one in (alone, staffing)]
    assert posts[1] < posts[0]
    assert posts[1] * 10 == pytest.approx(round(posts[1] * 10), abs=1e-6)


def test_the_week_in_the_documentation_is_that_of_the_example(scenario):
    run = run_scenario(
        by(scenario, tours_futures=1.0), seed=1, draws=1, replications=0, option_ids=["shared_teachers"]
    )
    tours = build_tables(run)["tours"]
    of_year = tours[(tours["option"] == "shared_teachers") & (tours["year"] == 2036)]
    lines = (Path(__file__).parents[2] / "docs" / "tours.md").read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("| teacher |"))
    columns = [name.strip() for name in lines[first].strip("|").split("|")]
    shown = {tuple(_told(value) for value in row) for row in of_year[columns].itertuples(index=False)}
    documented = [
        tuple(_told(cell.strip()) for cell in line.strip("|").split("|"))
        for line in takewhile(lambda line: line.startswith("|"), lines[first + 2 :])
    ]
    assert documented and [row for row in documented if row not in shown] == []


def _told(value):
    """Return a number as a number, whatever its decimals, and a word as a word."""
    try:
        return float(value)
    except ValueError:
        return value
