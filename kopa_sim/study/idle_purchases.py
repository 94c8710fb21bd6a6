"""Agreements to buy schooling under which no pupil would go anywhere."""

from collections.abc import Sequence
from typing import Final

from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.plan import Agreement, Plan
from kopa_sim.model.region import Region
from kopa_sim.network import flow_pupils
from kopa_sim.study.prepare import OptionPlan

HALF_A_PUPIL: Final = 0.5
"""Expected numbers below it are nobody."""


def idle_purchases(region: Region, options: Sequence[OptionPlan]) -> tuple[str, ...]:
    """Return a notice for every purchase that moves nobody in the mean future, each agreement once; as_is first.

    A purchase lets the buyer's pupils cross the border; they do when the seller's school is the nearest they may
    attend. Where the buyer keeps a nearer school of its own the agreement is on paper only.
    """
    found: dict[str, str] = {}
    for option in options:
        bought = [agreement for agreement in option.plan.agreements if agreement.kind == "purchase"]
        if bought:
            flows = flow_pupils(region, option.catchments, option.people.pupils)
            for agreement in bought:
                if _moves_nobody(region, option, options[0].plan, flows, agreement):
                    found.setdefault(agreement.name, _notice(region, option, agreement))
    return tuple(found.values())


def _moves_nobody(
    region: Region, option: OptionPlan, present: Plan, flows: PupilFlows, agreement: Agreement
) -> bool:
    """Return whether the border that the purchase opens is crossed by nobody in any year.

    Upper secondary students cross borders without an agreement; they are not counted.
    """
    buyer, seller = agreement.members
    at_seller = region.schools.municipality == seller
    opens, most = False, 0.0
    for index in range(option.plan.costed.start, option.plan.costed.stop):
        if agreement.years[index]:
            opened = option.plan.allowed_year_home_school_grade[index, buyer] & at_seller[:, None]
            opened = opened & ~present.allowed_year_home_school_grade[index, buyer]
            arcs = option.catchments.by_year[index]
            crossing = (region.areas.municipality[arcs.area] == buyer) & opened[arcs.school, arcs.grade]
            most = max(most, float(flows.pupils_by_year[index][0, crossing].sum()))
            opens = opens or bool(opened.any())
    return opens and most < HALF_A_PUPIL


def _notice(region: Region, option: OptionPlan, agreement: Agreement) -> str:
    buyer, seller = (region.municipalities.names[member] for member in agreement.members)
    return (
        f"option {option.plan.option}: the purchase {agreement.name!r} moves nobody: every pupil of {buyer} has a"
        f" school there that is nearer than those of {seller}. To have the pupils taught in {seller}, close the"
        " school of those grades or change its grades (measures close_school, change_grades)"
    )
