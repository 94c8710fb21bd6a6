"""Reading the roads of a region from extracts of OpenStreetMap, by pyosmium (the extra ``[roads]``)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.osm_tags import TaggedRoad, tagged_road
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork
from kopa_sim.scenario.coordinates import FINLAND_DEG, Box
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.scenario.projection import to_tm35fin

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ENDINGS: Final[tuple[str, ...]] = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
_SPEEDS: Final[str] = "transport.road_speed_km_h"
_STEP_DEG: Final[float] = 0.05
_STEP_M: Final[float] = 12_000.0
"""More than a step of degrees, which is at most 5.6 km, in any direction."""
_SAME_POINT_KM: Final[float] = 0.0005


@dataclass(frozen=True)
class Extract:
    """The roads of the region, every bend a node.

    Attributes
    ----------
    cut
        Nodes whose road leads on out of the region. (node,)
    made
        Dates of the extracts' data, as they say.
    """

    roads: RoadNetwork
    cut: Bools
    made: tuple[str, ...]


@dataclass
class _Gathered:
    """Stretches between neighbouring points of ways, as they are read, with an end in the box of degrees."""

    box: Box
    place: dict[int, tuple[float, float]] = field(default_factory=dict)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    kind: list[int] = field(default_factory=list)
    kinds: dict[TaggedRoad, int] = field(default_factory=dict)

    def add(self, way: Any) -> None:
        """Add a way's stretches if it is a road for vehicles; points that the file lacks break it."""
        road = tagged_road({tag.k: tag.v for tag in way.tags})
        if road is None:
            return
        kind = self.kinds.setdefault(road, len(self.kinds))
        before = None
        for node in reversed(list(way.nodes)) if road.backward else way.nodes:
            here = None
            if node.location.valid():
                here = (node.ref, node.location.lon, node.location.lat)
                if before is not None and before[0] != here[0]:
                    self._add_stretch(before, here, kind)
            before = here

    def _add_stretch(self, one: tuple[int, float, float], other: tuple[int, float, float], kind: int) -> None:
        box = self.box
        if not any(
            box.x_low <= lon <= box.x_high and box.y_low <= lat <= box.y_high for _, lon, lat in (one, other)
        ):
            return
        self.place[one[0]], self.place[other[0]] = one[1:], other[1:]
        self.start.append(one[0])
        self.end.append(other[0])
        self.kind.append(kind)


def read_extracts(files: Sequence[Path], box: Box) -> Extract:
    """Return the roads within a box of ETRS-TM35FIN metres, from one or more extracts.

    Raises
    ------
    ScenarioError
        If a file cannot be read, pyosmium is not installed, or there is no road.
    """
    gathered, seen, made = _Gathered(degree_box(box)), set[int](), []
    for file in files:
        ways, when = _ways(file)
        made.append(when)
        try:
            for way in ways:
                if way.id not in seen:
                    seen.add(way.id)
                    gathered.add(way)
        except RuntimeError as error:
            raise _refused(file, f"cannot be read as an extract of OpenStreetMap: {error}") from error
    found = _network(gathered, box)
    if not len(found[0].start):
        raise _refused(
            files[0], "holds no road for vehicles within the region, the places of areas.csv and around"
        )
    return Extract(*found, tuple(when for when in made if when))


def _ways(file: Path) -> tuple[Iterable[Any], str]:
    """Return the ways of an extract that may be roads, with the places of their points, and the date of its data."""
    if not file.is_file():
        raise _refused(file, "there is no such file")
    if not file.name.lower().endswith(ENDINGS):
        raise _refused(file, "is no extract of OpenStreetMap by its name")
    try:
        import osmium
    except ImportError as error:
        problem = Problem(
            "kopa import roads",
            "the package osmium is not installed",
            "the extra [roads] of this program",
            'pip install "kopa-sim[roads]"',
        )
        raise ScenarioError([problem]) from error
    try:
        reader = osmium.FileProcessor(str(file), osmium.osm.NODE | osmium.osm.WAY).with_locations()
        reader = reader.with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        reader = reader.with_filter(osmium.filter.KeyFilter("highway", "route"))
        return reader, reader.header.get("osmosis_replication_timestamp", "")
    except RuntimeError as error:
        raise _refused(file, f"cannot be read as an extract of OpenStreetMap: {error}") from error


