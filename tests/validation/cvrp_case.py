"""The capacitated vehicle routing instance E-n22-k4 as pupils, a school that is the depot, and vehicles."""

from functools import cache
from pathlib import Path

import numpy as np

from kopa_sim.network.routing import (
    Roads,
    RoutedSchool,
    Routes,
    RoutingProblem,
    Stop,
    VehicleClass,
    plan_routes,
)

FILE = Path(__file__).parent / "data" / "E-n22-k4.vrp"
PUBLISHED_LENGTH, PUBLISHED_VEHICLES = 375, 4
ITERATIONS = 500


def sections(lines: list[str]) -> dict[str, list[list[str]]]:
    """Return the rows under each title, and ``NAME : value`` lines as one row."""
    found: dict[str, list[list[str]]] = {}
    title = ""
    for line in lines:
        words = line.replace(":", " : ").split()
        if words and words[0][0].isalpha():
            title = words[0]
            found[title] = [words[2:]] if ":" in words else []
        elif words:
            found[title].append(words)
    return found


def instance() -> RoutingProblem:
    """Return the instance: the depot is the school and the start, a kilometre a unit of length, time free."""
    read = sections(FILE.read_text().splitlines())
    places = np.array([[float(word) for word in row[1:]] for row in read["NODE_COORD_SECTION"]])
    demand = [int(row[1]) for row in read["DEMAND_SECTION"]]
    length = np.rint(np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)))
    stops = tuple(Stop(str(place + 1), place, demand[place]) for place in range(1, len(places)))
    truck = VehicleClass("truck", int(read["CAPACITY"][0][0]), 1.0, depot=0)
    return RoutingProblem(Roads(length, length), (RoutedSchool("depot", 0),), stops, (truck,), 480.0)


@cache
def solved(seed: int) -> Routes:
    return plan_routes(instance(), ITERATIONS, seed)
