"""Small questions over years, and the answers found by pricing every plan."""

from itertools import product

import numpy as np

from kopa_sim.network.planning import PlanningProblem, YearwisePricer

INF = np.inf


class SmallQuestion:
    """Three to five switches, three or four years; every year's price for every set of thrown switches is random.

    Attributes
    ----------
    calls
        Every (year, thrown switches) that was priced, in the order of asking.
    """

    def __init__(self, seed, breaks=False, some_may_not=False):
        rng = np.random.default_rng(seed)
        self.n_switches, self.years = int(rng.integers(3, 6)), int(rng.integers(3, 5))
        shape = (self.years, 2**self.n_switches)
        thrown = np.array([[state >> bit & 1 for bit in range(self.n_switches)] for state in range(shape[1])])
        saves = rng.uniform(0, 20, self.n_switches)
        self.cost = 100 - thrown @ saves + rng.normal(0, 15, shape)
        self.minutes = 10 + thrown @ rng.uniform(0, 5, self.n_switches) + rng.uniform(0, 2, shape)
        self.broken = (
            np.where(rng.random(shape) < 0.3, rng.uniform(0, 3, shape), 0) if breaks else np.zeros(shape)
        )
        self.change_cost = rng.uniform(0, 10, (self.n_switches, self.years + 1))
        self.may_change = np.ones((self.n_switches, self.years + 1), dtype=bool)
        if some_may_not:
            self.may_change = rng.random(self.may_change.shape) < 0.6
            self.may_change[np.arange(self.n_switches), rng.integers(0, self.years + 1, self.n_switches)] = (
                True
            )
        self.calls = []

    def price_of_year(self, year, thrown):
        state = thrown @ 2 ** np.arange(self.n_switches)
        self.calls += zip(year.tolist(), state.tolist(), strict=True)
        return self.cost[year, state], self.minutes[year, state], self.broken[year, state]

    def problem(self, order=None):
        """The question, its switches reordered where an order is given."""
        order = np.arange(self.n_switches) if order is None else order
        back = np.argsort(order)
        pricer = YearwisePricer(
            self.years,
            lambda year, thrown: self.price_of_year(year, thrown[:, back]),
            self.change_cost[order],
            pupil_years=self.years,
        )
        names = tuple(f"switch {switch}" for switch in order)
        return PlanningProblem(self.years, names, self.may_change[order], pricer)

    def every_plan(self):
        """All permitted plans with their cost, minutes and broken limits, added up in plain loops."""
        permitted = [np.flatnonzero(may).tolist() for may in self.may_change]
        return [(plan, *self.priced(plan)) for plan in product(*permitted)]

    def priced(self, plan):
        states = [
            (year, sum(1 << switch for switch, change in enumerate(plan) if change <= year))
            for year in range(self.years)
        ]
        cost = sum(self.cost[state] for state in states)
        cost += sum(self.change_cost[switch, change] for switch, change in enumerate(plan))
        minutes = sum(self.minutes[state] for state in states) / self.years
        return cost, minutes, sum(self.broken[state] for state in states)


def least(rows, measure, most_minutes=INF, most_cost=INF):
    """Least cost (1) or minutes (2) of the plans that keep all limits; infinite where none does."""
    kept = [row for row in rows if row[3] == 0 and row[2] <= most_minutes and row[1] <= most_cost]
    return min((row[measure] for row in kept), default=INF)
