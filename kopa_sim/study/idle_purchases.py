"""Agreements to buy schooling under which no pupil would go anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kopa_sim.model.grades import span_of_grades
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
                concerned = _who_stays(region, option, options[0].plan, flows, agreement)
                if concerned is not None:
                    found.setdefault(agreement.name, _notice(region, option, agreement, concerned))
    return tuple(found.values())


@dataclass(frozen=True)
class _Concerned:
    """The buyer's pupils of the grades that a purchase opens, in its first costed year."""

    pupils: float
    grades: str
    year: int


def _who_stays(
    region: Region, option: OptionPlan, present: Plan, flows: PupilFlows, agreement: Agreement
) -> _Concerned | None:
    """Return whom a purchase concerns if the border that it opens is crossed by nobody in any year.

    Upper secondary students cross borders without an agreement; they are not counted.
    """
    buyer, seller = agreement.members
    at_seller = region.schools.municipality == seller
    concerned, most = None, 0.0
    for index in range(option.plan.costed.start, option.plan.costed.stop):
        if agreement.years[index]:
            opened = option.plan.allowed_year_home_school_grade[index, buyer] & at_seller[:, None]
            opened = opened & ~present.allowed_year_home_school_grade[index, buyer]
            arcs = option.catchments.by_year[index]
            crossing = (region.areas.municipality[arcs.area] == buyer) & opened[arcs.school, arcs.grade]
            most = max(most, float(flows.pupils_by_year[index][0, crossing].sum()))
            grades = opened.any(axis=0)
            if concerned is None and grades.any():
                bought = (region.areas.municipality[arcs.area] == buyer) & grades[arcs.grade]
                pupils = float(flows.pupils_by_year[index][0, bought].sum())
                concerned = _Concerned(pupils, span_of_grades(grades), option.plan.years[index])
    return concerned if most < HALF_A_PUPIL else None


def _notice(region: Region, option: OptionPlan, agreement: Agreement, concerned: _Concerned) -> str:
    buyer, seller = (region.municipalities.names[member] for member in agreement.members)
    return (
        f"option {option.plan.option}: the purchase {agreement.name!r} moves nobody: each of the"
        f" {concerned.pupils:.0f} pupils of grades {concerned.grades} in {buyer} ({concerned.year}) has"
        f" a school there that is nearer than those of {seller}. To have the pupils taught in {seller}, close the"
        " school of those grades or change its grades (measures close_school, change_grades)"
    )
