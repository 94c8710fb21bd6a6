"""Agreements to buy schooling under which no pupil would go anywhere."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from kopa_sim.model.journeys import PupilFlows
from kopa_sim.model.plan import Agreement
from kopa_sim.model.region import Region
from kopa_sim.network import flow_pupils
from kopa_sim.study.prepare import OptionPlan

HALF_A_PUPIL: Final = 0.5
"""Expected numbers below it are nobody."""


def idle_purchases(region: Region, options: Sequence[OptionPlan]) -> tuple[str, ...]:
    """Return a notice for every purchase that moves nobody in the mean future, each agreement once.

    A purchase lets the buyer's pupils cross the border; they do when the seller's school is the nearest they may
    attend. Where the buyer keeps a nearer school of its own the agreement is on paper only.
    """
    found: dict[str, str] = {}
    for option in options:
        bought = [agreement for agreement in option.plan.agreements if agreement.kind == "purchase"]
        if bought:
            flows = flow_pupils(region, option.catchments, option.people.pupils)
            for agreement in bought:
                if _most_pupils(region, option, flows, agreement) < HALF_A_PUPIL:
                    found.setdefault(agreement.name, _notice(region, option, agreement))
    return tuple(found.values())


def _most_pupils(region: Region, option: OptionPlan, flows: PupilFlows, agreement: Agreement) -> float:
    """Return the buyer's pupils in the seller's schools in the year with most of them."""
    buyer, seller = agreement.members
    most = 0.0
    for year in option.plan.costed_years:
        index = option.plan.years.index(year)
        if agreement.years[index]:
            arcs = option.catchments.by_year[index]
            home = region.areas.municipality[arcs.area] == buyer
            crossing = home & (region.schools.municipality[arcs.school] == seller)
            most = max(most, float(np.sum(flows.pupils_by_year[index][0, crossing])))
    return most


def _notice(region: Region, option: OptionPlan, agreement: Agreement) -> str:
    buyer, seller = (region.municipalities.names[member] for member in agreement.members)
    return (
        f"option {option.plan.option}: the purchase {agreement.name!r} moves nobody: every pupil of {buyer} has a"
        f" school there that is nearer than those of {seller}. To have the pupils taught in {seller}, close the"
        " school of those grades or change its grades (measures close_school, change_grades)"
    )
