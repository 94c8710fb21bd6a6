"""What each agreement makes common, and its members' shares of it under every rule."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import (
    HOST_BEARS,
    common_transport,
    host_of,
    rule_in_force,
    school_bills,
    shared_offices,
)
from kopa_sim.economy.rule_shares import rule_shares
from kopa_sim.economy.sharing_bases import SharingBases
from kopa_sim.model.ledger import BILL_SHARING_RULES
from kopa_sim.model.plan import Agreement
from kopa_sim.model.staffing import PoolUse

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class AgreedBill:
    """One common bill before its cost is known.

    Attributes
    ----------
    number
        Place of the agreement among the Plan's.
    part
        schools, office, transport or teachers.
    in_force
        A rule, ``host``, or empty where the bill stays where it stands.
    settled_year_school
        Schools the bill is about; for an office those of its members. (year, school)
    share_rule_draw_year_municipality
        Shares under each of BILL_SHARING_RULES. (rule, draw, year, municipality)
    pool
        What shared teachers do, for the part teachers.
    office_years
        Years in which the office works, for the part office. (year,)
    """

    agreement: Agreement
    number: int
    part: str
    in_force: str
    host: int
    settled_year_school: Bools
    share_rule_draw_year_municipality: Floats
    pool: PoolUse | None = None
    office_years: Bools | None = None

    @property
    def years(self) -> Bools:
        """Years in which there is a bill. (year,)"""
        settled: Bools = np.asarray(self.settled_year_school.any(axis=1), dtype=np.bool_)
        return settled if self.office_years is None else self.office_years

    @property
    def shares_in_force(self) -> Floats | None:
        """Who pays which share; None where the bill stays where it stands. (draw, year, municipality)"""
        if not self.in_force:
            return None
        every = self.share_rule_draw_year_municipality
        if self.in_force == HOST_BEARS:
            shares = np.zeros(every.shape[1:])
            shares[:, :, self.host] = 1.0
            return shares
        in_force: Floats = every[BILL_SHARING_RULES.index(self.in_force)]
        return in_force


def agreed_bills(bases: SharingBases) -> tuple[AgreedBill, ...]:
    """Return the common bills of a Plan: of schools, offices, transport and shared teachers, in this order.

    A school's bill is divided once and whole. What stands at a school whose bill moves, its transport and its shared
    teachers too, is no part of another bill; transport is in the first agreement that shares it.
    """
    plan = bases.basis.plan
    if not plan.agreements:
        return ()
    bills = [*_bills_of_schools(bases), *_bills_of_offices(bases)]
    moved = np.zeros(plan.open_year_school.shape, dtype=np.bool_)
    for bill in bills:
        if bill.part == "schools" and bill.in_force:
            moved |= bill.settled_year_school
    return (*bills, *_bills_of_transport(bases, moved), *_bills_of_teachers(bases, moved))


def _bills_of_schools(bases: SharingBases) -> Iterator[AgreedBill]:
    region, plan = bases.basis.region, bases.basis.plan
    for bill in school_bills(region, plan):
        counted = bases.counted(bill.settled, bases.hours_used(bill.settled))
        yield AgreedBill(
            agreement=bill.agreement,
            number=bill.number,
            part="schools",
            in_force=bill.in_force,
            host=host_of(bill.agreement, region),
            settled_year_school=bill.settled,
            share_rule_draw_year_municipality=rule_shares(bill.agreement.members, counted),
        )


def _bills_of_offices(bases: SharingBases) -> Iterator[AgreedBill]:
    """Yield the offices' bills: pupils and lessons of the whole region's schools count, by where pupils live."""
    region, plan = bases.basis.region, bases.basis.plan
    everywhere = np.ones(plan.open_year_school.shape, dtype=np.bool_)
    for office in shared_offices(region, plan):
        counted = bases.counted(everywhere, bases.hours_used(everywhere))
        yield AgreedBill(
            agreement=office.agreement,
            number=office.number,
            part="office",
            in_force=office.in_force,
            host=office.host,
            settled_year_school=everywhere & office.years[:, None],
            share_rule_draw_year_municipality=rule_shares(office.agreement.members, counted),
            office_years=office.years,
        )


def _bills_of_transport(bases: SharingBases, moved: Bools) -> Iterator[AgreedBill]:
    region, plan = bases.basis.region, bases.basis.plan
    for bill in common_transport(region, plan, moved):
        counted = bases.counted(bill.settled, bases.kilometres_used(bill.settled))
        yield AgreedBill(
            agreement=bill.agreement,
            number=bill.number,
            part="transport",
            in_force=bill.in_force,
            host=host_of(bill.agreement, region),
            settled_year_school=bill.settled,
            share_rule_draw_year_municipality=rule_shares(bill.agreement.members, counted),
        )


def _bills_of_teachers(bases: SharingBases, moved: Bools) -> Iterator[AgreedBill]:
    region, plan = bases.basis.region, bases.basis.plan
    pools = {pool.name: pool for pool in bases.staffing.pool_uses}
    for number, agreement in enumerate(plan.agreements):
        pool = pools.get(agreement.name) if agreement.kind == "teacher_pool" else None
        if pool is None:
            continue
        settled = np.zeros_like(moved)
        settled[:, pool.schools] = agreement.years[:, None]
        settled &= ~moved
        counted = bases.counted(settled, bases.teacher_hours_used(pool, settled))
        yield AgreedBill(
            agreement=agreement,
            number=number,
            part="teachers",
            in_force=rule_in_force(agreement),
            host=host_of(agreement, region),
            settled_year_school=settled,
            share_rule_draw_year_municipality=rule_shares(agreement.members, counted),
            pool=pool,
        )
