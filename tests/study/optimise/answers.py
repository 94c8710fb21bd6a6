"""The minimal scenario and what a search answers to a wish there: each searched once, read by many tests."""

from functools import cache
from pathlib import Path

from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.engine import optimise

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"
PLENTY = 20.0
"""Seconds of which a search of the minimal scenario needs a few."""


@cache
def minimal():
    return load_scenario(MINIMAL)


@cache
def answer_to(**wishes):
    """What a search with plenty of time answers."""
    return optimise(minimal(), Wishes(seconds=PLENTY, **wishes))
