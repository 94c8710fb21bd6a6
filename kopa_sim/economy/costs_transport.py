"""School transport: what the municipality, Kela and families pay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.model.journeys import Transport

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class TransportCost:
    """Yearly cost of journeys by school and payer; all (draw, year, school)."""

    municipality: Floats
    kela: Floats
    family: Floats


def transport_cost(basis: CostBasis, transport: Transport) -> TransportCost:
    """Return transport by payer.

    The municipality pays vehicles by kilometre, hour and day, less what shared transport saves, tickets for scheduled
    buses, and the lodging of pupils over the legal daily ceiling; upper secondary journeys are Kela's from its
    distance limit on, else the family's. Hours grow mostly with drivers' wages, kilometres with fuel, standing costs
    with other prices.
    """
    bought = basis.transport_draw_year[:, :, None]
    school_days = basis.parameters.number("transport.school_days")
    vehicles = (
        transport.vehicle_km * basis.draws("transport.vehicle_km_eur") * basis.growth_of("vehicle_km")
        + transport.vehicle_h * basis.draws("transport.vehicle_hour_eur") * basis.growth_of("vehicle_hour")
        + transport.vehicles
        * school_days
        * basis.draws("transport.vehicle_day_eur")
        * basis.growth_of("vehicle_day")
    )
    saving = shared_transport(basis) * basis.draws("economy.shared_transport_saving_share")
    lodging = (
        transport.boarded * basis.draws("transport.boarding_eur_pupil_year") * basis.growth_of("boarding")
    )
    ticket = basis.growth_of("ticket") * bought
    tickets = 0.0 if transport.ticket_eur is None else transport.ticket_eur * ticket
    return TransportCost(
        municipality=(vehicles * (1.0 - saving) * bought + tickets + lodging)
        * basis.region.schools.municipal,
        kela=transport.student_km * basis.draws("transport.kela_eur_student_km") * ticket,
        family=transport.own_student_km * basis.draws("transport.family_eur_student_km") * ticket,
    )


def shared_transport(basis: CostBasis) -> Floats:
    """Return 1 where a school's municipality arranges transport with others, else 0. (year, school)"""
    shared = np.zeros(basis.plan.open_year_school.shape)
    for agreement in basis.plan.agreements:
        if agreement.kind == "shared_transport":
            member = np.isin(basis.region.schools.municipality, agreement.members)
            shared[np.ix_(agreement.years, member)] = 1.0
    return shared
