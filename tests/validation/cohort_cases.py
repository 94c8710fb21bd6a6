"""Published cohort-component projections, each projected again by the product's own step."""

import csv
from pathlib import Path

import numpy as np

from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import Conventions, Rates
from kopa_sim.demography.step import expected_step
from kopa_sim.model.people import N_AGES, SEXES
from tests.validation.life_tables import survival_by_group

DATA = Path(__file__).parent / "data"

UN_END_OF_YEAR = Conventions(first_fertile_age=1, last_fertile_age=99)
"""ccmppWPP with migration at the end; births at all ages but the first and the last."""

TEXTBOOK_HALVES = Conventions(migration_timing="half_and_half", years_per_step=5)

SWEDEN_BOYS_PER_GIRL = 1.05


def rows_of(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rates_with_net_counts(survival, newborn_survival, fertility, boys_per_girl, net_migrants, conventions):
    """Rates of one place whose moves are net counts: those who come, and those who leave. Arrays (sex, age)"""
    none = np.zeros((1, *net_migrants.shape))
    return Rates(
        survival_municipality_sex_age=survival[None],
        newborn_survival_municipality_sex=newborn_survival[None],
        fertility_municipality_age=fertility[None],
        boys_share=boys_per_girl / (1 + boys_per_girl),
        out_migration_municipality_sex_age=none,
        destination_share_origin_destination_sex_age=none[None],
        emigration_municipality_sex_age=none,
        in_migration_municipality_sex_age=np.maximum(net_migrants, 0.0)[None],
        immigration_municipality_sex_age=none,
        leaving_count_municipality_sex_age=np.maximum(-net_migrants, 0.0)[None],
        conventions=conventions,
    )


def survival_from_each_age(survival_to_age):
    """Turn ratios to each age into ratios from each age. The two last groups share one ratio. (…, age)"""
    return np.concatenate([survival_to_age[..., 1:], survival_to_age[..., -1:]], axis=-1)


def one_step(people, rates):
    """Project one place by one step. (sex, age)"""
    return expected_step(people[None, None], rates, unit_factors(1))


# ---- Canada 1950-1970, single ages and years -------------------------------------------------------------------


def canada_boys_per_girl(year):
    return 1.058 if year < 1955 else 1.057 if year < 1960 else 1.055


def canada_tables(name):
    """Return a table of the reference as (sex, age) by year."""
    tables = {}
    for row in rows_of(f"canada_1950_1970_{name}.csv"):
        sex = SEXES.index(row.get("sex", "female"))
        for year in (key for key in row if key.isdecimal()):
            table = tables.setdefault(int(year), np.zeros((2, N_AGES)))
            table[sex, int(row["age"])] = float(row[year])
    return tables


def canada():
    """Return the published population of every year, and ours. {year: (sex, age)}"""
    published, survival, migrants, fertility = (
        canada_tables(name) for name in ("population", "survival", "net_migrants", "fertility")
    )
    people, ours = published[1950], {}
    for year in range(1950, 1970):
        rates = rates_with_net_counts(
            survival_from_each_age(survival[year]),
            survival[year][:, 0],
            fertility[year][1],
            canada_boys_per_girl(year),
            migrants[year],
            UN_END_OF_YEAR,
        )
        people = one_step(people, rates).closing[0, 0]
        ours[year + 1] = people
    return {year: published[year] for year in published if year > 1950}, ours


def canada_largest_difference():
    """Return the largest difference of a cell, in persons."""
    published, ours = canada()
    return max(float(abs(ours[year] - published[year]).max()) for year in published)


# ---- Sweden 1993-1998, one step of five years ------------------------------------------------------------------


def sweden_column(name):
    return np.array([float(row[name]) for row in rows_of("sweden_1993_1998.csv")])


def sweden():
    """Return the textbook's population of 1998 and ours (sex, age group), the textbook's births and ours."""
    survival = sweden_column("survival_ratio_to_this_group")
    rates = rates_with_net_counts(
        np.stack([survival_from_each_age(survival)] * 2),
        np.full(2, survival[0]),
        sweden_column("asfr"),
        SWEDEN_BOYS_PER_GIRL,
        np.stack([sweden_column("net_migrants_5y_each_sex")] * 2),
        TEXTBOOK_HALVES,
    )
    start, end = (
        np.stack([sweden_column(f"{name}_{sex}") for sex in SEXES])
        for name in ("pop_1993", "expected_pop_1998")
    )
    flows = one_step(start, rates)
    return end, flows.closing[0, 0], sweden_column("expected_births_both_sexes").sum(), flows.births.sum()


def sweden_largest_difference():
    """Return the largest difference of a cell, in persons."""
    published, ours, *_ = sweden()
    return float(abs(ours - published).max())


# ---- World Population Prospects 2012 to 2030, steps of five years ------------------------------------------------

WPP_COUNTRIES = ("Estonia", "Finland", "Sweden")
WPP_YEARS = (2015, 2020, 2025, 2030)


def wpp_column(country, item, period):
    found = [
        float(row["value"])
        for row in rows_of("wpp2012_estonia_finland_sweden.csv")
        if (row["country"], row["item"], row["period"]) == (country, item, str(period))
    ]
    return np.array(found)


def wpp_people(country, item, period):
    """Return a table of both sexes. (sex, age)"""
    return np.stack([wpp_column(country, f"{item}_{sex}", period) for sex in SEXES])


def wpp_rates(country, start):
    """Return the rates of the five years from a year on."""
    period = f"{start}-{start + 5}"
    by_sex = [survival_by_group(wpp_column(country, f"mx_{sex}", period), sex) for sex in SEXES]
    survival, newborn = (np.array(part) for part in zip(*by_sex, strict=True))
    migrants = wpp_people(country, "net_migration", period)
    fertility = np.zeros(migrants.shape[1])
    share = wpp_column(country, "percent_asfr", period) / 100
    fertility[3:10] = wpp_column(country, "tfr", period) * share / 5
    boys_per_girl = wpp_column(country, "sex_ratio_at_birth", period)[0]
    return rates_with_net_counts(survival, newborn, fertility, boys_per_girl, migrants, TEXTBOOK_HALVES)


def wpp(country):
    """Return the United Nations' population and ours, thousands. {year: (sex, age group)}"""
    people = wpp_people(country, "pop_base", 2010)
    published, ours = {}, {}
    for year in WPP_YEARS:
        people = one_step(people, wpp_rates(country, year - 5)).closing[0, 0]
        published[year], ours[year] = wpp_people(country, "pop_projected", year), people
    return published, ours


def wpp_difference(country, year):
    """Return how far our total of a year is off the United Nations', as a share of theirs."""
    published, ours = wpp(country)
    return float(ours[year].sum() / published[year].sum() - 1)
