"""Vehicles to the days on which a group that is taught over a link meets in person."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.journeys import Journeys, Transport
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import RemoteMeetings
from kopa_sim.network.vehicles import VehicleRule, drive

Floats = NDArray[np.float64]


def drive_to_meetings(
    transport: Transport, meetings: Sequence[RemoteMeetings], journeys: Journeys, parameters: Parameters
) -> Transport:
    """Return transport with the drives from receiving schools to the sending school and back.

    The pupils of one school share its vehicles, priced as those of any other day by the stepping rule. They are hired
    for the day, so they count as that share of a daily vehicle which the days are of the school year.
    """
    if not meetings:
        return transport
    vehicle_km, hours, vehicles = (
        transport.vehicle_km.copy(),
        transport.vehicle_h.copy(),
        transport.vehicles.copy(),
    )
    usual = VehicleRule.of(parameters)
    school_days = parameters.number("transport.school_days")
    for meeting in meetings:
        km = journeys.km_school_school[meeting.sending_year][:, meeting.schools]
        pupils = meeting.pupils_draw_year_member
        rule = replace(usual, trips_year=2.0 * meeting.days)
        driving = drive(pupils, np.broadcast_to(km, pupils.shape), rule)
        vehicle_km[:, :, meeting.schools] += driving.priced_km
        hours[:, :, meeting.schools] += driving.hours
        vehicles[:, :, meeting.schools] += driving.vehicles * meeting.days / school_days
    return replace(transport, vehicle_km=vehicle_km, vehicle_h=hours, vehicles=vehicles)
