"""How far a search goes: what all searches have in common."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The chance of a search, and the clock that may end it.

    Attributes
    ----------
    seed
        Of the chance by which plans are changed.
    seconds
        Most seconds, where given. An answer then depends on the machine, and no clock is read otherwise.
    clock
        What is read then, in seconds.
    """

    seed: int = 0
    seconds: float | None = None
    clock: Callable[[], float] = time.monotonic
