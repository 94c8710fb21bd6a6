"""What the tags of OpenStreetMap say of a road: its class, whether vehicles pass, in which direction, how fast.

The classes follow how roads are tagged in Finland: ``trunk`` and ``primary`` are the main roads of the State,
``secondary`` regional roads, ``tertiary`` and ``unclassified`` connecting roads.

Forest tracks, paths and parking aisles are left out: they would make the tables several times as large and few homes
stand on them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kopa_sim.model.roads import ROAD_CLASSES

CLASSES: Final[dict[str, str]] = {
    "motorway": "motorway",
    "motorway_link": "motorway",
    "trunk": "trunk",
    "trunk_link": "trunk",
    "primary": "trunk",
    "primary_link": "trunk",
    "secondary": "regional",
    "secondary_link": "regional",
    "tertiary": "connecting",
    "tertiary_link": "connecting",
    "unclassified": "connecting",
    "road": "connecting",
    "residential": "street",
    "living_street": "street",
    "service": "private",
}
"""Class of a road by its tag ``highway``."""

_LEFT_OUT_SERVICE: Final = frozenset({"parking_aisle", "drive-through", "emergency_access"})
_YES: Final = frozenset({"yes", "true", "1"})
_BACKWARD: Final = frozenset({"-1", "reverse"})
_VEHICLES: Final = ("motorcar", "motor_vehicle", "vehicle", "access")
"""Tags of who may pass, the most particular first."""
_ZONES: Final[dict[str, float]] = {"FI:urban": 50.0, "FI:rural": 80.0, "FI:motorway": 120.0}
_NUMBER: Final = re.compile(r"\d{1,3}", re.ASCII)
_SLOWEST_KM_H: Final = 5.0


@dataclass(frozen=True)
class TaggedRoad:
    """A road as its tags tell.

    Attributes
    ----------
    road_class
        Index into ROAD_CLASSES.
    speed_limit_km_h
        The posted limit; None where there is none that is understood.
    one_way
        Vehicles go from the first point to the last only.
    backward
        Vehicles go from the last point to the first only.
    """

    road_class: int
    speed_limit_km_h: float | None = None
    one_way: bool = False
    backward: bool = False


def tagged_road(tags: Mapping[str, str]) -> TaggedRoad | None:
    """Return the road that a way is, or None where no vehicle may pass or it is no road."""
    name = "ferry" if tags.get("route") == "ferry" else CLASSES.get(tags.get("highway", ""))
    if name is None or not _vehicles_pass(tags) or tags.get("service") in _LEFT_OUT_SERVICE:
        return None
    oneway = tags.get("oneway", "")
    round_about = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    return TaggedRoad(
        ROAD_CLASSES.index(name),
        _speed_limit(tags.get("maxspeed", "")),
        one_way=oneway in _YES or (round_about and not oneway),
        backward=oneway in _BACKWARD,
    )


def _vehicles_pass(tags: Mapping[str, str]) -> bool:
    """Return whether vehicles may pass: the most particular tag decides; a private road is a road."""
    given = [tags[name] for name in _VEHICLES if name in tags]
    return not given or given[0] != "no"


def _speed_limit(text: str) -> float | None:
    if text in _ZONES:
        return _ZONES[text]
    return max(float(text), _SLOWEST_KM_H) if _NUMBER.fullmatch(text) else None
