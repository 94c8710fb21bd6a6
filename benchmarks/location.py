"""The best sites and who goes where: beside spopt (optional, extra `bench`) and the linear programme."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from kopa_sim.network.location import (
    Effort,
    assign_pupils,
    close_school,
    site_schools,
    site_schools_with_places,
)
from tests.network.location.towns import rural

PEER = Path(__file__).with_name("spopt_peer.py")
PEER_PYTHON = os.environ.get("KOPA_SPOPT_PYTHON", sys.executable)
"""A Python with spopt and highspy; they need not stand in the environment of kopa_sim."""
PEER_SECONDS = float(os.environ.get("KOPA_SPOPT_SECONDS", "100"))
"""Longest time that spopt's solver gets for one problem."""
GOAL = 20
"""spopt should take this many times as long, at least, on p-median problems."""


def seconds(work):
    """Return what one run gives and its processor time."""
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


def has_peer():
    """Whether spopt can be imported by the Python that stands for it."""
    return subprocess.run([PEER_PYTHON, "-c", "import spopt, pulp"], capture_output=True).returncode == 0


def spopt(solvers, **case):
    """Return spopt's result with the solver that finds the cheapest sites, the quicker of equals."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.npz"
        np.savez(path, **case)
        found = []
        for solver in solvers:
            call = [PEER_PYTHON, str(PEER), str(path), solver, str(PEER_SECONDS)]
            printed = subprocess.run(call, capture_output=True, text=True, check=True).stdout
            found.append(json.loads(printed.splitlines()[-1]) | {"solver": solver})
    return min(found, key=lambda result: (round(result["cost"], 3), result["build"] + result["solve"]))


def beside(ours, spent, theirs):
    """Return a line that compares times and costs; a solver that stopped with a dearer answer has not finished."""
    total = theirs["build"] + theirs["solve"]
    dearer = theirs["cost"] / ours.cost - 1
    finished = theirs["finished"] and dearer < 1e-6
    state = "optimum" if finished else f"not proved, {dearer:+.2%} against ours"
    times = f"{total / spent:.0f}" if total > 10 * spent else f"{total / spent:.1f}"
    return (
        f"   {'' if finished else 'at least '}{times} times quicker than spopt with {theirs['solver']}: "
        f"{theirs['build']:.1f} s to build, {theirs['solve']:.1f} s to solve ({state})"
    )


def run():
    with_peer = has_peer()
    if not with_peer:
        yield "spopt is not installed (extra `bench`, or KOPA_SPOPT_PYTHON): ours alone"
    yield from run_medians(1000, 50, 25, ("cbc", "highs") if with_peer else ())
    yield from run_medians(2000, 100, 50, ("cbc",) if with_peer else ())
    yield from run_fixed_costs()
    yield from run_places(500, 30, 15, ("cbc", "highs") if with_peer else ())
    yield from run_gap(1000, 50, 25)
    yield from run_assignment(2000, 100)


def run_medians(n_areas, n_schools, open_count, solvers):
    pupils, distance = rural(n_areas, n_schools)
    ours, spent = seconds(lambda: site_schools(distance, pupils, open_count=open_count))
    size = f"{n_areas} x {n_schools}, p = {open_count}"
    yield f"p-median {size}: proved {ours.proved}, {spent:.3f} s in {ours.parts} parts"
    if solvers:
        theirs = spopt(solvers, distance=distance, pupils=pupils, open_count=open_count)
        yield beside(ours, spent, theirs) + f"; goal {GOAL}"


def run_fixed_costs():
    pupils, distance = rural(2000, 100)
    fixed = np.random.default_rng(1).uniform(1000, 2000, 100)
    ours, spent = seconds(lambda: site_schools(distance, pupils, fixed_cost_school=fixed))
    yield f"fixed costs 2000 x 100: proved {ours.proved}, {ours.open_school.sum()} open, {spent:.3f} s"


def with_places(n_areas, n_schools, open_count):
    """Pupils, distances and places for a tenth more pupils than there are if average schools are open."""
    pupils, distance = rural(n_areas, n_schools)
    spread = np.random.default_rng(5).uniform(0.7, 1.3, n_schools)
    return pupils, distance, np.ceil(pupils.sum() / open_count * 1.1 * spread)


def run_places(n_areas, n_schools, open_count, solvers):
    pupils, distance, places = with_places(n_areas, n_schools, open_count)
    for areas in ("split", "single"):
        ours, spent = seconds(
            lambda areas=areas: site_schools_with_places(
                distance, pupils, places, open_count=open_count, areas=areas
            )
        )
        size = f"{n_areas} x {n_schools}, p = {open_count}, areas {areas}"
        yield f"with places {size}: proved {ours.proved}, {spent:.1f} s"
    if solvers:
        theirs = spopt(solvers, distance=distance, pupils=pupils, places=places, open_count=open_count)
        yield beside(ours, spent, theirs) + " (areas single)"


def run_gap(n_areas, n_schools, open_count):
    pupils, distance, places = with_places(n_areas, n_schools, open_count)
    effort = Effort(gap=0.01)
    ours, spent = seconds(
        lambda: site_schools_with_places(distance, pupils, places, open_count=open_count, effort=effort)
    )
    size = f"{n_areas} x {n_schools}, p = {open_count}, gap of 1 % allowed"
    yield f"with places {size}: {ours.gap:.2%} in {spent:.1f} s"


def run_assignment(n_areas, n_schools):
    pupils, distance = rural(n_areas, n_schools)
    spread = np.random.default_rng(5).uniform(0.7, 1.3, n_schools)
    places = np.ceil(pupils.sum() * 1.06 * spread / spread.sum())
    nearest = np.bincount(distance.argmin(axis=1), weights=pupils, minlength=n_schools)
    ours, spent = seconds(lambda: assign_pupils(distance, pupils, places))
    over = np.maximum(nearest - places, 0).sum() / pupils.sum()
    size = f"{n_areas} x {n_schools}, nearest school too full for {over:.0%} of pupils"
    yield f"assignment {size}: {spent:.2f} s"
    least, programme = seconds(lambda: by_programme(distance, pupils, places))
    difference = abs(ours.total_distance / least - 1)
    yield f"   {programme / spent:.1f} times quicker than the linear programme (HiGHS), difference {difference:.0e}"
    _, again = seconds(lambda: close_school(ours, 3))
    yield f"   after one school closes: {again:.3f} s"


def by_programme(distance, pupils, places):
    """Least total distance by a linear programme over every pair."""
    n_areas, n_schools = distance.shape
    pair = np.arange(distance.size)
    one = np.ones(distance.size)
    everyone = csr_array((one, (pair // n_schools, pair)), shape=(n_areas, distance.size))
    within = csr_array((one, (pair % n_schools, pair)), shape=(n_schools, distance.size))
    return linprog(distance.ravel(), A_ub=within, b_ub=places, A_eq=everyone, b_eq=pupils).fun
