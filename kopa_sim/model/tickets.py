"""Tickets for scheduled public transport: who rides the bus that runs anyway instead of a school vehicle."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tickets:
    """Kinds of ticket and where each is valid.

    Attributes
    ----------
    ticket_area_column_grade
        Index of the kind of ticket from each area; -1 where no scheduled bus serves the way. The columns are the
        schools that some ticket leads to, as ``Schools.ticket_column`` names them. (area, column, grade)
    price_eur
        Price of one pupil's ticket, euros of the price year without VAT. (ticket,)
    yearly
        Whether the price is for a school year; else for a month. (ticket,)
    """

    ticket_area_column_grade: Ints
    price_eur: Floats
    yearly: Bools

    def on_the_way(self, area: Ints, column: Ints, grade: Ints) -> Ints:
        """Return the kind of ticket from areas to schools by grade, -1 for none; all arrays have one shape.

        Parameters
        ----------
        column
            Column of the school; -1 for a school that no ticket leads to.
        """
        return np.where(column >= 0, self.ticket_area_column_grade[area, column, grade], -1)

    def eur_year(self, months: float) -> Floats:
        """Return the price of a pupil's school year, euros. (ticket,)

        Parameters
        ----------
        months
            Monthly tickets that a school year takes.
        """
        return np.where(self.yearly, self.price_eur, months * self.price_eur)
