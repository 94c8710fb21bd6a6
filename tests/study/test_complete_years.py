"""A school year cut short by the limit of events is no ground for comparing options."""

import numpy as np

from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.study.complete_years import lived_years


def year(stopped=False):
    return ReplicationOutcome((2026,), {}, np.zeros((6, 1, 1, 1)), stopped=stopped)


def test_a_replication_stopped_in_one_option_is_left_out_of_all():
    whole, short = year(), year(stopped=True)
    lived = lived_years([[whole, whole, whole], [whole, short, whole]])
    assert lived.whole
    assert lived.by_option == ((whole, whole), (whole, whole))
    assert lived.stopped == (False, True)


def test_an_option_with_nothing_to_simulate_is_never_stopped():
    lived = lived_years([[year(stopped=True), year()], [None, None]])
    assert lived.stopped == (True, False)
    assert lived.by_option[1] == (None,)


def test_where_none_is_whole_all_are_shown_and_nothing_rests_on_them():
    short = year(stopped=True)
    lived = lived_years([[short, short]])
    assert not lived.whole
    assert lived.by_option == ((short, short),)
