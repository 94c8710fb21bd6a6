"""Depots to which no road leads from schools or homes: vehicles then set out from the school, too cheaply."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.depots import VEHICLE_SIZES
from kopa_sim.network.roads.stop_ways import RoadWays
from kopa_sim.network.routing.depots import Standing, standing_of
from kopa_sim.scenario.findings import listed
from kopa_sim.study.prepare import Prepared
from kopa_sim.study.routes import ROUTES

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

_NAMED: Final = 6


def cut_off_depots(prepared: Prepared) -> tuple[str, ...]:
    """Return notices of depots that no road joins to schools they serve, and of who has no depot therefore.

    Empty where vehicles begin at their first stop, transport follows a rule, or no roads are given.
    """
    scenario, mean = prepared.scenario, prepared.parameters.mean()
    region = scenario.region
    standing = standing_of(region, mean)
    if standing is None or scenario.roads is None or mean.text("transport.method") != ROUTES:
        return ()
    ways = RoadWays.of(region, scenario.roads, mean)
    schools, places = _schools(prepared), np.arange(ways.n_before, dtype=np.intp)
    joined = ways.leads(places, places) & ways.leads(places, places).T
    found = [
        _depot_notice(prepared, depot, cut_off)
        for depot in range(ways.n_before - len(region.schools))
        if len(cut_off := _cut_off_schools(standing, depot, schools, joined))
    ]
    alone = [school for school in schools if _stands_alone(standing, school, joined)]
    found += [_school_notice(prepared, alone)] if alone else []
    homes = _homes_cut_off(prepared, standing, ways, [s for s in schools if s not in alone], joined)
    return (*found, *([_homes_notice(prepared, homes)] if len(homes) else []))


def _schools(prepared: Prepared) -> list[int]:
    """Return the schools that are open in a costed year under some option."""
    opens = np.zeros(len(prepared.scenario.region.schools), dtype=np.bool_)
    for option in prepared.options:
        opens |= option.plan.open_year_school[option.plan.costed].any(axis=0)
    found: list[int] = np.flatnonzero(opens).tolist()
    return found


def _cut_off_schools(standing: Standing, depot: int, schools: list[int], joined: Bools) -> list[int]:
    place = len(standing.region.schools) + depot
    return [school for school in schools if place in _places(standing, school) and not joined[place, school]]


def _places(standing: Standing, school: int) -> Ints:
    """Return the places of vehicles of any size that serve a school."""
    return np.unique(np.concatenate([standing.places(school, size) for size in VEHICLE_SIZES]))


def _stands_alone(standing: Standing, school: int, joined: Bools) -> bool:
    """Return whether vehicles of some size have no place that a road joins to the school."""
    return any(not joined[standing.places(school, size), school].any() for size in VEHICLE_SIZES)


def _homes_cut_off(
    prepared: Prepared, standing: Standing, ways: RoadWays, schools: list[int], joined: Bools
) -> Ints:
    """Return points from which pupils can travel and to which no road leads from where vehicles stand."""
    region, minutes = prepared.scenario.region, prepared.journeys.minutes_point_school
    found = np.zeros(len(region.points), dtype=np.bool_)
    points = ways.n_before + np.arange(len(region.points), dtype=np.intp)
    for municipality in np.unique(region.schools.municipality[schools]) if schools else ():
        own = [school for school in schools if region.schools.municipality[school] == municipality]
        places = np.unique(np.concatenate([_places(standing, school) for school in own]))
        places = places[joined[places][:, own].any(axis=1)]
        at_home = region.areas.municipality[region.points.area] == municipality
        travels = np.isfinite(minutes[:, own]).any(axis=1)
        found |= at_home & travels & ~ways.leads(places, points).any(axis=0)
    return np.flatnonzero(found)


def _depot_notice(prepared: Prepared, depot: int, schools: list[int]) -> str:
    depots = prepared.scenario.region.depots
    assert depots is not None
    return (
        f"no road leads from depot {depots.names[depot]} ({depots.codes[depot]}) to "
        f"{_schools_named(prepared, schools)} and back: no vehicle comes from it to them; correct its place, or give"
        " the road or ferry that leads there (roads_edges)"
    )


def _school_notice(prepared: Prepared, schools: list[int]) -> str:
    return (
        "no road leads from any place where vehicles of some size stand (depots, or the largest school of the"
        f" municipality) to {_schools_named(prepared, schools)}: there they stand beside the school itself, so that"
        " the way between depot and school costs nothing and routes are too cheap; give such vehicles a depot on the"
        " same roads"
    )


def _homes_notice(prepared: Prepared, points: Ints) -> str:
    region = prepared.scenario.region
    areas = [region.areas.codes[area] for area in np.unique(region.points.area[points])]
    return (
        f"no road leads from where vehicles stand to {len(points)} points of areas {listed(areas, _NAMED)}: a"
        " trip that begins at them sets out from its school instead; give the road that leads there (roads_edges), or"
        " nodes nearer to them (roads_nodes)"
    )


def _schools_named(prepared: Prepared, schools: list[int]) -> str:
    """Return schools by name and code, and their municipalities."""
    of, municipalities = prepared.scenario.region.schools, prepared.scenario.region.municipalities
    homes = [municipalities.codes[home] for home in np.unique(of.municipality[schools])]
    names = listed([f"{of.names[school]} ({of.codes[school]})" for school in schools], _NAMED)
    return f"{names} in municipality {listed(homes, _NAMED)}"
