"""Where the children of each municipality live, year by year, on the mean future.

Children counted at launch age in place; the newborn live where the women of child-bearing age live, or where the
small children do; new dwellings bring children to their area, some of them from the municipality's other areas; an
area that lost its school may lose families. Everything is a share of the municipality's children of an age, so the
areas always sum to the municipality. docs/demography/areas.md has the formulas.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.area_shares import CHILD_AGES, SMALL_CHILD_AGES
from kopa_sim.model.people import AreaMoves

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

FAMILY_CHILD_AGES: Final[slice] = slice(0, 16)
"""Children who move with their family; those aged 16 to 18 stay or leave by themselves."""

PARENT_AGES: Final[slice] = slice(25, 50)
"""Adults among whom the parents of those children are."""


@dataclass(frozen=True)
class Settlement:
    """Where the children live when the futures set out, and what is planned.

    Attributes
    ----------
    years, launch_year
        As in ``Futures``; "future years" are those after launch.
    municipality
        Municipality of each area. (area,)
    share_area_age
        Share of its municipality's children at launch. (area, age 0–18)
    small_children_share
        Share of the small children. (area,)
    birth_share
        Share of the next newborn. (area,)
    newcomers_year_area_age
        Children expected to move into new dwellings of the area, from anywhere. (future year, area, age 0–18)
    settling_share
        Share of the children whose places movers take; None where these are the small children. (area,)
    settling_ages
        Ages of those children.
    """

    years: tuple[int, ...]
    launch_year: int
    municipality: Ints
    share_area_age: Floats
    small_children_share: Floats
    birth_share: Floats
    newcomers_year_area_age: Floats
    settling_share: Floats | None = None
    settling_ages: slice = field(default_factory=lambda: SMALL_CHILD_AGES)

    @property
    def movers_share(self) -> Floats:
        """Where movers settle at launch. (area,)"""
        return self.small_children_share if self.settling_share is None else self.settling_share


@dataclass(frozen=True)
class AreaCourse:
    """What the futures carry of where children live; as in ``Futures``."""

    area_share_year_area_age: Floats
    area_moves: AreaMoves | None


def area_course(
    settlement: Settlement,
    children_year_municipality_age: Floats,
    leaving_share_year_area: Floats | None = None,
) -> AreaCourse:
    """Return where the children of each municipality live, year by year.

    Parameters
    ----------
    children_year_municipality_age
        Expected children at the end of each future year, after all arrivals and leaving. (future year, municipality,
        age 0–18)
    leaving_share_year_area
        Share of an area's families that leave the municipality at the end of a year because it lost its school;
        children aged 0–15 alike, those aged 16–18 not. None for nobody. (future year, area)

    Returns
    -------
    AreaCourse
        Without dwellings and leaving, and where movers settle as the small children of the launch year live,
        ``area_moves`` is None: everyone has then had as many chances to move as years have passed.
    """
    newcomers = settlement.newcomers_year_area_age
    leaving = np.zeros(newcomers.shape[:2]) if leaving_share_year_area is None else leaving_share_year_area
    place = _Place.of(settlement)
    places = [place]
    for index, children in enumerate(children_year_municipality_age):
        place = place.a_year_later(children, newcomers[index], leaving[index], settlement, index + 1)
        places.append(place)
    early = [settlement.launch_year - year for year in settlement.years if year < settlement.launch_year]
    before = [_before_launch(settlement.share_area_age, years) for years in early]
    shares = np.stack([*before, *(each.share for each in places)])
    if settlement.settling_share is None and not (newcomers.any() or leaving.any()):
        return AreaCourse(shares, None)
    none = np.zeros_like(settlement.share_area_age)
    settling = [settlement.movers_share] * len(early) + [each.movers for each in places]
    there = [none] * len(early) + [each.years_there for each in places]
    return AreaCourse(shares, AreaMoves(np.stack(settling), np.stack(there)))


def _before_launch(share_area_age: Floats, years: int) -> Floats:
    """Return the shares some years before launch, when the same children were younger. (area, age 0–18)"""
    at_launch = np.minimum(np.arange(CHILD_AGES) + years, CHILD_AGES - 1)
    return share_area_age[:, at_launch]


@dataclass(frozen=True)
class _Place:
    """Where children live at the end of a year.

    Shares of the children (area, age) and the years they have been there; where those live who moved since launch,
    the children whom the next movers join, and the next newborn. (area,)
    """

    share: Floats
    years_there: Floats
    movers: Floats
    joined: Floats
    birth: Floats

    @classmethod
    def of(cls, settlement: Settlement) -> "_Place":
        none = np.zeros_like(settlement.share_area_age)
        joined = settlement.movers_share
        return cls(settlement.share_area_age, none, joined, joined, settlement.birth_share)

    def a_year_later(
        self, children: Floats, newcomers: Floats, leaving: Floats, settlement: Settlement, years: int
    ) -> "_Place":
        """Return the places at the end of a year, so many years after launch; the movers of each year weigh alike."""
        home = settlement.municipality
        aged = np.concatenate([self.birth[:, None], self.share[:, :-1]], axis=1)
        there = np.concatenate([np.zeros((len(home), 1)), self.years_there[:, :-1] + 1.0], axis=1)
        kept = np.ones_like(newcomers)
        kept[:, FAMILY_CHILD_AGES] -= leaving[:, None]
        share, present = with_newcomers(aged, children, newcomers, kept, home)
        moved = self.movers + (self.joined - self.movers) / years
        movers, joined, birth = (
            _pool_with_newcomers(pool, children, came, kept, home, ages)
            for pool, came, ages in (
                (moved, np.zeros_like(newcomers), settlement.settling_ages),
                (self.joined, newcomers, settlement.settling_ages),
                (self.birth, newcomers, SMALL_CHILD_AGES),
            )
        )
        return _Place(share, there * present, movers, joined, birth)


def _pool_with_newcomers(
    pool: Floats, children: Floats, newcomers: Floats, kept: Floats, home: Ints, ages: slice
) -> Floats:
    """Return shares of the children of some ages together after some came and some left. (area,)"""
    people, came = (each[:, ages].sum(axis=1, keepdims=True) for each in (children, newcomers))
    return with_newcomers(pool[:, None], people, came, kept[:, :1], home)[0][:, 0]


def with_newcomers(
    share: Floats, people: Floats, newcomers: Floats, kept: Floats, home: Ints
) -> tuple[Floats, Floats]:
    """Return shares after newcomers moved in and others left, and the part of each area that lived there before.

    Cells of a municipality where nobody came or left keep their shares bit by bit.

    Parameters
    ----------
    share
        Shares before. (area, age)
    people
        Residents after all of it. (municipality, age)
    newcomers
        Persons who moved into the area. (area, age)
    kept
        Part of the residents, newcomers among them, that did not leave. (area, age)
    home
        Municipality of each area. (area,)
    """
    n_municipalities = len(people)
    arrived = sum_by_municipality(newcomers * kept, home, n_municipalities)
    touched = (arrived > 0) | (sum_by_municipality(1.0 - kept, home, n_municipalities) > 0)
    remaining = sum_by_municipality(share * kept, home, n_municipalities)
    before = np.divide(
        np.maximum(people - arrived, 0.0), remaining, out=np.zeros_like(remaining), where=remaining > 0
    )
    old = share * before[home]
    living = (old + newcomers) * kept
    total = sum_by_municipality(living, home, n_municipalities)
    changed = touched & (total > 0)
    result = np.where(changed[home], living / np.where(total > 0, total, 1.0)[home], share)
    present = np.divide(old, old + newcomers, out=np.ones_like(old), where=newcomers > 0)
    return result, present


def sum_by_municipality(values: Floats, home: Ints, n_municipalities: int) -> Floats:
    """Return sums over the areas of each municipality, in the order of the areas. (municipality, …)"""
    total = np.zeros((n_municipalities, *values.shape[1:]))
    np.add.at(total, home, values)
    return total


def family_share(
    share_area_age: Floats,
    losing_area: Floats,
    people_municipality_sex_age: Floats,
    home: Ints,
    parents_per_child: float,
) -> Floats:
    """Return the share of each municipality's people who are families of the given areas. (municipality, sex, age)

    Families are the children aged 0–15 and as many adults aged 25–49 as they have parents; adults stand in proportion
    to their number at each age. Others are none.

    Parameters
    ----------
    share_area_age
        Share of the municipality's children that live in the area. (area, age 0–18)
    losing_area
        Part of each area that is meant, 0 to 1. (area,)
    people_municipality_sex_age
        Expected residents.
    parents_per_child
        Parents who live with a child, by child.
    """
    n_municipalities = len(people_municipality_sex_age)
    share = np.zeros_like(people_municipality_sex_age)
    meant = sum_by_municipality(share_area_age * losing_area[:, None], home, n_municipalities)
    of_children = np.clip(meant[:, FAMILY_CHILD_AGES], 0.0, 1.0)
    share[:, :, FAMILY_CHILD_AGES] = of_children[:, None]
    children = (people_municipality_sex_age[:, :, FAMILY_CHILD_AGES].sum(axis=1) * of_children).sum(axis=1)
    adults = people_municipality_sex_age[:, :, PARENT_AGES].sum(axis=(1, 2))
    parents = np.divide(parents_per_child * children, adults, out=np.zeros_like(adults), where=adults > 0)
    share[:, :, PARENT_AGES] = np.minimum(parents, 1.0)[:, None, None]
    return share
