"""In a real region nobody's shortest journey grows shorter when a school closes, or longer when it stays open."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network import assign_catchments
from kopa_sim.scenario.contents import AS_IS
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.prepare import prepare

KAINUU = Path(__file__).parents[2] / "scenarios" / "kainuu"


@pytest.fixture(scope="module")
def kainuu():
    """Kainuu as it is, with places for everyone in every school."""
    prepared = prepare(load_scenario(KAINUU), seed=1, draws=1, option_ids=[AS_IS])
    return prepared, with_room(prepared.as_is.plan), {}


def with_room(plan):
    return replace(plan, places_year_school=np.full_like(plan.places_year_school, 1e6))


def shut(plan, schools, index):
    is_open = plan.open_year_school.copy()
    is_open[index:, list(schools)] = False
    return replace(plan, open_year_school=is_open)


def minutes_of(prepared, plan, cache):
    """Minutes of the pupils of every point and grade; infinite without a school. (year, point, grade)"""
    region, journeys = prepared.scenario.region, prepared.journeys
    parameters = prepared.parameters.mean()
    catchments = assign_catchments(region, journeys, plan, prepared.mean_pupils, parameters, cache)
    shape = (len(plan.years), len(region.points), 11)
    total, share = np.zeros(shape), np.zeros(shape)
    for index, arcs in enumerate(catchments.by_year):
        weight = arcs.cell_share * arcs.share[arcs.cell_arc]
        minutes = journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]]
        np.add.at(total[index], (arcs.cell_point, arcs.grade[arcs.cell_arc]), weight * minutes)
        np.add.at(share[index], (arcs.cell_point, arcs.grade[arcs.cell_arc]), weight)
    return np.divide(total, share, out=np.full(shape, np.inf), where=share > 0)


@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_closing_never_shortens_and_keeping_open_never_lengthens_a_journey(kainuu, data):
    prepared, plan, cache = kainuu
    schools = prepared.scenario.region.schools
    closable = np.flatnonzero(schools.fills_by_distance).tolist()
    some = data.draw(st.lists(st.sampled_from(closable), min_size=1, max_size=8, unique=True))
    index = data.draw(st.integers(2, len(plan.years) - 1))
    kept = data.draw(st.sampled_from(some))
    all_shut = minutes_of(prepared, shut(plan, some, index), cache)
    one_kept = minutes_of(prepared, shut(plan, [school for school in some if school != kept], index), cache)
    as_is = minutes_of(prepared, plan, cache)
    assert (as_is <= one_kept + 1e-9).all()
    assert (one_kept <= all_shut + 1e-9).all()
