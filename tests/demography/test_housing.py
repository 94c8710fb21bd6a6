from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, pupils_by_area, sampled_future
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.housing import expect_newcomers
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

REGION = worlds.region()
HOME = REGION.areas.municipality
YEARS = tuple(range(2020, 2031))
PLANS = [(0, 2022, 30), (1, 2025, 10)]


def newcomers(plans=PLANS, people=None, **changes):
    given = worlds.busy_data()
    people = given.population_municipality_sex_age if people is None else people
    parameters = worlds.parameters(**changes)
    rates = estimate_rates(given, parameters)
    return expect_newcomers(worlds.housing(plans), HOME, YEARS, people, rates, parameters)


def launched(plans=PLANS, region=REGION, given=None, **changes):
    given = worlds.busy_data() if given is None else given
    return launch(region, replace(given, housing=worlds.housing(plans)), worlds.parameters(**changes), 2030)


def test_children_of_the_plan_live_in_its_area():
    children = newcomers().children_year_area_age
    assert children[2, 0] == pytest.approx(np.full(19, 3.0))
    assert children[5, 1] == pytest.approx(np.full(19, 1.0))
    assert children.sum() == pytest.approx(19 * 4.0)


def test_those_from_the_same_municipality_do_not_add_to_it():
    every, none = (
        newcomers(housing_from_same_municipality_share=0.0),
        newcomers(housing_from_same_municipality_share=1.0),
    )
    assert every.arrivals_year_municipality_sex_age[2, 0, :, :19].sum() == pytest.approx(57.0)
    assert none.arrivals_year_municipality_sex_age.sum() == 0.0
    assert (every.children_year_area_age == none.children_year_area_age).all()


def test_boys_and_girls_come_as_they_live_in_the_municipality():
    people = worlds.population()
    people[0, 0, :10], people[0, 1, :10] = 3.0, 1.0
    people[0, :, 10] = 0.0
    arrivals = newcomers(
        people=people, housing_from_same_municipality_share=0.0
    ).arrivals_year_municipality_sex_age
    assert arrivals[2, 0, :, 5] == pytest.approx([2.25, 0.75])
    assert arrivals[2, 0, :, 10] == pytest.approx([1.5, 1.5])


def test_adults_are_of_the_ages_of_those_who_move_in():
    arrivals = newcomers(housing_from_same_municipality_share=0.0).arrivals_year_municipality_sex_age[2, 0]
    assert arrivals[:, 25:45].sum() == pytest.approx(30 * 1.6)
    assert arrivals[:, 45:].sum() == arrivals[:, 19:25].sum() == 0.0
    assert arrivals[:, 25:30].sum() > arrivals[:, 40:45].sum()


def test_a_plan_may_say_its_adults_and_only_a_part_may_be_built():
    plan = replace(worlds.housing([(0, 2022, 30)]), adults_per_dwelling=np.array([1.0]))
    parameters = worlds.parameters(housing_realisation_share=0.5, housing_from_same_municipality_share=0.0)
    given = worlds.busy_data()
    found = expect_newcomers(
        plan,
        HOME,
        YEARS,
        given.population_municipality_sex_age,
        estimate_rates(given, parameters),
        parameters,
    )
    assert found.arrivals_year_municipality_sex_age[2, 0, :, 25:45].sum() == pytest.approx(15.0)
    assert found.children_year_area_age[2, 0] == pytest.approx(np.full(19, 1.5))


def test_a_municipality_into_which_nobody_moves_takes_its_residents_as_pattern():
    given = worlds.data()
    rates = estimate_rates(given, worlds.parameters())
    still = replace(
        rates,
        in_migration_municipality_sex_age=np.zeros_like(rates.in_migration_municipality_sex_age),
        immigration_municipality_sex_age=np.zeros_like(rates.immigration_municipality_sex_age),
    )
    people = given.population_municipality_sex_age
    for residents in (people, np.zeros_like(people)):
        found = expect_newcomers(worlds.housing(PLANS), HOME, YEARS, residents, still, worlds.parameters())
        assert found.arrivals_year_municipality_sex_age[2, 0, :, 25:45].sum() == pytest.approx(30 * 1.6 * 0.4)


def test_no_plans_change_no_bit():
    parameters = worlds.parameters()
    plain = launch(REGION, worlds.busy_data(), parameters, 2030)
    for plans in ([(0, 2022, 0.0)], [(0, 2040, 30.0)]):
        start = launched(plans)
        assert (start.area_share_year_area_age == plain.area_share_year_area_age).all()
        moves, others = start.area_moves, plain.area_moves
        assert moves is not None and others is not None
        assert (moves.settling_share_year_area == others.settling_share_year_area).all()
        assert (moves.years_there_year_area_age == others.years_there_year_area_age).all()
        future, other = expected_future(start, parameters), expected_future(plain, parameters)
        assert (
            future.population_draw_year_municipality_sex_age
            == other.population_draw_year_municipality_sex_age
        ).all()


