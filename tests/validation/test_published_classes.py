from types import SimpleNamespace

import numpy as np
import pytest

from tests.validation import municipality_classes, sparse_country
from tests.validation.municipality_classes import CLASSES, REGIONS, ClassTotals, class_totals, national_table
from tests.validation.published import as_is, basic_pupils, school_costs
from tests.validation.solved_routes import as_is_scenario


def test_every_municipality_of_the_real_scenarios_has_a_class_and_the_country_has_all_its_children():
    class_of, weight = national_table()
    for name in REGIONS:
        assert {class_of[code] for code in as_is_scenario(name).region.municipalities.codes} <= set(CLASSES)
    assert len(class_of) == 308
    assert sum(weight.values()) == pytest.approx(1.0)


def test_national_cost_weighs_classes_by_their_children_and_not_by_our_pupils(monkeypatch):
    cost = {"urban": 9_000.0, "semi-urban": 10_000.0, "rural": 12_000.0}
    pupils = {"urban": 100.0, "semi-urban": 200.0, "rural": 300.0}
    made_up = {
        label: ClassTotals(np.array([cost[label] * pupils[label], *[0.0] * 10]), pupils[label], 10.0, 4.0)
        for label in CLASSES
    }
    monkeypatch.setattr(municipality_classes, "class_totals", made_up.__getitem__)
    weights = {"urban": 0.5, "semi-urban": 0.25, "rural": 0.25}
    monkeypatch.setattr(municipality_classes, "national_table", lambda: ({}, weights))
    assert municipality_classes.national_per_pupil() == pytest.approx(10_000.0)
    assert municipality_classes.ratio("teaching") == pytest.approx(12 / 9)
    assert municipality_classes.national_transported_share() == pytest.approx(0.4)


def test_a_town_of_four_thousand_is_no_sparse_country_and_sixty_thousand_across_the_lake_make_a_city():
    metres = np.array([0.0, 20_000.0, 28_000.0])
    region = SimpleNamespace(
        points=SimpleNamespace(area=np.arange(3), weight=np.ones(3), x_m=metres, y_m=np.zeros(3)),
        areas=SimpleNamespace(population=np.array([4_000.0, 60_000.0, 300.0])),
    )
    assert sparse_country.in_sparse_country(region, metres, np.zeros(3)).tolist() == [False, False, True]
    assert sparse_country.in_city(region, metres, np.zeros(3)).tolist() == [False, True, True]


@pytest.mark.validation
def test_classes_together_hold_all_the_money_and_pupils_of_the_three_regions():
    totals = [class_totals(label) for label in CLASSES]
    cost = sum(school_costs(as_is(name), upper_secondary=False).sum() for name in REGIONS)
    assert sum(total.cost_item.sum() for total in totals) == pytest.approx(cost)
    assert sum(total.pupils for total in totals) == pytest.approx(
        sum(basic_pupils(as_is(n)) for n in REGIONS)
    )


@pytest.mark.validation
@pytest.mark.parametrize("name", REGIONS)
def test_stages_of_schools_share_out_their_current_cost_and_lose_none(name):
    result = as_is(name)
    schools, year = result.scenario.region.schools, result.as_is.plan.costed.start
    cost, _ = sparse_country.current_cost_by_stage(name)
    spent = sparse_country.current(result.as_is.money.costs.school_draw_year_school_item[:, year]).mean(
        axis=0
    )
    taught = result.as_is.pupils_draw_year_school_grade[:, year].sum(axis=(0, 2)) > 0
    ordinary = schools.municipal & ~schools.special & taught
    assert sum(of_stage.sum() for of_stage in cost.values()) == pytest.approx(spent[ordinary].sum())
