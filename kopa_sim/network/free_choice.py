"""Families choose: pupils spread over the schools within reach, by travel time and by crowding.

Balanced floating catchment areas after Jacobs-Crisioni, Moreno-Monroy, Kompil and Dijkstra (Journal of Geographical
Systems 26, 2024), the model of the OECD and the Joint Research Centre, re-implemented in spirit: their equations and
parameters were not at hand. As in Páez, Higgins and Vivona (PLoS ONE 14, 2019) every pupil is counted once: the
weights of a point's schools are shares that sum to one. A school draws in proportion to exp(−decay × minutes); one
that draws more pupils than it has places draws less until they fit, as in a spatial interaction model with limited
destinations.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.choices import GradeClass
from kopa_sim.network.placement import Placement

Floats = NDArray[np.float64]

ROUNDS: Final = 500
"""Rounds of balancing at most; a school that is still too full then has pupils with nowhere else to go."""
CLOSE_ENOUGH: Final = 1e-9
"""Share of its places by which a school may be too full when balancing ends."""
LEAST_DRAW: Final = 1e-12
"""What is left of the draw of a school without places: pupils with no other choice still go there."""


def choice_placement(of: GradeClass, decay_per_min: float, extra_min: float) -> Placement:
    """Return where pupils of a class go by travel time alone.

    Parameters
    ----------
    decay_per_min
        How fast a school's draw falls with minutes.
    extra_min
        Schools farther than this beyond the nearest are not considered.
    """
    minutes = of.minutes_point_school
    point = np.flatnonzero(of.reachable_point)
    beyond = minutes[point] - minutes[point].min(axis=1, keepdims=True)
    draw = np.where(beyond <= extra_min, np.exp(-decay_per_min * np.minimum(beyond, extra_min)), 0.0)
    share = draw / draw.sum(axis=1, keepdims=True)
    row, school = np.nonzero(share)
    return Placement(point[row], school, share[row, school])


def balance(
    wished: Sequence[Placement], demands: Sequence[Floats], places_school: Floats
) -> tuple[Placement, ...]:
    """Return placements in which schools that would be too full draw fewer pupils.

    Parameters
    ----------
    wished
        Where each class goes by travel time alone.
    demands
        Pupils of each class at each point. Each (point,)
    places_school
        Places for these pupils. (school,)
    """
    places, n_schools = np.maximum(places_school, 0.0), len(places_school)
    draw = np.ones(n_schools)
    placed = tuple(wished)
    for _ in range(ROUNDS):
        loads = [of.loads(demand, n_schools) for of, demand in zip(placed, demands, strict=True)]
        load = np.sum(loads, axis=0)
        if (load <= places * (1.0 + CLOSE_ENOUGH)).all():
            break
        room = np.where(load > 0, places / np.where(load > 0, load, 1.0), np.inf)
        draw = np.clip(draw * room, LEAST_DRAW, 1.0)
        placed = tuple(_drawn(of, draw) for of in wished)
    return placed


def _drawn(wished: Placement, draw_school: Floats) -> Placement:
    weight = wished.share * draw_school[wished.school]
    total = np.bincount(wished.point, weights=weight)
    return replace(wished, share=weight / total[wished.point])
