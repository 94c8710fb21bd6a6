"""Which measures of an option cross a border, who takes part in them, and who is tied to whom."""

from collections.abc import Iterable, Sequence

import numpy as np

from kopa_sim.model.region import Region
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.scenario.measures.members import member_schools
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.scenario.measures.remote_teaching import RemoteTeaching
from kopa_sim.scenario.measures.share_principal import SharePrincipal
from kopa_sim.scenario.measures.share_teachers import ShareTeachers


def home_of(region: Region, school_codes: Iterable[str]) -> frozenset[str]:
    """Return the municipalities in which schools stand."""
    at = region.schools.municipality
    return frozenset(
        region.municipalities.codes[at[region.schools.codes.index(code)]] for code in school_codes
    )


def partners(measure: Measure, region: Region) -> frozenset[str]:
    """Return the municipalities that a measure ties together; nobody where it crosses no border.

    An agreement ties its members, a pool of teachers, a principal or a link the municipalities of the schools, a pair
    of schools and a closing with a named receiver those of the two schools. Rules of transport, notice and the
    closing of small schools name several municipalities and tie none: each carries them out in its own area.
    """
    match measure:
        case Cooperate():
            found = frozenset(measure.members)
        case ShareTeachers() | RemoteTeaching():
            at = member_schools(region, measure.schools, measure.municipalities)
            found = home_of(region, (region.schools.codes[school] for school in at))
        case SharePrincipal():
            found = home_of(region, measure.schools)
        case PairGrades():
            found = home_of(region, (measure.lower, measure.upper))
        case CloseSchool() if measure.receiving != "nearest":
            found = home_of(region, (measure.school, measure.receiving))
        case _:
            found = frozenset()
    return found if len(found) > 1 else frozenset()


def players_of(measures: Sequence[Measure], region: Region) -> tuple[int, ...]:
    """Return the municipalities that cooperate in any of the measures, as indices of the region."""
    named = frozenset().union(*(partners(measure, region) for measure in measures))
    return tuple(index for index, code in enumerate(region.municipalities.codes) if code in named)


def groups_of(measures: Sequence[Measure], region: Region, players: Sequence[int]) -> tuple[int, ...]:
    """Return the players who are tied together, directly or through others, as numbers of coalitions.

    Whoever is in no group with a municipality has no measure in common with it: what the one does cannot change what
    cooperation means for the other.
    """
    codes = [region.municipalities.codes[player] for player in players]
    group = np.arange(len(players))
    for measure in measures:
        tied = [place for place, code in enumerate(codes) if code in partners(measure, region)]
        if tied:
            group[np.isin(group, group[tied])] = group[tied].min()
    return tuple(
        sum(1 << int(player) for player in np.flatnonzero(group == name)) for name in np.unique(group)
    )
