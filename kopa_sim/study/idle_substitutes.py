"""Municipalities that share substitutes and could never send anybody: why, and what would change it."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan, SubstitutePool
from kopa_sim.model.region import Region
from kopa_sim.operations.remoteness import km_from_municipalities
from kopa_sim.scenario.findings import listed
from kopa_sim.study.prepare import Prepared

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NAMED: Final = 6
"""Options and municipalities that are named one by one."""

LONGEST_KM: Final = 300.0
"""Longest drive that share_substitutes takes."""

SUBSTITUTES: Final = "operations.local_substitutes_per_100_posts"


def idle_substitutes(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every measure share_substitutes that can do nothing in the mean future.

    What is found alike in several options is told once, with the names of all of them.
    """
    if not any(option.plan.substitute_pools for option in prepared.options):
        return ()
    region, none = prepared.scenario.region, prepared.parameters.mean().number(SUBSTITUTES) <= 0.0
    km = km_from_municipalities(region, prepared.journeys)
    options_of: dict[str, list[str]] = {}
    for option in prepared.options:
        for cause in _causes(region, option.plan, km, none):
            options_of.setdefault(cause, []).append(option.plan.option)
    return tuple(
        f"option{'s' if len(names) > 1 else ''} {listed(names, NAMED)}: {cause}"
        for cause, names in options_of.items()
    )


def _causes(
    region: Region, plan: Plan, km_municipality_school: Floats, no_substitutes: bool
) -> Iterator[str]:
    for pool in plan.substitute_pools:
        label = f"share_substitutes {pool.name!r} changes nothing"
        if no_substitutes:
            yield (
                f"{label}: {SUBSTITUTES} is 0, so that its members have no substitutes of their own to send; set it"
                " above 0, or leave the measure out"
            )
        elif cause := _out_of_reach(region, plan, pool, km_municipality_school):
            yield f"{label}: {cause}"


def _out_of_reach(
    region: Region, plan: Plan, pool: SubstitutePool, km_municipality_school: Floats
) -> str | None:
    """Return why nobody of a member may drive to a school of another member in any costed year, if nobody may."""
    from_year = f"from {plan.years[int(np.argmax(pool.years))]} on"
    members = np.array(pool.members)
    teaches = _teaching_school(region, plan, pool)
    with_schools = np.intersect1d(members, region.schools.municipality[teaches])
    names = region.municipalities.names
    if len(with_schools) < 2:
        named = listed((names[member] for member in members), NAMED)
        return (
            f"fewer than two of its members ({named}) have municipal schools that teach {from_year}; name others"
            " in members, or set other years"
        )
    km = np.full(km_municipality_school.shape, np.inf)
    km[np.ix_(with_schools, teaches)] = km_municipality_school[np.ix_(with_schools, teaches)]
    km[region.schools.municipality, np.arange(len(region.schools))] = np.inf
    lender, school = np.unravel_index(np.argmin(km), km.shape)
    nearest = float(km[lender, school])
    if nearest <= pool.longest_km:
        return None
    if not np.isfinite(nearest):
        return "no road leads from one of its members to a school of another; name others in members"
    set_to = f"set longest_km to {np.ceil(nearest):.0f} or more, or " if nearest <= LONGEST_KM else ""
    return (
        f"longest_km is {pool.longest_km:g} and the school of another member that is nearest to the centre of a"
        f" member, {region.schools.names[school]}, is {nearest:.1f} km from that of {names[lender]} by road;"
        f" {set_to}name members that are nearer to each other"
    )


def _teaching_school(region: Region, plan: Plan, pool: SubstitutePool) -> Bools:
    """Return the municipal schools that teach in a costed year of a pool. (school,)"""
    years = pool.years.copy()
    years[: plan.costed.start] = False
    open_year_school = plan.open_year_school & plan.grades_year_school_grade.any(axis=2) & years[:, None]
    teaches: Bools = open_year_school.any(axis=0) & region.schools.municipal
    return teaches
