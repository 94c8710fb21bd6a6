"""Futures per second of one core, all stages but operations, on Kainuu."""

from pathlib import Path

from benchmarks.timing import least_seconds
from kopa_sim.model.streams import DrawBlock
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.pipeline import run_block, sample_block
from kopa_sim.study.prepare import prepare

KAINUU = Path(__file__).parents[1] / "scenarios" / "kainuu"


def run():
    prepared = prepare(load_scenario(KAINUU), seed=1, draws=32)
    full, single = DrawBlock(0, 32), DrawBlock(0, 1)
    sample = sample_block(prepared, prepared.as_is.people, full)
    people = least_seconds(lambda: sample_block(prepared, prepared.as_is.people, full), runs=3)
    stages = least_seconds(
        lambda: [run_block(prepared, option, sample, None) for option in prepared.options], runs=3
    )
    prepared_one = prepare(load_scenario(KAINUU), seed=1, draws=1)
    one_sample = sample_block(prepared_one, prepared_one.as_is.people, single)
    one = least_seconds(lambda: run_block(prepared_one, prepared_one.as_is, one_sample, None), runs=3)
    futures = 32 * len(prepared.options)
    yield f"{futures / (people + stages):.0f} futures a second (a future is one draw of one option)"
    yield f"sampling people takes {people / (people + stages):.0%} of it"
    per_option = stages / len(prepared.options)
    yield f"a draw within a block of 32 is {32 * one / per_option:.1f} times quicker than a draw alone"
