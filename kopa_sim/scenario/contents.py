"""A validated scenario: everything a run needs, and where each value came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.people import DemographicData
from kopa_sim.model.region import Region
from kopa_sim.model.roads import RoadNetwork
from kopa_sim.scenario.measures.base import Measure

Floats = NDArray[np.float64]

AS_IS = "as_is"
"""Id of the option that carries the present network forward."""


@dataclass(frozen=True)
class Distribution:
    """How an uncertain parameter is spread.

    ``kind`` is normal (mean, sd), uniform (low, high), triangular (low, mode, high) or lognormal (median,
    sigma); the numbers stand in ``arguments``.
    """

    kind: str
    arguments: Mapping[str, float]


@dataclass(frozen=True)
class OptionSpec:
    """One option as the planner wrote it: its measures act in order on those of the option it extends."""

    id: str
    title: str
    extends: str | None
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class TravelTimes:
    """Given journeys between areas and schools. Both (area, school).

    NaN where the table has no row, infinite where it says that there is no path.
    """

    minutes_area_school: Floats
    km_area_school: Floats


@dataclass(frozen=True)
class Border:
    """One ring of a municipality's border, for maps. (vertex,) in ETRS-TM35FIN metres."""

    municipality: str
    x_m: Floats
    y_m: Floats


@dataclass(frozen=True)
class Scenario:
    """A validated scenario folder.

    Attributes
    ----------
    values
        Effective value of every parameter by dotted name.
    origins
        For each parameter that the scenario sets, the place where it does, as ``scenario.toml:41``.
    uncertainty
        Spread of each uncertain parameter.
    inputs
        SHA-256 of every file read, by path relative to the folder.
    notices
        Assumptions the planner should know about, in words.
    """

    name: str
    folder: Path
    title: str
    language: str
    base_year: int
    first_year: int
    end_year: int
    price_year: int
    region: Region
    demographic: DemographicData
    values: Mapping[str, ParameterValue]
    options: tuple[OptionSpec, ...]
    origins: Mapping[str, str] = field(default_factory=dict)
    uncertainty: Mapping[str, Distribution] = field(default_factory=dict)
    travel_times: TravelTimes | None = None
    borders: tuple[Border, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    roads: RoadNetwork | None = None

    @property
    def plan_years(self) -> tuple[int, ...]:
        """School years the stages run over: first_year − 2 … end_year."""
        return tuple(range(self.first_year - 2, self.end_year + 1))
