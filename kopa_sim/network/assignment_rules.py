"""How a municipality assigns pupils, or lets them choose."""

from dataclasses import dataclass
from typing import Final

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Points
from kopa_sim.network.choices import GradeClass, nearest_placement
from kopa_sim.network.free_choice import choice_placement
from kopa_sim.network.placement import Placement
from kopa_sim.network.whole_areas import whole_area_placement

BALANCED_FLOATING: Final = "balanced_floating"


@dataclass(frozen=True)
class AssignmentRules:
    """The rules in force.

    Attributes
    ----------
    finish_started_span
        Whether pupils who started a span of grades may finish it in their school.
    whole_areas
        Whether an area's pupils of a grade must not be divided between schools; nothing where families choose.
    free_choice
        Whether families choose among the schools within reach.
    choice_decay_per_min, choice_extra_min
        How fast a school's draw falls with minutes, and the minutes beyond the nearest that are within reach.
    """

    finish_started_span: bool
    whole_areas: bool
    free_choice: bool
    choice_decay_per_min: float
    choice_extra_min: float

    @classmethod
    def of(cls, parameters: Parameters) -> "AssignmentRules":
        """Read the rules in force."""
        free_choice = parameters.text("transport.school_choice") == BALANCED_FLOATING
        return cls(
            finish_started_span=parameters.flag("transport.finish_started_span"),
            whole_areas=parameters.flag("transport.whole_areas") and not free_choice,
            free_choice=free_choice,
            choice_decay_per_min=parameters.number("transport.choice_decay_per_min"),
            choice_extra_min=parameters.number("transport.choice_extra_min"),
        )

    def wish(self, of: GradeClass, points: Points) -> Placement:
        """Return where a class of grades goes if every school has room."""
        if self.free_choice:
            return choice_placement(of, self.choice_decay_per_min, self.choice_extra_min)
        return whole_area_placement(of, points) if self.whole_areas else nearest_placement(of)
