"""The kernel of drifting futures: a block of draws, year by year, with axes (age, municipality, draw) for each sex.

Ageing writes one age further, moves within the region are matrix products, and hardly anything is allocated year by
year. Rates are repeated for every draw: products then run over long rows.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.lattice import FEMALE, MALE
from kopa_sim.demography.moves import LARGEST_LEAVING_SHARE
from kopa_sim.demography.rates import PlannedYear, Rates, YearFactors
from kopa_sim.demography.step import bearing_fertility

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Reals = NDArray[np.floating[Any]]
Precision = type[np.floating[Any]]


@dataclass(frozen=True)
class ExchangingGroup:
    """Municipalities that exchange movers, directly or through others, and their shares."""

    members: Ints
    share_age_destination_origin: Reals


def _groups(exchanged: NDArray[np.bool_]) -> list[Ints]:
    """Return the groups of municipalities that exchange movers: what is far away is in no product with them.

    Parameters
    ----------
    exchanged
        Whether anyone moves from the one to the other. (origin, destination)
    """
    n = len(exchanged)
    linked = exchanged | exchanged.T | np.eye(n, dtype=np.bool_)
    first = np.arange(n)
    while True:
        reached = np.where(linked, first, n).min(axis=1, initial=n)
        if (reached == first).all():
            return [members for each in range(n) if len(members := np.flatnonzero(first == each)) > 1]
        first = reached


@dataclass(frozen=True)
class SexRates:
    """Rates of one sex, repeated for every draw so that products run over long rows.

    All (age, municipality, draw) but the newborn's (municipality, 1).
    """

    survival: Reals
    log_survival: Reals
    newborn_survival: Reals
    leaving: Reals
    staying_in_country: Reals
    in_migration: Reals
    immigration: Reals
    regions: list[ExchangingGroup]

    @classmethod
    def of(
        cls, rates: Rates, sex: int, shape: tuple[int, int], groups: list[Ints], precision: Precision
    ) -> "SexRates":
        """Return the rates of one sex, of as many ages and for as many draws as the shape says."""
        n_ages, n_draws = shape

        def by_age(values: Floats) -> Reals:
            return np.repeat(values[:, sex, :n_ages].T[..., None].astype(precision), n_draws, axis=-1)

        share = rates.destination_share_origin_destination_sex_age[:, :, sex, :n_ages]
        with np.errstate(divide="ignore"):
            log_survival = np.log(rates.survival_municipality_sex_age)
        return cls(
            by_age(rates.survival_municipality_sex_age),
            by_age(log_survival),
            rates.newborn_survival_municipality_sex[:, sex, None].astype(precision),
            by_age(rates.out_migration_municipality_sex_age),
            by_age(1.0 - rates.emigration_municipality_sex_age),
            by_age(rates.in_migration_municipality_sex_age),
            by_age(rates.immigration_municipality_sex_age),
            [
                ExchangingGroup(
                    members, share[np.ix_(members, members)].transpose(2, 1, 0).astype(precision, order="C")
                )
                for members in groups
            ],
        )


class OneSex:
    """People of one sex, two buffers that take turns, and one to reckon in. (age, municipality, draw)"""

    def __init__(self, people: Reals, rates: SexRates, has_open_age: bool) -> None:
        self.people, self.rates, self.has_open_age = people, rates, has_open_age
        self.aged, self.part = np.empty_like(people), np.empty_like(people)
        self.most_leaving = float(rates.leaving.max(initial=0.0))
        self.least_staying = float(rates.staying_in_country.min(initial=1.0))

    def grow_older(self, mortality: Reals) -> None:
        """Let the survivors be a year older in ``aged``; the factor multiplies the hazard. (municipality, draw)"""
        survival = self.rates.survival
        if (mortality != 1.0).any():
            survival = np.multiply(self.rates.log_survival, mortality, out=self.part)
            np.exp(survival, out=survival)
        np.multiply(self.people[:-1], survival[:-1], out=self.aged[1:])
        if self.has_open_age:
            self.aged[-1] += self.people[-1] * survival[-1]

    def bear(self, born: Reals, mortality: Reals) -> None:
        """Let children be born, and some of them die. (municipality, draw)"""
        survival = self.rates.newborn_survival
        if (mortality != 1.0).any():
            survival = survival**mortality
        np.multiply(born, survival, out=self.aged[0])

    def move(self, out_migration: Reals, in_migration: Reals, immigration: Reals) -> None:
        """Let ``aged`` go and come, and be the people. All factors (municipality, draw)"""
        rates, aged, spare = self.rates, self.aged, self.part
        leaving = np.multiply(rates.leaving, out_migration, out=spare)
        most_leaving = self.most_leaving * out_migration.max()
        if most_leaving > LARGEST_LEAVING_SHARE:
            np.minimum(leaving, LARGEST_LEAVING_SHARE, out=leaving)
        movers = np.multiply(aged, leaving, out=self.people)
        staying = np.subtract(rates.staying_in_country, leaving, out=spare)
        if most_leaving > self.least_staying:
            np.maximum(staying, 0.0, out=staying)
        aged *= staying
        for region in rates.regions:
            share, members = region.share_age_destination_origin, region.members
            if len(members) == aged.shape[1]:
                aged += np.matmul(share, movers, out=spare)
            else:
                aged[:, members] += np.matmul(share, movers[:, members])
        aged += np.multiply(rates.in_migration, in_migration, out=spare)
        aged += np.multiply(rates.immigration, immigration, out=spare)
        self.people, self.aged = aged, movers

    def change(self, planned: PlannedYear, sex: int) -> None:
        """Let the last day's changes happen."""
        n_ages = len(self.people)
        self.people *= planned.hold_ratio[:, sex, :n_ages].T[..., None]
        self.people += planned.arrivals[:, sex, :n_ages].T[..., None]
        self.people *= 1.0 - planned.closure_leaving_share[:, :, sex, :n_ages].transpose(2, 1, 0)


