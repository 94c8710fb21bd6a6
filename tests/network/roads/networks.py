"""Small road networks built by hand or by chance, and a search of their ways that is plain to see through."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import strategies as st

from kopa_sim.model.roads import ROAD_CLASSES, RoadNetwork

NAN = np.nan
OF_NODES = ("codes", "x_m", "y_m")


def network(nodes, edges):
    """Build roads from {code: (x, y)} and edges of (from, to, km) or (from, to, km, {what else is known})."""
    codes = tuple(nodes)
    rows = [(*edge[:3], edge[3] if len(edge) > 3 else {}) for edge in edges]

    def column(name, default, kind):
        return np.array([known.get(name, default) for *_, known in rows], dtype=kind)

    x, y = np.array(list(nodes.values()), dtype=float).reshape(-1, 2).T
    return RoadNetwork(
        codes=codes,
        x_m=x,
        y_m=y,
        start=np.array([codes.index(row[0]) for row in rows], dtype=np.intp),
        end=np.array([codes.index(row[1]) for row in rows], dtype=np.intp),
        length_km=np.array([row[2] for row in rows], dtype=float),
        road_class=np.array(
            [ROAD_CLASSES.index(known.get("road_class", "connecting")) for *_, known in rows], dtype=np.intp
        ),
        speed_km_h=column("speed_km_h", NAN, float),
        winter_factor=column("winter_factor", NAN, float),
        one_way=column("one_way", False, bool),
        closed=column("closed", False, bool),
        dangerous=column("dangerous", False, bool),
    )


def of_edges(roads, kept):
    """The network with some of its edges only."""
    arrays = {f.name: getattr(roads, f.name)[kept] for f in fields(roads) if f.name not in OF_NODES}
    return replace(roads, **arrays)


def closed(roads, edge):
    """The network with one more edge closed."""
    changed = roads.closed.copy()
    changed[edge] = True
    return replace(roads, closed=changed)


def permuted(roads, order):
    """The same network with its nodes in another order."""
    place = np.argsort(order)
    return replace(
        roads,
        codes=tuple(roads.codes[i] for i in order),
        x_m=roads.x_m[order],
        y_m=roads.y_m[order],
        start=place[roads.start],
        end=place[roads.end],
    )


@st.composite
def networks(draw):
    """Up to seven nodes within 20 km and up to twelve edges of any class, some one-way, closed or dangerous."""
    size = draw(st.integers(2, 7))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    count = draw(st.integers(1, 12))
    places = rng.integers(0, 20, (size, 2)) * 1000.0
    edges = []
    for _ in range(count):
        one, other = rng.choice(size, 2, replace=False)
        straight_km = np.hypot(*(places[one] - places[other])) / 1000
        known = {
            "road_class": ROAD_CLASSES[rng.integers(len(ROAD_CLASSES))],
            "speed_km_h": rng.choice([NAN, 20.0, 80.0]),
            "winter_factor": rng.choice([NAN, 1.5]),
            "one_way": rng.random() < 0.3,
            "closed": rng.random() < 0.15,
            "dangerous": rng.random() < 0.2,
        }
        edges.append((f"n{one}", f"n{other}", max(straight_km, 0.5) * rng.uniform(1, 2), known))
    return network({f"n{i}": tuple(place) for i, place in enumerate(places)}, edges)


def all_ways(size, arcs):
    """The least sums between all nodes by trying every node in between (Floyd 1962, Warshall 1962)."""
    least = np.full((size, size), np.inf)
    np.fill_diagonal(least, 0.0)
    for start, end, weight in arcs:
        least[start, end] = min(least[start, end], weight)
    for between in range(size):
        least = np.minimum(least, least[:, [between]] + least[[between]])
    return least
