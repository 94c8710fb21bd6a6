"""Age schedules of fertility and mortality from the published coefficients of a projection, per mille.

A projection's coefficient of mortality at age x is the probability that someone aged x on 31 December dies within the
next year, and "alle0" that of a newborn to die before the end of its year of birth. The scenario's rates are deaths
per person and year at completed age x. With the hazard h = −ln(1 − q) of a year that is spent half at age x and half
at x + 1, the rate at age x is the mean of the hazards of the years that lead into it and out of it:
m(x) = (h(x − 1) + h(x)) / 2 for x ≥ 1, and m(0) = h(newborn) + h(0)/2, since deaths under one year of age fall
almost wholly into the weeks after birth. Fertility coefficients are births per woman of that age and year.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.importers.categories import NEWBORN
from kopa_sim.importers.facts import COUNTRY, Key
from kopa_sim.importers.merging import SourceFigures
from kopa_sim.importers.subjects import FERTILITY, MORTALITY, POPULATION
from kopa_sim.importers.writing import Cell, Rows
from kopa_sim.model.people import N_AGES, OLDEST_AGE, SEXES
from kopa_sim.scenario.findings import Findings, spans

Floats = NDArray[np.float64]

PER_MILLE: Final[float] = 1000.0
FERTILE: Final[range] = range(15, 50)


def rate_rows(
    figures: SourceFigures, codes: Sequence[str], base_year: int | None, findings: Findings
) -> Rows | None:
    """Return the rates table: one schedule for the region, of the first year after the base year.

    Municipalities are weighted with their population of the base year.
    """
    rows: list[tuple[Cell, ...]] = []
    fertility = _mean_by_age(figures, FERTILITY, "both", codes, base_year)
    if not fertility:
        fertility = _mean_by_age(figures, FERTILITY, "female", codes, base_year)
    if fertility:
        lacking = [age for age in FERTILE if age not in fertility]
        if lacking:
            findings.notice(f"Fertility coefficients lack ages {spans(lacking)} and are left out.")
        else:
            rows += [("fertility", "female", age, fertility[age] / PER_MILLE) for age in FERTILE]
    by_sex = {sex: _mean_by_age(figures, MORTALITY, sex, codes, base_year) for sex in SEXES}
    for sex, coefficients in by_sex.items():
        if not coefficients:
            continue
        rates = mortality_rates(coefficients)
        if rates is None:
            findings.notice(f"Mortality coefficients ({sex}) lack ages under 90 and are left out.")
            continue
        rows += [("mortality", sex, age, float(rate)) for age, rate in enumerate(rates)]
    if rows:
        findings.notice(
            "rates.csv: one schedule for the region, municipalities weighted with their population."
        )
    return Rows(("rate", "sex", "age", "value"), rows)


def mortality_rates(per_mille: dict[int, float]) -> Floats | None:
    """Return deaths per person and year by age from probabilities per mille; −1 is the newborn's. (age,)

    The last given age stands for the older ones; None where one under 90 is missing.
    """
    if any(age not in per_mille for age in range(90)):
        return None
    last = max(per_mille)
    probability = np.array([per_mille.get(age, per_mille[last]) for age in range(N_AGES)]) / PER_MILLE
    hazard = -np.log1p(-np.minimum(probability, 0.999))
    newborn = -np.log1p(-per_mille.get(NEWBORN[0], 0.0) / PER_MILLE)
    rates: Floats = np.concatenate([[newborn + hazard[0] / 2], (hazard[:-1] + hazard[1:]) / 2])
    rates[OLDEST_AGE] = hazard[OLDEST_AGE]
    return rates


def _mean_by_age(
    figures: SourceFigures, subject: str, sex: str, codes: Sequence[str], base_year: int | None
) -> dict[int, float]:
    keys = [
        key
        for key in figures.values
        if key.subject == subject and key.sex == sex and key not in figures.missing
    ]
    own = [key for key in keys if key.municipality in codes]
    keys = own or [key for key in keys if key.municipality == COUNTRY]
    if not keys:
        return {}
    years = sorted({key.year_from for key in keys})
    year = next((year for year in years if base_year is None or year > base_year), years[-1])
    weights = _residents(figures, base_year)
    sums: dict[int, float] = defaultdict(float)
    shares: dict[int, float] = defaultdict(float)
    for key in keys:
        if key.year_from == year:
            _add(key, figures.values[key], weights.get(key.municipality, 1.0), sums, shares)
    return {age: sums[age] / shares[age] for age in sums}


def _add(key: Key, value: float, weight: float, sums: dict[int, float], shares: dict[int, float]) -> None:
    for age in range(key.age_from, key.age_to + 1):
        sums[age] += weight * value
        shares[age] += weight


def _residents(figures: SourceFigures, year: int | None) -> dict[str, float]:
    residents: dict[str, float] = defaultdict(float)
    for key, value in figures.values.items():
        if key.subject == POPULATION and key.year_from == year:
            residents[key.municipality] += value
    return residents
