"""Agreements that settle nothing beside another, and those that divide more than the grades they open."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from kopa_sim.economy.agreements import SharedBill, shared_bills
from kopa_sim.economy.repeated_agreements import making_nothing, repeated_agreements
from kopa_sim.model.grades import grades_of_span, span_of_grades
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.findings import listed
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.study.prepare import Prepared

NAMED: Final = 6
"""Schools and options that are named one by one."""


def idle_agreements(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice for every agreement that settles nothing, or divides more than its grades.

    What is found alike in several options is told once, with the names of all of them.
    """
    region = prepared.scenario.region
    specs = {spec.id: spec for spec in prepared.scenario.options}
    options_of: dict[str, list[str]] = {}
    for option in prepared.options:
        if option.plan.agreements:
            written = _written(specs, option.plan.option)
            for cause in (*_repeated(region, option.plan), *_wider(region, option.plan, written)):
                options_of.setdefault(cause, []).append(option.plan.option)
    return tuple(
        f"option{'s' if len(names) > 1 else ''} {listed(names, NAMED)}: {cause}"
        for cause, names in options_of.items()
    )


def _written(specs: Mapping[str, OptionSpec], option: str | None) -> list[Cooperate]:
    """Return the agreements of an option and of those that it extends, as the planner wrote them."""
    found: list[Cooperate] = []
    while option is not None and option in specs:
        found = [measure for measure in specs[option].measures if isinstance(measure, Cooperate)] + found
        option = specs[option].extends
    return found


def _repeated(region: Region, plan: Plan) -> Iterator[str]:
    free = making_nothing(region, plan)
    for number, other in sorted(repeated_agreements(region, plan).items()):
        made, instead = plan.agreements[number], plan.agreements[other]
        order = "earlier" if other < number else "later"
        cost = (
            "it is not made and costs nothing to start"
            if number in free
            else "its start is paid all the same"
        )
        remains = (
            "; what common tenders save remains"
            if made.kind == "shared_transport" and instead.kind != "shared_transport"
            else ""
        )
        yield (
            f"the agreement {made.name!r} ({made.kind}) settles nothing: {_settled(made)} settled by"
            f" the {order} agreement {instead.name!r} ({instead.kind}); {cost}{remains}. Remove one of them, or set"
            " last_year of one and year of the other so that they follow each other"
        )


def _settled(made: Agreement) -> str:
    if made.settled_by == "per_pupil":
        return "the price of these pupils is"
    things = {
        "shared_transport": "the transport of these schools is",
        "shared_administration": "the education office of these municipalities is",
    }
    return things.get(made.kind, "the whole bill of the same schools is")


def _wider(region: Region, plan: Plan, written: list[Cooperate]) -> Iterator[str]:
    """Yield agreements that divide the bill of schools which teach more grades than they open."""
    schools, towns = region.schools.codes, region.municipalities.codes
    for bill in shared_bills(region, plan):
        made = bill.agreement
        members = tuple(towns[member] for member in made.members)
        named = tuple(schools[school] for school in made.schools)
        grades = next(
            (
                measure.grades
                for measure in written
                if (measure.name, measure.kind, measure.members, measure.schools)
                == (made.name, made.kind, members, named)
            ),
            None,
        )
        wider = [] if grades is None else _schools_beyond(region, plan, bill, grades)
        if wider:
            yield (
                f"the agreement {made.name!r} ({made.kind}) is about grades {grades} and"
                f" divides everything that stands at {listed(wider, NAMED)}: the bill of a school is divided"
                " whole, with the grades that the agreement does not name. If they are not meant, settle by a price"
                " (price_rule per_pupil or fixed_fee, where the kind has it), or name schools of these grades alone"
            )


def _schools_beyond(region: Region, plan: Plan, bill: SharedBill, grades: str) -> list[str]:
    """Return the schools of a bill that teach other grades while it is divided, with all they teach."""
    named = list(grades_of_span(grades))
    found = []
    for school in np.flatnonzero(bill.settled.any(axis=0)):
        taught = plan.teaches_year_school_grade[bill.settled[:, school], school].any(axis=0)
        if np.delete(taught, named).any():
            found.append(
                f"{region.schools.names[school]} ({region.schools.codes[school]}, grades {span_of_grades(taught)})"
            )
    return found
