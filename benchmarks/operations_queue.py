"""One queue with several servers (M/M/c): the pool of substitutes beside plain SimPy, Ciw and salabim.

Ciw and salabim come with the extra ``bench``; one that is not installed is left out and says so.
"""

import random
import time
from importlib.util import find_spec

import numpy as np
import simpy

from kopa_sim.operations.substitutes import Desk

PEOPLE, RATE, MEAN_ENGAGEMENT = 5, 3.5, 1.0
CUSTOMERS = 20_000
EVENTS_A_CUSTOMER = 2
"""Arrival and departure, the events of the queue itself, whatever a library makes of them inside."""


def our_pool():
    """Mean wait at the desk of the program's own pool."""
    environment, generator = simpy.Environment(), np.random.default_rng(1)
    desk, waited = Desk(environment, PEOPLE), []
    gaps = generator.exponential(1.0 / RATE, CUSTOMERS).tolist()
    lengths = generator.exponential(MEAN_ENGAGEMENT, CUSTOMERS).tolist()

    def engagement(length):
        called = environment.now
        request = desk.request()
        yield request
        waited.append(environment.now - called)
        yield environment.timeout(length)
        desk.release(request)

    def calls():
        for gap, length in zip(gaps, lengths, strict=True):
            yield environment.timeout(gap)
            environment.process(engagement(length))

    environment.process(calls())
    environment.run()
    return sum(waited) / len(waited)


def plain_simpy():
    """Mean wait in SimPy as its manual writes a queue."""
    environment, chance = simpy.Environment(), random.Random(1)
    servers, waited = simpy.Resource(environment, PEOPLE), []

    def engagement():
        called = environment.now
        with servers.request() as request:
            yield request
            waited.append(environment.now - called)
            yield environment.timeout(chance.expovariate(1.0 / MEAN_ENGAGEMENT))

    def calls():
        for _ in range(CUSTOMERS):
            yield environment.timeout(chance.expovariate(RATE))
            environment.process(engagement())

    environment.process(calls())
    environment.run()
    return sum(waited) / len(waited)


def with_ciw():
    """Mean wait in Ciw."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=RATE)],
        service_distributions=[ciw.dists.Exponential(rate=1.0 / MEAN_ENGAGEMENT)],
        number_of_servers=[PEOPLE],
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(CUSTOMERS)
    waited = [record.waiting_time for record in simulation.get_all_records()]
    return sum(waited) / len(waited)


def with_salabim():
    """Mean wait in salabim, in its generator style as in the others."""
    import salabim

    salabim.yieldless(False)
    waited = []

    class Engagement(salabim.Component):
        def process(self):
            called = self.env.now()
            yield self.request(servers)
            waited.append(self.env.now() - called)
            yield self.hold(self.env.length.sample())
            self.release(servers)

    class Calls(salabim.Component):
        def process(self):
            for _ in range(CUSTOMERS):
                yield self.hold(self.env.gap.sample())
                Engagement()

    environment = salabim.Environment(trace=False, random_seed=1)
    environment.gap = salabim.Exponential(1.0 / RATE)
    environment.length = salabim.Exponential(MEAN_ENGAGEMENT)
    servers = salabim.Resource("servers", capacity=PEOPLE)
    Calls()
    environment.run()
    return sum(waited) / len(waited)


PEERS = {
    "plain SimPy": (plain_simpy, "simpy"),
    "Ciw": (with_ciw, "ciw"),
    "salabim": (with_salabim, "salabim"),
}


def timed(simulate, runs=3):
    """Return the least processor seconds of some runs, and the mean wait of the last."""
    least = float("inf")
    for _ in range(runs):
        started = time.process_time()
        wait = simulate()
        least = min(least, time.process_time() - started)
    return least, wait


def run():
    ours, wait = timed(our_pool)
    events = EVENTS_A_CUSTOMER * CUSTOMERS
    yield (
        f"M/M/{PEOPLE}, load {RATE * MEAN_ENGAGEMENT:g}, {CUSTOMERS:,} calls; our pool: {events / ours:,.0f} events a"
        f" second (mean wait {wait:.3f})"
    )
    for name, (simulate, package) in PEERS.items():
        if find_spec(package) is None:
            yield f"{name}: left out, {package} is not installed (pip install -e '.[bench]')"
            continue
        theirs, wait = timed(simulate)
        yield (
            f"{name}: {events / theirs:,.0f} events a second (mean wait {wait:.3f}); ours is {theirs / ours:.2f}"
            " times as quick"
        )


if __name__ == "__main__":
    for line in run():
        print(line)
