"""School years of Kainuu, event by event: one option-year on a core, five options with 30 replications on two."""

import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import simpy

from kopa_sim.model.streams import DrawBlock
from kopa_sim.operations import simulate_replication
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario
from kopa_sim.study.pipeline import sample_block, school_block
from kopa_sim.study.prepare import prepare
from kopa_sim.study.simulated_years import representative_years

KAINUU = Path(__file__).parents[1] / "scenarios" / "kainuu"
OPTIONS = ("small_schools", "shared_teachers", "remote_teaching", "combined")
"""Beside as_is, so that there are five."""

REPLICATIONS = 30
GOAL_YEAR_S, GOAL_ALL_S = 2.0, 240.0


@contextmanager
def counted_events():
    """Count the events that SimPy schedules while the block runs; the list holds one number."""
    schedule, count = simpy.Environment.schedule, [0]

    def counting(environment, *arguments, **settings):
        count[0] += 1
        schedule(environment, *arguments, **settings)

    simpy.Environment.schedule = counting
    try:
        yield count
    finally:
        simpy.Environment.schedule = schedule


def one_year():
    """A function that simulates one school year of as_is, and how many posts that year has."""
    scenario = load_scenario(KAINUU)
    prepared = prepare(scenario, seed=1, draws=1, option_ids=["as_is"])
    option = prepared.as_is
    sample = sample_block(prepared, option.people, DrawBlock(0, 1))
    schooling = school_block(prepared, option, sample)
    year = option.plan.costed_years[0]
    posts = schooling.staffing.measures["posts"][0, option.plan.years.index(year)].sum()
    simulate = partial(
        simulate_replication,
        scenario.region,
        option.plan,
        prepared.journeys,
        schooling.groups,
        schooling.staffing,
        0,
        0,
        (year,),
        sample.parameters,
        prepared.streams,
    )
    return simulate, posts


def year_line(runs=5):
    """One option-year on one core."""
    simulate, posts = one_year()
    with counted_events() as counted:
        simulate()
    seconds = []
    for _ in range(runs):
        started = time.process_time()
        simulate()
        seconds.append(time.process_time() - started)
    least = min(seconds)
    return (
        f"one option-year, {posts:.0f} posts: {least:.2f} s of one core (goal {GOAL_YEAR_S:g} s),"
        f" {counted[0]:,} events, {counted[0] / least:,.0f} events a second with all that happens in them"
    )


def telling(stage, done, total):
    """Tell how far the school years are, where someone watches."""
    if stage == "operations" and sys.stderr.isatty():
        sys.stderr.write(f"\r   school years {done}/{total} " + ("\n" if done == total else ""))


def all_line(workers=2):
    """Five options, 30 replications, every representative year."""
    scenario = load_scenario(KAINUU)
    result = run_scenario(
        scenario,
        draws=REPLICATIONS,
        replications=REPLICATIONS,
        workers=workers,
        option_ids=["as_is", *OPTIONS],
        on_progress=telling,
    )
    years = [len(representative_years(option.plan)) for option in result.options]
    seconds = result.timings_s["operations"]
    size = f"{len(result.options)} options x {min(years)} to {max(years)} years x {REPLICATIONS} replications"
    return (
        f"{size} on {workers} cores: {seconds:.0f} s (goal {GOAL_ALL_S:g} s), with their futures and the week that"
        " is shown"
    )


def run():
    yield year_line()
    yield all_line()


if __name__ == "__main__":
    for line in run():
        print(line)
