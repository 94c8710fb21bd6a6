"""Moves by the age at the moment when the convention counts them, from moves by age at the end of the year."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.migration import Migration

Floats = NDArray[np.float64]


def by_age_when_counted(migration: Migration, start_part: float) -> Migration:
    """Return estimated moves so that movers have the same mean age at the end of the year under every timing.

    The tables say how old movers are on 31 December. Who is counted at the start of the year is one year younger
    then: with a part p of the moves at the start, rates are (1 − p) · those of an age + p · those of the next one.

    Parameters
    ----------
    migration
        By age at the end of the year.
    start_part
        Part of a year's moves that is counted at its start.
    """
    if start_part == 0.0:
        return migration
    share = migration.destination_share
    out_migration = _rates(migration.out_migration, start_part)
    to_region = _rates(migration.out_migration[:, None] * share, start_part)
    leaving = np.broadcast_to(out_migration[:, None], share.shape)
    return replace(
        migration,
        out_migration=out_migration,
        destination_share=np.divide(to_region, leaving, out=np.zeros_like(share), where=leaving > 0),
        emigration=_rates(migration.emigration, start_part),
        in_migration=_counts(migration.in_migration, start_part),
        immigration=_counts(migration.immigration, start_part),
        leaving_count=_counts(migration.leaving_count, start_part),
    )


def _rates(by_age: Floats, start_part: float) -> Floats:
    """Return rates by age when counted; in the open age they are as they were. (…, age)"""
    younger = np.concatenate([by_age[..., 1:], by_age[..., -1:]], axis=-1)
    rates: Floats = (1.0 - start_part) * by_age + start_part * younger
    return rates


def _counts(by_age: Floats, start_part: float) -> Floats:
    """Return persons by age when counted, as many as before. (…, age)

    The newborn cannot be younger, and of the open age half are counted in the age before it.
    """
    younger = np.concatenate([by_age[..., 1:], 0.5 * by_age[..., -1:]], axis=-1)
    younger[..., -2] = 0.5 * by_age[..., -1]
    younger[..., 0] += by_age[..., 0]
    counts: Floats = (1.0 - start_part) * by_age + start_part * younger
    return counts
