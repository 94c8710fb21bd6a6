"""Longitude and latitude to ETRS-TM35FIN metres, by the Krüger series (JHS 197)."""

import math
from typing import Final

SEMI_MAJOR_M: Final = 6378137.0
FLATTENING: Final = 1.0 / 298.257222101
SCALE: Final = 0.9996
CENTRAL_MERIDIAN: Final = 27.0
FALSE_EASTING_M: Final = 500000.0


def to_etrs_tm35fin(longitude: float, latitude: float) -> tuple[float, float]:
    """Return easting and northing in metres; good to a centimetre in Finland."""
    n = FLATTENING / (2.0 - FLATTENING)
    radius = SEMI_MAJOR_M / (1.0 + n) * (1.0 + n**2 / 4.0 + n**4 / 64.0)
    alpha = (
        n / 2.0 - 2.0 * n**2 / 3.0 + 5.0 * n**3 / 16.0,
        13.0 * n**2 / 48.0 - 3.0 * n**3 / 5.0,
        61.0 * n**3 / 240.0,
    )
    eccentricity = math.sqrt(2.0 * FLATTENING - FLATTENING**2)
    phi, lam = math.radians(latitude), math.radians(longitude - CENTRAL_MERIDIAN)
    tangent = math.sinh(math.asinh(math.tan(phi)) - eccentricity * math.atanh(eccentricity * math.sin(phi)))
    xi = math.atan2(tangent, math.cos(lam))
    eta = math.asinh(math.sin(lam) / math.hypot(tangent, math.cos(lam)))
    northing, easting = xi, eta
    for order, term in enumerate(alpha, start=1):
        northing += term * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        easting += term * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    return FALSE_EASTING_M + SCALE * radius * easting, SCALE * radius * northing
