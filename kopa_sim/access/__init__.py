"""Whom does it leave further from school: minutes, legal limits and inequality.

===========================  ================================================================================
:func:`measure_access`       every measure of access.csv by home municipality and grade band, in every future
===========================  ================================================================================
"""

from kopa_sim.access.measures import measure_access

__all__ = ["measure_access"]
