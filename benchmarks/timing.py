"""The least of several runs, by the process's own clock."""

import time
from collections.abc import Callable


def least_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least processor time of several runs after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)
