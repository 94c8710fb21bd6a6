"""What the projection is held to is told before a run."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.people import HousingPlans, Observations
from kopa_sim.study.check import check_all, find_held
from kopa_sim.study.prepare import prepare


def counts(rows):
    """Counts from (year, municipality, area, age_from, age_to, count) rows."""
    columns = list(zip(*rows, strict=True))
    return Observations(
        *(np.array(column, dtype=np.intp) for column in columns[:5]), np.array(columns[5], float)
    )


def notices(scenario, **tables):
    """What a check says of the scenario with some tables of its people replaced."""
    changed = replace(scenario, demographic=replace(scenario.demographic, **tables))
    told = find_held(prepare(changed, seed=1, draws=1))
    assert set(told) <= set(check_all(changed).notices)
    return told


def children(scenario, ages, share):
    """A share of the children of the first municipality in the base year."""
    return round(
        share * scenario.demographic.population_municipality_sex_age[0, :, ages[0] : ages[1] + 1].sum()
    )


def test_nothing_given_is_nothing_said(scenario):
    assert notices(scenario) == ()


def test_observations_tell_their_number_their_misfit_and_what_they_do_to_fertility(scenario):
    rows = [(2027, 0, -1, 0, 2, children(scenario, (0, 2), 0.6)), (2027, 0, 0, 7, 12, 30.0)]
    held, fertility = notices(scenario, observations=counts(rows))
    assert held.startswith("observations: 2 counts held, largest remaining misfit")
    assert "2027, area 90101, ages 7–12" in held
    assert fertility.startswith("children counted since 2024 lower fertility by ")


def test_counts_that_cannot_be_used_are_told(scenario):
    rows = [(2027, 0, -1, 20, 60, 900.0), (2027, 0, 0, 20, 60, 300.0)]
    held, unused = notices(scenario, observations=counts(rows))
    assert held == "observations: 1 counts held, largest remaining misfit 0.0 persons"
    assert unused.startswith("observations: 1 counts are not used")


def test_an_official_projection_far_from_the_population_is_told(scenario):
    far = counts([(2025, 0, -1, 7, 15, children(scenario, (7, 15), 0.7))])
    held, jump = notices(scenario, official=far)
    assert held == "projection: 1 counts held, largest remaining misfit 0.0 persons"
    assert "in 2025 at once" in jump


def test_dwellings_are_told_with_those_who_come(scenario):
    plan = HousingPlans(
        np.array([0]), np.array([2030]), np.array([50.0]), np.full((1, 19), 0.05), np.array([2.0])
    )
    line, crowded = notices(scenario, housing=plan)
    # 50 dwellings with 0.95 children and 2 adults, of whom 60 % come from the municipality
    assert line == (
        "housing: 50 dwellings after 2024 bring 48 children to their areas and 59 residents from outside the"
        " region"
    )
    assert "area 90101 take 48 children in 2030" in crowded
