"""What queueing and renewal theory say of pools, links and vacancies, as formulas."""

from math import exp, factorial


def erlang_b(load: float, people: int) -> float:
    """Share of calls at random that find everybody engaged and go away: M/M/c/c, and M/G/c/c (Erlang 1917)."""
    terms = [load**k / factorial(k) for k in range(people + 1)]
    return terms[-1] / sum(terms)


def erlang_c(load: float, people: int) -> float:
    """Share of calls at random that find everybody engaged and wait: M/M/c (Erlang 1917)."""
    blocked = erlang_b(load, people)
    return blocked / (1.0 - load / people * (1.0 - blocked))


def mean_wait(load: float, people: int) -> float:
    """Mean wait of all calls in M/M/c, in mean engagements."""
    return erlang_c(load, people) / (people - load)


def availability(mean_up: float, mean_down: float) -> float:
    """Share of time that an alternating renewal process is up."""
    return mean_up / (mean_up + mean_down)


def poisson(mean: float, count: int) -> float:
    """Chance of a count that is Poisson."""
    return exp(-mean) * mean**count / factorial(count)
