"""The defaults of [transport]: every one has a unit and a source, and they fit one another."""

import pytest

from kopa_sim.model.grades import N_GRADES
from kopa_sim.scenario.defaults import load_defaults

SPECS = {name: spec for name, spec in load_defaults().items() if name.startswith("transport.")}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_every_default_has_a_unit_a_source_and_a_year(spec):
    assert spec.unit
    assert spec.source
    assert 1990 <= spec.year <= 2030
    assert spec.confidence in ("high", "medium", "low")


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_every_number_lies_within_its_own_range(spec):
    if isinstance(spec.value, float):
        assert spec.low is None or spec.low <= spec.value
        assert spec.high is None or spec.value <= spec.high
        assert spec.least is None or spec.least <= spec.value
        assert spec.most is None or spec.value <= spec.most


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_what_may_vary_is_a_number_with_a_range(spec):
    if spec.vary:
        assert isinstance(spec.value, float)
        assert spec.low is not None
        assert spec.high is not None


@pytest.mark.parametrize("name", ["free_transport_limit_km", "turned_13_share"])
def test_lists_by_grade_have_every_grade(name):
    assert len(SPECS[f"transport.{name}"].value) == N_GRADES


def test_tables_by_vehicle_name_the_same_classes():
    tables = ("seats", "collection_detour_km", "vehicle_km_price_ratio")
    classes = [set(SPECS[f"transport.{table}"].value) for table in tables]
    assert classes[0] == classes[1] == classes[2]


def test_prices_derived_from_a_published_total_say_so():
    for name in ("vehicle_km_eur", "vehicle_hour_eur"):
        assert SPECS[f"transport.{name}"].calibrated_to


def test_the_legal_limits_are_those_of_the_law():
    assert SPECS["transport.free_transport_limit_km"].value[:10] == (5.0,) * 10
    assert SPECS["transport.daily_ceiling_min"].value == 150.0
    assert SPECS["transport.daily_ceiling_older_min"].value == 180.0
    assert SPECS["transport.kela_limit_km"].value == 7.0