def test_those_who_all_come_from_the_municipality_still_change_its_areas():
    start = launched([(2, 2024, 30.0)], housing_from_same_municipality_share=1.0)
    plain = launched([(2, 2024, 0.0)])
    index = start.years.index(2024)
    assert not start.planned.arrivals.any()
    assert (start.area_share_year_area_age[index, 2] > plain.area_share_year_area_age[index, 2]).all()
    assert start.area_share_year_area_age[:, :3].sum(axis=1) == pytest.approx(np.ones((12, 19)))


def test_the_order_of_the_municipalities_is_of_no_account():
    given = worlds.busy_data()
    turned = worlds.busy_data(
        sizes=(800, 3000),
        moves=worlds.moves([(1 - a if a >= 0 else a, 1 - b if b >= 0 else b, n) for a, b, n in worlds.MOVES]),
    )
    turned = replace(turned, population_municipality_sex_age=given.population_municipality_sex_age[::-1])
    region = worlds.region((1, 3), codes=("902", "901"), children=[100.0, 300.0, 200.0, 100.0])
    one = launched([(0, 2024, 30.0), (3, 2026, 9.0)], given=given)
    other = launched([(1, 2024, 30.0), (0, 2026, 9.0)], region=region, given=turned)
    order = [1, 2, 3, 0]
    assert other.area_share_year_area_age[:, order] == pytest.approx(one.area_share_year_area_age)
    assert other.planned.arrivals[:, ::-1] == pytest.approx(one.planned.arrivals)


def test_a_plan_changes_no_bit_where_nobody_moves_to_from_it():
    """Three municipalities; the third exchanges no movers with the others."""
    wide = worlds.region((3, 1, 2))
    given = worlds.busy_data(sizes=(3000, 800, 500))
    streams, block = Streams(1), DrawBlock(0, 32)
    parameters = worlds.parameters(32)
    courses = []
    for plans in ([(0, 2022, 0.0)], [(0, 2022, 40.0)]):
        start = launched(plans, wide, given)
        future = sampled_future(start, parameters, streams, block)
        pupils = pupils_by_area(wide, future, YEARS, parameters, streams, block)
        courses.append(pupils.pupils_draw_year_area_grade)
    assert (courses[0][:, :, 4:] == courses[1][:, :, 4:]).all()
    assert (courses[0][:, :, :3] != courses[1][:, :, :3]).any()


def test_the_areas_sum_to_the_municipality_in_every_draw_and_the_area_of_the_plan_grows():
    parameters, streams, block = worlds.parameters(32), Streams(1), DrawBlock(0, 32)
    start = launched([(2, 2024, 60.0)])
    future = sampled_future(start, parameters, streams, block)
    split = pupils_by_area(REGION, future, YEARS, parameters, streams, block).pupils_draw_year_area_grade
    children = future.residents_draw_year_municipality(slice(6, 16), YEARS)
    plain = sampled_future(
        launch(REGION, worlds.busy_data(), worlds.parameters(), 2030), parameters, streams, block
    )
    before = pupils_by_area(REGION, plain, YEARS, parameters, streams, block).pupils_draw_year_area_grade
    assert (split == np.round(split)).all()
    assert (split >= 0).all()
    basic = split[..., :10].sum(axis=3)
    assert abs(basic[:, :, :3].sum(axis=2) - children[:, :, 0]).max() < 0.1 * children.max()
    grown = (split - before)[..., :10].sum(axis=3).mean(axis=0)
    assert grown[4, 2] == pytest.approx(
        60.0 - 36.0 / 6, abs=3.0
    )  # 36 come from the municipality, 6 of them next door
    assert grown[3, 2] == 0.0
    assert grown[4, :2].sum() == pytest.approx(-36.0 * 5 / 6, abs=3.0)


def test_the_mean_of_many_futures_is_the_expected_split():
    start, streams = launched([(2, 2024, 60.0)]), Streams(1)
    drawn = []
    for index in range(10):
        block, parameters = DrawBlock(index, 32), worlds.parameters(32)
        future = sampled_future(start, parameters, streams, block)
        drawn.append(
            pupils_by_area(REGION, future, YEARS, parameters, streams, block).pupils_draw_year_area_grade
        )
    many = np.concatenate(drawn)[..., :10].sum(axis=3)
    one = worlds.parameters()
    mean = pupils_by_area(REGION, expected_future(start, one), YEARS, one).pupils_draw_year_area_grade[0]
    error = many.std(axis=0) / np.sqrt(len(many))
    assert (abs(many.mean(axis=0) - mean[..., :10].sum(axis=2)) < 4.5 * error + 0.3).all()
