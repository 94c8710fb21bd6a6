"""The municipalities table: what the State looks at beside ages."""

import numpy as np

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, write

PLAIN = "municipality,name,land_km2\n901,Esimerkkilä,640\n902,Mallila,410\n"


def criteria(folder, columns, first, second=""):
    empty = "," * columns.count(",")
    text = f"municipality,name,{columns}\n901,Esimerkkilä,{first}\n902,Mallila,{second or empty}\n"
    write("municipalities.csv", text)(folder)
    return load_scenario(folder).region.municipalities.criteria


def test_criteria_that_no_column_gives_are_not_given(folder):
    write("municipalities.csv", PLAIN)(folder)
    found = load_scenario(folder).region.municipalities.criteria
    assert all(np.isnan(getattr(found, name)).all() for name in type(found).__dataclass_fields__)


def test_criteria_are_read_by_municipality_and_may_be_left_empty(folder):
    columns = (
        "state_share_foreign_language_share,state_share_swedish_speaking_share,state_share_archipelago_share"
    )
    found = criteria(folder, columns, "0.04,,1")
    np.testing.assert_array_equal(found.foreign_language_share, [0.04, np.nan])
    np.testing.assert_array_equal(found.swedish_speaking_share, [np.nan, np.nan])
    np.testing.assert_array_equal(found.archipelago_share, [1.0, np.nan])


def test_neighbours_beyond_the_region_are_read(folder):
    found = criteria(folder, "population_within_25_km,population_within_50_km", "9000,41000")
    np.testing.assert_array_equal(found.population_within_25_km, [9_000, np.nan])
    np.testing.assert_array_equal(found.population_within_50_km, [41_000, np.nan])


def test_coefficients_and_the_discretionary_increase_are_read(folder):
    columns = (
        "state_share_education_background_coefficient,state_share_job_self_sufficiency_coefficient,"
        "upper_secondary_discretionary_share"
    )
    found = criteria(folder, columns, "1.2,0.9,0.05")
    assert found.education_background_coefficient[0] == 1.2
    assert found.job_self_sufficiency_coefficient[0] == 0.9
    assert found.upper_secondary_discretionary_share[0] == 0.05


def refused(folder, columns, first, *parts):
    text = f"municipality,name,{columns}\n901,Esimerkkilä,{first}\n902,Mallila,,\n"
    write("municipalities.csv", text)(folder)
    check_one_problem(folder, parts)


def test_fewer_people_within_50_km_than_within_25_are_refused(folder):
    columns = "population_within_25_km,population_within_50_km"
    refused(folder, columns, "9000,4000", "population_within_50_km", "4000 persons within 50 km", "row 2")


def test_a_share_above_one_is_refused(folder):
    columns = "state_share_foreign_language_share,state_share_archipelago_share"
    refused(folder, columns, "4,", "state_share_foreign_language_share", "row 2")
