"""Shared teachers on the road."""

import numpy as np
import pytest

from kopa_sim.operations.school_calendar import school_calendar
from kopa_sim.operations.travel import draw_travel
from tests.operations.worlds import assumptions

CALENDAR = school_calendar(2026, assumptions())


def draw_years(km_day, years=400, **changes):
    a = assumptions(**changes)
    return [draw_travel(np.random.default_rng(seed), km_day, CALENDAR, a) for seed in range(years)]


def test_mishaps_come_per_kilometre():
    drawn = draw_years(40.0, breakdowns_per_1000_km=0.5)
    a_day = np.mean([chances.stopped.mean() for chances in drawn])
    assert a_day == pytest.approx(1.0 - np.exp(-0.04 * 0.5), rel=0.08)


def test_winter_makes_more_late_starts_than_autumn_and_spring():
    late = np.mean([chances.late for chances in draw_years(50.0)], axis=0)
    assert late[CALENDAR.winter_day].mean() > 3.0 * late[~CALENDAR.winter_day].mean()


def test_a_day_is_late_or_stopped_but_not_both():
    for chances in draw_years(500.0, years=20, breakdowns_per_1000_km=2.0):
        assert not (chances.late & chances.stopped).any()


def test_a_longer_drive_never_has_fewer_mishaps():
    short, long = draw_years(20.0, years=30), draw_years(60.0, years=30)
    for near, far in zip(short, long, strict=True):
        assert np.all(far.stopped >= near.stopped)
        assert (far.late | far.stopped).sum() >= (near.late | near.stopped).sum()


def test_nothing_happens_on_roads_without_mishaps():
    quiet = draw_years(
        100.0,
        years=5,
        breakdowns_per_1000_km=0.0,
        late_starts_per_1000_km_winter=0.0,
        late_starts_per_1000_km_other=0.0,
    )
    assert not any(chances.late.any() or chances.stopped.any() for chances in quiet)
