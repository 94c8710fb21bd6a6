"""How fertility and migration may drift: correlated random walks, national and municipal.

The logarithm of a factor is the sum of a walk that the whole country shares and one of each municipality. Half
the variance reached is subtracted, so a factor's expected value is the level itself in every year. Every year's
steps are keyed by the year: a longer horizon changes nothing before it.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.rates import YearFactors
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]

YEARS: Final[int] = 128
"""Years told apart by their chance; a year's place is the year modulo this number."""


def level_factors(parameters: Parameters, n_municipalities: int) -> YearFactors:
    """Return the factors of a year without drift: the levels the planner set. (draw, municipality)"""

    def level(name: str) -> Floats:
        return np.repeat(parameters.draws(f"demography.{name}")[:, None], n_municipalities, axis=1)

    return YearFactors(
        fertility=level("fertility_level"),
        out_migration=level("out_migration_level"),
        in_migration=level("in_migration_level"),
        immigration=level("immigration_level"),
        mortality=np.ones((parameters.n_draws, n_municipalities)),
    )


def unit_factors(n_municipalities: int) -> YearFactors:
    """Return factors of one, for a single draw: the rates as they are. (1, municipality)"""
    one = np.ones((1, n_municipalities))
    return YearFactors(one, one, one, one, one)


def random_walk(
    name: str,
    codes: tuple[str, ...],
    years: tuple[int, ...],
    national_sd: float,
    municipal_sd: float,
    streams: Streams,
    block: DrawBlock,
) -> Floats:
    """Return mean-one factors of one kind of event. (draw, year, municipality)

    Parameters
    ----------
    name
        Stream of the event, such as "fertility".
    years
        Consecutive years of the drift, the first one year after launch.
    national_sd, municipal_sd
        Standard deviation of a year's step of the logarithm.
    """
    place = np.array(years, dtype=np.intp) % YEARS
    national = streams.normals(f"{name}_national", "nation", block, (YEARS,))[:, place, None]
    municipal = np.zeros((block.size, len(years), len(codes)))
    for index, code in enumerate(codes):
        municipal[:, :, index] = streams.normals(f"{name}_municipal", code, block, (YEARS,))[:, place]
    walk = np.cumsum(national_sd * national + municipal_sd * municipal, axis=1)
    variance = (national_sd**2 + municipal_sd**2) * np.arange(1, len(years) + 1)
    factor: Floats = np.exp(walk - 0.5 * variance[:, None])
    return factor


def sampled_factors(
    codes: tuple[str, ...],
    years: tuple[int, ...],
    parameters: Parameters,
    streams: Streams,
    block: DrawBlock,
) -> tuple[YearFactors, ...]:
    """Return each year's factors: the levels times their random walks."""

    def walk(name: str, national: str, municipal: str | None) -> Floats:
        local = parameters.number(f"demography.{municipal}") if municipal else 0.0
        spread = parameters.number(f"demography.{national}")
        return random_walk(name, codes, years, spread, local, streams, block)

    level = level_factors(parameters, len(codes))
    migration = ("migration_national_sd_share", "migration_municipal_sd_share")
    fertility = walk("fertility", "fertility_national_sd_share", "fertility_municipal_sd_share")
    out_migration = walk("out_migration_rate", *migration)
    in_migration = walk("in_migration_count", *migration)
    immigration = walk("immigration_count", "immigration_national_sd_share", None)
    return tuple(
        YearFactors(
            level.fertility * fertility[:, index],
            level.out_migration * out_migration[:, index],
            level.in_migration * in_migration[:, index],
            level.immigration * immigration[:, index],
            level.mortality,
        )
        for index in range(len(years))
    )
