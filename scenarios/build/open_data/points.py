"""Where within a postcode area its children live.

The coordinates of the postcode statistics are the middle of the area, which in a large rural area can lie twenty
kilometres from the village where most people live. So the children are placed by what else is open: the share of the
municipality's residents who live in localities (built-up areas), and the points of schools and main villages, which
stand in them. In towns, too, the schools stand where families live, and a postcode area says nothing about that.
"""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.child_points import ChildPoints, points_of, sunflower
from kopa_sim.importers.registered_schools import RegisteredSchool
from kopa_sim.importers.writing import write_table
from open_data.areas import Areas
from open_data.extracts import Extracts
from open_data.projection import to_etrs_tm35fin

Floats = NDArray[np.float64]

LARGE_RADIUS_M: Final = 5000.0
"""An area whose circle is larger holds a village and countryside; a smaller one is taken as even."""
DENSE_PER_KM2: Final = 100.0
"""Areas with at least this many residents a square kilometre are wholly localities."""
LARGEST_VILLAGE_SHARE: Final = 0.9
SPREAD_SHARE: Final = 0.6
"""Radius of the points as a share of the circle's: few live at the rim."""
VILLAGE_RADIUS_M: Final = 1500.0
VILLAGE_POINTS: Final = 6
FEW_CHILDREN: Final = 50
SAME_VILLAGE_M: Final = 1500.0
NEAR_SCHOOL_SHARE: Final = 0.5
"""Share of the children outside villages who live around the primary schools of their area; assumed."""
NEIGHBOURHOOD_RADIUS_M: Final = 1000.0
NEIGHBOURHOOD_POINTS: Final = 6
SAME_SITE_M: Final = 50.0
OUTLYING_M: Final = 5000.0
"""A school nearer to a village of its area than this serves the village."""


def place_children(
    extracts: Extracts, areas: Areas, primary_schools: Sequence[RegisteredSchool]
) -> ChildPoints:
    """Return the points of every area.

    Every area has points in a sunflower pattern around its middle, 12 of them, or 6 where it has under 50
    children. In a large area with a village, the village share of the children moves to 6 points within 1.5 km
    of each village. Of the other children half move to 6 points within 1 km of each primary school in their area.
    """
    villages = find_villages(extracts, areas)
    neighbourhoods = find_neighbourhoods(areas, primary_schools, villages)
    shares = village_shares(extracts, areas, villages)
    rows: list[tuple[int, float, float, float]] = []
    for index, record in enumerate(areas.table.to_dict("records")):
        radius = SPREAD_SHARE * math.sqrt(record["area_m2"] / math.pi)
        count = 6 if areas.children[index].sum() < FEW_CHILDREN else 12
        near = villages.get(index, [])
        share = shares[record["municipality_code"]] if near else 0.0
        around = neighbourhoods.get(index, [])
        by_schools = NEAR_SCHOOL_SHARE * (1.0 - share) if around else 0.0
        for x, y in sunflower(record["x"], record["y"], radius, count):
            rows.append((index, x, y, (1.0 - share - by_schools) / count))
        for village in near:
            for x, y in sunflower(*village, VILLAGE_RADIUS_M, VILLAGE_POINTS):
                rows.append((index, x, y, share / (len(near) * VILLAGE_POINTS)))
        for school in around:
            for x, y in sunflower(*school, NEIGHBOURHOOD_RADIUS_M, NEIGHBOURHOOD_POINTS):
                rows.append((index, x, y, by_schools / (len(around) * NEIGHBOURHOOD_POINTS)))
    # whole metres and four decimals, so that the table and the places rest on the same points
    return points_of(rows)


def find_villages(extracts: Extracts, areas: Areas) -> dict[int, list[tuple[float, float]]]:
    """Villages of the large areas, by index of the area.

    The main village of the municipality, in the area of the school nearest to it; in other areas each place with a
    school of that postcode, schools within 1.5 km of one another counting as one place.
    """
    place = {postcode: index for index, postcode in enumerate(areas.table["postcode"])}
    large = np.sqrt(areas.table["area_m2"].to_numpy(dtype=float) / math.pi) > LARGE_RADIUS_M
    schools = extracts.schools.assign(
        x=extracts.schools["x"].astype(float), y=extracts.schools["y"].astype(float)
    ).sort_values("register_number")
    villages: dict[int, list[tuple[float, float]]] = {}
    for record in extracts.centres.to_dict("records"):
        inside = schools[schools["municipality_code"] == record["municipality_code"]]
        centre = to_etrs_tm35fin(float(record["centre_lon"]), float(record["centre_lat"]))
        nearest = np.hypot(inside["x"] - centre[0], inside["y"] - centre[1]).idxmin()
        home = place[inside.loc[nearest, "postcode"]]
        if large[home]:
            villages[home] = [centre]
    main = set(villages)
    for record in schools.to_dict("records"):
        home = place.get(record["postcode"], -1)
        if home < 0 or home in main or not large[home]:
            continue
        found = villages.setdefault(home, [])
        if all(math.hypot(record["x"] - x, record["y"] - y) > SAME_VILLAGE_M for x, y in found):
            found.append((record["x"], record["y"]))
    return villages


def find_neighbourhoods(
    areas: Areas, primary_schools: Sequence[RegisteredSchool], villages: dict[int, list[tuple[float, float]]]
) -> dict[int, list[tuple[float, float]]]:
    """Sites of the primary schools of each area that serve none of its villages, by index of the area.

    Schools within 50 m of one another are one site; a school within 5 km of a village of its area serves the village.
    """
    place = {postcode: index for index, postcode in enumerate(areas.table["postcode"])}
    found: dict[int, list[tuple[float, float]]] = {}
    for school in primary_schools:
        home = place[school.postcode]
        sites = found.get(home, [])
        apart = all(math.hypot(school.x - x, school.y - y) > SAME_SITE_M for x, y in sites)
        if apart and all(
            math.hypot(school.x - x, school.y - y) > OUTLYING_M for x, y in villages.get(home, [])
        ):
            found[home] = [*sites, (float(school.x), float(school.y))]
    return found


def village_shares(
    extracts: Extracts, areas: Areas, villages: dict[int, list[tuple[float, float]]]
) -> dict[str, float]:
    """Share of the children of large areas with a village who live in it, by municipality.

    Chosen so that the municipality's residents in localities come out: those of the dense areas are taken off, the
    rest is shared by the large areas with a village; at most 90 %.
    """
    components = extracts.components
    latest = components[components["year"] == "2019"].set_index("municipality_code")
    residents = areas.table["population"].to_numpy(dtype=float)
    dense = residents >= DENSE_PER_KM2 * areas.table["area_m2"].to_numpy(dtype=float) / 1e6
    with_village = np.isin(np.arange(len(residents)), list(villages))
    shares: dict[str, float] = {}
    for code in areas.coverage:
        inside = (areas.table["municipality_code"] == code).to_numpy()
        rest = (
            float(str(latest.loc[code, "pop_in_localities"]))
            - residents[inside & dense & ~with_village].sum()
        )
        large = residents[inside & with_village].sum()
        shares[code] = min(LARGEST_VILLAGE_SHARE, max(0.0, rest / large)) if large else 0.0
    return shares


def write_points(points: ChildPoints, areas: Areas, folder: Path) -> None:
    """Write points.csv."""
    postcodes = areas.table["postcode"].tolist()
    rows = [
        (postcodes[area], int(x), int(y), f"{weight:.4f}")
        for area, x, y, weight in zip(points.area, points.x, points.y, points.weight, strict=True)
    ]
    write_table(folder / "points.csv", ("area", "x", "y", "weight"), rows)
