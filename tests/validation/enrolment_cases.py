"""Pupils from residents and from pupils of the years before, set against those counted: England and Finland."""

from functools import cache

import numpy as np

from kopa_sim.demography.enrolment import CHILD_YEARS, delay_shares, enrol
from kopa_sim.demography.grade_progression import intake_ratios, progress_pupils, progression_ratios, steps_of
from tests.validation.municipal_data import municipalities, rows_of
from tests.validation.regional_data import YEARS, defaults, finland

AUTUMNS = tuple(range(2011, 2018))
LAUNCH, STEPS = 2014, 3
BIRTHS_BEFORE = 4
"""Reception of autumn y goes with the births of the year to mid-(y − 4)."""


@cache
def england_pupils():
    """Pupils of the 33 regions of England. (year, region, grade)"""
    rows = rows_of("england_pupils_2011_2017.csv")
    regions = sorted({row["region"] for row in rows})
    pupils = np.zeros((len(AUTUMNS), len(regions), len(rows[0]) - 2))
    for row in rows:
        grades = [float(value) for name, value in row.items() if name not in ("region", "autumn")]
        pupils[int(row["autumn"]) - AUTUMNS[0], regions.index(row["region"])] = grades
    return pupils


@cache
def england_births():
    """Births that the reception years of AUTUMNS come from. (year, region)"""
    rows = sorted(rows_of("england_births_2007_2013.csv"), key=lambda row: row["region"])
    return np.array([[float(row[str(autumn - BIRTHS_BEFORE)]) for row in rows] for autumn in AUTUMNS])


def mean_error(ours, counted):
    """Mean over the cells that we can say of the absolute error as a share of the pupils counted."""
    known = ~np.isnan(ours)
    return float((abs(ours - counted) / counted)[known].mean())


SECONDARY = 6
"""Place of year 7, where secondary school begins, among the years above reception."""


def product_prior(n_grades):
    """The default pupils by which ratios lean on those of all units, year 7 being the change of school."""
    prior = defaults().table("demography.progression_prior_pupils")
    by_grade = np.full(n_grades, prior["within_stage"])
    by_grade[SECONDARY] = prior["grade_7"]
    return by_grade


def progression_error(years_after, with_prior=False):
    """Mean absolute error of the year groups carried on from 2014/15, entrants unknown."""
    pupils = england_pupils()
    known = AUTUMNS.index(LAUNCH) + 1
    prior = product_prior(pupils.shape[2] - 1) if with_prior else 0.0
    ratios = progression_ratios(*steps_of(pupils[:known]), STEPS, prior)
    unknown = np.full((years_after, pupils.shape[1]), np.nan)
    ours = progress_pupils(pupils[known - 1], ratios, unknown)[-1]
    return mean_error(ours, pupils[known - 1 + years_after])


def intake_error(years_after):
    """Mean absolute error of reception from births, ratios of the three years to 2014/15."""
    reception, births = england_pupils()[:, :, 0], england_births()
    known = AUTUMNS.index(LAUNCH) + 1
    ours = intake_ratios(reception[:known], births[:known], STEPS) * births[known - 1 + years_after]
    return mean_error(ours, reception[known - 1 + years_after])


def by_grade(residents_by_age):
    """Return our pupils of grades 0–9 from residents of all ages, default parameters. (grade,)"""
    ages = residents_by_age[CHILD_YEARS.start : CHILD_YEARS.stop]
    shares = delay_shares(defaults())
    return enrol(ages[None, None, None], shares, None, "").pupils_draw_year_area_grade[0, 0, 0]


@cache
def country_by_grade(year):
    """Return our pupils of Finland by grade. (grade,)"""
    people = finland().population_year_municipality_sex_age[YEARS.index(year)]
    return by_grade(people.sum(axis=(0, 1)))


def country_pupils(year, grades):
    return float(country_by_grade(year)[grades].sum())


def municipal_pupils(code):
    """Our pupils of grades 1–9 in a municipality, from its residents at the end of 2019."""
    place = municipalities().codes.index(code)
    return float(by_grade(municipalities().population[2019][place].sum(axis=0))[1:].sum())


def regional_difference_2007():
    """Mean over regions of how far our pupils of grades 1–9, scaled to the country, are from those of the schools."""
    codes = finland().codes
    counted = np.zeros(len(codes))
    for row in rows_of("finland_pupils_2007.csv"):
        counted[codes.index(row["region"])] += float(row["pupils"])
    people = finland().population_year_municipality_sex_age[YEARS.index(2007)].sum(axis=1)
    ours = np.array([by_grade(ages)[1:].sum() for ages in people])
    return float((abs(ours * counted.sum() / ours.sum() - counted) / counted).mean())
