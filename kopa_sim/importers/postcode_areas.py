"""Children by postcode area: hidden counts filled, every age scaled to the municipality's registered residents."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.rounding import apportion

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BANDS: Final = ((0, 2), (3, 6), (7, 12), (13, 15), (16, 17))
"""Ages of the children of the postcode statistics (Paavo), first and last."""


@dataclass(frozen=True)
class PostcodeAreas:
    """Postcode areas of one edition, sorted by postcode.

    Attributes
    ----------
    home
        Code of the municipality of each area. (area,)
    x, y
        Middle of the area, ETRS-TM35FIN metres. (area,)
    area_m2, residents, income
        NaN where not published. (area,)
    counted
        Children; NaN where the publisher hides them. (area, band)
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    home: NDArray[np.str_]
    x: Floats
    y: Floats
    area_m2: Floats
    residents: Floats
    counted: Floats
    income: Floats

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, kept: NDArray[np.bool_]) -> "PostcodeAreas":
        """Return the areas that are kept."""
        chosen = np.flatnonzero(kept)
        return PostcodeAreas(
            codes=tuple(self.codes[i] for i in chosen),
            names=tuple(self.names[i] for i in chosen),
            home=self.home[chosen],
            x=self.x[chosen],
            y=self.y[chosen],
            area_m2=self.area_m2[chosen],
            residents=self.residents[chosen],
            counted=self.counted[chosen],
            income=self.income[chosen],
        )

    @property
    def hidden(self) -> NDArray[np.bool_]:
        """Which areas have a hidden count. (area,)"""
        return np.asarray(np.isnan(self.counted).any(axis=1), dtype=np.bool_)


@dataclass(frozen=True)
class MeasuredAreas:
    """Areas of the base year.

    Attributes
    ----------
    children
        Whole persons. (area, band)
    coverage
        Registered residents by those of the postcode statistics, by municipality: the bands of children and the
        adults. (band + 1,)
    """

    areas: PostcodeAreas
    children: Ints
    coverage: Mapping[str, Floats]


@dataclass(frozen=True)
class LaterCounts:
    """Residents of a later year in the areas of the base year.

    Attributes
    ----------
    children
        -1 where the area no longer exists. (area, band)
    municipality
        Children by band and adults, by municipality code. (band + 1,)
    matched
        Later postcode and the area of the base year that it is counted in, where they differ.
    """

    children: Ints
    municipality: Mapping[str, Ints]
    matched: Mapping[str, str]


def fill_hidden(counted: Floats, residents: Floats, home: NDArray[np.str_]) -> Floats:
    """Return children by area and band, with an estimate where the source hides them (areas under 30 residents).

    A hidden area gets its residents times the share of the band among the residents of the areas of its municipality
    that are shown; of all areas where none of the municipality's is. (area, band)
    """
    counts = counted.copy()
    hidden = np.isnan(counts).any(axis=1)
    for code in dict.fromkeys(home.tolist()):
        inside = home == code
        shown = inside & ~hidden
        if not shown.any() or not residents[shown].sum():
            shown = ~hidden
        people = residents[shown].sum()
        shares = counts[shown].sum(axis=0) / (people or 1.0)
        counts[inside & hidden] = np.nan_to_num(residents)[inside & hidden, None] * shares
    return counts


def measure_areas(areas: PostcodeAreas, ages_of: Mapping[str, Ints]) -> MeasuredAreas:
    """Scale the children of the areas to the registered ages of their municipality. ``ages_of``: code -> (age,)"""
    counted = fill_hidden(areas.counted, areas.residents, areas.home)
    grown = areas.residents - counted.sum(axis=1)
    children = np.zeros(counted.shape, dtype=np.int64)
    coverage: dict[str, Floats] = {}
    for code, ages in ages_of.items():
        inside = areas.home == code
        registered = np.array([ages[first : last + 1].sum() for first, last in BANDS])
        for band in range(len(BANDS)):
            children[inside, band] = apportion(counted[inside, band], int(registered[band]))
        sums = np.append(counted[inside].sum(axis=0), grown[inside].sum())
        every = np.append(registered, ages[BANDS[-1][1] + 1 :].sum())
        coverage[code] = np.divide(every, sums, out=np.ones(len(sums)), where=sums > 0)
    return MeasuredAreas(areas, children, coverage)


def count_later(later: PostcodeAreas, base: MeasuredAreas) -> LaterCounts:
    """Scale later postcode areas by the coverage of the base year.

    A postcode that the base year does not have (new, or without residents then) is counted in the nearest area of its
    municipality; an area without a later postcode has no count of its own.
    """
    later = later.where(later.residents > 0)
    counted = fill_hidden(later.counted, later.residents, later.home)
    grown = later.residents - counted.sum(axis=1)
    home, matched = _match(later, base.areas)
    children = np.full(base.children.shape, -1, dtype=np.int64)
    totals: dict[str, Ints] = {}
    for code, coverage in base.coverage.items():
        inside = later.home == code
        sums = np.append(counted[inside].sum(axis=0), grown[inside].sum())
        totals[code] = np.floor(sums * coverage + 0.5).astype(np.int64)
        present = np.unique(home[inside])
        for band in range(len(BANDS)):
            weights = np.bincount(home[inside], counted[inside, band], len(base.areas)).astype(float)[present]
            children[present, band] = apportion(weights, int(totals[code][band]))
    return LaterCounts(children, totals, matched)


def _match(later: PostcodeAreas, base: PostcodeAreas) -> tuple[NDArray[np.intp], dict[str, str]]:
    """Return the base-year area of each later one, and the pairs whose postcodes differ."""
    place = {code: index for index, code in enumerate(base.codes)}
    home = np.full(len(later), -1, dtype=np.intp)
    matched: dict[str, str] = {}
    for index, code in enumerate(later.codes):
        found = place.get(code, -1)
        if found < 0 or base.home[found] != later.home[index]:
            near = np.flatnonzero(base.home == later.home[index])
            away = np.hypot(base.x[near] - later.x[index], base.y[near] - later.y[index])
            found = int(near[away.argmin()])
            matched[code] = base.codes[found]
        home[index] = found
    return home, matched