@dataclass(frozen=True)
class DriftCourse:
    """People of both sexes, boys and men first, and what women bear.

    Fertility is (fertile age, municipality); half of it where births are of the mean of two stocks of women.
    """

    sexes: tuple[OneSex, OneSex]
    fertile: slice
    fertility: Reals
    boys_share: float
    births_of_mean: bool

    @classmethod
    def of(
        cls,
        people: Floats,
        rates: Rates,
        n_draws: int,
        n_ages: tuple[int, int],
        precision: Precision,
    ) -> "DriftCourse":
        """Return the course at its start."""
        exchanged = rates.destination_share_origin_destination_sex_age.any(axis=(2, 3))
        groups = _groups(np.asarray(exchanged))

        def of_sex(sex: int) -> OneSex:
            ages = n_ages[sex]
            start = people[:, sex, :ages].T[..., None].astype(precision)
            by_draw = np.repeat(start, n_draws, axis=-1)
            return OneSex(
                by_draw,
                SexRates.of(rates, sex, (ages, n_draws), groups, precision),
                ages == people.shape[-1],
            )

        bearing = np.flatnonzero(rates.conventions.fertile_ages(people.shape[-1]))
        fertile = slice(int(bearing[0]), int(bearing[-1]) + 1)
        level = bearing_fertility(rates, np.ones((1, len(people))))[0]
        of_mean = rates.conventions.births_exposure == "mean_of_year"
        return cls(
            (of_sex(MALE), of_sex(FEMALE)),
            fertile,
            (0.5 * level if of_mean else level)[:, fertile].T.astype(precision, order="C"),
            rates.boys_share,
            of_mean,
        )

    def live(self, factors: YearFactors, planned: PlannedYear | None) -> None:
        """Let a year pass."""
        precision = self.fertility.dtype
        names = ("fertility", "mortality", "out_migration", "in_migration", "immigration")
        fertility, mortality, *moving = (getattr(factors, name).T.astype(precision) for name in names)
        for of_sex in self.sexes:
            of_sex.grow_older(mortality)
        born = self._births() * fertility
        for sex, share in ((MALE, self.boys_share), (FEMALE, 1.0 - self.boys_share)):
            self.sexes[sex].bear(born * share, mortality)
            self.sexes[sex].move(*moving)
            if planned is not None:
                self.sexes[sex].change(planned, sex)

    def _births(self) -> Reals:
        """Return the children born at the level of the rates. (municipality, draw)"""
        women = self.sexes[FEMALE]
        bearing = women.people[self.fertile]
        if self.births_of_mean:
            bearing = bearing + women.aged[self.fertile]
        born: Reals = np.einsum("am,amd->md", self.fertility, bearing)
        return born
