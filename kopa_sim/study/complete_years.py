"""School years that were lived to their end, and options in which one was not.

A year that reaches the limit of events has only what happened until then; the rest of it stands as planned and would
flatter its option. So no figure rests on it as long as another replication is whole: a replication in which any
option was stopped is left out for all of them, which keeps options paired. Where none is whole, the lessons are shown
as far as they were lived through, and neither their cost nor the floor of qualified teaching rests on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kopa_sim.model.replication import ReplicationOutcome
from kopa_sim.model.staffing import StoppedYear

ByOption = Sequence[Sequence[ReplicationOutcome | None]]


@dataclass(frozen=True)
class LivedYears:
    """Replications by option, without those that were cut short if any is whole.

    Attributes
    ----------
    by_option
        The replications that count, for each option; None where an option has nothing to simulate.
    stopped
        Years that reached the limit of events in any replication, for each option, as_is first. An option has those
        of as_is in the years that it takes from there.
    whole
        Whether the replications that count were lived to their end.
    """

    by_option: tuple[tuple[ReplicationOutcome | None, ...], ...]
    stopped: tuple[tuple[StoppedYear, ...], ...]
    whole: bool


def lived_years(by_option: ByOption, first_differences: Sequence[int | None]) -> LivedYears:
    """Return the replications that count: those in which no option was stopped, or all where there are none.

    Parameters
    ----------
    by_option
        The first is as_is.
    first_differences
        First year in which each option differs from as_is; None where it never does.
    """
    n_replications = len(by_option[0])
    whole = [
        replication
        for replication in range(n_replications)
        if not any(_stopped(own[replication]) for own in by_option)
    ]
    counted = whole or list(range(n_replications))
    as_is = _stops(by_option[0])
    taken = [
        tuple(stop for stop in as_is if first is None or stop.year < first) for first in first_differences
    ]
    others = ((*shared, *_stops(own)) for shared, own in zip(taken[1:], by_option[1:], strict=True))
    return LivedYears(
        by_option=tuple(tuple(own[replication] for replication in counted) for own in by_option),
        stopped=(as_is, *others),
        whole=bool(whole),
    )


def _stopped(outcome: ReplicationOutcome | None) -> bool:
    return outcome is not None and outcome.stopped


def _stops(own: Sequence[ReplicationOutcome | None]) -> tuple[StoppedYear, ...]:
    """Return an option's own years that ended early."""
    return tuple(
        StoppedYear(replication, year, int(days))
        for replication, outcome in enumerate(own)
        if outcome is not None and outcome.stopped_year is not None and outcome.reached_days_year is not None
        for year, stopped, days in zip(
            outcome.years, outcome.stopped_year, outcome.reached_days_year, strict=True
        )
        if stopped
    )
