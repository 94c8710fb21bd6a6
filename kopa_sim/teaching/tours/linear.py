"""A mixed-integer programme put together row by row and solved by HiGHS."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array

from kopa_sim.teaching.tours.problem import Floats


@contextmanager
def _in_silence() -> Iterator[None]:
    """Keep lines of the solver, which it writes past Python even when told not to, out of what a command prints."""
    shown, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(shown, 1)
        os.close(shown)
        os.close(nowhere)


@dataclass(frozen=True)
class Effort:
    """How long a programme is worked on. Nodes make an answer that repeats; seconds need not.

    Attributes
    ----------
    gap
        Relative distance between answer and bound at which to stop.
    nodes
        Most nodes of the search tree, for each family of subjects.
    seconds
        Most seconds for each family of subjects; none by default.
    strict
        Whether the bound, too, knows that lessons are whole in families of several obligations: slower, and the
        only way to prove their optimum.
    """

    gap: float = 1e-4
    nodes: int = 2000
    seconds: float | None = None
    strict: bool = False


@dataclass(frozen=True)
class Answer:
    """Values of the variables and the proven lower bound; no values when none were found."""

    values: Floats | None
    bound: float


@dataclass
class Programme:
    """Variables and rows collected so far."""

    cost: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    integer: list[int] = field(default_factory=list)
    rows: list[tuple[Sequence[int], Sequence[float], float, float]] = field(default_factory=list)

    def variable(self, cost: float = 0.0, most: float = np.inf, *, whole: bool = False) -> int:
        """Add a variable that is at least zero and return its number."""
        self.cost.append(cost)
        self.most.append(most)
        self.integer.append(int(whole))
        return len(self.cost) - 1

    def row(self, terms: Sequence[tuple[int, float]], least: float, most: float) -> None:
        """Add a row: the weighted sum of some variables between two values."""
        self.rows.append(([number for number, _ in terms], [weight for _, weight in terms], least, most))

    def at_most(self, terms: Sequence[tuple[int, float]], most: float = 0.0) -> None:
        """Add a row without a lower end."""
        self.row(terms, -np.inf, most)

    def solve(self, effort: Effort) -> Answer:
        """Return the best values found and the bound proven."""
        options: dict[str, float | int] = {"mip_rel_gap": effort.gap, "node_limit": effort.nodes}
        if effort.seconds is not None:
            options["time_limit"] = effort.seconds
        with _in_silence():
            found = milp(
                np.array(self.cost),
                integrality=np.array(self.integer),
                bounds=Bounds(np.zeros(len(self.cost)), np.array(self.most)),
                constraints=self._constraint(),
                options=options,  # type: ignore[arg-type]
            )
        bound = found.get("mip_dual_bound")
        return Answer(found.x, -np.inf if bound is None else float(bound))

    def _constraint(self) -> LinearConstraint:
        heights = [len(numbers) for numbers, _, _, _ in self.rows]
        at = np.repeat(np.arange(len(self.rows)), heights)
        columns = np.concatenate([np.asarray(numbers, dtype=np.intp) for numbers, _, _, _ in self.rows])
        weights = np.concatenate([np.asarray(weight, dtype=float) for _, weight, _, _ in self.rows])
        matrix = csr_array(coo_array((weights, (at, columns)), shape=(len(self.rows), len(self.cost))))
        least = np.array([row[2] for row in self.rows])
        return LinearConstraint(matrix, least, np.array([row[3] for row in self.rows]))
