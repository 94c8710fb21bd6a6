"""Which schools to keep open, and who goes to which of those that are open: exact engines over arrays.

=================================  ===========================================================================
:func:`site_schools`               schools to keep open when places are no limit (p-median, fixed costs, both)
:func:`site_schools_with_places`   the same when every school has so many places
:class:`Siting`, :class:`Effort`   the answer with its proved bound, and how far to search for it
:func:`assign_pupils`              who goes to which of the open schools, places respected
:func:`close_school`               the same after one of them closes, from where everyone is
:class:`Assignment`                pupils at schools
:class:`ImpossibleNetworkError`    no choice gives everyone a school: which areas, how many schools would
=================================  ===========================================================================
"""

from kopa_sim.network.location.assignment import Assignment, assign_pupils, close_school
from kopa_sim.network.location.outcome import Effort, ImpossibleNetworkError, Siting
from kopa_sim.network.location.sites import site_schools
from kopa_sim.network.location.sites_with_places import site_schools_with_places

__all__ = [
    "Assignment",
    "Effort",
    "ImpossibleNetworkError",
    "Siting",
    "assign_pupils",
    "close_school",
    "site_schools",
    "site_schools_with_places",
]
