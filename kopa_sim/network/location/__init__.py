"""Which schools to keep open, and who goes to which of those that are open: exact engines over arrays.

===============================  =============================================================================
:func:`site_schools`             schools to keep open when places are no limit (p-median, fixed costs, or both)
:class:`Siting`, :class:`Effort`  the answer with its proved bound, and how far to search for it
:class:`ImpossibleNetworkError`  no choice gives everyone a school: which areas, how many schools would
===============================  =============================================================================
"""

from kopa_sim.network.location.outcome import Effort, ImpossibleNetworkError, Siting
from kopa_sim.network.location.sites import site_schools

__all__ = ["Effort", "ImpossibleNetworkError", "Siting", "site_schools"]
