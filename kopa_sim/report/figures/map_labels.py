"""Names on a map, placed so that they stand clear of one another and of what they would cover."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, low, right, high."""

LETTER_WIDTH: Final[float] = 0.60
"""Width of a letter as a share of the font size, on the safe side."""
DISTANCES: Final[tuple[float, ...]] = (0.0, 7.0, 15.0, 24.0)
"""How far from its mark a name may stand, beyond the mark's own radius, points; nearer is tried first."""
SIDES: Final[tuple[tuple[int, int], ...]] = (
    (1, 0),
    (0, -1),
    (0, 1),
    (-1, 0),
    (1, -1),
    (1, 1),
    (-1, -1),
    (-1, 1),
)
"""Sides of the mark that are tried: right, below, above, left, then the corners."""

COST_OF_A_POINT: Final[float] = 4.0
"""What standing a point further off costs, in square points of something covered."""
COST_OF_LEAVING: Final[float] = 400.0
"""What standing outside one's own border costs, in square points of something covered."""


@dataclass(frozen=True)
class Label:
    """A name and the mark it belongs to, in points from the map's lower left corner.

    Attributes
    ----------
    radius
        Of the mark, points.
    border
        Rings within which the name had best stand; empty where that does not matter.
    """

    text: str
    x: float
    y: float
    radius: float
    font_size: float
    border: tuple[Path, ...] = ()


@dataclass
class Clearing:
    """What stands on a map already: boxes to keep clear of, each with what covering it weighs."""

    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, box: Box, weight: float) -> None:
        """Keep later names off a box."""
        self.boxes.append(box)
        self.weights.append(weight)

    def covered(self, box: Box) -> float:
        """Return how much a name would cover, weighed, with what of it would stand outside the map."""
        left, low, right, high = box
        outside = (
            max(0.0, -left) + max(0.0, right - self.width) + max(0.0, -low) + max(0.0, high - self.height)
        )
        if not self.boxes:
            return outside * 1e3
        others = np.array(self.boxes)
        wide = np.minimum(right, others[:, 2]) - np.maximum(left, others[:, 0])
        tall = np.minimum(high, others[:, 3]) - np.maximum(low, others[:, 1])
        area = np.maximum(wide, 0.0) * np.maximum(tall, 0.0)
        return outside * 1e3 + float((area * np.array(self.weights)).sum())


def size_of(label: Label) -> tuple[float, float]:
    """Return about how wide and how tall a name is, points."""
    return LETTER_WIDTH * label.font_size * len(label.text) + 2.0, 1.15 * label.font_size


def stands_off(label: Label, middle: tuple[float, float]) -> bool:
    """Return whether a placed name stands so far from its mark that a line should join them."""
    width, height = size_of(label)
    across = max(0.0, abs(middle[0] - label.x) - width / 2)
    up = max(0.0, abs(middle[1] - label.y) - height / 2)
    return float(np.hypot(across, up)) > label.radius + DISTANCES[1] / 2


def _candidates(label: Label) -> list[tuple[float, Box]]:
    width, height = size_of(label)
    found = []
    for further in DISTANCES:
        reach = label.radius + 1.0 + further
        for across, up in SIDES:
            shrink = 0.75 if across and up else 1.0
            x = label.x + across * (reach * shrink + width / 2)
            y = label.y + up * (reach * shrink + height / 2)
            found.append((further, (x - width / 2, y - height / 2, x + width / 2, y + height / 2)))
    return found


def _cost(label: Label, further: float, box: Box, clearing: Clearing) -> float:
    middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    leaves = bool(label.border) and not any(ring.contains_point(middle) for ring in label.border)
    return clearing.covered(box) + COST_OF_A_POINT * further + COST_OF_LEAVING * leaves


def place_labels(labels: Sequence[Label], clearing: Clearing) -> list[tuple[float, float]]:
    """Return the middle of each name, in order; the first come is the first served, and later names avoid it."""
    middles = []
    for label in labels:
        costs = [(_cost(label, further, box, clearing), box) for further, box in _candidates(label)]
        box = min(costs, key=lambda pair: pair[0])[1]
        clearing.add(box, 8.0)
        middles.append(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    return middles
