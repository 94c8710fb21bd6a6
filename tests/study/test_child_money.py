"""What one more child brings, from a whole run."""

import shutil

import numpy as np
import pytest

from kopa_sim.economy.child_money import AGE_GROUPS, CHILD_MONEY_MEASURES
from kopa_sim.model.grades import GRADE_BANDS
from kopa_sim.model.ledger import FUNDING_ITEMS
from kopa_sim.report.tables.child_money import child_money_table
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario
from tests.study.conftest import MINIMAL

GROUPS = tuple(AGE_GROUPS)


def money(result, measure, group):
    return result.child_money.values[measure][:, :, GROUPS.index(group)]


def test_every_rule_is_there_for_every_future_municipality_and_age_group(result):
    assert result.child_money.year == result.scenario.first_year + 2
    shape = (result.draws, len(result.scenario.region.municipalities), len(GROUPS))
    assert set(result.child_money.values) == set(CHILD_MONEY_MEASURES)
    for values in result.child_money.values.values():
        assert values.shape == shape
        assert np.isfinite(values).all()


def test_a_pupil_of_basic_education_brings_some_thousands_and_the_oldest_most(result):
    total = {group: money(result, "total_eur", group).mean() for group in GROUPS}
    assert 5_000 < total["7-12"] < total["6"] < total["13-15"] < 20_000


PRIVATE = "yksityinen,Yksityinen,901,540000,7130000,1-9,340,4800,2008,0.75,6200000,24,yes,{},{}\n"


@pytest.fixture(scope="module")
def with_private_school(tmp_path_factory):
    """A run of the minimal scenario with a private school that takes 60 pupils."""
    folder = tmp_path_factory.mktemp("private") / "minimal"
    shutil.copytree(MINIMAL, folder)
    heading, *rows = (folder / "schools.csv").read_text(encoding="utf-8").splitlines()
    text = "\n".join(
        [f"{heading},provider,pupils", *(f"{row},," for row in rows), PRIVATE.format("private", 60)]
    )
    (folder / "schools.csv").write_text(text, encoding="utf-8")
    return run_scenario(load_scenario(folder), seed=1, draws=2, replications=0, option_ids=["as_is"])


def test_compensation_is_that_of_the_pupils_of_two_years_before_over_the_residents_of_their_ages(
    with_private_school,
):
    result = with_private_school
    as_is, counted = result.as_is, result.child_money.year - 2
    home, school, band = as_is.flow_keys.T
    at_private = (home == 0) & (school == result.scenario.region.schools.codes.index("yksityinen"))
    primary = at_private & np.isin(band, [GRADE_BANDS.index("1-2"), GRADE_BANDS.index("3-6")])
    pupils = as_is.flows_draw_year_flow[:, as_is.plan.years.index(counted)][:, primary].sum(axis=1)
    people = as_is.population_draw_year_municipality_sex_age[:, result.population_years.index(counted), 0]
    residents = people[:, :, 7:13].sum(axis=(1, 2))
    index = 1.003 ** (result.child_money.year - result.scenario.price_year)
    assert pupils.min() > 10
    assert money(result, "compensation_eur", "7-12")[:, 0] == pytest.approx(
        -8_500 * index * pupils / residents
    )


def test_a_student_brings_unit_price_to_the_municipality_with_the_school_only(result):
    """901 has the one upper secondary school; the next student brings less than the mean, for the index falls."""
    found = money(result, "unit_price_eur", "16-18")
    assert not found[:, 1].any()
    year = result.as_is.plan.years.index(result.child_money.year)
    item = FUNDING_ITEMS.index("upper_secondary_unit_price")
    funded = result.as_is.money.funding.funding_draw_year_municipality_item[:, year, 0, item]
    students = result.as_is.pupils_draw_year_school_grade[:, year, :, -1].sum(axis=1)
    assert (found[:, 0] < funded / students).all()


def test_the_table_has_a_row_for_each_rule_and_a_total_that_is_their_sum(result):
    table = child_money_table(result).pivot_table(
        "mean", ["municipality", "age_group"], "measure", observed=True
    )
    parts = table.drop(columns="total_eur").sum(axis=1)
    assert parts.to_numpy() == pytest.approx(table["total_eur"].to_numpy(), abs=0.05)
