"""What the common bills of agreements come to, and who pays them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreed_bills import AgreedBill
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.pay import lesson_cost_draw_subject, teacher_cost_draw_subject
from kopa_sim.model.ledger import COST_ITEMS, JointBill
from kopa_sim.model.region import Region
from kopa_sim.model.staffing import PoolUse

Floats = NDArray[np.float64]

ITEM_OF_PART = {"transport": COST_ITEMS.index("transport"), "teachers": COST_ITEMS.index("teaching")}
"""Cost item that a bill about one thing takes out of the schools' cost."""


@dataclass(frozen=True)
class BillApart:
    """A bill about one cost item of some schools. ``cost_draw_year_school`` is what it takes out of theirs."""

    bill: AgreedBill
    item: int
    cost_draw_year_school: Floats


def bills_apart(
    basis: CostBasis, municipal_draw_year_school_item: Floats, bills: Sequence[AgreedBill]
) -> tuple[BillApart, ...]:
    """Return the bills of common transport and of shared teachers with what they come to at each school."""
    return tuple(_apart(basis, municipal_draw_year_school_item, bills))


def _apart(basis: CostBasis, municipal: Floats, bills: Sequence[AgreedBill]) -> Iterator[BillApart]:
    for bill in bills:
        if bill.part not in ITEM_OF_PART:
            continue
        item = ITEM_OF_PART[bill.part]
        cost = municipal[..., item] if bill.pool is None else pool_cost(basis, bill.pool)
        yield BillApart(bill, item, cost * bill.settled_year_school)


def pool_cost(basis: CostBasis, pool: PoolUse) -> Floats:
    """Return the bill of a pool of teachers by the schools they serve. (draw, year, school)

    Shared posts × pay + overtime × its price, with real wage growth, and kilometre allowance: the same money that
    stands in these schools' teaching.
    """
    parameters = basis.parameters
    overtime = (
        lesson_cost_draw_subject(parameters) * parameters.draws("teaching.overtime_price_factor")[:, None]
    )
    paid = np.einsum("dyms,ds->dym", pool.posts, teacher_cost_draw_subject(parameters))
    paid += np.einsum("dyms,ds->dym", pool.overtime, overtime)
    allowance = basis.draws("teaching.km_allowance_eur") * basis.growth_of("km_allowance")
    cost = np.zeros_like(basis.pupil_share_draw_year_school)
    cost[:, :, pool.schools] = paid * basis.wages + pool.driven_km.sum(axis=3) * allowance
    return cost * basis.region.schools.municipal


def without_bills_apart(municipal_draw_year_school_item: Floats, apart: Sequence[BillApart]) -> Floats:
    """Return schools' cost without what bills apart take out and move. (draw, year, school, item)"""
    moved = [bill for bill in apart if bill.bill.in_force]
    if not moved:
        return municipal_draw_year_school_item
    left = municipal_draw_year_school_item.copy()
    for bill in moved:
        left[..., bill.item] -= bill.cost_draw_year_school
    return left


def paid_and_billed_apart(
    region: Region, apart: Sequence[BillApart], shape: tuple[int, ...]
) -> tuple[Floats, Floats]:
    """Return what municipalities pay of bills apart: for what stands at home, and for the rest.

    Both (draw, year, municipality, item); together they are those bills.
    """
    own, billed = np.zeros(shape), np.zeros(shape)
    for bill in apart:
        shares = bill.bill.shares_in_force
        if shares is None:
            continue
        at_home = sum_by_municipality(bill.cost_draw_year_school, region)
        whole = at_home.sum(axis=2, keepdims=True)
        own[..., bill.item] += shares * at_home
        billed[..., bill.item] += shares * (whole - at_home)
    return own, billed


def joint_bills(
    region: Region,
    municipal_draw_year_school_item: Floats,
    office_draw_year_municipality: Floats,
    bills: Sequence[AgreedBill],
    apart: Sequence[BillApart],
) -> tuple[JointBill, ...]:
    """Return the common bills with what they come to by where they stand."""
    by_number = {(bill.bill.number, bill.bill.part): bill.cost_draw_year_school for bill in apart}
    every_item = municipal_draw_year_school_item.sum(axis=3) if bills else None
    made = []
    for bill in bills:
        if bill.part == "office":
            cost = np.zeros_like(office_draw_year_municipality)
            cost[:, bill.years, bill.host] = office_draw_year_municipality[:, bill.years, bill.host]
        else:
            of_schools = by_number.get((bill.number, bill.part))
            if of_schools is None and every_item is not None:
                of_schools = every_item * bill.settled_year_school
            cost = sum_by_municipality(np.asarray(of_schools), region)
        made.append(_joint_bill(bill, cost))
    return tuple(made)


def _joint_bill(bill: AgreedBill, cost_draw_year_municipality: Floats) -> JointBill:
    return JointBill(
        agreement=bill.agreement.name,
        number=bill.number,
        part=bill.part,
        in_force=bill.in_force,
        members=bill.agreement.members,
        host=bill.host,
        cost_draw_year_municipality=cost_draw_year_municipality,
        share_rule_draw_year_municipality=bill.share_rule_draw_year_municipality,
        settled_year_school=bill.settled_year_school if bill.part == "schools" else None,
    )
