"""The measures of an option that a coalition can carry out, and the Plan they make."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region
from kopa_sim.scenario.measures import Measure, PlanContext
from kopa_sim.study.coalitions.restriction import restricted

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Restricted:
    """What is left of an option when some cooperate.

    Attributes
    ----------
    measures
        Those that can be carried out, in their order.
    fallen
        Names of those of the option's own measures that cannot: a closing that only a neighbour's school makes
        possible, for example.
    plan
        What they decide.
    """

    measures: tuple[Measure, ...]
    fallen: tuple[str, ...]
    plan: Plan


def key_of(plan: Plan) -> bytes:
    """Return what tells a Plan's decisions apart; Plans of equal keys are decided alike in every year."""
    states = b"".join(plan.state(index) for index in range(len(plan.years)))
    return states + repr((plan.built, plan.only_if_law_allowed)).encode()


def apart(whole: Plan, others: Sequence[Plan]) -> bool:
    """Return whether what groups without a measure in common decide cannot change one another's money.

    Routes are solved for runs of years in which the same schools of the region are open, and bells let one vehicle
    serve schools of several municipalities: where a Plan opens or closes other schools than another, or bells are
    given, groups are not run at once.
    """
    quiet = whole.bell_min_year_school is None
    return quiet and all((of.open_year_school == whole.open_year_school).all() for of in others)


def restrict_option(
    measures: Sequence[Measure], region: Region, together: frozenset[str], present: Plan, context: PlanContext
) -> Restricted:
    """Return what a coalition carries out of an option's measures, and everyone else each on their own.

    A measure falls away where the rest of them makes it impossible: it conflicts with the Plan, or it would leave
    pupils of some municipality and grade without any school that they may attend.

    Parameters
    ----------
    together
        Codes of the municipalities that cooperate.
    present
        Plan of the present network.
    """
    plan, kept, fallen = present, [], []
    for measure in (part for whole in measures for part in restricted(whole, region, together)):
        after = None if measure.conflicts(plan, context) else measure.apply(plan, context)
        if after is None or leaves_without_school(plan, after, region):
            fallen.append(str(measure.model_dump()["measure"]))
            continue
        plan = after
        kept.append(measure)
    return Restricted(tuple(kept), tuple(fallen), plan)


def leaves_without_school(before: Plan, after: Plan, region: Region) -> bool:
    """Return whether pupils of a municipality, grade and language had an open school before, and have none after."""
    if before.open_year_school is after.open_year_school and (
        before.grades_year_school_grade is after.grades_year_school_grade
    ):
        return False
    return bool((_attended(before, region) & ~_attended(after, region)).any())


def _attended(plan: Plan, region: Region) -> Bools:
    """Return for whom a school is open that they may attend. (costed year, municipality, language, grade 0–9)"""
    schools = region.schools
    languages = sorted(set(schools.languages))
    speaks = np.array([[own == language for own in schools.languages] for language in languages])
    taught = plan.teaches_year_school_grade & schools.fills_by_distance[:, None]
    may = plan.allowed_year_home_school_grade & taught[:, None]
    found: Bools = np.stack([(may & spoken[:, None]).any(axis=2) for spoken in speaks], axis=2)
    return found[plan.costed][..., BASIC_GRADES]
