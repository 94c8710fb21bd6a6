"""How high a municipality's rates stand against a standard, when it has few events of its own.

Counts are Poisson around the standard times a level; levels are gamma-distributed around the region's pooled
level, with a prior worth a given number of events. The estimate is (events + prior) / (expected + prior), the
Poisson–gamma empirical Bayes estimate (Clayton and Kaldor 1987): a large municipality keeps its own level, a small
one takes the region's.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS: Final[int] = 300
"""Rounds of the EM algorithm; the levels settle within a few dozen."""


def shrunken_levels(
    events_municipality: Floats, expected_municipality: Floats, prior_events: float
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

    Returns
    -------
    Floats
        One where the whole region has no events to learn from.
    """
    # one by one: a municipality without events adds exact zeros and changes no bit
    total, expected = 0.0, 0.0
    for events, by_standard in zip(events_municipality, expected_municipality, strict=True):
        total, expected = total + float(events), expected + float(by_standard)
    if expected <= 0.0:
        return np.ones_like(events_municipality)
    regional = total / expected
    if not np.isfinite(prior_events) or regional == 0.0:
        return np.full_like(events_municipality, regional)
    weight = expected_municipality * regional + prior_events
    own = np.divide(events_municipality + prior_events, weight, out=np.ones_like(weight), where=weight > 0)
    return regional * own


def levels_by_kind(
    groups: GroupCounts, expected_group_kind: Floats, n_municipalities: int, prior_events_kind: Floats
) -> Floats:
    """Return a level for every kind of mover from counts by group of ages. (municipality, kind)

    Groups mix kinds (the ages 0–19 hold children of moving families and youths who leave home); the EM algorithm for
    Poisson sums shares the counts out (Lange and Carson 1984), with the region's levels as gamma prior.

    Parameters
    ----------
    expected_group_kind
        Events of each kind that the standard expects in each group. (group, kind)
    prior_events_kind
        Weight of the region's level of each kind, in events. (kind,)
    """
    n_kinds = expected_group_kind.shape[1]
    one_place = np.zeros(len(groups), dtype=np.intp)
    start = np.ones((1, n_kinds))
    regional = _share_out(groups.count, expected_group_kind, one_place, start, start, np.zeros(n_kinds))
    prior = np.repeat(regional, n_municipalities, axis=0)
    return _share_out(groups.count, expected_group_kind, groups.municipality, prior, prior, prior_events_kind)


def _share_out(
    count: Floats, expected: Floats, place: Ints, start: Floats, prior: Floats, prior_events: Floats
) -> Floats:
    """Run the EM algorithm from ``start``. (place, kind)"""
    level = start.copy()
    total = _sum_by_place(expected, place, len(start))
    pull = np.divide(prior_events, prior, out=np.zeros_like(prior), where=prior > 0)
    scale = total + pull
    for _ in range(ROUNDS):
        parts = level[place] * expected
        whole = parts.sum(axis=1)
        share = np.divide(count, whole, out=np.zeros_like(whole), where=whole > 0)
        credited = _sum_by_place(parts * share[:, None], place, len(start))
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
