"""Which plans have to be run so that the worth of every wanted coalition follows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kopa_sim.economy.cooperative_game import members_of


def effective(coalition: int) -> int:
    """Return a coalition, nobody where it has fewer than two members: one alone cooperates with no one."""
    return coalition if coalition.bit_count() > 1 else 0


@dataclass(frozen=True)
class Needed:
    """The runs needed for some coalitions.

    Players of different groups have no measure in common, so a run in which one coalition of every group cooperates
    tells what each of these is worth. The worth of a coalition is the sum over groups of its part in each.

    Attributes
    ----------
    groups
        Players who are tied together, as numbers of coalitions.
    runs
        For each run the players who cooperate, each with those of the own group.
    """

    groups: tuple[int, ...]
    runs: tuple[int, ...]

    @classmethod
    def of(cls, groups: Sequence[int], coalitions: Collection[int]) -> "Needed":
        """Return the runs for the coalitions; the first is that in which everyone cooperates."""
        parts = [_parts(group, coalitions) for group in groups]
        longest = max(map(len, parts), default=0)
        runs = tuple(sum(own[min(run, len(own) - 1)] for own in parts) for run in range(longest))
        return cls(tuple(groups), runs)

    def found_in(self, coalition: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the place of the run that tells what a coalition is worth to some of its members, and these."""
        for group in self.groups:
            if coalition & group:
                wanted = effective(coalition & group)
                yield self._place(group, wanted), members_of(coalition & group)

    def _place(self, group: int, wanted: int) -> int:
        return next(place for place, run in enumerate(self.runs) if run & group == wanted)


def _parts(group: int, coalitions: Collection[int]) -> list[int]:
    """Return who of a group cooperates in any of the coalitions, all of them first and nobody last."""
    found = {effective(coalition & group) for coalition in coalitions} | {group, 0}
    return sorted(found, key=lambda part: (-part.bit_count(), part))
