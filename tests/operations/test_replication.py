"""A replication: what must hold whatever happens, and how chance is keyed."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.staffing import OperationsOutcome
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.model.tours import TourVisit, TravellingTeacher
from kopa_sim.operations import Travels
from tests.operations.worlds import (
    NO_VACANCIES,
    QUIET,
    build_world,
    class_teachers,
    kainuu_like,
    remote_group,
    teacher_pool,
)

MEASURES = {
    "lessons_planned",
    *OperationsOutcome.LESSON_OUTCOMES,
    "substitute_days_asked",
    "substitute_days_filled",
    "neighbour_days_filled",
    "unstaffed_lessons",
    "regional_days_filled",
    "substitute_absences",
    "substitute_days_waited",
    "own_pool_days_waited",
    "pool_wait_days_mean",
    "regional_absences",
    "regional_days_asked",
    "regional_days_waited",
    "regional_pool_wait_days_mean",
    "pool_utilisation_share",
    "regional_pool_utilisation_share",
    "overtime_cover_lessons",
    "watched_lessons",
    "vacant_days",
    "pupil_days_over_one_lost",
    "pupil_late_days",
    "pupil_late_lessons",
    "driven_km",
    "driven_hours",
    "disruption_cost_eur",
    "qualified_kept_share",
    "qualified_planned_lessons",
}
LANGUAGES_CELL = SUBJECTS.index("languages")
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
        schools,
        cells,
        GROUPS,
        [remote_group([1, 2], ("languages",), sending_school=2)],
        pools=[teacher_pool([0, 1, 2], ("music", "languages"))],
        **other,
    )


def outcomes_of(values):
    return np.stack([values[name] for name in OperationsOutcome.LESSON_OUTCOMES])


def test_the_measures_are_those_of_the_operations_table_by_year_and_municipality():
    values = small().simulate(years=(2025, 2027))
    assert set(values) == MEASURES
    assert all(array.shape == (2, 2) and array.dtype == np.float64 for array in values.values())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


def tour(share):
    """A teacher of music and languages who drives between three schools, with too many lessons for some of them."""
    music, languages = SUBJECTS.index("music"), SUBJECTS.index("languages")
    visits = (
        TourVisit(0, 0, ((music, 2.0 * share),), 0.0),
        TourVisit(0, 1, ((languages, 2.0 * share),), 20.0, 20.0),
        TourVisit(2, 2, ((languages, 6.0 * share),), 35.0, 35.0),
    )
    return TravellingTeacher("pool", 1, 0, 0.4, visits)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 1000),
    share=st.floats(0.1, 4.0),
    exits=st.floats(0.0, 1.0),
    storms=st.floats(0.0, 40.0),
    breakdowns=st.floats(0.0, 50.0),
    failures=st.floats(0.0, 60.0),
    adults=st.floats(0.0, 100.0),
    free=st.floats(0.0, 1.0),
)
def test_no_lesson_is_booked_twice_whatever_happens_on_the_road_beside_the_link_and_to_the_posts(
    seed, share, exits, storms, breakdowns, failures, adults, free
):
    values = small().simulate(
        seed=seed,
        travels=Travels(lambda year: (tour(share),)),
        other_exits_share=exits,
        leaving_within_year_share=0.5,
        recruitment_days=60.0,
        closed_road_days_per_winter=storms,
        breakdowns_per_1000_km=breakdowns,
        link_failures_per_year=failures,
        site_adult_absence_days=adults,
        overtime_cover_share=free,
        teaching_day_lessons=8.0,
        merged_group_limit_by_band=dict.fromkeys(GRADE_BANDS, 40.0),
    )
    assert outcomes_of(values).sum(axis=0) == pytest.approx(values["lessons_planned"], rel=1e-9)
    assert outcomes_of(values).min() >= -1e-6
    assert values["driven_km"].min() >= -1e-6


@pytest.mark.parametrize("share", [0.5, 1.0, 3.0])
def test_with_tours_and_without_chance_the_year_equals_the_plan_too(share):
    travels = Travels(lambda year: (tour(share),))
    with_tours, without = small().simulate(travels=travels, **QUIET), small().simulate(**QUIET)
    assert all(np.array_equal(with_tours[name], without[name]) for name in MEASURES)


def test_without_chance_the_year_equals_the_plan_exactly():
    values = small().simulate(**QUIET)
    assert values["lessons_planned"].tolist() == [[38 * (216 + 8 + 11), 38 * (216 + 16)]]
    assert values["lessons_as_planned"].tolist() == [[38 * (216 + 6 + 9), 38 * (216 + 16)]]
    assert values["lessons_unqualified"].tolist() == [[38 * 2.0, 0.0]]
    assert values["lessons_lost"].tolist() == [[38 * 2.0, 0.0]]
    assert values["driven_km"].tolist() == [[3000.0, 800.0]]
    assert values["driven_hours"].tolist() == [[3000.0 / 60.0, 800.0 / 60.0]]
    assert values["qualified_kept_share"].tolist() == [[1.0, 1.0]]
    assert values["unstaffed_lessons"].tolist() == values["lessons_lost"].tolist()
    assert values["qualified_planned_lessons"].tolist() == values["lessons_as_planned"].tolist()
    planned = {"lessons_planned", "lessons_as_planned", "lessons_unqualified", "lessons_lost"}
    planned |= {"driven_km", "driven_hours", "qualified_kept_share", "qualified_planned_lessons"}
    for name in MEASURES - planned - {"unstaffed_lessons"}:
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
    for name in MEASURES - {"regional_pool_wait_days_mean"}:
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
        for local, regional in [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (8.0, 2.0)]
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
        local_substitutes_per_100_posts=30.0,
        cover_lesson_eur=0.0,
        overtime_lesson_eur=0.0,
        breakdown_eur=0.0,
        substitute_day_eur=100.0,
        **NO_VACANCIES,
    )
    assert values["substitute_days_filled"].all()
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
    asked = [
        world.simulate(replication=number, **NO_VACANCIES)["substitute_days_asked"].sum() / 200
        for number in range(12)
    ]
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
    for name in MEASURES - {"qualified_kept_share", "regional_pool_wait_days_mean"}:
        assert values[name][0, 1] == 0.0
    assert values["qualified_kept_share"][0, 1] == 1.0


def test_lessons_by_school_and_subject_sum_to_those_of_the_municipalities():
    world = kainuu_like()
    of = world.outcome(years=(2025, 2027))
    lessons = of.lessons_outcome_year_school_subject
    assert lessons.shape == (6, 2, 37, len(SUBJECTS))
    for outcome, name in enumerate(OperationsOutcome.LESSON_OUTCOMES):
        for municipality in range(8):
            inside = world.region.schools.municipality == municipality
            by_school = lessons[outcome][:, inside].sum(axis=(1, 2))
            assert by_school == pytest.approx(of.values[name][:, municipality])


def test_what_is_counted_at_schools_sums_to_the_municipality():
    world = small()
    of = world.outcome(absence_days_per_teacher_year=40.0)
    for name, at_schools in of.school_values.items():
        in_first = at_schools[0, world.region.schools.municipality == 0].sum()
        assert in_first == pytest.approx(of.values[name][0, 0]), name


def test_the_log_of_a_year_tells_the_same_story_as_its_numbers():
    of = small().outcome(absence_days_per_teacher_year=30.0, keep_log=True, **NO_VACANCIES)
    (log,) = of.logs
    booked = dict.fromkeys(OperationsOutcome.LESSON_OUTCOMES, 0.0)
    for event in log.events:
        if event.outcome:
            booked[event.outcome] += event.lessons
    quiet = small().simulate(**QUIET)
    for name in ("lessons_merged", "lessons_remote_cover", "lessons_supervised", "lessons_lost"):
        assert booked[name] == pytest.approx(of.values[name].sum() - quiet[name].sum()), name
    assert [event.day for event in log.events] == sorted(event.day for event in log.events)
    assert {event.person for event in log.events if event.person} <= {person.person for person in log.persons}
    assert len(log.calendar) == 190


def test_the_log_shows_every_teacher_s_week():
    of = small().outcome(keep_log=True)
    weekly = sum(lessons for person in of.logs[0].persons for day in person.tour for _, lessons in day)
    assert 38 * weekly == pytest.approx(
        of.values["lessons_planned"].sum() - 38 * 2.0
    )  # two are given by nobody


def test_keeping_a_log_changes_no_number():
    plain, logged = small().outcome(), small().outcome(keep_log=True)
    assert all(np.array_equal(plain.values[name], logged.values[name]) for name in MEASURES)
    assert plain.logs == ()


def test_a_run_that_is_cut_short_keeps_what_it_has_and_says_so():
    of = small().outcome(absence_days_per_teacher_year=40.0, most_events=100)
    assert of.stopped
    assert outcomes_of(of.values).sum(axis=0) == pytest.approx(of.values["lessons_planned"], rel=1e-9)
    assert not small().outcome().stopped


def test_vacant_posts_cost_lessons_and_none_are_counted_twice():
    # Where all teachers are unqualified by plan, a stand-in changes nothing; where all are qualified it shows.
    changes = {
        **QUIET,
        "other_exits_share": 0.5,
        "leaving_within_year_share": 1.0,
        "recruitment_days": 60.0,
        "unqualified_stand_in_share": 1.0,
    }
    cell = {"posts": 20.0}
    qualified = build_world([("a", "901")], {("a", "music"): {**cell, "hours_qualified": 400.0}})
    unqualified = build_world([("a", "901")], {("a", "music"): {**cell, "hours_unqualified": 400.0}})
    seen, unseen = qualified.simulate(**changes), unqualified.simulate(**changes)
    assert seen["vacant_days"][0, 0] == unseen["vacant_days"][0, 0] > 0.0
    assert seen["lessons_unqualified"][0, 0] == pytest.approx(4.0 * seen["vacant_days"][0, 0])
    assert unseen["lessons_unqualified"][0, 0] == pytest.approx(unseen["lessons_planned"][0, 0])


def test_a_pool_shared_by_two_municipalities_wastes_fewer_hours_of_its_people():
    world = build_world(
        [("a", "901"), ("b", "902")],
        {("a", "class_teaching"): class_teachers(50), ("b", "class_teaching"): class_teachers(50)},
        km=0.0,
    )
    pools = {"local_substitutes_per_100_posts": 0.0, "regional_substitutes_per_100_posts": 4.0}
    shared = world.simulate(**pools)
    assert shared["regional_days_filled"].sum() == shared["substitute_days_filled"].sum()
    share = shared["regional_days_filled"].sum() / (4 * 190)
    assert shared["regional_pool_utilisation_share"].tolist() == [[pytest.approx(share)] * 2]
    assert not shared["pool_utilisation_share"].any()


def test_each_pool_tells_its_own_wait():
    world = build_world(
        [("a", "901"), ("b", "902")],
        {("a", "class_teaching"): class_teachers(50), ("b", "class_teaching"): class_teachers(50)},
    )
    nobody = {"local_substitutes_per_100_posts": 0.0, "regional_substitutes_per_100_posts": 500.0}
    from_region = world.simulate(**nobody, closed_road_days_per_winter=0.0, **NO_VACANCIES)
    asked = from_region["substitute_days_asked"]
    assert np.array_equal(from_region["own_pool_days_waited"], asked)
    assert np.array_equal(from_region["regional_days_asked"], asked)
    assert np.array_equal(from_region["regional_absences"], from_region["substitute_absences"])
    assert not from_region["regional_days_waited"].any()
    assert not from_region["regional_pool_wait_days_mean"].any()
    absences = from_region["substitute_absences"]
    assert from_region["pool_wait_days_mean"] == pytest.approx(asked / absences)

    short = world.simulate(regional_substitutes_per_100_posts=1.0, local_substitutes_per_100_posts=2.0)
    waits = short["regional_days_waited"].sum() / short["regional_absences"].sum()
    assert short["regional_pool_wait_days_mean"].tolist() == [[pytest.approx(waits)] * 2]
    assert np.all(short["regional_absences"] <= short["substitute_absences"])
    assert np.all(short["regional_days_filled"] <= short["regional_days_asked"])
    assert np.all(short["substitute_days_waited"] <= short["own_pool_days_waited"])


def test_a_post_or_school_more_elsewhere_moves_nobody_s_regional_pool():
    cells = {("a", "class_teaching"): class_teachers(30), ("b", "class_teaching"): class_teachers(29)}
    rows = [("a", "901"), ("b", "902")]
    values = {"local_substitutes_per_100_posts": 0.0, "regional_substitutes_per_100_posts": 500.0}
    before = build_world(rows, cells, km=50.0).simulate(**values)
    larger = build_world(rows, {**cells, ("b", "class_teaching"): class_teachers(31)}, km=50.0)
    more = build_world([*rows, ("c", "902")], {**cells, ("c", "class_teaching"): class_teachers(40)}, km=50.0)
    for after in (larger.simulate(**values), more.simulate(**values)):
        for name in ("driven_km", "regional_days_filled", "disruption_cost_eur", "lessons_as_planned"):
            assert after[name][0, 0] == before[name][0, 0], name
