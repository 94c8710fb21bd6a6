"""A replication: what must hold whatever happens, and how chance is keyed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.model.staffing import OperationsOutcome
from tests.operations.worlds import QUIET, build_world, class_teachers, kainuu_like, remote_group

MEASURES = {
    "lessons_planned",
    *OperationsOutcome.LESSON_OUTCOMES,
    "substitute_days_asked",
    "substitute_days_filled",
    "pool_utilisation_share",
    "driven_km",
    "disruption_cost_eur",
    "qualified_kept_share",
}
SCHOOLS = [("a", "901"), ("b", "901"), ("c", "902")]
CELLS = {
    ("a", "class_teaching"): class_teachers(6),
    ("b", "class_teaching"): class_teachers(3),
    ("c", "class_teaching"): class_teachers(9),
    ("a", "music"): {"hours_qualified": 6.0, "hours_unqualified": 2.0, "posts": 0.4, "driven_km": 3000.0},
    ("b", "languages"): {"hours_qualified": 5.0, "hours_not_given": 2.0, "hours_remote": 4.0, "posts": 0.3},
    ("c", "languages"): {"hours_qualified": 12.0, "hours_remote": 4.0, "posts": 0.8, "driven_km": 800.0},
}
GROUPS = {"a": {"1-2": 2, "3-6": 4}, "b": {"1-2": 1, "3-6": 2}, "c": {"1-2": 3, "3-6": 6}}


def small(schools=SCHOOLS, cells=CELLS, **other):
    return build_world(
        schools, cells, GROUPS, [remote_group([1, 2], ("languages",), sending_school=2)], **other
    )


def outcomes_of(values):
    return np.stack([values[name] for name in OperationsOutcome.LESSON_OUTCOMES])


def test_the_measures_are_those_of_the_operations_table_by_year_and_municipality():
    values = small().simulate(years=(2025, 2027))
    assert set(values) == MEASURES
    assert all(array.shape == (2, 2) and array.dtype == np.float64 for array in values.values())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 1000),
    days=st.floats(0.0, 80.0),
    local=st.floats(0.0, 30.0),
    regional=st.floats(0.0, 10.0),
    qualified=st.floats(0.0, 1.0),
    watching=st.floats(0.0, 3.0),
    failures=st.floats(0.0, 60.0),
    breakdowns=st.floats(0.0, 50.0),
)
def test_every_planned_lesson_ends_in_exactly_one_outcome(
    seed, days, local, regional, qualified, watching, failures, breakdowns
):
    values = small().simulate(
        seed=seed,
        absence_days_per_teacher_year=days,
        local_substitutes_per_100_posts=local,
        regional_substitutes_per_100_posts=regional,
        qualified_substitute_share=qualified,
        supervision_lessons_per_colleague_day=watching,
        link_failures_per_year=failures,
        breakdowns_per_1000_km=breakdowns,
    )
    assert outcomes_of(values).sum(axis=0) == pytest.approx(values["lessons_planned"], rel=1e-9)
    assert outcomes_of(values).min() >= -1e-6
    assert np.all(values["substitute_days_filled"] <= values["substitute_days_asked"])
    for share in ("pool_utilisation_share", "qualified_kept_share"):
        assert np.all((values[share] >= 0.0) & (values[share] <= 1.0))


def test_without_chance_the_year_equals_the_plan_exactly():
    values = small().simulate(**QUIET)
    assert values["lessons_planned"].tolist() == [[38 * (216 + 8 + 11), 38 * (216 + 16)]]
    assert values["lessons_as_planned"].tolist() == [[38 * (216 + 6 + 9), 38 * (216 + 16)]]
    assert values["lessons_unqualified"].tolist() == [[38 * 2.0, 0.0]]
    assert values["lessons_lost"].tolist() == [[38 * 2.0, 0.0]]
    assert values["driven_km"].tolist() == [[3000.0, 800.0]]
    assert values["qualified_kept_share"].tolist() == [[1.0, 1.0]]
    for name in MEASURES - {"lessons_planned", "lessons_as_planned", "lessons_unqualified", "lessons_lost"}:
        if name not in ("driven_km", "qualified_kept_share"):
            assert not values[name].any()


def test_lessons_planned_do_not_depend_on_chance():
    first, second = small().simulate(seed=1), small().simulate(seed=2)
    assert np.array_equal(first["lessons_planned"], second["lessons_planned"])
    assert not np.array_equal(first["lessons_as_planned"], second["lessons_as_planned"])


def test_the_same_seed_gives_the_same_bits():
    first, second = small().simulate(seed=7, replication=3), small().simulate(seed=7, replication=3)
    assert all(first[name].tobytes() == second[name].tobytes() for name in MEASURES)


def test_a_year_is_the_same_whichever_other_years_are_simulated():
    alone, among = small().simulate(years=(2027,)), small().simulate(years=(2025, 2026, 2027))
    assert all(np.array_equal(alone[name][0], among[name][2]) for name in MEASURES)


def test_years_and_replications_differ():
    values = small().simulate(years=(2025, 2026))
    assert not np.array_equal(values["substitute_days_asked"][0], values["substitute_days_asked"][1])
    other = small().simulate(years=(2025,), replication=1)
    assert not np.array_equal(values["substitute_days_asked"][0], other["substitute_days_asked"][0])


def test_a_school_added_to_one_municipality_changes_no_event_in_another():
    bigger = small(
        [*SCHOOLS, ("d", "901")],
        {**CELLS, ("d", "class_teaching"): class_teachers(12), ("d", "music"): CELLS["a", "music"]},
    )
    changes = {"regional_substitutes_per_100_posts": 0.0}
    before, after = small().simulate(**changes), bigger.simulate(**changes)
    for name in MEASURES:
        assert before[name][0, 1] == after[name][0, 1], name
    assert before["lessons_planned"][0, 0] < after["lessons_planned"][0, 0]


def test_a_shared_pool_leaves_the_absences_elsewhere_as_they_are():
    bigger = small([*SCHOOLS, ("d", "901")], {**CELLS, ("d", "class_teaching"): class_teachers(12)})
    before, after = small().simulate(), bigger.simulate()
    assert before["substitute_days_asked"][0, 1] == after["substitute_days_asked"][0, 1]


def test_a_bigger_pool_never_fills_fewer_days():
    world = kainuu_like()
    filled = [
        world.simulate(local_substitutes_per_100_posts=local, regional_substitutes_per_100_posts=regional)[
            "substitute_days_filled"
        ].sum()
        for local, regional in [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (4.0, 1.0), (8.0, 2.0)]
    ]
    assert filled == sorted(filled)
    assert filled[0] == 0.0
    assert filled[-1] > filled[1]


@pytest.mark.parametrize("seed", range(5))
def test_every_day_is_filled_when_the_pool_is_large_enough(seed):
    values = small().simulate(seed=seed, local_substitutes_per_100_posts=200.0)
    assert np.array_equal(values["substitute_days_filled"], values["substitute_days_asked"])


@pytest.mark.parametrize("seed", range(5))
def test_without_travel_a_shared_pool_is_never_worse_than_two_of_the_same_total(seed):
    world = build_world(
        [("a", "901"), ("b", "902")],
        {("a", "class_teaching"): class_teachers(50), ("b", "class_teaching"): class_teachers(50)},
        km=0.0,
    )
    apart = world.simulate(
        seed=seed, local_substitutes_per_100_posts=4.0, regional_substitutes_per_100_posts=0.0
    )
    together = world.simulate(
        seed=seed, local_substitutes_per_100_posts=0.0, regional_substitutes_per_100_posts=4.0
    )
    assert np.array_equal(apart["substitute_days_asked"], together["substitute_days_asked"])
    assert together["substitute_days_filled"].sum() > apart["substitute_days_filled"].sum()


def test_utilisation_is_days_worked_over_days_at_hand():
    values = small().simulate(local_substitutes_per_100_posts=50.0, regional_substitutes_per_100_posts=0.0)
    posts = np.array([9 + 0.4 + 0.3, 9.8])
    people = values["substitute_days_filled"][0] / 190 / values["pool_utilisation_share"][0]
    assert people == pytest.approx(np.rint(people))
    assert np.all(np.abs(people - posts / 2) < 1.0)


def test_costs_are_those_of_the_days_filled_when_nothing_else_costs():
    values = small().simulate(
        regional_substitutes_per_100_posts=0.0,
        cover_lesson_eur=0.0,
        breakdown_eur=0.0,
        substitute_day_eur=100.0,
    )
    assert values["disruption_cost_eur"] == pytest.approx(100.0 * values["substitute_days_filled"])


def test_the_kept_share_is_what_qualified_teachers_gave_of_what_they_were_planned_to_give():
    # With nobody unqualified in the plan, all that is not as planned, merged or covered over a link is missed.
    world = build_world(
        [("a", "901")], {("a", "class_teaching"): class_teachers(10)}, {"a": {"1-2": 4, "3-6": 6}}
    )
    values = world.simulate(absence_days_per_teacher_year=20.0, local_substitutes_per_100_posts=3.0)
    given = values["lessons_as_planned"] + values["lessons_merged"] + values["lessons_remote_cover"]
    assert values["qualified_kept_share"] == pytest.approx(given / values["lessons_planned"])
    assert 0.85 < values["qualified_kept_share"][0, 0] < 0.999


def test_more_absence_costs_more_and_keeps_less():
    world = kainuu_like()
    low, high = (world.simulate(absence_days_per_teacher_year=days) for days in (4.0, 16.0))
    assert low["disruption_cost_eur"].sum() < high["disruption_cost_eur"].sum()
    assert low["qualified_kept_share"].mean() > high["qualified_kept_share"].mean()


def test_teachers_ask_for_a_substitute_on_the_stated_number_of_days():
    world = build_world([("a", "901")], {("a", "class_teaching"): class_teachers(200)})
    asked = [world.simulate(replication=number)["substitute_days_asked"].sum() / 200 for number in range(12)]
    half_width = 3.11 * np.std(asked, ddof=1) / np.sqrt(len(asked))  # Student t, 11 degrees, 99 %
    assert abs(np.mean(asked) - 10.0) <= half_width + 0.15  # busy weeks overlap a little


def test_the_draw_asked_for_is_simulated():
    world = small()
    world.staffing.measures["hours_not_given"][1] += 1.0
    world.staffing.measures["hours_required"][1] += 1.0
    assert (
        world.simulate(draw=1, **QUIET)["lessons_planned"][0, 0]
        > world.simulate(draw=0, **QUIET)["lessons_planned"][0, 0]
    )


def test_a_year_outside_the_plan_is_refused():
    with pytest.raises(ValueError, match="2050"):
        small().simulate(years=(2050,))


def test_an_empty_municipality_has_zeros_and_no_warning():
    values = build_world(
        [("a", "901"), ("b", "902")], {("a", "class_teaching"): class_teachers(2)}
    ).simulate()
    for name in MEASURES - {"qualified_kept_share"}:
        assert values[name][0, 1] == 0.0
    assert values["qualified_kept_share"][0, 1] == 1.0
