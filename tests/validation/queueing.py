"""What queueing and renewal theory say of pools, links and vacancies, as formulas."""

from math import comb, exp, factorial

import numpy as np
from numpy.typing import NDArray


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


def uncovered_share(load: float, people: int) -> float:
    """Share of absences nobody is left for when their number N is Poisson: E(N − people)+ / E N.

    Substitutes who are dealt out anew every morning meet min(N, people), whoever it is and however long the
    absences last.
    """
    met = people - sum((people - count) * poisson(load, count) for count in range(people))
    return (load - met) / load


def daily_loss(load: float, people: int, mean_days: float) -> float:
    """Share of calls that find nobody and go away, when calls and ends of engagements come once a day.

    Calls of a day are Poisson, engagements geometric: the number at work is a Markov chain. With long engagements
    the limit is M/M/c/c, Erlang B.
    """
    stays, calls = 1.0 - 1.0 / mean_days, load / mean_days
    arrivals = [poisson(calls, count) for count in range(40)]
    step, lost = np.zeros((people + 1, people + 1)), np.zeros(people + 1)
    for before in range(people + 1):
        for count, chance in enumerate(arrivals):
            at_work = min(people, before + count)
            lost[before] += chance * (before + count - at_work)
            step[before] += chance * _binomial(at_work, stays, people)
    return float(_stationary(step) @ lost) / calls


def daily_wait(load: float, people: int, mean_days: float) -> tuple[float, float]:
    """Share of calls that are not answered on their first morning, and mean wait of all, in mean engagements.

    Calls of a day are Poisson, engagements geometric, the earlier call goes first: the number that has called is a
    Markov chain, and the mean wait follows by Little's law. With long engagements the limit is M/M/c, Erlang C.
    """
    stays, calls, most = 1.0 - 1.0 / mean_days, load / mean_days, 120
    arrivals = [poisson(calls, count) for count in range(40)]
    step = np.zeros((most + 1, most + 1))
    unanswered, queue = np.zeros(most + 1), np.zeros(most + 1)
    for before in range(most + 1):
        for count, chance in enumerate(arrivals):
            called = min(before + count, most)
            unanswered[before] += chance * (count - min(max(people - before, 0), count))
            queue[before] += chance * max(called - people, 0)
            at_work = min(called, people)
            waiting = called - at_work
            step[before, waiting : waiting + people + 1] += (
                chance * _binomial(at_work, stays, people)[: most + 1 - waiting]
            )
    chance = _stationary(step)
    return float(chance @ unanswered) / calls, float(chance @ queue) / calls / mean_days


def _binomial(trials: int, success: float, most: int) -> NDArray[np.float64]:
    """Chance of each number of successes up to ``most``."""
    return np.array(
        [
            comb(trials, count) * success**count * (1.0 - success) ** (trials - count)
            for count in range(most + 1)
        ]
    )


def _stationary(step: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stationary distribution of a Markov chain."""
    states = len(step)
    balance = np.vstack([step.T - np.eye(states), np.ones(states)])
    return np.linalg.lstsq(balance, np.append(np.zeros(states), 1.0), rcond=None)[0]
