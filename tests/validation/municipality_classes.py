"""Money, pupils and journeys of the real scenarios by class of municipality: urban, semi-urban and rural.

The municipalities of the three regions stand together in each class, as money over pupils. "Finland, from classes"
is each class of the three regions with the weight of its children of ages 7-15 in the whole country.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from kopa_sim.model.grades import BASIC_GRADES, GRADE_BANDS
from kopa_sim.model.ledger import COST_ITEMS
from tests.validation.published import as_is, first_year
from tests.validation.solved_routes import SCENARIOS

DATA = Path(__file__).parent / "data" / "municipality_classes_2026.csv"
REGIONS = ("kainuu", "pohjois_karjala", "jyvaskyla")
CLASSES = ("urban", "semi-urban", "rural")
BASIC_BANDS = [place for place, band in enumerate(GRADE_BANDS) if band != "upper_secondary"]

FUNCTIONS = {
    "teaching": ("teaching", "support_staff", "ict"),
    "transport": ("transport",),
    "meals": ("meals",),
    "meals and welfare": ("meals", "welfare"),
    "property": ("property_running", "property_capital"),
    "administration and property": ("administration", "property_running", "property_capital"),
    "all": COST_ITEMS,
}
"""Items of costs.csv that make up a function of the published statistics."""


@dataclass(frozen=True)
class ClassTotals:
    """Basic education of one class in the first costed year, mean of the draws.

    Attributes
    ----------
    cost_item
        Cost of its municipalities' schools in the accounting view, euros, in the order of COST_ITEMS. (item,)
    pupils
        Pupils of grades 0-9 in these schools.
    residents_at_school, transported
        Pupils of grades 0-9 who live in its municipalities, and those of them whose journey is paid.
    """

    cost_item: np.ndarray
    pupils: float
    residents_at_school: float
    transported: float

    def per_pupil(self, function="all"):
        """Euros a pupil of one function."""
        wanted = [COST_ITEMS.index(item) for item in FUNCTIONS[function]]
        return float(self.cost_item[wanted].sum()) / self.pupils

    @property
    def transported_share(self):
        return self.transported / self.residents_at_school


def _rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def national_table():
    """Class of every municipality by code, and each class's share of the country's children of ages 7-15."""
    rows = _rows(DATA)
    children = {label: sum(int(r["children_7_15"]) for r in rows if r["class"] == label) for label in CLASSES}
    everyone = sum(children.values())
    return {r["municipality"]: r["class"] for r in rows}, {c: n / everyone for c, n in children.items()}


def children_per_km2(label, *, of_regions):
    """Children of ages 7-15 per square kilometre of one class, in the three regions or in the whole country."""
    rows = [row for row in _rows(DATA) if row["class"] == label]
    if of_regions:
        here = {r["municipality"] for name in REGIONS for r in _rows(SCENARIOS / name / "municipalities.csv")}
        rows = [row for row in rows if row["municipality"] in here]
    return sum(int(row["children_7_15"]) for row in rows) / sum(int(row["land_km2"]) for row in rows)


def _members(result, label):
    """Which municipalities of a region are of a class. (municipality,)"""
    class_of, _ = national_table()
    return np.array([class_of[code] == label for code in result.scenario.region.municipalities.codes])


def _schools(result, label):
    """Municipal schools of basic education in a class. (school,)"""
    schools = result.scenario.region.schools
    basic = schools.grades_school_grade[:, BASIC_GRADES].any(axis=1)
    return basic & schools.municipal & _members(result, label)[schools.municipality]


def _accounting_cost(result, chosen):
    """Cost by item of some schools, internal rent in place of the cash spent on buildings, euros. (item,)"""
    costs, year = result.as_is.money.costs, first_year(result)
    items = costs.school_draw_year_school_item[:, year][:, chosen].sum(axis=1).mean(axis=0)
    rent = costs.accounting_capital_draw_year_school[:, year][:, chosen].sum(axis=1).mean()
    items[COST_ITEMS.index("property_capital")] = rent
    return items


def _at_school(result, label):
    """Pupils of grades 0-9 living in a class's municipalities, and those transported. Both persons."""
    year, outcome = first_year(result), result.as_is
    n_home, n_band = len(result.scenario.region.municipalities), len(GRADE_BANDS)
    pupils = np.zeros((n_home, n_band))
    home, _, band = outcome.flow_keys.T
    np.add.at(pupils, (home, band), outcome.flows_draw_year_flow[:, year].mean(axis=0))
    pupils = pupils[:, BASIC_BANDS].sum(axis=1)
    share = outcome.access.values["transported_share"][:, year, :n_home, -1].mean(axis=0)
    members = _members(result, label)
    return pupils[members].sum(), (pupils * share)[members].sum()


@cache
def class_totals(label):
    """Add up one class over the three regions."""
    cost, pupils, residents, transported = np.zeros(len(COST_ITEMS)), 0.0, 0.0, 0.0
    for name in REGIONS:
        result = as_is(name)
        if not _members(result, label).any():
            continue
        chosen = _schools(result, label)
        cost += _accounting_cost(result, chosen)
        of_schools = result.as_is.pupils_draw_year_school_grade[:, first_year(result)][:, chosen]
        pupils += float(of_schools[..., BASIC_GRADES].sum(axis=(1, 2)).mean())
        living, carried = _at_school(result, label)
        residents, transported = residents + living, transported + carried
    return ClassTotals(cost, pupils, residents, transported)


def ratio(function, label="rural", base="urban"):
    """Cost a pupil of one function in one class against another."""
    return class_totals(label).per_pupil(function) / class_totals(base).per_pupil(function)


def national_per_pupil(function="all"):
    """Euros a pupil of one function, each class with its weight in the country."""
    _, weight = national_table()
    return sum(weight[label] * class_totals(label).per_pupil(function) for label in CLASSES)


def national_share(function):
    """Share of one function in the national cost a pupil."""
    return national_per_pupil(function) / national_per_pupil()


def function_share(function, label):
    """Share of one function in the cost of one class."""
    return class_totals(label).per_pupil(function) / class_totals(label).per_pupil()


def transported_share(label):
    """Share of a class's pupils whose journey is paid."""
    return class_totals(label).transported_share


def cost_per_transported(label):
    """Euros of transport by transported pupil of one class."""
    totals = class_totals(label)
    return totals.per_pupil("transport") / totals.transported_share


def national_transported_share():
    """Share transported, each class with its weight in the country."""
    _, weight = national_table()
    return sum(weight[label] * class_totals(label).transported_share for label in CLASSES)


def national_cost_per_transported():
    """Euros of transport by transported pupil, each class with its weight in the country."""
    return national_per_pupil("transport") / national_transported_share()
