"""Whom does it leave further from school: minutes, legal limits and inequality.

===========================  ================================================================================
:func:`ready_journeys`       an option's catchments made ready for measuring, once for all draws
:func:`measure_access`       every measure of access.csv by home municipality and grade band, in every future
===========================  ================================================================================
"""

from kopa_sim.access.measures import measure_access, ready_journeys
from kopa_sim.access.year_journeys import YearJourneys

__all__ = ["YearJourneys", "measure_access", "ready_journeys"]
