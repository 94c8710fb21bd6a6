"""How far the curve through three solved anchors lies from solved routes, on random regions.

``python -m tests.network.routing.curve_error 0 60`` prints the distribution that stands in docs/routing.md.
"""

import sys

import numpy as np

from kopa_sim.network.routing import (
    Roads,
    RouteCurve,
    RoutedSchool,
    RoutingProblem,
    Stop,
    VehicleClass,
    plan_routes,
    whole_pupils,
)

ANCHORS = (0.6, 0.8, 1.0)
BETWEEN = (0.65, 0.7, 0.75, 0.85, 0.9, 0.95)
SIZES = tuple(
    VehicleClass(name, seats, km_eur, 42.0, empty_run_factor=1.4)
    for name, seats, km_eur in (("taxi", 4, 1.8), ("minibus", 16, 2.4), ("bus", 45, 3.2))
)


class CurveRegion:
    """A school in the middle of 50 km × 50 km: villages, scattered homes, 15–70 stops, 10–150 pupils carried."""

    def __init__(self, seed, iterations):
        generator = np.random.default_rng(seed)
        n_stops = int(generator.integers(15, 70))
        pupils = float(generator.uniform(10, 150))
        villages = generator.uniform(0, 50, (5, 2))
        in_village = villages[generator.integers(0, 5, n_stops)] + generator.normal(0, 2, (n_stops, 2))
        scattered = generator.uniform(0, 50, (n_stops, 2))
        homes = np.where((generator.random(n_stops) < 0.6)[:, None], in_village, scattered)
        places = np.vstack([[25.0, 25.0], homes])
        km = 1.3 * np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        weight = generator.gamma(1.0, 1.0, n_stops)
        self.roads = Roads(km, km / 50.0 * 60.0)
        self.expected = weight * pupils / weight.sum()
        self.iterations = iterations
        self.generator = generator

    def solve(self, pupils):
        stops = tuple(Stop(str(i), i + 1, int(number), 0, 0.5) for i, number in enumerate(pupils))
        school = RoutedSchool("school", 0, unload_min=10.0)
        problem = RoutingProblem(self.roads, (school,), stops, SIZES, 80.0)
        return plan_routes(problem, self.iterations)

    def elsewhere(self, level):
        """As many pupils, by chance in other homes."""
        total = round(level * self.expected.sum())
        return self.generator.multinomial(total, self.expected / self.expected.sum())


def errors(seeds, iterations=400, homes="same", levels=BETWEEN):
    """Price and kilometres of the curve over those solved, less one. (region × level, 2)"""
    found = []
    for seed in seeds:
        region = CurveRegion(seed, iterations)
        curve = RouteCurve.through(
            tuple(region.solve(whole_pupils(level * region.expected)) for level in ANCHORS)
        )
        for level in levels:
            pupils = whole_pupils(level * region.expected) if homes == "same" else region.elsewhere(level)
            solved = region.solve(pupils)
            guessed = curve.at(np.array(float(pupils.sum())))
            found.append([guessed.cost_eur / solved.cost_eur - 1, guessed.km / solved.km - 1])
    return np.array(found, dtype=float)


def described(found):
    """Mean, and median, 90th percentile and largest of the absolute errors of the price."""
    size = np.abs(found[:, 0])
    return {
        "mean": found[:, 0].mean(),
        "median": np.median(size),
        "p90": np.quantile(size, 0.9),
        "p99": np.quantile(size, 0.99),
        "largest": size.max(),
    }


def told(found):
    """The errors in words, as docs/routing.md has them."""
    size = described(found)
    return f"mean {size['mean']:+.1%}, " + ", ".join(
        f"{name} {size[name]:.1%}" for name in ("median", "p90", "p99", "largest")
    )


def main():
    first, last = int(sys.argv[1]), int(sys.argv[2])
    for homes in ("same", "elsewhere"):
        sys.stdout.write(f"{homes}: {told(errors(range(first, last), homes=homes))}\n")


if __name__ == "__main__":
    main()
