"""The map of one school day for the page: discs of lessons, and teachers who drive along their tours.

Written by hand as SVG, small enough for a page that has one for every day and option. What moves is CSS: no script,
and it stands still in print and for readers who have asked their system for less motion.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from kopa_sim.model.region import Region
from kopa_sim.report.figures.school_week import (
    LINK_COLOUR,
    LOST_COLOUR,
    SUPERVISED_COLOUR,
    TAUGHT_COLOUR,
    TOUR_COLOUR,
)
from kopa_sim.report.school_week import LINKS, LOST, ROAD, SUPERVISED, TAUGHT, OnTheMove, SchoolDay
from kopa_sim.scenario.contents import Border

Floats = NDArray[np.float64]

WIDTH: Final[float] = 420.0
EDGE: Final[float] = 12.0
LARGEST_RADIUS: Final[float] = 17.0
LAYERS: Final = (
    ((LOST, SUPERVISED, *TAUGHT), TAUGHT_COLOUR),
    ((LOST, SUPERVISED), SUPERVISED_COLOUR),
    ((LOST,), LOST_COLOUR),
)
"""Discs from below to above, each within the one before."""


@dataclass(frozen=True)
class Sheet:
    """Where things lie on the map.

    Attributes
    ----------
    place_school
        Place of each school from the upper left corner. (school, 2)
    rings
        Borders of municipalities. Each (corner, 2)
    height
        Height; the width is WIDTH.
    lessons_of_largest
        Lessons of the largest disc of any day.
    """

    place_school: Floats
    rings: tuple[Floats, ...]
    height: float
    lessons_of_largest: float

    def radius(self, lessons: float) -> float:
        """Return the radius of a disc whose area tells lessons."""
        return max(LARGEST_RADIUS * float(np.sqrt(lessons / self.lessons_of_largest)), 2.2)


def lay_sheet(region: Region, borders: tuple[Border, ...], days: list[SchoolDay]) -> Sheet:
    """Return the map that all days share, so that discs and places compare."""
    corners = [np.column_stack([region.schools.x_m, region.schools.y_m])]
    corners += [np.column_stack([border.x_m, border.y_m]) for border in borders]
    everything = np.concatenate(corners)
    low, span = everything.min(axis=0), np.maximum(np.ptp(everything, axis=0), 1000.0)
    scale = min((WIDTH - 2 * EDGE) / span[0], 1.3 * WIDTH / span[1])
    height = float(span[1] * scale) + 2 * EDGE

    def placed(points: Floats) -> Floats:
        x = EDGE + (points[:, 0] - low[0]) * scale
        return np.column_stack([x, height - EDGE - (points[:, 1] - low[1]) * scale])

    n_schools = len(region.schools)
    most = [day.lessons_school(LAYERS[0][0], n_schools).max(initial=0.0) for day in days]
    return Sheet(
        placed(corners[0]), tuple(placed(ring) for ring in corners[1:]), height, max([1.0, *map(float, most)])
    )


def day_map(sheet: Sheet, region: Region, day: SchoolDay, description: str) -> Markup:
    """Return the map of one day as SVG, with names of schools for those who point at them."""
    parts = [_line(ring, "border", closed=True) for ring in sheet.rings]
    parts += [_lines_of(move, sheet) for move in (*day.links, *day.moves)]
    for school, (x, y) in enumerate(sheet.place_school.tolist()):
        parts.append(_dot(region.schools.names[school], x, y))
    for outcomes, colour in LAYERS:
        lessons = day.lessons_school(outcomes, len(region.schools))
        for school in np.flatnonzero(lessons > 0.0).tolist():
            x, y = sheet.place_school[school].tolist()
            parts.append(
                _disc(region.schools.names[school], x, y, sheet.radius(float(lessons[school])), colour)
            )
    parts += [_square(*sheet.place_school[school].tolist()) for school in day.schools_with(ROAD)]
    parts += [_cross(*sheet.place_school[school].tolist()) for school in day.schools_with(LINKS)]
    parts += [
        Markup('<circle r="3.2" class="driver" style="offset-path:path(\'{}\')"/>').format(
            _path([sheet.place_school[school] for school in (*move.schools, move.schools[0])])
        )
        for move in day.moves
    ]
    return Markup('<svg class="week-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        f"{WIDTH:.0f}", f"{sheet.height:.0f}", description, Markup("").join(parts)
    )


def _path(points: list[Floats]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _line(points: Floats, kind: str, *, closed: bool = False) -> Markup:
    path = _path(list(points)) + ("Z" if closed else "")
    return Markup('<path d="{}" class="{}"/>').format(path, kind)


def _lines_of(move: OnTheMove, sheet: Sheet) -> Markup:
    """Return a tour as one line through its schools, a link as a line to each school that receives."""
    if not move.person.over_link:
        return _line(sheet.place_school[list(move.schools)], "tour")
    home, *others = move.schools
    return Markup("").join(_line(sheet.place_school[[home, school]], "link") for school in others)


def _dot(name: str, x: float, y: float) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="2" class="school"><title>{}</title></circle>').format(
        f"{x:.1f}", f"{y:.1f}", name
    )


def _disc(name: str, x: float, y: float, radius: float, colour: str) -> Markup:
    return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" class="disc"><title>{}</title></circle>').format(
        f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}", colour, name
    )


def _square(x: float, y: float) -> Markup:
    return Markup('<rect x="{}" y="{}" width="7" height="7" fill="{}" class="disc"/>').format(
        f"{x - 3.5:.1f}", f"{y - 3.5:.1f}", TOUR_COLOUR
    )


def _cross(x: float, y: float) -> Markup:
    arms = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
    return Markup('<path d="{}" class="cross" stroke="{}"/>').format(arms, LINK_COLOUR)
