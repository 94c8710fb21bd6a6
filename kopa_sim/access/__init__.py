"""Whom does it leave further from school: minutes, legal limits and inequality.

===========================  ================================================================================
:func:`ready_journeys`       an option's catchments made ready for measuring, once for all draws
:func:`measure_access`       every measure of access.csv by home municipality and grade band, in every future
:func:`ready_areas`          the same catchments of the anchor years made ready for measuring by area
:func:`measure_areas`        minutes, kilometres and places within reach by area, in every future
===========================  ================================================================================
"""

from kopa_sim.access.by_area import YearAreas, anchor_years, measure_areas, ready_areas
from kopa_sim.access.measures import measure_access, ready_journeys
from kopa_sim.access.year_journeys import YearJourneys

__all__ = [
    "YearAreas",
    "YearJourneys",
    "anchor_years",
    "measure_access",
    "measure_areas",
    "ready_areas",
    "ready_journeys",
]
