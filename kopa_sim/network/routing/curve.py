"""Vehicles and kilometres for a number of pupils between numbers for which routes were solved."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.routing.routes import Routes

Floats = NDArray[np.float64]

CLOSE_ANCHOR: Final[float] = 0.9
"""Anchors with more than this share of the most pupils are too near the last one to say what more pupils cost."""

EURO: Final[int] = 2
"""Place of euros among what is driven."""


@dataclass(frozen=True)
class Driven:
    """What is driven for numbers of pupils; all in their shape.

    Attributes
    ----------
    vehicles
        Vehicles in use, whole.
    km, hours, cost_eur
        Kilometres, paid hours and price of a morning.
    priced_km
        Kilometres with each size of vehicle counted by the ratio of its price to that of the reference size, so
        that one price covers all.
    """

    vehicles: Floats
    km: Floats
    hours: Floats
    cost_eur: Floats
    priced_km: Floats


@dataclass(frozen=True)
class RouteCurve:
    """What is driven by the number of pupils carried, through solved anchors.

    Between two anchors everything changes in equal steps, one for every vehicle that is sent at one anchor and not
    at the other (one size in place of another is two), at least one. A step falls in the middle of its share of
    the pupils, so that the anchors themselves are met exactly. Without pupils nothing is driven. Beyond the last
    anchor the steps go on that lead to it from the nearest cheaper anchor with at most nine
    tenths of its pupils.

    Attributes
    ----------
    pupils
        Pupils of the anchors, rising, the first above 0. (anchor,)
    vehicles_anchor_class
        Vehicles by size. (anchor, class)
    driven
        Kilometres, hours, euros and priced kilometres. (anchor, 4)
    """

    pupils: Floats
    vehicles_anchor_class: Floats
    driven: Floats

    @classmethod
    def through(cls, solved: tuple[Routes, ...], km_price_ratio: Floats | None = None) -> "RouteCurve":
        """Return the curve through solved routes; of several for the same number of pupils the cheapest counts.

        Parameters
        ----------
        km_price_ratio
            Price of a kilometre of each size per price of the reference size; 1 where not given. (class,)

        Raises
        ------
        ValueError
            If no routes carry anybody.
        """
        best: dict[int, Routes] = {}
        for routes in solved:
            known = best.get(routes.pupils)
            if routes.pupils and (known is None or routes.cost_eur < known.cost_eur):
                best[routes.pupils] = routes
        if not best:
            raise ValueError("a curve needs routes that carry at least one pupil")
        anchors = _no_dearer_than_more_pupils([best[pupils] for pupils in sorted(best)])
        vehicles = [list(routes.vehicles_by_class.values()) for routes in anchors]
        ratio = np.ones(len(anchors[0].class_names)) if km_price_ratio is None else km_price_ratio
        driven = [
            [routes.km, routes.hours, routes.cost_eur, routes.km_by_class @ ratio] for routes in anchors
        ]
        return cls(
            np.array(sorted(best), dtype=np.float64),
            np.array(vehicles, dtype=np.float64),
            np.array(driven, dtype=np.float64),
        )

    def at(self, pupils: Floats) -> Driven:
        """Return what is driven for numbers of pupils. Any shape."""
        knots = np.concatenate([[0.0], self.pupils])
        vehicles = np.vstack([np.zeros(self.vehicles_anchor_class.shape[1]), self.vehicles_anchor_class])
        driven = np.vstack([np.zeros(self.driven.shape[1]), self.driven])
        beyond = pupils > knots[-1]
        left = np.clip(np.searchsorted(knots, pupils, side="right") - 1, 0, len(knots) - 2)
        left = np.where(beyond, self._start_of_slope(knots, driven), left)
        right = np.where(beyond, len(knots) - 1, left + 1)
        share = (pupils - knots[left]) / (knots[right] - knots[left])
        steps = np.maximum(np.abs(vehicles[right] - vehicles[left]).sum(axis=-1), 1.0)
        stepped = (np.floor(share * steps + 0.5) / steps)[..., None]
        total = np.column_stack([vehicles.sum(axis=1), driven])
        values = np.maximum(total[left] + stepped * (total[right] - total[left]), 0.0)
        whole_vehicles = np.floor(values[..., 0] + 0.5)
        return Driven(whole_vehicles, values[..., 1], values[..., 2], values[..., 3], values[..., 4])

    @staticmethod
    def _start_of_slope(knots: Floats, driven: Floats) -> int:
        """Return the anchor from which the slope beyond the last one is taken: the last well below it and cheaper."""
        cheaper = driven[:, EURO] < driven[-1, EURO]
        return int(np.flatnonzero((knots <= CLOSE_ANCHOR * knots[-1]) & cheaper).max(initial=0))


def _no_dearer_than_more_pupils(anchors: list[Routes]) -> list[Routes]:
    """Return the anchors, a dearer one replaced by the plan of the next with more pupils.

    What carries more pupils carries fewer; that a search found a dearer plan for them is its own noise, or that of
    where chance put their homes.
    """
    kept = anchors[-1:]
    for anchor in reversed(anchors[:-1]):
        kept.insert(0, anchor if anchor.cost_eur <= kept[0].cost_eur else kept[0])
    return kept
