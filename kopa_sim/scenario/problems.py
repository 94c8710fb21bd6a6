"""What is wrong with a scenario, in words a planner can act on.

Problems are collected, never raised one at a time: a reader returns what it could read and adds to the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kopa_sim.model.errors import KopaError


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes
    ----------
    place
        File and line, or file, row and column: ``scenario.toml:41  options.merge.scools``,
        ``schools.csv row 12, column places``.
    read
        What was read and why it cannot stand: ``"12O" is not a number``.
    allowed
        What is allowed there; empty when ``read`` says it.
    mend
        What to do, with the nearest valid name where there is one; may be empty.
    """

    place: str
    read: str
    allowed: str = ""
    mend: str = ""

    def __str__(self) -> str:
        lines = [self.place, f"  {self.read}"]
        lines += [f"  allowed: {self.allowed}"] if self.allowed else []
        lines += [f"  {self.mend}"] if self.mend else []
        return "\n".join(lines)


class ScenarioError(KopaError):
    """The scenario cannot be run; ``problems`` lists everything found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
