import pytest

from kopa_sim.demography.conventions import conventions_of
from kopa_sim.demography.rates import Conventions
from kopa_sim.scenario.defaults import load_defaults
from tests.demography import worlds


def test_the_defaults_of_a_scenario_are_the_default_conventions():
    assert conventions_of(worlds.parameters()) == Conventions()


def test_a_scenario_names_its_conventions():
    chosen = worlds.parameters(
        migration_timing="half_and_half",
        births_exposure="start_of_year",
        first_fertile_age=17.0,
        last_fertile_age=45.0,
    )
    assert conventions_of(chosen) == Conventions("half_and_half", "start_of_year", 17, 45)


@pytest.mark.parametrize("timing", load_defaults()["demography.migration_timing"].choices)
def test_every_timing_a_scenario_may_name_is_known_to_the_step(timing):
    assert 0 <= Conventions(migration_timing=timing).start_part <= 1


def test_no_first_fertile_age_can_lie_above_a_last_one():
    defaults = load_defaults()
    first, last = (defaults[f"demography.{name}_fertile_age"] for name in ("first", "last"))
    assert first.most < last.least
