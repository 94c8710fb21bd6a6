"""Where school meals are cooked and whence they are brought."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

KITCHENS: Final[tuple[str, ...]] = ("cooking", "heating")
"""A cooking kitchen makes the food it serves; a heating kitchen serves food that is brought."""


@dataclass(frozen=True)
class Kitchens:
    """The kitchens of schools, as they are now. All arrays (school,).

    Attributes
    ----------
    cooks
        Cooking kitchens; the others are heating kitchens.
    cooks_for_others
        Cooking kitchens from which food is brought to others.
    straight_km
        Straight line to the kitchen that food comes from, kilometres; 0 at a cooking kitchen.
    """

    cooks: Bools
    cooks_for_others: Bools
    straight_km: Floats

    def at(self, schools: Ints) -> "Kitchens":
        """Return the kitchens of some of the schools, any of them several times."""
        return Kitchens(self.cooks[schools], self.cooks_for_others[schools], self.straight_km[schools])
