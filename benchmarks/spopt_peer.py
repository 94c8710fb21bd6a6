"""spopt on one p-median problem, in a process of its own and with whatever Python has spopt installed.

Called as ``python benchmarks/spopt_peer.py CASE.npz SOLVER SECONDS``; prints the result as JSON.
"""

import json
import resource
import sys

import numpy as np
import pulp
from spopt.locate import PMedian


def processor_seconds():
    """Processor time of this process and of the solvers it has called."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def main(path, solver, seconds):
    case = np.load(path)
    places = case.get("places")
    pick = pulp.PULP_CBC_CMD if solver == "cbc" else pulp.HiGHS
    started = processor_seconds()
    model = PMedian.from_cost_matrix(
        case["distance"], case["pupils"], p_facilities=int(case["open_count"]), facility_capacities=places
    )
    built = processor_seconds()
    model.solve(pick(msg=False, threads=1, timeLimit=float(seconds)), results=False)
    return {
        "build": built - started,
        "solve": processor_seconds() - built,
        "cost": pulp.value(model.problem.objective),
        "finished": model.problem.sol_status == pulp.LpSolutionOptimal,
    }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
