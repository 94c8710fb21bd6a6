"""Work spread over processes, with the same result on any number of them.

A task's result depends only on its arguments and on what was prepared, never on which process does it or when.
"""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from kopa_sim.study.prepare import Prepared

Task = TypeVar("Task")
Result = TypeVar("Result")

_prepared: list[Prepared] = []
"""In a worker process: what was prepared, received once when the process starts."""


def _receive(prepared: Prepared) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepared[:] = [prepared]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold back Ctrl-C while processes start, and answer it when they have.

    An interrupt in the middle would leave a process that nobody knows of, and a process that is only just
    starting would show it as a traceback of its own; that one inherits the blocked signal.
    """
    answer = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(answer):
        yield
        return
    asked: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: asked.append(number))
    can_block = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]) if can_block else set()
    try:
        yield
    finally:
        if can_block:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        signal.signal(signal.SIGINT, answer)
    if asked:
        answer(signal.SIGINT, None)


def _call(function: Callable[[Prepared, Any], Any], task: Any) -> Any:
    return function(_prepared[0], task)


class Workers:
    """Runs tasks in order of submission, in this process or in several.

    Parameters
    ----------
    prepared
        Sent once to each process.
    executor
        None to work in this process.
    """

    def __init__(self, prepared: Prepared, executor: ProcessPoolExecutor | None) -> None:
        self._prepared = prepared
        self._executor = executor

    def map(self, function: Callable[[Prepared, Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """Yield ``function(prepared, task)`` for every task, in their order."""
        if self._executor is None:
            yield from (function(self._prepared, task) for task in tasks)
            return
        with _interrupts_held():
            futures = [self._executor.submit(_call, function, task) for task in tasks]
        try:
            for future in futures:
                yield future.result()
        finally:
            for future in futures:
                future.cancel()


@contextmanager
def open_workers(prepared: Prepared, count: int) -> Iterator[Workers]:
    """Start ``count`` processes, or none when one is enough, and stop them at the end.

    When the work is broken off the processes are ended at once: waiting for what they are doing can take long,
    and a process that is only just starting may never answer.
    """
    if count <= 1:
        yield Workers(prepared, None)
        return
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_receive, initargs=(prepared,)
    ) as executor:
        try:
            yield Workers(prepared, executor)
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise
