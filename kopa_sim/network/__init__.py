"""How far is it, and who goes where: journeys, catchments, flows of pupils and school transport.

========================================  ===================================================================
:func:`measure_journeys`                  kilometres and minutes from where pupils live to every school
:func:`assign_catchments`                 the school of every area and grade, year by year, places respected
:func:`flow_pupils`                       whole pupils along the arcs of the catchments in every future
:func:`carry_pupils`                      who is entitled to transport, and what is driven for them
:func:`drive_to_meetings`                 what is driven when groups taught over a link meet in person
:func:`stop_ways`                         ways between stops and schools, for the routes of school transport
:func:`unreachable`, :func:`places_short`  what makes a network impossible, for the check of the input
========================================  ===================================================================
"""

from kopa_sim.network.catchments import CatchmentCache, assign_catchments
from kopa_sim.network.flows import flow_pupils
from kopa_sim.network.input_checks import PlacesShort, Unreachable, places_short, unreachable
from kopa_sim.network.journeys import measure_journeys
from kopa_sim.network.meetings import drive_to_meetings
from kopa_sim.network.roads import StopWays, stop_ways
from kopa_sim.network.transport import carry_pupils

__all__ = [
    "CatchmentCache",
    "PlacesShort",
    "StopWays",
    "Unreachable",
    "assign_catchments",
    "carry_pupils",
    "drive_to_meetings",
    "flow_pupils",
    "measure_journeys",
    "places_short",
    "stop_ways",
    "unreachable",
]
