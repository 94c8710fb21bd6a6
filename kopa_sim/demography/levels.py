"""How high a municipality's rates stand against a standard, when it has few events of its own.

Counts are Poisson around the standard times a level; a municipality's level is gamma-distributed around its region's,
the region's around the country's, which is the standard itself. The estimate is in two steps: the region's level from
its municipalities, each weighing as much as it can tell of the region, and then (events + prior) / (expected + prior)
of the region's level, the Poisson–gamma empirical Bayes estimate (Clayton and Kaldor 1987; the two steps are the
hierarchical credibility of Jewell 1975). A large municipality keeps its own level, a small one takes the region's.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS: Final[int] = 300
"""Rounds of the EM algorithm; the levels settle within a few dozen."""


@dataclass(frozen=True)
class KindPriors:
    """Weight of the region's level for a municipality, and of the standard for the region, in events. (kind,)"""

    municipal: Floats
    regional: Floats


def shrunken_levels(
    events_municipality: Floats,
    expected_municipality: Floats,
    prior_events: float,
    regional_prior_events: float = 0.0,
) -> Floats:
    """Return each municipality's level against the standard. (municipality,)

    Parameters
    ----------
    events_municipality
        Registered events. (municipality,)
    expected_municipality
        Events expected by the standard; zero where nothing was registered. (municipality,)
    prior_events
        Weight of the region's level, in events; infinite for the region's level throughout.
    regional_prior_events
        Weight of the standard for the region's level, in events.

    Returns
    -------
    Floats
        One where the whole region has no events to learn from.
    """
    regional = regional_level(events_municipality, expected_municipality, prior_events, regional_prior_events)
    return leaning_levels(events_municipality, expected_municipality * regional, regional, prior_events)


def leaning_levels(
    events_municipality: Floats, expected_at_regional: Floats, regional: float, prior_events: float
) -> Floats:
    """Return levels between each municipality's own and a given one of the region. (municipality,)

    Parameters
    ----------
    expected_at_regional
        Events expected if the municipality were as its region. (municipality,)
    """
    if not np.isfinite(prior_events) or regional == 0.0:
        return np.full_like(events_municipality, regional)
    weight = expected_at_regional + prior_events
    own = np.divide(events_municipality + prior_events, weight, out=np.ones_like(weight), where=weight > 0)
    return regional * own


def regional_level(
    events_municipality: Floats,
    expected_municipality: Floats,
    prior_events: float,
    regional_prior_events: float,
) -> float:
    """Return the region's level against the standard.

    A municipality of E expected events tells of its region as E · prior / (E + prior) events do: its own level may
    differ, so a city's thousands of births do not speak for the villages around it.
    """
    pooled = _pooled(events_municipality, expected_municipality, np.ones_like(expected_municipality), 0.0)
    telling = telling_shares(expected_municipality * pooled, prior_events)
    return _pooled(events_municipality, expected_municipality, telling, regional_prior_events)


def telling_shares(expected: Floats, prior_events: float) -> Floats:
    """Return what part of each municipality's events tells of its region; one without a prior. (municipality,)"""
    if prior_events == 0.0 or not np.isfinite(prior_events):
        return np.ones_like(expected)
    return prior_events / (expected + prior_events)


def _pooled(events: Floats, expected: Floats, telling: Floats, prior: float) -> float:
    """Return (events + prior) / (expected + prior), one where there is nothing to learn from."""
    # one by one: a municipality without events adds exact zeros and changes no bit
    top, bottom = 0.0, 0.0
    for counted, by_standard, share in zip(events, expected, telling, strict=True):
        top, bottom = top + float(counted * share), bottom + float(by_standard * share)
    return (top + prior) / (bottom + prior) if bottom + prior > 0.0 else 1.0


def levels_by_kind(
    groups: GroupCounts, expected_group_kind: Floats, n_municipalities: int, priors: KindPriors
) -> Floats:
    """Return a level for every kind of mover from counts by group of ages. (municipality, kind)

    Groups mix kinds (the ages 0–19 hold children of moving families and youths who leave home); the EM algorithm for
    Poisson sums shares the counts out (Lange and Carson 1984), with the region's levels as gamma prior, and the
    standard as that of the region.

    Parameters
    ----------
    expected_group_kind
        Events of each kind that the standard expects in each group. (group, kind)
    """
    n_kinds = expected_group_kind.shape[1]
    one_place = np.zeros(len(groups), dtype=np.intp)
    standard, no_prior = np.ones((1, n_kinds)), np.zeros(n_kinds)
    whole = np.ones_like(expected_group_kind)
    pooled = _share_out(groups.count, expected_group_kind, one_place, whole, standard, standard, no_prior)
    by_place = _sum_by_place(expected_group_kind * pooled, groups.municipality, n_municipalities)
    telling = np.stack(
        [telling_shares(by_place[:, k], prior) for k, prior in enumerate(priors.municipal)], axis=1
    )[groups.municipality]
    regional = _share_out(
        groups.count, expected_group_kind, one_place, telling, standard, standard, priors.regional
    )
    prior = np.repeat(regional, n_municipalities, axis=0)
    return _share_out(
        groups.count, expected_group_kind, groups.municipality, whole, prior, prior, priors.municipal
    )


def _share_out(
    count: Floats,
    expected: Floats,
    place: Ints,
    telling: Floats,
    start: Floats,
    prior: Floats,
    prior_events: Floats,
) -> Floats:
    """Run the EM algorithm from ``start``, each group and kind counted with its weight ``telling``. (place, kind)"""
    level = start.copy()
    pull = np.divide(prior_events, prior, out=np.zeros_like(prior), where=prior > 0)
    scale = _sum_by_place(expected * telling, place, len(start)) + pull
    for _ in range(ROUNDS):
        parts = level[place] * expected
        whole = parts.sum(axis=1)
        share = np.divide(count, whole, out=np.zeros_like(whole), where=whole > 0)
        credited = _sum_by_place(parts * telling * share[:, None], place, len(start))
        top = credited + np.where(prior > 0, prior_events, 0.0)
        level = np.divide(top, scale, out=start.copy(), where=scale > 0)
    return level


def _sum_by_place(values: Floats, place: Ints, size: int) -> Floats:
    """Return sums of rows by place, in the order of the rows. (place, kind)"""
    return np.stack(
        [np.bincount(place, weights=column, minlength=size) for column in values.T], axis=1
    ).astype(np.float64)


def group_corrections(
    groups: GroupCounts, expected_group: Floats, n_municipalities: int, prior_events: float
) -> Floats:
    """Return what is left to multiply rates by so that each group's count comes out. (municipality, sex, age)

    Ages at the end of the year that fall into two groups take their mean; ages in no group keep 1.
    """
    whole = expected_group + prior_events
    factor = np.divide(groups.count + prior_events, whole, out=np.ones_like(whole), where=whole > 0)
    weight_group_age = groups.ages_at_year_end()
    top, bottom = (np.zeros((n_municipalities, 2, weight_group_age.shape[1])) for _ in range(2))
    for group, municipality in enumerate(groups.municipality):
        sexes = slice(None) if groups.sex[group] < 0 else slice(groups.sex[group], groups.sex[group] + 1)
        top[municipality, sexes] += weight_group_age[group] * factor[group]
        bottom[municipality, sexes] += weight_group_age[group]
    return np.divide(top, bottom, out=np.ones_like(top), where=bottom > 0)
