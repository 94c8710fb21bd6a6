"""What one more child who lives in a municipality brings it in a year, and a family that moves away takes along.

No rule is written a second time: each is asked twice, with the people there are and with one child more.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.agreements import runner_year_school
from kopa_sim.economy.by_municipality import sum_by_municipality
from kopa_sim.economy.growth import growth_factor
from kopa_sim.economy.home_municipality_compensation_1704_2009 import (
    coefficient_grade,
    compensated_year_home_school,
    settled_compensation,
)
from kopa_sim.economy.state_share_618_2021 import LAG_YEARS, age_cost, other_criteria, own_share
from kopa_sim.economy.tax_base_equalisation_618_2021 import tax_base_equalisation
from kopa_sim.economy.upper_secondary_contribution_1705_2009 import upper_secondary_contribution
from kopa_sim.economy.upper_secondary_unit_price_1705_2009 import unit_price_funding
from kopa_sim.model.grades import BAND_OF_GRADE, BASIC_GRADES, GRADE_BANDS
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures
from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

AGE_GROUPS: Final[dict[str, slice]] = {
    "0-5": slice(0, 6),
    "6": slice(6, 7),
    "7-12": slice(7, 13),
    "13-15": slice(13, 16),
    "16-18": slice(16, 19),
}
"""Ages on 31 December of each group of child_money.csv.

