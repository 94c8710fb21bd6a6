"""Every measure of access.csv, by home municipality and grade band, in every future."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access.theil import MinuteSums, theil_parts
from kopa_sim.access.year_journeys import (
    BASIC_BANDS,
    SUMS,
    YearJourneys,
    prepare_year,
)
from kopa_sim.model.entitlement import entitlement
from kopa_sim.model.journeys import Access, Catchments, Journeys, PupilFlows
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.model.travel_law import TravelLaw

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

P90: Final[float] = 0.9
BIN_MIN: Final[float] = 5.0
LAST_BIN_MIN: Final[float] = 120.0

SHARES: Final[tuple[str, ...]] = ("over_3km", "over_5km", "transported", "near_limit", "over_limit")


def ready_journeys(
    region: Region,
    journeys: Journeys,
    plan: Plan,
    catchments: Catchments,
    parameters: Parameters,
    carried_minutes_by_year: Sequence[Floats] | None = None,
) -> tuple[YearJourneys, ...]:
    """Return an option's catchments made ready for measuring, year by year.

    Depends on no draw, so it is done once for an option; equal years share one object.

    Parameters
    ----------
    carried_minutes_by_year
        Minutes of those for whom a vehicle is driven, where routes are known; NaN where they are not. For each year
        of the catchments (point, school)
    """
    law = TravelLaw.of(parameters)
    carried: Sequence[Floats | None] = carried_minutes_by_year or [None] * len(catchments.years)
    prepared: dict[tuple[int, bytes, bytes | None, int], YearJourneys] = {}
    ready = []
    for year, arcs, minutes in zip(catchments.years, catchments.by_year, carried, strict=True):
        at = plan.years.index(year)
        limit, danger = plan.transport_limit_km_year_municipality_grade[at], plan.danger_entitles(at)
        key = (id(arcs), limit.tobytes(), None if danger is None else danger.tobytes(), id(minutes))
        if key not in prepared:
            entitled = entitlement(region, journeys, arcs, limit, law, danger)
            prepared[key] = prepare_year(region, journeys, arcs, entitled, law, minutes)
        ready.append(prepared[key])
    return tuple(ready)


def measure_access(ready: Sequence[YearJourneys], flows: PupilFlows) -> Access:
    """Return how far pupils travel, who is near or over the legal limit, and how unequal it is.

    Minutes are one way, in the morning; a day has two ways, and the one home may wait longer. Every measure is over
    pupils: a percentile is the shortest journey that the stated share of pupils does not exceed.
    ``transported_share`` counts those whose journey is paid: by the municipality in grades 0–9 (the lodged among
    them), by Kela in upper secondary. ``near_limit_share`` and ``over_limit_share`` compare the day, both ways with
    waiting, with the daily ceiling of the Basic Education Act (628/1998) section 32; upper secondary education has
    none. In a municipality's row ``theil_within`` is its own Theil index and ``theil_between`` is zero; in the
    region's row the two sum to the region's index. ``gini_min`` is the Gini coefficient of the row's own pupils.

    Parameters
    ----------
    ready
        The catchments of the flows from ``ready_journeys``, year by year.
    """
    sums, p90, gini, longest = [], [], [], []
    pupils_draw_bin = np.zeros((flows.draws, 0))
    for index, (year, pupils) in enumerate(zip(ready, flows.pupils_by_year, strict=True)):
        pupils_row_draw = year.rows(pupils)
        sums.append(year.sums(pupils))
        percentile, unequal = year.spread(pupils_row_draw, P90)
        p90.append(percentile)
        gini.append(unequal)
        longest.append(year.longest(pupils))
        if index == len(flows.years) - 1:
            pupils_draw_bin = _pupils_by_minutes(year, pupils_row_draw)
    summed = np.stack(sums, axis=1)
    over_limit = summed[..., BASIC_BANDS, SUMS.index("over_limit")].sum(axis=3)
    values = _means_and_shares(summed)
    values |= {"p90_min": np.stack(p90, axis=1), "max_min": np.stack(longest, axis=1)}
    values["gini_min"] = np.stack(gini, axis=1)
    return Access(
        years=flows.years,
        values=values,
        over_ceiling_draw_year_municipality=over_limit,
        minutes_bin_edges=minutes_bin_edges(),
        pupils_draw_bin=pupils_draw_bin,
    )


def minutes_bin_edges() -> Floats:
    """Return the edges of the histogram of one-way minutes; the last bin holds all longer journeys too."""
    return np.arange(0.0, LAST_BIN_MIN + BIN_MIN, BIN_MIN)


def _pupils_by_minutes(year: YearJourneys, pupils_row_draw: Floats) -> Floats:
    """Return pupils of grades 0–9 by bin of minutes. (draw, bin)"""
    n_bins = len(minutes_bin_edges()) - 1
    of_row = np.minimum((year.minutes_row / BIN_MIN).astype(np.intp), n_bins - 1)
    counts = np.zeros((n_bins, pupils_row_draw.shape[1]))
    np.add.at(counts, of_row[year.basic_row], pupils_row_draw[year.basic_row])
    return counts.T


def _means_and_shares(summed: Floats) -> dict[str, Floats]:
    """Return the measures that follow from sums over pupils.

    Parameters
    ----------
    summed
        Every sum. (draw, year, municipality, band, sum)
    """
    basic = summed[..., BASIC_BANDS, :].sum(axis=3, keepdims=True)
    by_municipality = np.concatenate([summed, basic], axis=3)
    everyone = np.concatenate([by_municipality, by_municipality.sum(axis=2, keepdims=True)], axis=2)
    total = {name: everyone[..., place] for place, name in enumerate(SUMS)}
    pupils = total["pupils"]
    nobody = pupils <= 0
    divisor = np.where(nobody, 1.0, pupils)
    values = {"mean_min": total["minutes"] / divisor}
    values |= {f"{name}_share": np.clip(total[name] / divisor, 0.0, 1.0) for name in SHARES}
    values["theil_between"], values["theil_within"] = _inequality(by_municipality)
    return {name: np.where(nobody, np.nan, value) for name, value in values.items()}


def _inequality(by_municipality: Floats) -> tuple[Floats, Floats]:
    """Return inequality between and within, the region last. Both (draw, year, municipality + 1, band + 1)"""
    minutes = MinuteSums(
        *(by_municipality[..., SUMS.index(name)] for name in ("pupils", "minutes", "minutes_log"))
    )
    between, within = theil_parts(minutes)
    own = minutes.theil
    return (
        np.concatenate([np.zeros_like(own), between[:, :, None]], axis=2),
        np.concatenate([own, within[:, :, None]], axis=2),
    )
