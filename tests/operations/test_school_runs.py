"""School transport that comes late, or not at all."""

import numpy as np
import pytest

from kopa_sim.operations import SchoolRuns, Travels
from tests.operations.worlds import QUIET, YEARS, build_world, class_teachers

SCHOOLS = [("a", "901"), ("b", "902")]


def world(schools=SCHOOLS):
    return build_world(schools, {(code, "class_teaching"): class_teachers(3) for code, _ in schools})


def runs(pupils, vehicles):
    shape = (2, len(YEARS), len(pupils))
    return Travels(runs=SchoolRuns(np.broadcast_to(pupils, shape), np.broadcast_to(vehicles, shape)))


def outcome(pupils=(30.0, 0.0), vehicles=(3.0, 0.0), of=None, **changes):
    return (of or world()).outcome(travels=runs(pupils, vehicles), **{**QUIET, **changes})


def test_nobody_is_late_where_runs_are_on_time():
    values = outcome().values
    assert not values["pupil_late_days"].any()
    assert not values["pupil_late_lessons"].any()


def test_when_every_run_is_late_every_carried_pupil_is_every_day():
    values = outcome(run_late_share_winter=1.0, run_late_share_other=1.0).values
    assert values["pupil_late_days"].tolist() == [[30.0 * 190, 0.0]]


def test_late_pupils_miss_the_minutes_of_the_delay():
    values = outcome(run_late_share_winter=1.0, run_late_share_other=1.0, run_late_min=9.0).values
    lessons = values["pupil_late_lessons"][0, 0] / values["pupil_late_days"][0, 0]
    assert lessons == pytest.approx(9.0 / 45.0, rel=0.15)  # 570 exponential delays


def test_runs_are_late_as_often_as_stated_and_more_often_in_winter():
    logs = [
        outcome(
            vehicles=(30.0, 0.0), keep_log=True, run_late_share_winter=0.1, run_late_share_other=0.02, seed=s
        )
        for s in range(3)
    ]
    days = np.array([event.day for of in logs for event in of.logs[0].events])
    winter = np.array([of.month in (11, 12, 1, 2, 3) for of in logs[0].logs[0].calendar])
    in_winter = winter[days].sum() / (3 * 30 * winter.sum())
    otherwise = (~winter[days]).sum() / (3 * 30 * (~winter).sum())
    assert in_winter == pytest.approx(0.1, abs=0.01)
    assert otherwise == pytest.approx(0.02, abs=0.006)


def test_a_storm_cancels_all_runs_of_its_municipality_for_the_day():
    of = outcome(closed_road_days_per_winter=10_000.0, keep_log=True)
    winter = sum(day.month in (11, 12, 1, 2, 3) for day in of.logs[0].calendar)
    assert of.values["pupil_late_days"].tolist() == [[30.0 * winter, 0.0]]
    assert of.values["pupil_late_lessons"].tolist() == [[pytest.approx(30.0 * winter * 5.0), 0.0]]
    assert {event.kind for event in of.logs[0].events} == {"closed_road"}


def test_lessons_are_given_to_those_who_came():
    of = outcome(run_late_share_winter=1.0, run_late_share_other=1.0)
    assert np.array_equal(of.values["lessons_as_planned"], of.values["lessons_planned"])


def test_a_run_more_leaves_the_delays_of_the_others_as_they_are():
    changes = {"run_late_share_winter": 0.2, "run_late_share_other": 0.1}
    three, four = (outcome((runs_ * 10.0, 0.0), (runs_, 0.0), **changes) for runs_ in (3.0, 4.0))
    late = [of.values["pupil_late_days"][0, 0] / 10.0 for of in (three, four)]
    assert 0 < late[1] - late[0] < 60


def test_another_school_elsewhere_changes_no_delay():
    changes = {"run_late_share_winter": 0.2, "run_late_share_other": 0.1}
    more = world([*SCHOOLS, ("c", "902")])
    alone = outcome(**changes).school_values["pupil_late_days"][0, 0]
    among = outcome((30.0, 0.0, 50.0), (3.0, 0.0, 5.0), more, **changes).school_values["pupil_late_days"][0]
    assert among[0] == alone
    assert among[2] > 0.0


def test_runs_after_the_day_on_which_a_year_stops_are_not_counted():
    late = {"run_late_share_winter": 1.0, "run_late_share_other": 1.0}
    busy = {**late, "absence_days_per_teacher_year": 40.0}
    stopped = outcome(most_events=100, **busy)
    assert stopped.stopped
    (reached,) = stopped.reached_days_year.tolist()
    assert 0 < reached < 190
    assert stopped.values["pupil_late_days"].tolist() == [[30.0 * reached, 0.0]]
