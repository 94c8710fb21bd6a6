"""School years that were lived to their end, and options in which one was not.

A year that reaches the limit of events has only what happened until then; the rest of it stands as planned and would
flatter its option. So no figure rests on it as long as another replication is whole: a replication in which any
option was stopped is left out for all of them, which keeps options paired. Where none is whole, the lessons are shown
as far as they were lived through, and neither their cost nor the floor of qualified teaching rests on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kopa_sim.model.replication import ReplicationOutcome

ByOption = Sequence[Sequence[ReplicationOutcome | None]]


@dataclass(frozen=True)
class LivedYears:
    """Replications by option, without those that were cut short if any is whole.

    Attributes
    ----------
    by_option
        The replications that count, for each option; None where an option has nothing to simulate.
    stopped
        Whether one of an option's school years reached the limit of events. (option,)
    whole
        Whether the replications that count were lived to their end.
    """

    by_option: tuple[tuple[ReplicationOutcome | None, ...], ...]
    stopped: tuple[bool, ...]
    whole: bool


def lived_years(by_option: ByOption) -> LivedYears:
    """Return the replications that count: those in which no option was stopped, or all where there are none."""
    n_replications = len(by_option[0])
    whole = [
        replication
        for replication in range(n_replications)
        if not any(_stopped(own[replication]) for own in by_option)
    ]
    counted = whole or list(range(n_replications))
    return LivedYears(
        by_option=tuple(tuple(own[replication] for replication in counted) for own in by_option),
        stopped=tuple(any(_stopped(outcome) for outcome in own) for own in by_option),
        whole=bool(whole),
    )


def _stopped(outcome: ReplicationOutcome | None) -> bool:
    return outcome is not None and outcome.stopped
