"""Migration held at the registered counts: groups of ages spread over single ages, each group's count kept."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.counts import GroupCounts
from kopa_sim.demography.movers import Standard

Floats = NDArray[np.float64]

LEAST_PRIOR: Final[float] = 1e-6


def spread_counts(groups: GroupCounts, estimate: Floats, evenly: bool) -> Floats:
    """Return movers a year by age at its end, every registered group's yearly mean kept. (municipality, sex, age)

    Parameters
    ----------
    estimate
        Movers a year that give the shape within a group, and stand where nothing is registered.
        (municipality, sex, age)
    evenly
        Spread a group evenly over its ages and the sexes it counts instead; its ages are then those at the end of
        the year.
    """
    inside = _ages(groups, evenly)
    counted, covered = np.zeros_like(estimate), np.zeros_like(estimate)
    for group, place in enumerate(groups.municipality):
        ages = _sexes(groups, group) * inside[group]
        shape = ages if evenly else ages * estimate[place]
        counted[place] += _shared_out(groups.count[group] / groups.years[group], shape, ages)
        covered[place] += ages
    missing: Floats = estimate * np.maximum(1.0 - covered, 0.0)
    return counted + missing


def net_by_age(
    groups: GroupCounts, leaving: Standard, arriving: Standard, balance: Floats, evenly: bool
) -> Floats:
    """Return net movers a year by age at its end, every registered group's yearly mean kept. (municipality, sex, age)

    A net count of the ages 0–19 adds up families who come and youths who leave; spread by one shape it would take
    children who stay. Net levels of the kinds of movers are therefore estimated first, as those of gross moves are: a
    kind's level in the one direction minus that in the other, with mean nought and the variances of both (ridge
    regression). What they leave unexplained of a group goes by the standard shape.

    Parameters
    ----------
    leaving, arriving
        The country's standards.
    balance
        Net movers by age from other tables, for municipalities without a registered net count.
        (municipality, sex, age)
    evenly
        As for ``spread_counts``.
    """
    inside = _ages(groups, evenly)
    people = groups.exposure_group_sex_age / groups.years[:, None, None]
    yearly = groups.count / groups.years
    prior = sum(1.0 / np.maximum(standard.priors.municipal, LEAST_PRIOR) for standard in (leaving, arriving))
    net = balance.copy()
    for place in np.unique(groups.municipality):
        own = np.flatnonzero(groups.municipality == place)
        ages = np.stack([_sexes(groups, group) * inside[group] for group in own.tolist()])
        net[place] = 0.0
        if evenly:
            shapes, left = ages, yearly[own]
        else:
            shapes = ages * people[own] * leaving.shape
            by_kind = ages * people[own] * leaving.kinds[:, None]
            level = _net_levels(by_kind.sum(axis=(2, 3)).T, yearly[own], np.asarray(prior))
            explained = np.einsum("k,kgsa->gsa", level, by_kind)
            net[place] += explained.sum(axis=0)
            left = yearly[own] - explained.sum(axis=(1, 2))
        for count, shape, window in zip(left, shapes, ages, strict=True):
            net[place] += _shared_out(float(count), shape, window)
    return net


def _net_levels(expected_group_kind: Floats, net_group: Floats, variance_kind: Floats) -> Floats:
    """Return the likeliest net level of each kind; the noise of a count is that of those who come and go. (kind,)"""
    noise = np.maximum(2.0 * expected_group_kind.sum(axis=1), LEAST_PRIOR)
    weighted = expected_group_kind / noise[:, None]
    precision = weighted.T @ expected_group_kind + np.diag(1.0 / variance_kind)
    level: Floats = np.linalg.solve(precision, weighted.T @ net_group)
    return level


def _ages(groups: GroupCounts, evenly: bool) -> Floats:
    return groups.ages_at_event() if evenly else groups.ages_at_year_end()


def _sexes(groups: GroupCounts, group: int) -> Floats:
    """Return 1 for the sexes a group counts. (sex, 1)"""
    counted = groups.sex[group]
    return np.array([[float(counted in (-1, 0))], [float(counted in (-1, 1))]])


def _shared_out(count: float, shape: Floats, window: Floats) -> Floats:
    """Return a count in proportion to a shape, or to its window where the shape is empty."""
    whole = float(shape.sum())
    part = shape / whole if whole > 0.0 else window / window.sum()
    shared: Floats = count * part
    return shared
