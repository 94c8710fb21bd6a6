"""Teachers shared by several schools: who has a post where, and who teaches at which school on which day.

Needs nothing but NumPy and SciPy. `docs/tours.md` has the formulation and measured distances from the optimum.
"""

from kopa_sim.teaching.tours.answer import Costs, Person, SharedTeaching, Visit
from kopa_sim.teaching.tours.linear import Effort
from kopa_sim.teaching.tours.problem import Posts, SharingProblem, Week
from kopa_sim.teaching.tours.settled import HomeBases
from kopa_sim.teaching.tours.solve import (
    Sharing,
    compare_sharing,
    each_school_alone,
    nobody_shared,
    share_teachers,
    share_teachers_quickly,
)

__all__ = [
    "Costs",
    "Effort",
    "HomeBases",
    "Person",
    "Posts",
    "SharedTeaching",
    "Sharing",
    "SharingProblem",
    "Visit",
    "Week",
    "compare_sharing",
    "each_school_alone",
    "nobody_shared",
    "share_teachers",
    "share_teachers_quickly",
]
