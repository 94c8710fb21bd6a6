"""A whole run of Kainuu (200 draws, no school year) on one worker and on two."""

import time
from pathlib import Path

from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario

KAINUU = Path(__file__).parents[1] / "scenarios" / "kainuu"


def run():
    scenario = load_scenario(KAINUU)
    seconds = {}
    for workers in (1, 2):
        started = time.perf_counter()
        run_scenario(scenario, draws=200, replications=0, workers=workers)
        seconds[workers] = time.perf_counter() - started
    yield f"one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s: {seconds[1] / seconds[2]:.2f} times quicker"
