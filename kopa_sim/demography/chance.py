"""One year of a population, person by person: the cohort-component step with chance.

Each decision has a stream of its own, keyed by year and municipality, so the course of one municipality does not
depend on what is drawn for another, and a year's does not depend on how many years follow.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.quantiles import binomial_quantile, poisson_quantile, split_by_chance
from kopa_sim.demography.rates import Rates, YearFactors
from kopa_sim.demography.step import FEMALE, YearFlows, births_of, emigrating_share, grow_older, leaving_share
from kopa_sim.model.people import N_AGES, SEXES
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

_PEOPLE = (len(SEXES), N_AGES)
_CELLS = len(SEXES) * N_AGES
_NO_SHARE = 1e-12


@dataclass(frozen=True)
class YearChance:
    """The uniform numbers of one year, asked for by the decision they settle."""

    streams: Streams
    block: DrawBlock
    year: int
    codes: tuple[str, ...]

    def uniforms(self, decision: str, shape: tuple[int, ...]) -> Floats:
        """Return uniform numbers of every municipality. (draw, municipality, *shape)"""
        numbers = np.empty((self.block.size, len(self.codes), *shape))
        for index, code in enumerate(self.codes):
            numbers[:, index] = self.streams.uniforms(f"{decision}/{self.year}", code, self.block, shape)
        return numbers


def sampled_step(opening: Floats, rates: Rates, factors: YearFactors, chance: YearChance) -> YearFlows:
    """Return one year in whole persons.

    Parameters
    ----------
    opening
        Persons on 31 December of the year before, whole numbers. (draw, municipality, sex, age)
    """
    aged, births, deaths = _survive_and_bear(opening, rates, factors, chance)
    leaving = leaving_share(rates, factors.out_migration)
    out_migration = binomial_quantile(chance.uniforms("out_migration", _PEOPLE), aged, leaving)
    emigration = binomial_quantile(
        chance.uniforms("emigration", _PEOPLE), aged - out_migration, emigrating_share(rates, leaving)
    )
    in_from_region = settle_in_region(out_migration, rates, chance.uniforms("destinations", _PEOPLE))
    in_from_country, immigration = _arrive(rates, factors, chance)
    closing = aged - out_migration - emigration + in_from_region + in_from_country + immigration
    return YearFlows(
        opening,
        births,
        deaths,
        out_migration,
        emigration,
        in_from_region,
        in_from_country,
        immigration,
        closing,
    )


def _survive_and_bear(
    opening: Floats, rates: Rates, factors: YearFactors, chance: YearChance
) -> tuple[Floats, Floats, Floats]:
    """Return survivors and newborn by age at the end of the year, births by sex, and deaths."""
    uniform = chance.uniforms("deaths", (_PEOPLE[0], N_AGES + 1))
    dying = 1.0 - rates.survival_municipality_sex_age
    dead = binomial_quantile(np.ascontiguousarray(uniform[..., 1:]), opening, dying)
    aged, deaths = grow_older(opening - dead), grow_older(dead)

    fertility = rates.fertility_municipality_age * factors.fertility[:, :, None]
    expected = births_of(opening[:, :, FEMALE], aged[:, :, FEMALE], fertility)
    decided = chance.uniforms("births", (2,))
    both = poisson_quantile(np.ascontiguousarray(decided[..., 0]), expected)
    boys = binomial_quantile(np.ascontiguousarray(decided[..., 1]), both, rates.boys_share)
    births = np.stack([boys, both - boys], axis=-1)
    newborn_dying = 1.0 - rates.newborn_survival_municipality_sex
    deaths[..., 0] = binomial_quantile(np.ascontiguousarray(uniform[..., 0]), births, newborn_dying)
    aged[..., 0] = births - deaths[..., 0]
    return aged, births, deaths


def _arrive(rates: Rates, factors: YearFactors, chance: YearChance) -> tuple[Floats, Floats]:
    """Return in-movers from the rest of the country and from abroad. Both (draw, municipality, sex, age)"""
    expected = (
        rates.in_migration_municipality_sex_age * factors.in_migration[:, :, None, None],
        rates.immigration_municipality_sex_age * factors.immigration[:, :, None, None],
    )
    uniform = (chance.uniforms("in_migration", _PEOPLE), chance.uniforms("immigration", _PEOPLE))
    in_from_country, immigration = poisson_quantile(np.stack(uniform), np.stack(expected))
    return in_from_country, immigration


def settle_in_region(out_migration: Floats, rates: Rates, uniform: Floats) -> Floats:
    """Return where the out-movers settle within the region. (draw, municipality, sex, age)

    One uniform number decides the whole chain for the movers of a cell: how many stay in the region, then how
    many of those settle in the first municipality, the second, and so on.
    """
    n = out_migration.shape[1]
    # running sums over the destinations, by place of the origin's cell: (destination, origin · sex · age)
    running = np.cumsum(rates.destination_share_origin_destination_sex_age, axis=1)
    running = np.ascontiguousarray(np.minimum(running, 1.0).swapaxes(0, 1)).reshape(n, -1)
    arrivals = np.zeros_like(out_migration)
    cell = np.flatnonzero(out_migration)
    place = cell % (n * _CELLS)
    staying, left = split_by_chance(uniform.ravel()[cell], out_migration.ravel()[cell], running[-1, place])
    for chosen, settle in ((staying == 1, _settle_one), (staying > 1, _settle_several)):
        settle(arrivals.reshape(-1), cell[chosen], place[chosen], staying[chosen], left[chosen], running)
    return arrivals


def _settle_one(
    arrivals: Floats, cell: Ints, place: Ints, _: Floats, uniform: Floats, running: Floats
) -> None:
    """Let single movers settle where their uniform number falls among the shares."""
    wanted = uniform * running[-1, place]
    destination = np.zeros(len(cell), dtype=np.intp)
    for reached in running[:-1]:
        destination += wanted >= reached[place]
    np.add.at(arrivals, cell + (destination - place // _CELLS) * _CELLS, 1.0)


def _settle_several(
    arrivals: Floats, cell: Ints, place: Ints, staying: Floats, uniform: Floats, running: Floats
) -> None:
    """Let the movers of a cell settle destination by destination, each taking its share of the rest."""
    for destination, reached in enumerate(running):
        before = running[destination - 1, place] if destination else 0.0
        rest = running[-1, place] - before
        settling, uniform = split_by_chance(uniform, staying, _part(reached[place] - before, rest))
        found = np.flatnonzero(settling)
        target = cell[found] + (destination - place[found] // _CELLS) * _CELLS
        np.add.at(arrivals, target, settling[found])
        kept = np.flatnonzero(staying > settling)
        cell, place, uniform = cell[kept], place[kept], uniform[kept]
        staying = staying[kept] - settling[kept]


def _part(share: Floats, rest: Floats) -> Floats:
    """Return the chance of a destination given that no earlier one was chosen; the last one takes all."""
    last = (share > 0) & (rest - share <= _NO_SHARE)
    chance = np.divide(share, rest, out=np.zeros_like(share), where=share > 0)
    return np.where(last, 1.0, np.minimum(chance, 1.0))
