"""A school year cut short by the limit of events is no ground for comparing options."""

import numpy as np

from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.model.staffing import StoppedYear
from kopa_sim.study.complete_years import lived_years


def years(*stopped_at):
    """Two simulated years, of which those named were stopped after some days."""
    stopped = np.array([year in dict(stopped_at) for year in (2026, 2030)])
    days = np.array([dict(stopped_at).get(year, 190) for year in (2026, 2030)])
    return ReplicationOutcome(
        (2026, 2030),
        {},
        np.zeros((6, 2, 1, 1)),
        stopped=bool(stopped.any()),
        reached_days_year=days,
        stopped_year=stopped,
    )


def test_a_replication_stopped_in_one_option_is_left_out_of_all():
    whole, short = years(), years((2030, 55))
    lived = lived_years([[whole, whole, whole], [whole, short, whole]], [None, 2026])
    assert lived.whole
    assert lived.by_option == ((whole, whole), (whole, whole))
    assert lived.stopped == ((), (StoppedYear(1, 2030, 55),))


def test_an_option_that_is_as_it_is_was_stopped_where_as_is_was():
    lived = lived_years([[years((2030, 20)), years()], [None, None]], [None, None])
    assert lived.stopped == ((StoppedYear(0, 2030, 20),),) * 2
    assert lived.by_option[1] == (None,)


def test_an_option_takes_the_stops_of_as_is_before_it_differs():
    as_is = years((2026, 10), (2030, 20))
    lived = lived_years([[as_is], [years()]], [None, 2028])
    assert lived.stopped[1] == (StoppedYear(0, 2026, 10),)


def test_where_none_is_whole_all_are_shown_and_nothing_rests_on_them():
    short = years((2026, 10))
    lived = lived_years([[short, short]], [None])
    assert not lived.whole
    assert lived.by_option == ((short, short),)
