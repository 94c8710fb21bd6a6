import numpy as np
import pytest

from kopa_sim.demography import (
    count_pupils,
    expected_future,
    launch,
    pupils_by_area,
    respond_to_closures,
    sampled_future,
)
from kopa_sim.model.people import HousingPlans, PupilCounts
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.scenario.defaults import load_defaults
from tests.demography import worlds

OF_THE_STUDY = {"demography.closure_response_least_km"}
"""Asked for where catchments are known: by the study, which says which areas lose their school."""

SPECS = {name: spec for name, spec in load_defaults().items() if name.startswith("demography.")}


class Watched(dict):
    """Values that remember which of them were asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


def pupils_of_two_years():
    year, grade = (axis.ravel() for axis in np.mgrid[2018:2020, 0:10])
    return PupilCounts(year, np.zeros_like(year), grade, np.full(len(year), 30.0))


def ten_dwellings():
    area, year = np.array([0]), np.array([2021])
    children = np.full((1, 19), 0.1)
    return HousingPlans(area, year, np.array([10.0]), children, np.array([np.nan]))


def test_every_parameter_of_the_section_is_used_and_none_from_elsewhere():
    values = Watched({name: spec.value for name, spec in load_defaults().items()})
    parameters = worlds.parameters()
    watched = type(parameters)(1, values)
    region, streams, block = worlds.region(), Streams(1), DrawBlock(0, 1)
    values["demography.enrolment_method"] = "grade_progression"
    counted = worlds.busy_data(pupil_counts=pupils_of_two_years(), housing=ten_dwellings())
    lost = np.eye(len(region.areas))[:1]
    for given in (counted, worlds.data()):
        start = launch(region, given, watched, 2021)
        expected_future(start, watched)
        count_pupils(given, start, (2020, 2021), watched)
        futures = sampled_future(start, watched, streams, block)
        pupils_by_area(region, futures, (2020, 2021), watched, streams, block)
        respond_to_closures(start, region, (2020,), lost, watched)
    assert values.asked == set(SPECS) - OF_THE_STUDY


@pytest.mark.parametrize("name", SPECS)
def test_every_default_is_within_its_range_and_has_a_source(name):
    spec = SPECS[name]
    assert spec.source
    assert spec.unit
    assert spec.confidence in ("high", "medium", "low")
    if isinstance(spec.value, float):
        assert spec.low <= spec.value <= spec.high
        assert spec.least is not None
    assert not spec.vary or isinstance(spec.value, float)
