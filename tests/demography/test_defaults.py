import pytest

from kopa_sim.demography import expected_future, launch, pupils_by_area, sampled_future
from kopa_sim.model.streams import DrawBlock, Streams
from kopa_sim.scenario.defaults import load_defaults
from tests.demography import worlds

SPECS = {name: spec for name, spec in load_defaults().items() if name.startswith("demography.")}


class Watched(dict):
    """Values that remember which of them were asked for."""

    def __init__(self, values):
        super().__init__(values)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)


def test_every_parameter_of_the_section_is_used_and_none_from_elsewhere():
    values = Watched({name: spec.value for name, spec in load_defaults().items()})
    parameters = worlds.parameters()
    watched = type(parameters)(1, values)
    region, streams, block = worlds.region(), Streams(1), DrawBlock(0, 1)
    for given in (worlds.busy_data(), worlds.data()):
        start = launch(region, given, watched, 2021)
        expected_future(start, watched)
        futures = sampled_future(start, watched, streams, block)
        pupils_by_area(region, futures, (2020, 2021), watched, streams, block)
    assert values.asked == set(SPECS)


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
