"""Moving in and out, in the form the scenario asks for: as rates of those who leave, or as counts held constant.

The standard schedule gives the shape, each municipality's counts the levels of its families, of those leaving home,
of young adults and of older people, shrunk toward the region and the country. Where a table is missing a default
stands in that leaves the population as large as it was: as many move in as out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counted_migration import net_by_age, spread_counts
from kopa_sim.demography.counts import event_groups
from kopa_sim.demography.destinations import pair_moves, settle_by_age
from kopa_sim.demography.movers import counted_moves, crude_rates, moving_rates, standard_of
from kopa_sim.demography.moves import LARGEST_LEAVING_SHARE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Migration:
    """Moves of a year. All (municipality, sex, age) but the destinations.

    ``out_migration`` and ``emigration`` are shares of those there before the moves; ``in_migration`` (from the
    country outside the region; of any origin where moves are given as counts), ``immigration`` and ``leaving_count``
    are persons a year; ``destination_share`` is (origin, destination, sex, age).
    """

    out_migration: Floats
    destination_share: Floats
    emigration: Floats
    in_migration: Floats
    immigration: Floats
    leaving_count: Floats


@dataclass(frozen=True)
class _Movers:
    """Persons a year from and to anywhere, by their age at the end of the year. (municipality, sex, age)"""

    leaving: Floats
    arriving: Floats
    emigrating: Floats
    immigrating: Floats

    def before_moves(self, residents: Floats) -> Floats:
        """Return the people who were there before a year's moves, given those who are there after them."""
        arrived: Floats = self.arriving + self.immigrating
        gone: Floats = self.leaving + self.emigrating
        return np.maximum(residents - arrived, 0.0) + gone


def estimate_migration(data: DemographicData, parameters: Parameters) -> Migration:
    """Return all moves of a year, estimated from the events and moves tables.

    ``demography.migration_form`` says in which form: "gross_rates", "gross_counts" or "net_counts".
    """
    form = parameters.text("demography.migration_form")
    evenly = parameters.text("demography.migration_age_spread") == "evenly"
    movers = _estimated(data, parameters)
    if form == "gross_rates":
        return _as_rates(data, movers)
    counted = _as_counted(data, movers, evenly)
    gone: Floats = counted.leaving + counted.emigrating
    if form == "gross_counts":
        return _as_counts(counted.arriving, counted.immigrating, gone)
    net = _net(data, parameters, counted.arriving + counted.immigrating - gone, evenly)
    return _as_counts(np.maximum(net, 0.0), np.zeros_like(net), np.maximum(-net, 0.0))


def _estimated(data: DemographicData, parameters: Parameters) -> _Movers:
    """Return movers by single age, shrunk toward the region and the country.

    In-movers of a group of ages are spread over its single ages as the residents are: a village of old people draws
    fewer families than a young suburb with as many in-movers aged 40–59.
    """
    residents = data.population_municipality_sex_age
    default_rate = {
        "out_migration": parameters.number("demography.default_out_migration_rate_share"),
        "emigration": parameters.number("demography.default_emigration_rate_share"),
    }

    def persons(event: str, balance: Floats | None = None) -> Floats:
        groups, standard = counted_moves(data, event), standard_of(event, parameters)
        if len(groups):
            rates = moving_rates(groups, standard, len(residents))
        elif balance is not None:
            return balance
        else:
            rates = crude_rates(default_rate[event], standard, residents)
        if event in default_rate:
            rates = np.minimum(rates, LARGEST_LEAVING_SHARE)
        moved: Floats = rates * residents
        return moved

    leaving, emigrating = persons("out_migration"), persons("emigration")
    return _Movers(leaving, persons("in_migration", leaving), emigrating, persons("immigration", emigrating))


def _as_rates(data: DemographicData, movers: _Movers) -> Migration:
    """Return shares of those who leave, and counts of those who come from outside the region.

    The tables count movers against residents after the moves; a year's step takes those who leave from the people
    before them. The shares are of the latter, so that a year gives the counts of the tables where one age loses or
    gains many.
    """
    before = movers.before_moves(data.population_municipality_sex_age)
    destination_share, from_country = _settled(data, movers)
    return Migration(
        out_migration=_share(movers.leaving, before),
        destination_share=destination_share,
        emigration=_share(movers.emigrating, before),
        in_migration=from_country,
        immigration=movers.immigrating,
        leaving_count=np.zeros_like(before),
    )


def _share(leaving: Floats, before: Floats) -> Floats:
    share = np.divide(leaving, before, out=np.zeros_like(leaving), where=before > 0)
    return np.minimum(share, LARGEST_LEAVING_SHARE)


def _settled(data: DemographicData, movers: _Movers) -> tuple[Floats, Floats]:
    """Return destination shares by age and in-movers from the rest of the country.

    Without a moves table everyone who moves leaves the region, and everyone who arrives comes from outside it.
    """
    if data.moves is None:
        return np.zeros((len(movers.leaving), *movers.leaving.shape)), movers.arriving
    pairs = pair_moves(data.moves, movers.leaving.sum(axis=(1, 2)))
    return settle_by_age(pairs, movers.leaving, movers.arriving)


def _as_counted(data: DemographicData, movers: _Movers, evenly: bool) -> _Movers:
    """Return the movers with every registered group at its own count, nothing shrunk."""
    return _Movers(
        spread_counts(counted_moves(data, "out_migration"), movers.leaving, evenly),
        spread_counts(counted_moves(data, "in_migration"), movers.arriving, evenly),
        spread_counts(counted_moves(data, "emigration"), movers.emigrating, evenly),
        spread_counts(counted_moves(data, "immigration"), movers.immigrating, evenly),
    )


def _net(data: DemographicData, parameters: Parameters, balance: Floats, evenly: bool) -> Floats:
    """Return net movers of a year: those registered as such, else those who came minus those who left."""
    groups = event_groups(data, "net_migration")
    if len(groups) == 0:
        return balance
    leaving, arriving = (standard_of(event, parameters) for event in ("out_migration", "in_migration"))
    return net_by_age(groups, leaving, arriving, balance, evenly)


def _as_counts(arriving: Floats, immigrating: Floats, gone: Floats) -> Migration:
    none = np.zeros_like(gone)
    destinations = np.zeros((len(gone), *gone.shape))
    return Migration(none, destinations, none, arriving, immigrating, gone)
