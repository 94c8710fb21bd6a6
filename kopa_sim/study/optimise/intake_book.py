"""The intakes met so far and what they cost: none is priced twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.study.optimise.closing_costs import moving_price, year_weights
from kopa_sim.study.optimise.destinations import Intake
from kopa_sim.study.optimise.growing import GrowingArrays
from kopa_sim.study.optimise.intake_costs import IntakeCosts, Setting, price_intakes
from kopa_sim.study.optimise.layout import Travellers

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

WeightedTravellers = tuple[Travellers, float]

BATCH: Final = 256
"""Intakes priced at once."""


class IntakeBook:
    """The intakes met so far and what they cost.

    Attributes
    ----------
    cost, leave
        Present values: of the costed year, and of moving its pupils out at the year's beginning.
        (intake, costed year)
    pupils, basic, minutes
        (intake, costed year)
    standing, hourly, support
        Posts of teachers, and of principals and assistants. (intake, year of the Plan, future × subject or staff)
    weights
        Of the futures. (future,)
    """

    def __init__(
        self, setting: Setting, travellers: Travellers, futures: Sequence[WeightedTravellers] = ()
    ) -> None:
        self._setting, self._travellers = setting, travellers
        self._futures = futures
        self.weights: Floats = np.array([weight for _, weight in futures] or [1.0])
        self._place: dict[Intake, int] = {}
        self._parts = GrowingArrays()
        self._weight = year_weights(setting.plan, setting.parameters)
        self._moving = self._weight * moving_price(setting)

    def __len__(self) -> int:
        return len(self._place)

    def __getattr__(self, name: str) -> Floats:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._parts[name]

    def find(self, intakes: Iterable[Intake]) -> Ints:
        """Return the places of intakes, those not met before priced first. (intake,)"""
        asked = list(intakes)
        new = [intake for intake in dict.fromkeys(asked) if intake not in self._place]
        for start in range(0, len(new), BATCH):
            self._learn(new[start : start + BATCH])
        return np.array([self._place[intake] for intake in asked], dtype=np.intp)

    def _learn(self, new: Sequence[Intake]) -> None:
        costs, average_pupils = self._priced(new)
        first = len(self._place)
        self._parts.put(first, self._of(costs, average_pupils))
        self._place.update({intake: first + place for place, intake in enumerate(new)})

    def _priced(self, new: Sequence[Intake]) -> tuple[IntakeCosts, Floats]:
        """Return what intakes cost on average over the futures, who comes in the mean one, and on average."""
        mean = price_intakes(self._setting, self._travellers, new)
        if not self._futures:
            return mean, mean.pupils
        each = [(price_intakes(self._setting, of, new), weight) for of, weight in self._futures]
        averaged = replace(
            mean,
            cost=np.sum([weight * costs.cost for costs, weight in each], axis=0),
            standing=np.concatenate([costs.standing for costs, _ in each], axis=2),
            hourly=np.concatenate([costs.hourly for costs, _ in each], axis=2),
            support=np.concatenate([costs.support for costs, _ in each], axis=2),
        )
        return averaged, np.sum([weight * costs.pupils for costs, weight in each], axis=0)

    def _of(self, costs: IntakeCosts, average_pupils: Floats) -> dict[str, Floats]:
        costed = self._setting.plan.costed
        before = slice(costed.start - 1, costed.stop - 1)
        return {
            "cost": costs.cost[:, costed] * self._weight[costed],
            "leave": average_pupils[:, before] * self._moving[costed],
            "pupils": costs.pupils[:, costed],
            "basic": costs.basic[:, costed],
            "minutes": costs.minutes[:, costed],
            "standing": costs.standing,
            "hourly": costs.hourly,
            "support": costs.support,
        }
