"""What a year's last day brings beside the rates, in whole persons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.flows import nobody
from kopa_sim.demography.lattice import Lattice
from kopa_sim.demography.luck import Numbers
from kopa_sim.demography.quantiles import binomial_quantile, poisson_quantile
from kopa_sim.demography.rates import PlannedYear

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlannedFlows:
    """The flows of planned changes, named as in ``YearFlows``. (municipality, cell, draw)

    A flow that no one can take is a single zero.
    """

    held: Floats
    planned_arrivals: Floats
    closure_leaving: Floats


def sampled_plans(
    closing: Floats, planned: PlannedYear, lattice: Lattice, numbers: Numbers
) -> tuple[PlannedFlows, Floats]:
    """Return the flows of planned changes, whose means are those of ``with_planned_changes``, and who is left.

    What changes nothing asks for no numbers.

    Parameters
    ----------
    closing
        Whole persons before the changes. (municipality, cell, draw)
    """
    ratio = lattice.take(planned.hold_ratio)[..., None]
    held = nobody() if (ratio == 1.0).all() else _held(closing, ratio, numbers("held"))
    people = closing + held
    arriving = lattice.take(planned.arrivals)[..., None]
    arrivals = nobody()
    if arriving.any():
        arrivals = poisson_quantile(numbers("planned_arrivals"), np.broadcast_to(arriving, people.shape))
        people = people + arrivals
    leaving_share = lattice.take_draws(planned.closure_leaving_share)
    leaving = nobody()
    if leaving_share.any():
        leaving = binomial_quantile(numbers("closure_leaving"), people, leaving_share)
        people = people - leaving
    return PlannedFlows(held, arrivals, leaving), people


def _held(people: Floats, ratio: Floats, uniform: Floats) -> Floats:
    """Return who is added, or below zero taken away: each person counts ratio times in the mean."""
    times = np.floor(ratio)
    return people * (times - 1.0) + binomial_quantile(uniform, people, ratio - times)
