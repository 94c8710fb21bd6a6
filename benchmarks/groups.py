"""Teaching groups: the vectorised dynamic programme against the same programme school by school in plain Python."""

import numpy as np

from benchmarks.timing import least_seconds
from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.teaching import form_groups

DRAWS, YEARS, SCHOOLS = 32, 20, 30
LARGEST, COMPOSITE, SPAN = 24, 22, 3


def plain_groups(pupils, lessons):
    """Least lessons over splits of adjacent grades, one school at a time."""
    least = [0.0]
    for last in range(1, len(pupils) + 1):
        best = least[last - 1] + -(-pupils[last - 1] // LARGEST) * lessons[last - 1]
        for first in range(max(0, last - SPAN), last - 1):
            together = sum(pupils[first:last])
            if together <= COMPOSITE:
                best = min(best, least[first] + (max(lessons[first:last]) if together else 0.0))
        least.append(best)
    return least[-1]


def run():
    parameters = Parameters(DRAWS, {name: spec.value for name, spec in load_defaults().items()})
    pupils = np.random.default_rng(1).poisson(12, (DRAWS, YEARS, SCHOOLS, N_GRADES)).astype(float)
    lessons = parameters.vector("teaching.weekly_lessons").tolist()
    rows = pupils.reshape(-1, N_GRADES)[:, 1:7].astype(int).tolist()
    ours = least_seconds(lambda: form_groups(pupils, parameters))
    plain = least_seconds(lambda: [plain_groups(row, lessons[1:7]) for row in rows], runs=3)
    yield f"{DRAWS} draws x {YEARS} years x {SCHOOLS} schools: {plain / ours:.0f} times quicker than the plain loop"
    yield f"1,000 draws would take {ours / DRAWS * 1000:.1f} s of one core"
