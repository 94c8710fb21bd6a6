"""A fast guess of what a plan costs that the tables of closing alone do not price: places bend, at a price.

Everyone goes to the nearest open school. What a school lacks in places costs about what an extension costs where the
plan may extend it, and nothing where it may not: the simulator finds what displaced pupils mean. Openings and
pairings are not guessed at; a search learns what they do (network/planning/costly.py).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.network.planning import Prices
from kopa_sim.study.optimise.closing_costs import year_weights
from kopa_sim.study.optimise.pricing import ClosingPricer
from kopa_sim.study.optimise.room import Room
from kopa_sim.study.optimise.switches import Switches

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

PORTION = 256
"""Plans whose loads are held at once."""


@dataclass
class Guess:
    """Guesses what plans of the wider question cost."""

    pricer: ClosingPricer
    switches: Switches
    _known: dict[bytes, int] = field(default_factory=dict)
    _prices: list[Floats] = field(default_factory=list)
    _extension: list[Floats] = field(default_factory=list)

    def __post_init__(self) -> None:
        plan, parameters = self.pricer.setting.plan, self.pricer.setting.parameters
        self._weight = year_weights(plan, parameters)[plan.costed]
        self._place_eur = place_price(parameters)
        self._rent_eur = float(np.mean(parameters.draws("property.temporary_place_eur_year")))
        self._room = Room.of(self.pricer)

    def __call__(self, change_plan_switch: Ints) -> Prices:
        """Return the guessed prices of plans. (plan, switch)"""
        plans = np.asarray(change_plan_switch, dtype=np.intp)
        closings = np.ascontiguousarray(plans[:, : len(self.switches.closing)])
        self._learn(np.unique(closings, axis=0))
        rows = [self._known[plan.tobytes()] for plan in closings]
        cost, minutes, broken = np.array([self._prices[row] for row in rows]).reshape(-1, 3).T
        extended = plans[:, self.switches.first_extension : self.switches.first_opening] == 0
        schools = np.array(self.switches.extending, dtype=np.intp)
        places = np.array([self._extension[row][schools] for row in rows]).reshape(extended.shape)
        return Prices(cost + (places * extended).sum(axis=1), minutes, broken)

    def _learn(self, closings: Ints) -> None:
        new = np.array(
            [row for row, plan in enumerate(closings) if plan.tobytes() not in self._known], dtype=np.intp
        )
        for first in range(0, len(new), PORTION):
            portion = closings[new[first : first + PORTION]]
            prices, broken = self.pricer(portion), self.pricer.broken(portion)
            beyond, rent = self._beyond(portion)
            hard = broken.together - broken.places + self._nowhere(portion)
            for row, plan in enumerate(portion):
                self._known[plan.tobytes()] = len(self._prices)
                guessed = [prices.cost[row] - rent[row], prices.minutes[row], hard[row]]
                self._prices.append(np.array(guessed))
                self._extension.append(beyond[row])

    def _beyond(self, plans: Ints) -> tuple[Floats, Floats]:
        """Return what extensions cost that every school lacks (plan, school), and the rent of temporary places."""
        loads = self.pricer.loads(plans)
        lacking = np.maximum(loads - self.pricer.limits.most_pupils, 0.0)
        first = self._weight[(lacking > 0).argmax(axis=1)]
        places = self.pricer.setting.plan.places_year_school[self.pricer.setting.plan.costed]
        rented = np.where(lacking > 0, np.maximum(loads - places, 0.0), 0.0).sum(axis=2)
        return lacking.max(axis=1) * first * self._place_eur, rented @ self._weight * self._rent_eur

    def _nowhere(self, plans: Ints) -> Floats:
        """Return by how many years no school anywhere has room, where no school may be extended. (plan,)"""
        if self.switches.extending:
            return np.zeros(len(plans))
        shut = plans[:, :, None] <= np.arange(self.pricer.years)
        lacks = self._room.lacking(shut.transpose(0, 2, 1).reshape(-1, plans.shape[1]))
        own_year = lacks.reshape(len(plans), self.pricer.years, self.pricer.years)
        found: Floats = own_year.diagonal(axis1=1, axis2=2).sum(axis=1).astype(np.float64)
        return found


def place_price(parameters: Parameters) -> float:
    """Return about what a further place costs to build and fit out, euros."""
    m2 = parameters.number("property.extension_m2_place")
    building = float(np.mean(parameters.draws("property.building_eur_m2")))
    return building * m2 + float(np.mean(parameters.draws("economy.fitting_out_eur_place")))
