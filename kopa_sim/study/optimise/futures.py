"""A few sampled futures of pupils that stand for many, over which a network's cost is averaged.

Sampled futures are grouped by their pupils (k-means on pupils by municipality and year, each on its own scale); of
each group the member nearest to its middle stands for all of it, with the group's share as its weight.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import kmeans2

from kopa_sim.model.people import Pupils
from kopa_sim.model.streams import blocks_of
from kopa_sim.study.judgement import resident_pupils
from kopa_sim.study.pipeline import sample_block
from kopa_sim.study.prepare import MeanPeople, Prepared

Floats = NDArray[np.float64]

SAMPLED_PER_REPRESENTATIVE: Final = 16
"""Futures sampled for each one that is kept."""


@dataclass(frozen=True)
class PupilFutures:
    """Futures of pupils, one draw each, and how much each counts; the weights sum to one."""

    pupils: tuple[Pupils, ...]
    weights: tuple[float, ...]

    @property
    def each(self) -> tuple[tuple[Pupils, float], ...]:
        """Return the futures with their weights."""
        return tuple(zip(self.pupils, self.weights, strict=True))


def sampled_count(representatives: int) -> int:
    """Return how many futures are sampled to choose so many."""
    return representatives * SAMPLED_PER_REPRESENTATIVE


def representative_futures(prepared: Prepared, people: MeanPeople, count: int, seed: int) -> PupilFutures:
    """Return a few sampled futures that stand for all of ``prepared``'s."""
    draws = prepared.parameters.n_draws
    sampled = [sample_block(prepared, people, block).pupils for block in blocks_of(draws)]
    pupils = np.concatenate([of.pupils_draw_year_area_grade for of in sampled])
    feature = resident_pupils(prepared, pupils).reshape(draws, -1)
    spread = feature.std(axis=0)
    scaled = (feature - feature.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    middles, label = kmeans2(scaled, count, minit="++", rng=np.random.default_rng(seed))
    kept, weights = [], []
    for group in np.unique(label):
        members = np.flatnonzero(label == group)
        away = ((scaled[members] - middles[group]) ** 2).sum(axis=1)
        kept.append(Pupils(sampled[0].years, pupils[members[away.argmin()]][None]))
        weights.append(len(members) / draws)
    return PupilFutures(tuple(kept), tuple(weights))
