"""Moving in and out: rates and counts by single age from counts by group of ages.

The standard schedule gives the shape, each municipality's counts the levels of its families, of those leaving home,
of young adults and of older people, shrunk toward the region. Where a table is missing a default stands in that
leaves the population as large as it was: as many move in as out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts, event_groups, move_groups
from kopa_sim.demography.destinations import pair_moves, settle_by_age
from kopa_sim.demography.levels import group_corrections, levels_by_kind
from kopa_sim.demography.schedules import KINDS_OF_MOVERS, movers_by_kind
from kopa_sim.demography.step import LARGEST_LEAVING_SHARE
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Migration:
    """Moves of a year. All (municipality, sex, age) but the destinations.

    ``out_migration`` and ``emigration`` are shares of residents; ``in_migration`` (from the country outside the
    region) and ``immigration`` are persons a year; ``destination_share`` is (origin, destination, sex, age).
    """

    out_migration: Floats
    destination_share: Floats
    emigration: Floats
    in_migration: Floats
    immigration: Floats


@dataclass(frozen=True)
class _Standard:
    """What the rates are shaped by: the kinds of movers, and the residents of the base year."""

    kinds: Floats
    residents: Floats
    prior_kind: Floats
    prior_age_group: float


def estimate_migration(data: DemographicData, parameters: Parameters) -> Migration:
    """Return all moves of a year, estimated from the events and moves tables.

    In-movers of a group of ages are spread over its single ages as the residents are: a village of old people draws
    fewer families than a young suburb with as many in-movers aged 40–59.
    """
    residents = data.population_municipality_sex_age
    kinds = movers_by_kind(parameters.table("demography.migration_schedule"))
    prior = parameters.table("demography.migration_prior_moves")
    by_kind = np.array([prior[kind] for kind in KINDS_OF_MOVERS])
    standard = _Standard(kinds, residents, by_kind, prior["age_group"])

    crude = parameters.number("demography.default_out_migration_rate_share")
    counted = _counted(data, "out_migration")
    out_migration = _moving_rates(counted, standard) if len(counted) else _crude_rates(crude, standard)
    out_migration = np.minimum(out_migration, LARGEST_LEAVING_SHARE)
    leaving: Floats = out_migration * residents
    counted = _counted(data, "in_migration")
    arriving = _moving_rates(counted, standard) * residents if len(counted) else leaving
    destination_share, from_country = _settled(data, leaving, arriving)

    crude = parameters.number("demography.default_emigration_rate_share")
    counted = _counted(data, "emigration")
    emigration = _moving_rates(counted, standard) if len(counted) else _crude_rates(crude, standard)
    emigration = np.minimum(emigration, LARGEST_LEAVING_SHARE)
    counted = _counted(data, "immigration")
    coming = _moving_rates(counted, standard) if len(counted) else emigration
    return Migration(out_migration, destination_share, emigration, from_country, coming * residents)


def _counted(data: DemographicData, event: str) -> GroupCounts:
    """Return the registered counts; the moves table stands in for domestic moves that the events leave out."""
    groups = event_groups(data, event)
    if len(groups) == 0 and event in ("out_migration", "in_migration"):
        return move_groups(data, leaving=event == "out_migration")
    return groups


def _moving_rates(groups: GroupCounts, standard: _Standard) -> Floats:
    """Return yearly rates under which the counted events come out. (municipality, sex, age)"""
    n_municipalities = len(standard.residents)
    weighted = groups.exposure_group_sex_age * groups.ages_at_year_end()[:, None, :]
    expected_group_kind = np.stack([(weighted * kind).sum(axis=(1, 2)) for kind in standard.kinds], axis=1)
    level = levels_by_kind(groups, expected_group_kind, n_municipalities, standard.prior_kind)
    rate = np.zeros(standard.residents.shape)
    for index, kind in enumerate(standard.kinds):
        rate += level[:, index, None, None] * kind
    expected_group = (weighted * rate[groups.municipality]).sum(axis=(1, 2))
    return rate * group_corrections(groups, expected_group, n_municipalities, standard.prior_age_group)


def _crude_rates(crude_rate: float, standard: _Standard) -> Floats:
    """Return rates of the standard shape under which a given share of all residents moves."""
    shape = standard.kinds.sum(axis=0)
    expected = (standard.residents * shape).sum(axis=(1, 2))
    residents = standard.residents.sum(axis=(1, 2))
    level = np.divide(crude_rate * residents, expected, out=np.zeros_like(expected), where=expected > 0)
    rate: Floats = level[:, None, None] * shape
    return rate


def _settled(data: DemographicData, leaving: Floats, arriving: Floats) -> tuple[Floats, Floats]:
    """Return destination shares by age and in-movers from the rest of the country.

    Without a moves table everyone who moves leaves the region, and everyone who arrives comes from outside it.
    """
    if data.moves is None:
        return np.zeros((len(leaving), *leaving.shape)), arriving
    return settle_by_age(pair_moves(data.moves, leaving.sum(axis=(1, 2))), leaving, arriving)
