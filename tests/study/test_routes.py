"""Routes of school transport in a run."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.ledger import COST_ITEMS
from kopa_sim.network import carry_pupils, flow_pupils
from kopa_sim.network.routing import option as anchors_of_options
from kopa_sim.report.csv_files import csv_text
from kopa_sim.report.netcdf import build_dataset
from kopa_sim.report.tables import build_tables
from kopa_sim.report.tables.routes import ROUTE_COLUMNS
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.study import routed as routed_options
from kopa_sim.study import run_scenario
from kopa_sim.study.mean_future import mean_future, mean_future_cost, present_cost
from kopa_sim.study.optimise.by_routes import with_routed_differences
from kopa_sim.study.optimise.futures import representative_futures
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import prepare
from kopa_sim.study.routed import with_routes
from kopa_sim.study.routes import SolvedRoutes


def by(scenario, method):
    """The scenario with little work on routes, and none on tours of teachers."""
    chosen = {
        "transport.method": method,
        "transport.route_iterations": 3.0,
        "teaching.tours_method": "rule",
    }
    return replace(scenario, values={**scenario.values, **chosen})


@pytest.fixture(scope="module")
def routed(scenario):
    return with_routes(prepare(by(scenario, "routes"), seed=1, draws=1))


@pytest.fixture(scope="module")
def run_by_routes(scenario):
    return run_scenario(by(scenario, "routes"), seed=3, draws=34, replications=0)


def test_routes_are_solved_for_every_option_where_they_are_asked_for(scenario, routed):
    assert all(option.routes is not None and option.routes.solved for option in routed.options)
    by_rule = prepare(by(scenario, "rule"), seed=1, draws=1)
    assert with_routes(by_rule) is by_rule


def test_preparing_alone_solves_none(scenario):
    assert all(option.routes is None for option in prepare(by(scenario, "routes"), seed=1, draws=1).options)


def test_the_bill_of_the_mean_future_is_that_of_the_routes(routed):
    mean = routed.parameters.mean()
    region, option = routed.scenario.region, routed.as_is
    flows = flow_pupils(region, option.catchments, option.people.pupils)
    carried = carry_pupils(region, routed.journeys, option.plan, flows, mean, option.routes)
    paid = (
        carried.vehicle_km * mean.number("transport.vehicle_km_eur")
        + carried.vehicle_h * mean.number("transport.vehicle_hour_eur")
        + carried.vehicles * mean.number("transport.vehicle_day_eur") * mean.number("transport.school_days")
    )
    trips = mean.number("transport.trips_day") * mean.number("transport.school_days")
    for year in range(len(option.plan.years)):
        assert paid[:, year] == pytest.approx(
            trips * option.routes.driven(year, carried.entitled[:, year]).cost_eur
        )


def test_only_transport_costs_differ_from_the_rule(scenario, routed):
    without = mean_future(routed, replace(routed.as_is, routes=None)).costs
    rule = prepare(by(scenario, "rule"), seed=1, draws=1)
    by_rule = mean_future(rule, rule.as_is).costs
    by_routes = mean_future(routed, routed.as_is).costs
    assert np.array_equal(by_rule.school_draw_year_school_item, without.school_draw_year_school_item)
    change = by_routes.school_draw_year_school_item - without.school_draw_year_school_item
    changed = np.abs(change).max(axis=(0, 1, 2)) > 1e-6
    assert [item for item, differs in zip(COST_ITEMS, changed, strict=True) if differs] == ["transport"]


def test_the_cost_by_which_networks_are_compared_is_that_of_the_rule(routed):
    option = routed.as_is
    by_rule = present_cost(routed, replace(option, routes=None))
    assert np.array_equal(mean_future_cost(routed, option), by_rule)
    assert not np.array_equal(present_cost(routed, option), by_rule)


def test_a_run_by_routes_is_the_same_on_two_workers(scenario, run_by_routes):
    again = run_scenario(by(scenario, "routes"), seed=3, draws=34, replications=0, workers=2)
    for name, table in build_tables(run_by_routes).items():
        assert csv_text(table) == csv_text(build_tables(again)[name]), name


def test_the_table_of_routes_carries_every_whole_pupil_once(run_by_routes):
    table = build_tables(run_by_routes)["routes"]
    assert tuple(table.columns) == ROUTE_COLUMNS
    for option in run_by_routes.options:
        carried = sum(centre.bill.pupils for centre in option.routes.solved)
        assert table.loc[table["option"] == option.plan.option, "pupils"].sum() == carried
    stops = ["option", "year", "centre", "vehicle", "trip", "stop"]
    assert not table.duplicated(stops).any()
    assert (table.groupby(stops[:-1], observed=True)["ride_min"].is_monotonic_decreasing).all()


def test_vehicles_of_the_table_cost_what_the_routes_cost(run_by_routes):
    table = build_tables(run_by_routes)["routes"]
    vehicles = table.drop_duplicates(["option", "year", "centre", "vehicle"])
    solved = [centre.bill for option in run_by_routes.options for centre in option.routes.solved]
    assert len(vehicles) == sum(len(bill.runs) for bill in solved)
    assert vehicles["vehicle_eur"].sum() == pytest.approx(sum(bill.cost_eur for bill in solved), abs=0.5)


def test_the_table_is_a_list_and_stays_out_of_the_arrays(run_by_routes):
    dataset = build_dataset(build_tables(run_by_routes), {}, {}, {})
    assert not [name for name in dataset.data_vars if name.startswith("routes")]


def test_without_routes_there_is_no_table_of_them(scenario):
    by_rule = run_scenario(by(scenario, "rule"), seed=3, draws=2, replications=0)
    assert "routes" not in build_tables(by_rule)


CLOSING = CloseSchool(measure="close_school", school="takakyla", year=2029)


@pytest.mark.parametrize("base", ["as_is", "open_borders"])
def test_what_a_network_is_told_to_cost_with_routes_is_what_a_run_prices(scenario, base):
    """A run has the network as an option that builds on the base, and solves the routes of as_is first."""
    of = by(scenario, "routes")
    run = replace(of, options=(*of.options, OptionSpec("closing", "A network", base, (CLOSING,))))
    options = with_routes(prepare(run, seed=1, draws=1, option_ids=["as_is", base, "closing"]))
    by_routes = {option.plan.option: float(present_cost(options, option)[-1]) for option in options.options}
    by_rule = {option.plan.option: float(mean_future_cost(options, option)[-1]) for option in options.options}

    simulator = on_base(prepare(of, seed=1, draws=1, option_ids=["as_is", base]), base)
    network = simulator.network(simulator.with_measures("closing", [CLOSING]), [CLOSING])
    unchanged = simulator.network(simulator.base)
    (found, same), (told,) = with_routed_differences(simulator, simulator.base.plan, (network, unchanged))
    assert "computed routes" in told
    difference = by_routes["closing"] - by_routes[base]
    assert difference < -500_000
    assert found.routed_difference_eur == pytest.approx(difference, abs=0.01)
    assert found.cost_eur == pytest.approx(by_rule["closing"], abs=0.01)
    assert difference != pytest.approx(by_rule["closing"] - by_rule[base], abs=1_000.0)
    assert same.routed_difference_eur == 0.0


def test_over_several_futures_costs_with_routes_are_averages_over_the_same_futures(scenario):
    prepared = prepare(by(scenario, "routes"), seed=1, draws=32, option_ids=["as_is"])
    futures = representative_futures(prepared, prepared.as_is.people, 2, 1)
    simulator = Simulator(prepared, prepared.as_is, futures=futures)
    closing = simulator.with_measures("closing", [CLOSING])
    (found,), _ = with_routed_differences(simulator, simulator.base.plan, (simulator.network(closing),))
    spec = OptionSpec("closing", "A network", "as_is", (CLOSING,))
    run = replace(prepared.scenario, options=(*prepared.scenario.options, spec))
    options = with_routes(prepare(run, seed=1, draws=1, option_ids=["closing"]))

    def average(option):
        people = [replace(option.people, pupils=pupils) for pupils in futures.pupils]
        each = [present_cost(options, replace(option, people=own))[-1] for own in people]
        return float(np.dot(futures.weights, each))

    as_is, closed = options.options
    assert found.routed_difference_eur == pytest.approx(average(closed) - average(as_is), abs=0.01)
    in_mean_future = float(present_cost(options, closed)[-1] - present_cost(options, as_is)[-1])
    assert found.routed_difference_eur != pytest.approx(in_mean_future, abs=1_000.0)


def test_where_a_rule_stands_in_for_routes_no_network_is_told_otherwise(routed):
    base = routed.as_is.plan
    by_rule = Simulator(replace(routed, parameters=sample_rule(routed.parameters)), routed.as_is)
    networks = (by_rule.network(routed.options[1]),)
    assert with_routed_differences(by_rule, base, networks) == (networks, ())


def on_base(prepared, base):
    return Simulator(prepared, next(option for option in prepared.options if option.plan.option == base))


def sample_rule(parameters):
    return replace(parameters, fixed={**parameters.fixed, "transport.method": "rule"})


def bills(prepared):
    return [[centre.bill for centre in option.routes.solved] for option in prepared.options]


def test_routes_are_the_same_solved_by_one_process_or_by_two(scenario, routed, monkeypatch):
    monkeypatch.setattr(routed_options, "ENOUGH_STOPS", 0)
    told = []
    solved = SolvedRoutes()
    prepared = prepare(by(scenario, "routes"), seed=1, draws=1)
    by_two = with_routes(prepared, 2, lambda *done: told.append(done), solved)
    assert bills(by_two) == bills(routed)
    (cache,) = solved.by_basis.values()
    assert told[-1] == ("routes", len(cache.found), len(cache.found))


def test_every_route_is_solved_once(scenario, monkeypatch):
    prepared = prepare(by(scenario, "routes"), seed=1, draws=1)
    asked = []
    original = anchors_of_options.route_centre

    def counted(region, schools, year, points, pupils, *rest):
        asked.append((schools, points.tobytes(), pupils.tobytes()))
        return original(region, schools, year, points, pupils, *rest)

    monkeypatch.setattr(anchors_of_options, "route_centre", counted)
    solved = SolvedRoutes()
    with_routes(prepared, solved=solved)
    assert len(asked) == len(set(asked)) > 0
    before = len(asked)
    with_routes(prepared, solved=solved)
    assert len(asked) == before


def test_in_which_order_options_are_solved_changes_nothing(scenario, routed):
    prepared = prepare(by(scenario, "routes"), seed=1, draws=1)
    turned = replace(prepared, options=(prepared.options[0], *prepared.options[:0:-1]))
    assert bills(with_routes(turned)) == [bills(routed)[0], *bills(routed)[:0:-1]]


def test_solved_routes_serve_other_funding_rules_but_no_other_vehicles(scenario):
    solved = SolvedRoutes()
    for values in (
        {},
        {"funding.count_ages_0_5": False},
        {"transport.seats": {"minibus": 12.0, "bus": 45.0}},
    ):
        of = by(scenario, "routes")
        of = replace(of, values={**of.values, "transport.vehicle_km_price_ratio": RATIOS, **values})
        with_routes(prepare(of, seed=1, draws=1, option_ids=["as_is"]), solved=solved)
    assert len(solved.by_basis) == 2


RATIOS = {"taxi": 0.75, "minibus": 1.0, "bus": 1.3333}


@pytest.fixture(scope="module")
def run_with_bells(scenario):
    of = by(scenario, "routes")
    schools = of.region.schools
    bells = np.linspace(450.0, 630.0, len(schools))
    values = {**of.values, "transport.vehicle_day_eur": 2_000.0}
    of = replace(of, values=values, region=replace(of.region, schools=replace(schools, bell_min=bells)))
    return run_scenario(of, seed=3, draws=2, replications=0)


def test_the_table_tells_which_trips_a_shared_vehicle_makes(run_with_bells):
    table = build_tables(run_with_bells)["routes"].astype({"morning_chain": str, "afternoon_chain": str})
    shared = table[table["morning_chain"] != ""]
    assert len(shared)
    for (option, year), rows in shared.groupby(["option", "year"], observed=True):
        written = {
            f"{row.centre} {row.year} {row.vehicle}"
            for row in table[table["option"] == option].itertuples(index=False)
        }
        for chain in rows["morning_chain"].unique():
            trips = chain.split(" > ")
            assert len(trips) >= 2
            assert set(trips) <= written
        own = {f"{row.centre} {year} {row.vehicle}" for row in rows.itertuples(index=False)}
        assert own <= {trip for chain in rows["morning_chain"] for trip in chain.split(" > ")}


def test_shared_vehicles_make_the_bill_of_a_run_smaller(run_with_bells):
    scenario = run_with_bells.scenario
    alone = replace(
        scenario, region=replace(scenario.region, schools=replace(scenario.region.schools, bell_min=None))
    )
    without = run_scenario(alone, seed=3, draws=2, replications=0)
    item = COST_ITEMS.index("transport")
    paid, more = (
        run.as_is.money.costs.school_draw_year_school_item[..., item].sum(axis=2)
        for run in (run_with_bells, without)
    )
    assert (paid < more).all()


def test_where_no_bell_is_given_no_vehicle_is_shared(run_by_routes):
    assert run_by_routes.as_is.routes.shared_by_year == ()
    table = build_tables(run_by_routes)["routes"]
    assert (table["morning_chain"].astype(str) == "").all()
