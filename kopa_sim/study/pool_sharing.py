"""What municipalities gain by sharing their substitutes: the same people in one pool instead of several.

Chance evens out in a large pool. Where a mean of *a* teachers is away, the number away on a day strays from it by
√a; so substitutes beyond the mean are needed in proportion to √a and not to *a* (the square-root effect of staffing:
Halfin and Whitt 1981, *Operations Research* 29:567; Whitt 1992, *Management Science* 38:708).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import simpy
from numpy.typing import NDArray
from scipy.special import pdtrc

from kopa_sim.model.streams import Streams
from kopa_sim.operations.absences import mean_spell_days, spell_days
from kopa_sim.operations.substitute_service import EVENING
from kopa_sim.operations.substitutes import Process, SubstitutePool

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

REPLICATIONS: Final[int] = 10


@dataclass(frozen=True)
class Spells:
    """How long teachers are away: the next whole day above a lognormal number."""

    median_days: float
    log_sd: float


@dataclass(frozen=True)
class PoolSharing:
    """Absent teachers without a substitute, as shares of all absent teachers: simulated and by theory.

    Attributes
    ----------
    load_municipality
        Teachers away on a mean school day.
    people_municipality
        Substitutes of each municipality's pool.
    away_replication_municipality
        Teacher-days away in a simulated school year. (replication, municipality)
    unmet_replication_municipality
        Those without a substitute when each municipality has its own pool. (replication, municipality)
    unmet_together_replication
        Those without one when all substitutes are one pool. (replication,)
    """

    load_municipality: Floats
    people_municipality: Ints
    away_replication_municipality: Floats
    unmet_replication_municipality: Floats
    unmet_together_replication: Floats

    @property
    def apart_replication_municipality(self) -> Floats:
        """Share when each municipality has its own pool. (replication, municipality)"""
        return ratio_values(self.unmet_replication_municipality, self.away_replication_municipality)

    @property
    def apart_replication(self) -> Floats:
        """Share over the region when each municipality has its own pool. (replication,)"""
        away, unmet = self.away_replication_municipality, self.unmet_replication_municipality
        return ratio_values(unmet.sum(axis=1), away.sum(axis=1))

    @property
    def together_replication(self) -> Floats:
        """Share when all of them are one pool. (replication,)"""
        return ratio_values(self.unmet_together_replication, self.away_replication_municipality.sum(axis=1))

    @property
    def apart_theory_municipality(self) -> Floats:
        """The same by theory. (municipality,)"""
        pairs = zip(self.load_municipality.tolist(), self.people_municipality.tolist(), strict=True)
        return np.array([unmet_share(load, people) for load, people in pairs])

    @property
    def apart_theory(self) -> float:
        """Share over the region by theory, each municipality alone."""
        weights = self.load_municipality / max(self.load_municipality.sum(), 1e-12)
        return float(self.apart_theory_municipality @ weights)

    @property
    def together_theory(self) -> float:
        """Share over the region by theory, one pool."""
        return unmet_share(float(self.load_municipality.sum()), int(self.people_municipality.sum()))


def ratio_values(part: Floats, whole: Floats) -> Floats:
    """Return values by replication whose mean is Σ part / Σ whole and whose spread is that of this ratio.

    A mean of yearly shares would count a year of few absences as much as one of many. The values are the ratio's
    linearisation (Cochran 1977, *Sampling Techniques*, section 6.3). (replication, …) -> (replication, …)
    """
    mean_whole = np.maximum(whole.mean(axis=0), 1e-12)
    ratio = part.mean(axis=0) / mean_whole
    values: Floats = ratio + (part - ratio * whole) / mean_whole
    return values


def unmet_share(load: float, people: int) -> float:
    """Return the share of absent teachers without a substitute when the number away is Poisson.

    Spells that begin at random make the number away that of an M/G/∞ queue, which is Poisson with the mean
    ``load``; c substitutes leave (N − c)⁺ of them unmet, in the mean load × P(N ≥ c) − c × P(N > c).
    """
    if load <= 0.0:
        return 0.0
    at_least = 1.0 if people == 0 else float(pdtrc(people - 1, load))
    return max(at_least - people / load * float(pdtrc(people, load)), 0.0)


def people_needed(load: float, most_unmet: float) -> int:
    """Return the fewest substitutes with whom at most a share of the absent teachers stays unmet."""
    people = 0
    while unmet_share(load, people) > most_unmet:
        people += 1
    return people


def share_pools(
    codes: Sequence[str],
    load_municipality: Floats,
    people_municipality: Ints,
    spells: Spells,
    days: int,
    streams: Streams,
    replications: int = REPLICATIONS,
) -> PoolSharing:
    """Live through school years with a pool in each municipality and with one pool, on the same absences.

    Nobody travels and no season is at work, so that theory has an answer too. Spells that run over the end of the
    year are carried to its beginning. Chance is keyed by municipality: another one changes nothing in it.

    Parameters
    ----------
    codes
        Municipalities, for their chance.
    days
        School days of a year.
    """
    away = np.zeros((replications, len(codes)))
    apart, together = np.zeros_like(away), np.zeros(replications)
    for replication in range(replications):
        away_municipality_day = np.stack(
            [
                _away_day(streams.generator("pool_sharing", code, replication), load, spells, days)
                for code, load in zip(codes, load_municipality.tolist(), strict=True)
            ]
        )
        away[replication] = away_municipality_day.sum(axis=1)
        pairs = zip(people_municipality.tolist(), away_municipality_day, strict=True)
        apart[replication] = [_unmet(people, own) for people, own in pairs]
        together[replication] = _unmet(int(people_municipality.sum()), away_municipality_day.sum(axis=0))
    return PoolSharing(load_municipality, people_municipality, away, apart, together)


def _away_day(generator: np.random.Generator, load: float, spells: Spells, days: int) -> Ints:
    """Return how many teachers are away on each day. (day,)"""
    mean_days = mean_spell_days(spells.median_days, spells.log_sd, days)
    count = int(generator.poisson(load * days / mean_days))
    starts = generator.integers(0, days, count)
    drawn = spell_days(generator, spells.median_days, spells.log_sd, count)
    lengths = np.minimum(drawn, days).astype(np.intp)
    place = np.repeat(starts, lengths) + _within(lengths)
    return np.bincount(place % days, minlength=days)


def _within(lengths: Ints) -> Ints:
    """Return 0, 1, … for each of several runs after one another."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths)


def _unmet(people: int, away_day: Ints) -> float:
    """Return on how many teacher-days nobody came, by the program's own pool."""
    environment = simpy.Environment()
    pool = SubstitutePool(environment, people)
    unmet = [0]

    def mornings() -> Process:
        for away in away_day.tolist():
            engaged = [request for _ in range(away) if (request := pool.engage()) is not None]
            unmet[0] += away - len(engaged)
            yield environment.timeout(EVENING)
            for request in engaged:
                pool.release(request)
            yield environment.timeout(1.0 - EVENING)

    environment.process(mornings())
    environment.run()
    return float(unmet[0])
