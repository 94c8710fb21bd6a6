"""Does it work on a Tuesday in January? The school year as discrete events.

The yearly stages say how many posts and kilometres an option needs. Here the year is lived through day by day in
SimPy: teachers fall ill or leave, substitutes are called or not found, shared teachers meet winter roads, links fail.
Only disruptions are events, so an uneventful week costs nothing. ``docs/operations.md`` describes the model.
"""

from kopa_sim.operations.calendar_notices import calendar_notices
from kopa_sim.operations.disruption import interpolate_difference, interpolate_outcome
from kopa_sim.operations.replication import Travels, simulate_replication
from kopa_sim.operations.staffed_year import SchoolRuns

__all__ = [
    "SchoolRuns",
    "Travels",
    "calendar_notices",
    "interpolate_difference",
    "interpolate_outcome",
    "simulate_replication",
]
