"""Ways along a given road network: quickest by vehicle, shortest on foot, and between the stops of school transport.

==========================  ==============================================================================
:func:`measure_roads`       kilometres and minutes from every point to every school, and between schools
:func:`stop_ways`           ways between stops and schools for the routes, from the best source there is
:data:`StopWays`            what such a source of ways is
==========================  ==============================================================================
"""

from kopa_sim.network.roads.measured import RoadJourneys, measure_roads
from kopa_sim.network.roads.stop_ways import StopWays, stop_ways

__all__ = ["RoadJourneys", "StopWays", "measure_roads", "stop_ways"]
