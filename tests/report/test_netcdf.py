import numpy as np
import pytest
import xarray as xr

from kopa_sim.model.staffing import STAFFING_MEASURES
from kopa_sim.report.kept_draws import draw_coordinates, draw_variables
from kopa_sim.report.netcdf import LISTS, build_dataset, write_netcdf
from kopa_sim.report.tables import build_tables
from kopa_sim.report.units import unit_of
from tests.report.synthetic import VERDICT_MEASURES, make_result


def _write(result, path):
    dataset = build_dataset(
        build_tables(result), draw_variables(result), draw_coordinates(result), {"seed": result.seed}
    )
    write_netcdf(dataset, path)


@pytest.fixture(scope="module")
def path(tmp_path_factory, result):
    path = tmp_path_factory.mktemp("netcdf") / "results.nc"
    _write(result, path)
    return path


@pytest.fixture(scope="module")
def dataset(path):
    with xr.open_dataset(path) as opened:
        yield opened.load()


def test_a_row_of_a_table_is_found_by_its_labels(dataset, tables):
    row = tables["costs"].iloc[77]
    keys = {key: row[key] for key in ("option", "year", "municipality", "payer", "item")}
    assert dataset["costs"].sel(statistic="p95", **keys).item() == row["p95"]


def test_every_table_is_there(dataset, tables):
    names = {str(name) for name in dataset.data_vars}
    for table in set(tables) - LISTS:
        assert any(name == table or name.startswith(f"{table}_") for name in names), table


def test_measures_are_variables_with_units(dataset):
    for measure in STAFFING_MEASURES:
        assert dataset[f"staffing_{measure}"].dims == (
            "statistic",
            "option",
            "year",
            "municipality",
            "subject",
        )
    assert dataset["access_mean_min"].attrs["units"] == "min"
    assert dataset["costs"].attrs["units"] == "EUR/year"


def test_the_region_and_the_rest_of_the_country_are_labels_like_any_other(dataset, tables):
    region = tables["verdict"].query(
        "municipality == 'ALL' and measure == 'cheaper_share' and option == 'as_is'"
    )
    cell = dataset["verdict_cheaper_share"].sel(municipality="ALL", option="as_is", statistic="mean")
    assert cell.item() == region["mean"].item()
    assert np.isfinite(dataset["funding"].sel(municipality="outside")).any()


def test_funding_and_budget_items_have_their_own_dimensions(dataset):
    assert "funding_item" in dataset["funding"].dims
    assert "budget_item" in dataset["budget"].dims
    assert "item" in dataset["school_costs"].dims


def test_every_future_of_the_verdict_is_kept(dataset, result):
    for measure in VERDICT_MEASURES:
        kept = dataset[f"draws_verdict_{measure}"].sel(option="option_1")
        np.testing.assert_array_equal(kept, result.options[1].verdict.values[measure])


def test_every_future_of_the_pupils_by_school_is_kept(dataset, result):
    kept = dataset["draws_pupils"].sel(option="as_is", costed_year=2027, school="koulu_2")
    np.testing.assert_array_equal(kept, result.as_is.pupils_draw_year_school_grade[:, 3, 2].sum(axis=1))


def test_years_rise_and_cover_the_population(dataset, result):
    assert tuple(dataset["year"].values) == result.population_years


def test_the_same_run_gives_the_same_bytes(path, tmp_path):
    _write(make_result(), tmp_path / "again.nc")
    assert (tmp_path / "again.nc").read_bytes() == path.read_bytes()


def test_a_run_without_operations_opens_too(tmp_path):
    _write(make_result(replications=0), tmp_path / "short.nc")
    with xr.open_dataset(tmp_path / "short.nc") as opened:
        assert not [name for name in opened.data_vars if str(name).startswith("operations")]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("net_cost_per_pupil_eur", "EUR"),
        ("mean_min_difference", "min"),
        ("tax_points_difference", "income-tax points"),
        ("sustainability_gap_tax_points", "income-tax points"),
        ("payback_year", "year"),
        ("hours_required", "lessons/week"),
        ("driven_hours", "h/year"),
        ("lessons_lost", "lessons/year"),
        ("theil_between", "1"),
        ("something", ""),
    ],
)
def test_units_follow_the_names(name, unit):
    assert unit_of(name) == unit
