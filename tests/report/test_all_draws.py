import numpy as np
import pytest
import xarray as xr

from kopa_sim.report import data_files, run_folder
from kopa_sim.report.all_draws import flows_by_key, kept_tables
from kopa_sim.report.figures import FIGURES
from kopa_sim.report.run_folder import write_run


@pytest.fixture(scope="module")
def dataset(tmp_path_factory, result):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run_folder, "FIGURES", {"verdict_shares": FIGURES["verdict_shares"]})
        patch.setattr(data_files, "ROWS_FOR_TWO", 0)
        folder = write_run(result, tmp_path_factory.mktemp("all") / "run", all_draws=True)
    with xr.open_dataset(folder / "results.nc") as opened:
        yield opened.load()


def names(result):
    return [table.name for table in kept_tables(result)]


def test_the_means_over_the_futures_are_those_of_the_tables(dataset, result):
    for name in names(result):
        table = "pupils" if name == "draws_pupils_by_grade" else name.removeprefix("draws_")
        stated = dataset[table].sel(statistic="mean")
        mean = dataset[name].astype(float).mean("draw")
        known = stated.notnull()
        assert known.any(), name
        np.testing.assert_allclose(
            mean.transpose(*stated.dims).values[known.values],
            stated.values[known.values],
            rtol=1e-5,
            atol=2e-2 if name.endswith(("costs", "funding", "budget")) else 2e-6,
            err_msg=name,
        )


def test_a_row_that_the_table_leaves_out_is_zero_or_nothing_in_every_future(dataset, result):
    for name in names(result):
        table = "pupils" if name == "draws_pupils_by_grade" else name.removeprefix("draws_")
        absent = dataset[table].sel(statistic="mean").isnull()
        kept = dataset[name].where(absent, 0.0)
        assert (kept.fillna(0.0) == 0.0).all(), name


def test_dimensions_are_those_of_the_table_with_the_future(dataset):
    assert dataset["draws_costs"].dims == ("option", "draw", "year", "municipality", "payer", "item")
    assert dataset["draws_funding"].dims == ("option", "draw", "year", "municipality", "funding_item")
    assert dataset["draws_population"].dims == ("draw", "year", "municipality", "sex", "age")
    assert dataset["draws_costs"].dtype == np.float32
    assert dataset["draws_costs"].attrs["units"] == "EUR/year"
    assert dataset["draws_pupils_by_grade"].attrs["units"] == "persons"


def test_a_future_is_found_by_its_labels(dataset, result):
    cell = dataset["draws_costs"].sel(
        option="option_1", draw=3, year=2027, municipality="101", payer="municipality", item="teaching"
    )
    paid = result.options[1].money.costs.municipal_draw_year_municipality_payer_item[3, 3, 1, 0, 0]
    assert cell.item() == pytest.approx(paid)


def test_flows_lose_no_pupil(result):
    option = result.options[1]
    flows = flows_by_key(result, option)
    assert flows.sum() == option.flows_draw_year_flow[:, option.plan.costed].sum()


def test_without_being_asked_for_only_the_verdict_and_the_pupils_are_kept(result, tmp_path, monkeypatch):
    monkeypatch.setattr(run_folder, "FIGURES", {"verdict_shares": FIGURES["verdict_shares"]})
    write_run(result, tmp_path / "run")
    with xr.open_dataset(tmp_path / "run" / "results.nc") as opened:
        kept = {str(name) for name in opened.data_vars if str(name).startswith("draws_")}
    assert all(name.startswith("draws_verdict_") or name == "draws_pupils" for name in kept)
