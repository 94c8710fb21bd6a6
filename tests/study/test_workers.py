"""Ctrl-C while processes start is answered when they have started."""

import os
import signal

import pytest

from kopa_sim.study.workers import _interrupts_held


def test_an_interrupt_is_held_back_and_then_answered():
    done = []
    with pytest.raises(KeyboardInterrupt):
        with _interrupts_held():
            os.kill(os.getpid(), signal.SIGINT)
            done.append("all processes started")
        done.append("never reached")
    assert done == ["all processes started"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_happens():
    with _interrupts_held():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
