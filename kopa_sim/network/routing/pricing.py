"""What driving and standing cost, and the whole numbers in which the solver counts.

The solver counts time in seconds and money in whole units of 1/36,000 euro, so that prices per hour are whole to
ten cents and prices per kilometre to far less than a cent. Durations are rounded up to the second once, here, and
every figure given back rests on the rounded ones: a limit that the solver keeps is kept in what is reported.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.network.routing.problem import Floats, VehicleClass

Wholes = NDArray[np.int64]

SECONDS_PER_MINUTE: Final[float] = 60.0
SECONDS_PER_HOUR: Final[float] = 3600.0
UNITS_PER_EUR: Final[float] = 36_000.0
NO_PATH_S: Final[int] = 10_000_000
"""Duration of a leg that does not exist: longer than any morning."""
NO_PATH_UNITS: Final[int] = 10**11
"""Price of a leg that does not exist: more than any morning."""
SLACK_S: Final[float] = 1e-6
"""Shorter than this is noise of floating point and not rounded up."""


def seconds(minutes: float) -> int:
    """Return minutes as whole seconds, rounded up."""
    return int(np.ceil(minutes * SECONDS_PER_MINUTE - SLACK_S))


def seconds_between(minutes_place_place: Floats) -> Wholes:
    """Return driving times as whole seconds, rounded up; where there is no path, ``NO_PATH_S``."""
    found = np.where(np.isfinite(minutes_place_place), minutes_place_place, 0.0)
    rounded = np.ceil(found * SECONDS_PER_MINUTE - SLACK_S).astype(np.int64)
    return np.where(np.isfinite(minutes_place_place), rounded, NO_PATH_S)


def driving_eur(kind: VehicleClass, km: Floats, driving_s: Floats | Wholes) -> Floats:
    """Return the price of driving, kilometres and hours together, with the empty legs that are not planned."""
    hours = driving_s / SECONDS_PER_HOUR
    return kind.empty_run_factor * (km * kind.km_eur + hours * kind.hour_eur)


def standing_eur(kind: VehicleClass, standing_s: float) -> float:
    """Return the price of boarding, unloading and waiting."""
    return standing_s / SECONDS_PER_HOUR * kind.hour_eur


def units(eur: Floats) -> Wholes:
    """Return euros as the solver's whole units; where there is no finite price, ``NO_PATH_UNITS``."""
    found = np.where(np.isfinite(eur), eur, 0.0)
    rounded = np.rint(found * UNITS_PER_EUR).astype(np.int64)
    return np.where(np.isfinite(eur), np.minimum(rounded, NO_PATH_UNITS), NO_PATH_UNITS)


def second_units(kind: VehicleClass) -> int:
    """Return the price of one paid second in the solver's units."""
    return round(kind.hour_eur * UNITS_PER_EUR / SECONDS_PER_HOUR)


def driving_units_beside_time(kind: VehicleClass, km: Floats, driving_s: Floats | Wholes) -> Wholes:
    """Return the price of legs whose seconds the solver prices by itself: what is left to add."""
    seconds_eur = driving_s / SECONDS_PER_HOUR * kind.hour_eur
    whole = units(np.where(np.isfinite(km), driving_eur(kind, km, driving_s) - seconds_eur, np.inf))
    return np.maximum(whole, 0)