def _refused(file: Path, why: str) -> ScenarioError:
    allowed = "an extract of OpenStreetMap of the region: .osm.pbf or .osm"
    return ScenarioError([Problem(str(file), why, allowed, "docs/roads.md tells where to get one")])


def degree_box(box: Box) -> Box:
    """Return a box of longitude and latitude around one of ETRS-TM35FIN metres, by a grid over Finland."""
    longitude, latitude = (
        axis.ravel()
        for axis in np.meshgrid(
            np.arange(FINLAND_DEG.x_low - 2, FINLAND_DEG.x_high + 2, _STEP_DEG),
            np.arange(FINLAND_DEG.y_low - 2, FINLAND_DEG.y_high + 2, _STEP_DEG),
        )
    )
    x_m, y_m = to_tm35fin(longitude, latitude)
    wider = Box(box.x_low - _STEP_M, box.x_high + _STEP_M, box.y_low - _STEP_M, box.y_high + _STEP_M)
    inside = wider.holds(x_m, y_m)
    longitude, latitude = longitude[inside], latitude[inside]
    return Box(longitude.min(), longitude.max(), latitude.min(), latitude.max())


def _network(gathered: _Gathered, box: Box) -> tuple[RoadNetwork, Bools]:
    """Return the stretches with both ends in the box as a network, and the nodes at which others are cut off."""
    ids = np.array(sorted(gathered.place), dtype=np.int64)
    degrees = np.array([gathered.place[node] for node in ids.tolist()]).reshape(-1, 2)
    x_m, y_m = to_tm35fin(degrees[:, 0], degrees[:, 1])
    x_m, y_m = np.round(x_m), np.round(y_m)
    start = np.searchsorted(ids, np.array(gathered.start, dtype=np.int64))
    end = np.searchsorted(ids, np.array(gathered.end, dtype=np.int64))
    inside = box.holds(x_m, y_m)
    kept = inside[start] & inside[end]
    cut = np.zeros(len(ids), dtype=np.bool_)
    cut[start[~kept]] = cut[end[~kept]] = True
    start, end = start[kept], end[kept]
    kind = np.array(gathered.kind, dtype=np.intp)[kept]
    length_km = np.maximum(np.hypot(x_m[start] - x_m[end], y_m[start] - y_m[end]) / 1000.0, _SAME_POINT_KM)
    none = np.zeros(len(start), dtype=np.bool_)
    roads = RoadNetwork(
        codes=tuple(map(str, ids.tolist())),
        x_m=x_m,
        y_m=y_m,
        start=start,
        end=end,
        length_km=length_km,
        road_class=np.array([road.road_class for road in gathered.kinds], dtype=np.intp)[kind],
        speed_km_h=_own_speeds(gathered.kinds)[kind],
        winter_factor=np.full(len(start), np.nan),
        one_way=np.array([road.one_way or road.backward for road in gathered.kinds], dtype=np.bool_)[kind],
        closed=none,
        dangerous=none,
    )
    return roads, cut


def _own_speeds(kinds: Iterable[TaggedRoad]) -> Floats:
    """Return the posted limit where it is below the speed of the road's class, else NaN. (kind,)"""
    speeds = Parameters(1, {_SPEEDS: load_defaults()[_SPEEDS].value}).table(_SPEEDS)
    own = [
        np.nan
        if road.speed_limit_km_h is None or road.speed_limit_km_h >= speeds[ROAD_CLASSES[road.road_class]]
        else road.speed_limit_km_h
        for road in kinds
    ]
    return np.array(own, dtype=np.float64)
