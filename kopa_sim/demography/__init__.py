"""How many children there are, and where: people by age, sampled futures, pupils by area and grade."""

from kopa_sim.demography.closure_response import respond_to_closures
from kopa_sim.demography.counted_pupils import CountedPupils, count_pupils
from kopa_sim.demography.futures import expected_future, sampled_future
from kopa_sim.demography.launch import Launch, launch
from kopa_sim.demography.pupils import pupils_by_area

__all__ = [
    "CountedPupils",
    "Launch",
    "count_pupils",
    "expected_future",
    "launch",
    "pupils_by_area",
    "respond_to_closures",
    "sampled_future",
]
