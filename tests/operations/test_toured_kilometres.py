"""In a region with solved tours, all that the yearly stage drives for a pool is driven on its tours."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.operations.staffed_year import staffed_year
from kopa_sim.operations.workforce import teachers_of_year
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.pipeline import sample_block, school_block
from kopa_sim.study.prepare import prepare
from kopa_sim.study.toured import with_tours
from kopa_sim.study.travels import tours_of_year
from tests.operations.worlds import assumptions

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
DRAWS, WEEKS = 3, 38


@pytest.fixture(scope="module")
def schooling():
    """The option with a pool, its schools and teachers in some futures, and its tours."""
    scenario = load_scenario(MINIMAL)
    few = replace(
        scenario, values={**scenario.values, "teaching.tours_futures": 2.0, "transport.method": "rule"}
    )
    prepared = with_tours(prepare(few, seed=1, draws=DRAWS, option_ids=["shared_teachers"]))
    option = prepared.options[-1]
    of = school_block(prepared, option, sample_block(prepared, option.people, DrawBlock(0, DRAWS)))
    return prepared.scenario.region, option, of


@pytest.mark.parametrize("year", [2027, 2033, 2040])
@pytest.mark.parametrize("draw", range(DRAWS))
def test_all_kilometres_of_the_pool_are_driven_on_its_tours(schooling, draw, year):
    region, option, of = schooling
    tours = tours_of_year(option.plan, option.tours, year)
    staffed = staffed_year(option.plan, of.groups, of.staffing, draw, year, tours=tours)
    planned_school = staffed.driven_km_school_subject.sum(axis=1)
    assert planned_school.sum() > 0.0
    teachers = teachers_of_year(region.schools, staffed, WEEKS, assumptions(), Streams(1))
    on_tour = [teacher for teacher in teachers if "/shared/" in teacher.post]
    assert on_tour
    assert any(teacher.drives for teacher in on_tour)
    booked_school = np.zeros_like(planned_school)
    for teacher in teachers:
        for school, share in teacher.km_planned_at:
            booked_school[school] += WEEKS * share * sum(map(teacher.km, range(5)))
    assert booked_school == pytest.approx(planned_school)
    driven = WEEKS * sum(teacher.km(day) for teacher in on_tour for day in range(5))
    assert driven == pytest.approx(planned_school.sum())
