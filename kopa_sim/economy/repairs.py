"""Wear, condition, repair debt, the repairs that are carried out, and the year a major renovation falls due.

A building loses a share of its replacement value every year. What lacks to a sound condition (75 % of new; Nippala,
Vainio & Nuuttila 2006) is repair debt, and a share of the repairs due is carried out each year. The present network
carried forward pays its repairs too; a closed building gets none.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.investments import extended_m2_year_school

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STOOD: Final[int] = 0
"""The part of a building that stood when the Plan began; the other one was built since."""

ROUNDING: Final[float] = 1e-9


@dataclass(frozen=True)
class Repairs:
    """Repairs and what they leave, euros.

    Attributes
    ----------
    made, debt
        Repairs made in the year, and repairs due and not made after them. (draw, year, school)
    bettered
        Value by which repairs have bettered buildings still in use: the fall of their debt over the costed years,
        at the last year's prices; negative where wear was faster. (draw, school)
    condition
        Value of each standing building as a share of new after the year's repairs; NaN where none stands.
        (year, school)
    renovation_due
        Years from the one in which a building in use needs a major renovation, until it is made. (year, school)
    """

    made: Floats
    debt: Floats
    bettered: Floats
    condition: Floats
    renovation_due: Bools


def start_condition(basis: CostBasis) -> Floats:
    """Return each building's value in the Plan's first year as a share of new. (school,)

    The given condition; else what age has left of it, not below the least condition of a building in use; else
    the usual condition.
    """
    schools, parameters = basis.region.schools, basis.parameters
    wear, least = (
        parameters.number(f"property.{name}") for name in ("wear_share_year", "least_condition_share")
    )
    by_age = np.clip(1.0 - wear * (basis.plan.years[0] - schools.built_year), least, 1.0)
    usual = parameters.number("property.usual_condition_share")
    assumed = np.where(np.isnan(by_age), usual, by_age)
    condition: Floats = np.where(np.isnan(schools.condition), assumed, schools.condition)
    return condition


def floor_m2_year_school(basis: CostBasis) -> Floats:
    """Return the floor area of each building with its extensions. (year, school)"""
    floor: Floats = basis.region.schools.floor_area_m2 + extended_m2_year_school(basis)
    return floor


def repairs(basis: CostBasis, states: BuildingStates) -> Repairs:
    """Return repairs and repair debt at the year's construction prices.

    What lacks to a sound condition grows by wear. By ``property.repair_timing`` repairs(t) are a share of it every
    year (``yearly``), or all of it in the year a major renovation falls due (``when_due``); the rest is debt(t). What
    is built new starts above a sound condition, so its first repairs come after some years; it wears apart from what
    stood before, whose debt a new wing does not pay off. Debt of a building that stands empty stays as it is, and
    goes with the building.

    A major renovation falls due when wear alone has brought the whole building down to
    ``property.renovation_condition_share``. Yearly repairs are that money in instalments: they do not put the
    year off.
    """
    floor_part = _floor_by_part(basis, states)
    made_m2, lacks_m2, due = _course_of_wear(basis, states, floor_part)
    debt_m2 = np.maximum(0.0, lacks_m2)
    price = basis.draws("property.building_eur_m2") * basis.construction_draw_year[:, :, None]
    owed_m2 = debt_m2[_STOOD]
    kept = states.in_use[-1] & (floor_part[_STOOD, -1] > 0)
    paid_off_m2 = (owed_m2[basis.plan.costed.start - 1] - owed_m2[-1]) * kept
    sound = basis.parameters.number("property.sound_condition_share")
    return Repairs(
        made=made_m2.sum(axis=0) * price,
        debt=debt_m2.sum(axis=0) * price,
        bettered=paid_off_m2 * price[:, -1],
        condition=sound - _by_floor(lacks_m2.sum(axis=0), floor_part.sum(axis=0) * states.standing),
        renovation_due=due,
    )


def _course_of_wear(
    basis: CostBasis, states: BuildingStates, floor_part: Floats
) -> tuple[Floats, Floats, Bools]:
    """Return repairs, what is lacking after them, and when a renovation is due.

    The first two in square metres of new building, (part, year, school); the last (year, school).
    """
    share = basis.parameters.number("property.repair_share_year")
    at_once = basis.parameters.text("property.repair_timing") == "when_due"
    most_lacking = basis.parameters.number("property.sound_condition_share") - basis.parameters.number(
        "property.renovation_condition_share"
    )
    new_part = np.diff(floor_part, axis=1, prepend=floor_part[:, :1])
    lacking = unrepaired = _lacking_at_start(basis, states, floor_part)
    made, lacks = np.zeros_like(floor_part), np.zeros_like(floor_part)
    due = np.zeros(floor_part.shape[1:], dtype=np.bool_)
    for year in range(floor_part.shape[1]):
        floor, new = floor_part[:, year], new_part[:, year]
        lacking = _worn(basis, states, year, lacking, floor, new)
        unrepaired = _worn(basis, states, year, unrepaired, floor, new)
        worn = _by_floor(unrepaired.sum(axis=0), floor.sum(axis=0) * states.in_use[year])
        due[year] = worn >= most_lacking - ROUNDING
        paid = due[year] * (year >= basis.plan.costed.start) if at_once else share * states.in_use[year]
        made[:, year] = paid * np.maximum(0.0, lacking)
        lacking = (lacking - made[:, year]) * states.standing[year]
        unrepaired = lacking if at_once else unrepaired * states.standing[year]
        lacks[:, year] = lacking
    return made, lacks, due


def _by_floor(amount_m2: Floats, floor_m2: Floats) -> Floats:
    """Return an amount by floor area, NaN where there is none."""
    found: Floats = np.divide(amount_m2, floor_m2, out=np.full(floor_m2.shape, np.nan), where=floor_m2 > 0)
    return found


def _floor_by_part(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return floor area of what stood when the Plan began, and of what was built since. (part, year, school)

    A school that opens anew, or for the first time, is built anew.
    """
    floor = floor_m2_year_school(basis)
    stands = ~np.logical_or.accumulate(states.opening, axis=0)
    stood = np.where(stands, floor[0], 0.0)
    return np.stack([stood, floor - stood])


def _lacking_at_start(basis: CostBasis, states: BuildingStates, floor_part: Floats) -> Floats:
    """Return what the parts lack to a sound condition when the Plan begins, in square metres. (part, school)"""
    lacking = np.zeros_like(floor_part[:, 0])
    sound = basis.parameters.number("property.sound_condition_share")
    lacking[_STOOD] = (sound - start_condition(basis)) * floor_part[_STOOD, 0] * states.in_use[0]
    return lacking


def _worn(
    basis: CostBasis,
    states: BuildingStates,
    year: int,
    lacking_part: Floats,
    floor_part: Floats,
    new_part: Floats,
) -> Floats:
    """Return what the parts lack after a year's wear, with what was built in it. (part, school)"""
    sound, wear = (
        basis.parameters.number(f"property.{name}") for name in ("sound_condition_share", "wear_share_year")
    )
    opening = states.opening[year]
    kept = np.where(opening, 0.0, lacking_part)
    added = np.where(opening, floor_part, np.maximum(new_part, 0.0))
    lacking: Floats = kept + (sound - 1.0) * added + wear * floor_part * states.in_use[year]
    return lacking
