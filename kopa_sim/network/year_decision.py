"""What is decided for one year: which schools each grade may use, who starts where, and who attends what."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys, Unproved, YearCatchment
from kopa_sim.model.region import Region
from kopa_sim.network.choices import GradeClass, grade_classes
from kopa_sim.network.placement import Placement
from kopa_sim.network.year_network import YearNetwork

Ints = NDArray[np.intp]


@dataclass(frozen=True)
class YearChoice:
    """The classes of grades of a network, and each placed where it would go if every school had room.

    Attributes
    ----------
    key
        What tells the network apart.
    class_of_grade
        Index of each grade's class. (grade,)
    """

    key: bytes
    classes: tuple[GradeClass, ...]
    wished: tuple[Placement, ...]
    class_of_grade: Ints

    def of_grade(self, grade: int) -> GradeClass:
        """Return the class a grade belongs to."""
        return self.classes[int(self.class_of_grade[grade])]

    def wished_by_grade(self) -> tuple[Placement, ...]:
        """Return the wished placement of every grade, one object for the grades of a class."""
        return tuple(self.wished[of] for of in self.class_of_grade)


@dataclass(frozen=True)
class YearDecision:
    """A decided year.

    Attributes
    ----------
    starters
        Where those of each class go who have no school to stay in.
    attended_by_grade
        Where all pupils of each grade go, those who stay in their school among them.
    settled
        Whether everyone goes where the network sends a new pupil: nobody stays on, and every school has room.
    unproved
        What is open where the search for the assignment was cut short.
    """

    network: YearNetwork
    choice: YearChoice
    starters: tuple[Placement, ...]
    attended_by_grade: tuple[Placement, ...]
    settled: bool
    catchment: YearCatchment
    unproved: Unproved | None = None

    def starters_of(self, grade: int) -> Placement:
        """Return where those of a grade go who have no school to stay in."""
        return self.starters[int(self.choice.class_of_grade[grade])]


def choose(
    region: Region, journeys: Journeys, network: YearNetwork, wish: Callable[[GradeClass], Placement]
) -> YearChoice:
    """Return the choice of a network, every class placed as it wishes."""
    classes = grade_classes(region, journeys, network)
    class_of_grade = np.zeros(N_GRADES, dtype=np.intp)
    for index, of in enumerate(classes):
        class_of_grade[of.grades] = index
    return YearChoice(network.key(), classes, tuple(wish(of) for of in classes), class_of_grade)
