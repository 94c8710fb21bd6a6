"""Moving rates by single age from counts by group of ages: kinds of movers with levels of their own."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts, event_groups, move_groups
from kopa_sim.demography.levels import KindPriors, group_corrections, levels_by_kind
from kopa_sim.demography.schedules import KINDS_OF_MOVERS, movers_by_kind
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData

Floats = NDArray[np.float64]

DOMESTIC = {"out_migration": "out", "in_migration": "in"}
"""Moves within the country, told apart by kind, and how their entries begin in the tables of weights."""


@dataclass(frozen=True)
class Standard:
    """What the country expects of one kind of event, and how strongly it is leant on.

    Attributes
    ----------
    kinds
        Moves per person and year. (kind, sex, age)
    priors
        Weights of the levels of the region and of the country, in moves.
    prior_age_group
        Weight of the rates by kind against a municipality's own count of a group of ages, in moves.
    """

    kinds: Floats
    priors: KindPriors
    prior_age_group: float

    @property
    def shape(self) -> Floats:
        """Moves per person and year, all kinds together. (sex, age)"""
        total: Floats = self.kinds.sum(axis=0)
        return total


def standard_of(event: str, parameters: Parameters) -> Standard:
    """Return the country's standard of moves in or out, or across the border.

    Moves within the country have four kinds; moves across the border are counted for all ages together and few, so
    they are one kind.
    """
    kinds = movers_by_kind(parameters.table("demography.migration_schedule"))
    level = parameters.table("demography.migration_national_level")
    own = parameters.table("demography.migration_prior_moves")
    regional = parameters.table("demography.migration_regional_prior_moves")
    if event in DOMESTIC:
        keys = [f"{DOMESTIC[event]}_{kind}" for kind in KINDS_OF_MOVERS]
        kinds = kinds * np.array([level[kind] for kind in KINDS_OF_MOVERS])[:, None, None]
    else:
        keys = [event]
        kinds = kinds.sum(axis=0, keepdims=True) * level[event]
    priors = KindPriors(np.array([own[key] for key in keys]), np.array([regional[key] for key in keys]))
    return Standard(kinds, priors, own["age_group"])


def counted_moves(data: DemographicData, event: str) -> GroupCounts:
    """Return the registered counts; the moves table stands in for domestic moves that the events leave out."""
    groups = event_groups(data, event)
    if len(groups) == 0 and event in DOMESTIC:
        return move_groups(data, leaving=event == "out_migration")
    return groups


def moving_rates(groups: GroupCounts, standard: Standard, n_municipalities: int) -> Floats:
    """Return moves a year per resident of the end of the year. (municipality, sex, age)"""
    weighted = groups.exposure_group_sex_age * groups.ages_at_year_end()[:, None, :]
    expected_group_kind = np.stack([(weighted * kind).sum(axis=(1, 2)) for kind in standard.kinds], axis=1)
    level = levels_by_kind(groups, expected_group_kind, n_municipalities, standard.priors)
    rate = np.zeros((n_municipalities, *standard.shape.shape))
    for index, kind in enumerate(standard.kinds):
        rate += level[:, index, None, None] * kind
    expected_group = (weighted * rate[groups.municipality]).sum(axis=(1, 2))
    return rate * group_corrections(groups, expected_group, n_municipalities, standard.prior_age_group)


def crude_rates(crude_rate: float, standard: Standard, residents: Floats) -> Floats:
    """Return rates of the standard shape under which a given share of all residents moves."""
    expected = (residents * standard.shape).sum(axis=(1, 2))
    everyone = residents.sum(axis=(1, 2))
    level = np.divide(crude_rate * everyone, expected, out=np.zeros_like(expected), where=expected > 0)
    rate: Floats = level[:, None, None] * standard.shape
    return rate
