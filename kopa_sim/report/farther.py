"""The areas whose way to school an option lengthens most, named."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.report.tables.access_areas import measured
from kopa_sim.report.texts import Texts
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

NAMED_AREAS: Final[int] = 10
LEAST_MINUTES: Final[float] = 0.5
"""What is less is no whole minute, and not worth a name."""

LEAST_PUPILS: Final[float] = 1.0
"""Mean pupils of an area that is named; where fewer live, most futures have none."""


@dataclass(frozen=True)
class FartherArea:
    """An area whose pupils travel longer under an option than under as_is, in the last costed year.

    Attributes
    ----------
    area
        Index of the area.
    pupils
        Pupils of grades 0–9, mean over the futures.
    minutes
        Minutes more one way, mean over the futures.
    """

    area: int
    pupils: float
    minutes: float


@dataclass(frozen=True)
class FartherOption:
    """The areas named for one option; each row is area, municipality, pupils and minutes more."""

    place: int
    title: str
    law: bool
    rows: tuple[tuple[str, str, str, str], ...]


def farther_areas(as_is: OptionResult, option: OptionResult) -> tuple[FartherArea, ...]:
    """Return the areas whose mean way grows most in the last costed year, at most ten, the worst first.

    The difference is taken within each future, then the mean over the futures in which the area has pupils.
    """
    own = measured(option)
    more = (own.mean("minutes") - measured(as_is).mean("minutes"))[:, -1]
    there = ~np.isnan(more)
    futures = there.sum(axis=0)
    mean = np.where(there, more, 0.0).sum(axis=0) / np.maximum(futures, 1)
    pupils = own.sums("pupils")[:, -1].mean(axis=0)
    named = np.flatnonzero((mean >= LEAST_MINUTES) & (pupils >= LEAST_PUPILS))
    worst = named[np.lexsort((-pupils[named], -mean[named]))][:NAMED_AREAS]
    return tuple(FartherArea(int(area), float(pupils[area]), float(mean[area])) for area in worst)


def farther_options(result: RunResult, texts: Texts) -> tuple[FartherOption, ...]:
    """Return the areas named for every option but as_is; none where the way was not measured by area."""
    if not result.measured_by_area:
        return ()
    return tuple(
        FartherOption(
            place,
            option.plan.title,
            option.plan.only_if_law_allowed,
            tuple(_row(result, area, texts) for area in farther_areas(result.as_is, option)),
        )
        for place, option in enumerate(result.options)
        if option is not result.as_is
    )


def _row(result: RunResult, found: FartherArea, texts: Texts) -> tuple[str, str, str, str]:
    region = result.scenario.region
    return (
        region.areas.names[found.area],
        region.municipalities.names[region.areas.municipality[found.area]],
        texts.number(found.pupils),
        texts.number(found.minutes, 0, signed=True),
    )