One more child is of the first of them: no rule tells it from the others but the taxable income of those of 18.
"""

BANDS_OF_GROUP: Final[dict[str, tuple[str, ...]]] = {
    "0-5": (),
    "6": ("pre_primary",),
    "7-12": ("1-2", "3-6"),
    "13-15": ("7-9",),
    "16-18": ("upper_secondary",),
}
"""Grade bands that the ages of each group attend."""

CHILD_MONEY_MEASURES: Final[tuple[str, ...]] = (
    "state_share_eur",
    "own_share_eur",
    "equalisation_eur",
    "compensation_eur",
    "unit_price_eur",
    "contribution_eur",
    "total_eur",
)
"""Measures of child_money.csv; the last is the sum of the others."""


@dataclass(frozen=True)
class ChildMoney:
    """Money of one more resident child in one year, in euros of the price year.

    Attributes
    ----------
    year
        Year whose funding it is; the child is counted on 31 December two years before, a student in the year itself.
    values
        Measure of child_money.csv -> (draw, municipality, age group).
    """

    year: int
    values: dict[str, Floats]


@dataclass(frozen=True)
class Attendance:
    """Pupils by home, school and grade band in two years. Each (draw, home municipality, school, band).

    ``counted`` are those of the year that compensation counts, ``present`` those of the year of the money.
    """

    counted: Floats
    present: Floats


def year_of_money(plan: Plan, launch_year: int) -> int:
    """Return the year whose funding is asked for: it counts those who live here in the first costed year.

    Residents that are already counted cannot be one more, so it counts no year before the one after launch. In a plan
    too short for it, its last year.
    """
    return min(plan.years[-1], max(plan.first_year, launch_year + 1) + LAG_YEARS)


def child_money(
    region: Region,
    plan: Plan,
    futures: Futures,
    attendance: Attendance,
    parameters: Parameters,
    price_year: int,
) -> ChildMoney:
    """Return what one more child of each age group brings the municipality it lives in, in ``year_of_money``.

    The child goes to school as those of its age in its municipality do on average, so a student brings unit price as
    far as students of its municipality attend its own schools. Money that other municipalities get or pay for the
    child is left out, as are agreed payments and the cost of teaching.
    """
    year = year_of_money(plan, futures.launch_year)
    asked = _Question(region, plan, futures, attendance, parameters, price_year, year)
    before = asked.money(futures, attendance)
    n_municipalities = len(region.municipalities)
    shape = (futures.draws, n_municipalities, len(AGE_GROUPS))
    values = {measure: np.zeros(shape) for measure in CHILD_MONEY_MEASURES}
    for home in range(n_municipalities):
        for column, group in enumerate(AGE_GROUPS):
            after = asked.money(asked.with_child(home, group), asked.with_pupil(home, group))
            for measure, amount in after.items():
                values[measure][:, home, column] = (amount - before[measure])[:, home]
    values["total_eur"] = np.sum([values[measure] for measure in CHILD_MONEY_MEASURES[:-1]], axis=0)
    return ChildMoney(year, values)


@dataclass(frozen=True)
class _Question:
    region: Region
    plan: Plan
    futures: Futures
    attendance: Attendance
    parameters: Parameters
    price_year: int
    year: int

    def with_child(self, home: int, group: str) -> Futures:
        """Return the futures with one more resident on the 31 December that counts."""
        population = self.futures.population_draw_year_municipality_sex_age.copy()
        counted = self.futures.year_index(self.year - LAG_YEARS)
        population[:, counted, home, 0, AGE_GROUPS[group].start] += 1.0
        return replace(self.futures, population_draw_year_municipality_sex_age=population)

    def with_pupil(self, home: int, group: str) -> Attendance:
        """Return the pupils with those of one more resident of the group: as many, and where, as of the others."""
        bands = [GRADE_BANDS.index(band) for band in BANDS_OF_GROUP[group]]
        more = []
        for pupils, year in (
            (self.attendance.counted, self.year - LAG_YEARS),
            (self.attendance.present, self.year),
        ):
            residents = self.futures.residents_draw_year_municipality(AGE_GROUPS[group], (year,))[:, 0, home]
            grown = 1.0 + np.divide(1.0, residents, out=np.zeros_like(residents), where=residents > 0)
            changed = pupils.copy()
            changed[:, home][..., bands] *= grown[:, None, None]
            more.append(changed)
        return Attendance(*more)

    def money(self, futures: Futures, attendance: Attendance) -> dict[str, Floats]:
        """Return the funding of the year by measure, total left out. Each (draw, municipality)"""
        years = (self.year,)
        index = growth_factor("funding.index_growth", years, self.price_year, self.parameters)
        granted = age_cost(years, futures, self.parameters, self.price_year)
        granted = granted + other_criteria(self.region, years, futures, self.parameters)
        borne = own_share(years, futures, self.parameters)
        equalised = tax_base_equalisation(self.region, years, futures, self.parameters, index)
        contributed = upper_secondary_contribution(years, futures, self.parameters, index)
        return {
            "state_share_eur": (granted * index[:, :, None])[:, 0],
            "own_share_eur": -(borne * index[:, :, None])[:, 0],
            "equalisation_eur": equalised[:, 0],
            "compensation_eur": self._compensation(attendance, index),
            "unit_price_eur": self._unit_price(attendance, index),
            "contribution_eur": contributed[:, 0],
        }

    def _compensation(self, attendance: Attendance, index: Floats) -> Floats:
        coefficient_band = np.zeros(len(GRADE_BANDS))
        coefficient_band[BAND_OF_GRADE[BASIC_GRADES]] = coefficient_grade(self.parameters)[BASIC_GRADES]
        at_lag = max(0, self.plan.years.index(self.year) - LAG_YEARS)
        counted = attendance.counted @ coefficient_band
        counted = counted * compensated_year_home_school(self.region, self.plan)[at_lag]
        runner = runner_year_school(self.region, self.plan)[at_lag : at_lag + 1]
        settled = settled_compensation(self.region, counted[:, None], runner, self.parameters, index)
        return settled[:, 0, :-1]

    def _unit_price(self, attendance: Attendance, index: Floats) -> Floats:
        students = attendance.present[..., GRADE_BANDS.index("upper_secondary")].sum(axis=1)
        every_year = np.broadcast_to(
            students[:, None], (len(students), len(self.plan.years), students.shape[1])
        )
        funding = unit_price_funding(
            self.region, self.plan, every_year, self.parameters, np.broadcast_to(index, every_year.shape[:2])
        )
        of_year = self.plan.years.index(self.year)
        funded: Floats = sum_by_municipality(funding.funding_eur[:, of_year : of_year + 1], self.region)
        return funded[:, 0]
