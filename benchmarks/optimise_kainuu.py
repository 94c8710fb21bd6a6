"""When to close which schools of real regions: a plan of twenty years and the proof of how good it is.

`python -m benchmarks.optimise_kainuu pohjois_karjala` does the same with the schools of North Karelia.
"""

import resource
import sys
import time
from pathlib import Path

from kopa_sim.network.planning import Objective, SearchEffort, search_plan
from kopa_sim.network.planning.certificate import certify
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.question import ask
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.tables import build_tables
from kopa_sim.study.prepare import prepare

SCENARIOS = Path(__file__).parents[1] / "scenarios"
GAP = 0.01
PROOF_SECONDS, SEARCH_SECONDS = 180.0, 2.0


def run(name="kainuu"):
    """Return the seconds of each step, the plan's gap and the memory."""
    began = time.perf_counter()
    prepared = prepare(load_scenario(SCENARIOS / name), seed=1, draws=1, option_ids=["as_is"])
    question = ask(Simulator(prepared, prepared.as_is), Wishes())
    asked = time.perf_counter()
    tables = build_tables(question.pricer, question.may_change)
    priced = time.perf_counter()
    proof = certify(tables.tables, Objective(), GAP / 2, PROOF_SECONDS)
    proved = time.perf_counter()
    schools = len(question.codes)
    starts = [] if proof.change_school is None else [proof.change_school[:schools]]
    effort = SearchEffort(seed=1, seconds=SEARCH_SECONDS, clock=time.monotonic)
    found = search_plan(question.problem, Objective(), effort, starts)
    ended = time.perf_counter()
    inexact = sum(not table.exact for table in tables.tables.tables)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"{name}: {schools} schools that may close in any of {question.years} years, or never"
    yield (
        f"read and asked {asked - began:.1f} s, tables {priced - asked:.1f} s ({len(question.pricer.book)} intakes"
        f" priced, {inexact} tables not exact), bound {proved - priced:.1f} s, search {ended - proved:.1f} s"
    )
    yield (
        f"cheapest plan {found.cost / 1e6:.2f} M€, bound {proof.bound / 1e6:.2f} M€:"
        f" gap {1 - proof.bound / found.cost:.3%} of the cost (wished {GAP:.0%}) after {ended - began:.1f} s;"
        f" most memory {memory:.0f} MB"
    )


if __name__ == "__main__":
    for line in run(*sys.argv[1:2]):
        print(line)
