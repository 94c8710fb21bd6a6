"""A municipality's own rules for free school transport, and who is carried under them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.access import measure_access, ready_journeys
from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing.carried import carried_from
from kopa_sim.report.measure_texts import measure_text
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import PlanContext, TransportPolicy
from kopa_sim.scenario.problems import ScenarioError
from tests.network.towns import assign, parameters, plan, pupils, random_pupils, random_region, region_of
from tests.scenario.spoiling import check_one_problem, measure

PLAIN = {"detour_factor": 1.0, "other_grounds_share": 0.0, "special_needs_carried_share": 0.0}
BEFORE, AFTER = 1, 4
"""Positions of a year before 2027 and one after."""


def town(danger_share=0.0):
    """Two municipalities, each with ten pupils a grade at 3 km from its school of grades 0-9."""
    region = region_of(
        [{"code": f"a{code}", "municipality": code, "x": x} for code, x in (("901", 0.0), ("902", 50_000.0))],
        [
            {"code": f"s{code}", "municipality": code, "x": x, "grades": "0-9", "places": 1_000}
            for code, x in (("901", 3_000.0), ("902", 53_000.0))
        ],
    )
    danger = np.full(len(region.points), danger_share)
    return replace(region, points=replace(region.points, danger_share=danger))


def ruled(region, **rules):
    """The present Plan under rules from 2027 on."""
    policy = TransportPolicy(measure="transport_policy", year=2027, **rules)
    of = plan(region)
    context = PlanContext(region, np.zeros((len(of.years), len(region.schools))))
    return policy.apply(of, context)


def carried(region, of, people=None, **changed):
    """Pupils carried by year and school."""
    people = pupils(region, 10.0) if people is None else people
    journeys, catchments = assign(region, of, people, **changed)
    flows = flow_pupils(region, catchments, people)
    return carry_pupils(region, journeys, of, flows, parameters(**changed)).entitled[0]


def test_a_lower_limit_holds_for_its_municipality_grades_and_years():
    region = town()
    entitled = carried(region, ruled(region, municipalities=("901",), grades="0-2", limit_km=2.0), **PLAIN)
    assert entitled[BEFORE].tolist() == [0.0, 0.0]
    assert entitled[AFTER].tolist() == [30.0, 0.0]


def test_limits_of_several_spans_of_grades_stand_beside_one_another():
    region = town()
    of = ruled(region, grades="0", limit_km=1.0)
    policy = TransportPolicy(measure="transport_policy", year=2027, grades="1-2", limit_km=2.5)
    of = policy.apply(of, PlanContext(region, np.zeros((len(of.years), len(region.schools)))))
    limits = of.transport_limit_km_year_municipality_grade[AFTER, 0]
    assert limits.tolist() == [1.0, 2.5, 2.5] + [5.0] * 7 + [7.0]
    assert carried(region, of, **PLAIN)[AFTER].tolist() == [30.0, 30.0]


def test_danger_grants_transport_up_to_the_last_grade_where_no_municipality_rules():
    region = town(0.5)
    assert carried(region, plan(region), **PLAIN)[AFTER].tolist() == [35.0, 35.0]


def test_a_municipality_may_carry_the_older_for_danger_too():
    region = town(0.5)
    entitled = carried(region, ruled(region, municipalities=("902",), grades="7-9", danger=True), **PLAIN)
    assert entitled[BEFORE].tolist() == [35.0, 35.0]
    assert entitled[AFTER].tolist() == [35.0, 50.0]


def test_a_municipality_may_judge_that_no_way_is_too_dangerous():
    region = town(0.5)
    of = ruled(region, municipalities=("901",), danger=False)
    assert carried(region, of, **PLAIN)[AFTER].tolist() == [0.0, 35.0]


def test_rules_on_danger_stand_beside_earlier_ones_and_leave_those_untouched():
    region = town(0.5)
    first = ruled(region, municipalities=("902",), grades="7-9", danger=True)
    second = TransportPolicy(measure="transport_policy", year=2027, municipalities=("901",), danger=False)
    both = second.apply(first, PlanContext(region, np.zeros((len(first.years), len(region.schools)))))
    assert carried(region, first, **PLAIN)[AFTER].tolist() == [35.0, 50.0]
    assert carried(region, both, **PLAIN)[AFTER].tolist() == [0.0, 50.0]


def test_danger_alone_leaves_the_limit():
    region = town()
    of, present = ruled(region, danger=True), plan(region)
    assert np.array_equal(
        of.transport_limit_km_year_municipality_grade, present.transport_limit_km_year_municipality_grade
    )


def test_routes_and_access_follow_the_rules_on_danger():
    region = town(0.5)
    of = ruled(region, danger=False)
    journeys, catchments = assign(region, of, **PLAIN)
    flows, used = flow_pupils(region, catchments, pupils(region, 10.0)), parameters(**PLAIN)
    limit = of.transport_limit_km_year_municipality_grade
    for at, expected in ((BEFORE, 70.0), (AFTER, 0.0)):
        arcs, in_arcs = catchments.by_year[at], flows.pupils_by_year[at][0]
        found = carried_from(region, journeys, arcs, in_arcs, limit[at], used, of.danger_entitles(at))
        assert found.pupils.sum() == pytest.approx(expected)
    access = measure_access(ready_journeys(region, journeys, of, catchments, used), flows)
    share = access.values["transported_share"][0, :, -1, -1]
    assert share[BEFORE] == pytest.approx(0.35)
    assert share[AFTER] == 0.0


def test_a_year_is_told_apart_by_its_rules_on_danger():
    region = town()
    of, present = ruled(region, danger=True), plan(region)
    assert of.state(BEFORE) == present.state(BEFORE)
    assert of.state(AFTER) != present.state(AFTER)
    assert of.first_difference(present) == 2027
    assert of.change_years == (2027,)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.1, 5.0), st.floats(0.1, 5.0))
def test_a_lower_limit_never_carries_fewer_and_danger_never_takes_away(seed, one, other):
    region = random_region(seed)
    danger = np.random.default_rng(seed).random(len(region.points))
    region = replace(region, points=replace(region.points, danger_share=danger))
    people = random_pupils(region, seed)
    low, high = (carried(region, ruled(region, limit_km=limit), people) for limit in sorted((one, other)))
    assert (low >= high - 1e-9).all()
    without, default, always = (
        carried(region, of, people)
        for of in (ruled(region, danger=False), plan(region), ruled(region, danger=True))
    )
    assert (without <= default + 1e-9).all()
    assert (default <= always + 1e-9).all()


def test_a_policy_that_sets_nothing_is_refused(folder):
    measure("measure = 'transport_policy'\nyear = 2027")(folder)
    check_one_problem(folder, ["options.extra.transport_policy", "give limit_km, danger, bells"])


def test_lessons_begin_at_another_hour_from_the_year_on():
    region = town()
    of = ruled(region, bells={"s902": "09:05"})
    assert of.bell_min_year_school[AFTER, 1] == 545.0
    assert np.isnan(of.bell_min_year_school[BEFORE]).all()
    assert np.isnan(of.bell_min_year_school[:, 0]).all()
    assert of.change_years == (2027,)


def test_a_school_that_is_closed_has_no_bell_to_change():
    region = town()
    shut = plan(region).open_year_school.copy()
    shut[:, 1] = False
    policy = TransportPolicy(measure="transport_policy", year=2027, bells={"s902": "09:05"})
    of = replace(plan(region), open_year_school=shut)
    context = PlanContext(region, np.zeros(shut.shape))
    assert policy.conflicts(of, context) == ("school 's902' is closed in 2027",)
    assert policy.conflicts(plan(region), context) == ()


def test_a_bell_outside_the_morning_is_refused(folder):
    measure("measure = 'transport_policy'\nyear = 2027\nbells = { keskuskoulu = '25:10' }")(folder)
    check_one_problem(folder, ["bells", "25:10", "a time from 06:00 to 12:00"])


def test_bells_are_told_with_the_names_of_schools(folder):
    measure("measure = 'transport_policy'\nyear = 2027\nbells = { keskuskoulu = '09:05' }")(folder)
    scenario = load_scenario(folder)
    (policy,) = next(option for option in scenario.options if option.id == "extra").measures
    told = measure_text(policy, scenario, texts_in("en"))
    assert "lessons begin: Keskuskoulu 09:05" in told


def test_every_bell_at_fault_is_told(folder):
    measure(
        "measure = 'transport_policy'\nyear = 2027\nbells = { keskuskoulu = '23:50', mallila = 'kahdeksan' }"
    )(folder)
    with pytest.raises(ScenarioError) as error:
        load_scenario(folder)
    told = " ".join(problem.read for problem in error.value.problems)
    assert "23:50" in told and "kahdeksan" in told
