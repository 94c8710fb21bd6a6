"""Asking a PxWeb service (API v1) politely: few calls, waiting when told to, and saying what went wrong.

The calls themselves are made by the package ``statfin``. Source of the limits and of their meaning: PxWeb API 1
documentation, Statistics Sweden, https://www.scb.se/en/services/open-data-api/.
"""

import email.utils
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from kopa_sim.scenario.findings import shown
from kopa_sim.scenario.problems import Problem, ScenarioError

MOST_CALLS: Final[int] = 10
"""Calls in a window of time, where the service does not tell its own limit."""

WINDOW_SECONDS: Final[float] = 10.0
"""The window of time, where the service does not tell its own."""

MOST_CELLS: Final[int] = 100_000
"""Cells of one answer, where the service does not tell its own limit; the value PxWeb is delivered with."""

_TRIES: Final[int] = 4
_LONGEST_WAIT_SECONDS: Final[float] = 120.0
_TOO_MANY_CALLS: Final[int] = 429
_SAVE_BY_HAND: Final[str] = "or save the table from the service's web page and import the file"


@dataclass
class PxWebClient:
    """Calls to one service, in turn.

    Attributes
    ----------
    clock, sleep
        Seconds that pass, and waiting for some; other ones in tests.
    most_calls, window_seconds
        No more calls than this within this time.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    most_calls: int = MOST_CALLS
    window_seconds: float = WINDOW_SECONDS
    _called: deque[float] = field(default_factory=deque, repr=False)

    def get(self, url: str) -> Any:
        """Return the parsed answer to a question without a body; raises ScenarioError."""
        # the client library loads pandas and is seldom needed
        from statfin import requests as calls

        return self._ask(url, lambda hooks: calls.get(url, hooks=hooks))

    def post(self, url: str, question: object) -> Any:
        """Return the parsed answer to a question with a body; raises ScenarioError."""
        from statfin import requests as calls

        return self._ask(url, lambda hooks: calls.post(url, json=question, hooks=hooks))

    def _ask(self, url: str, call: Callable[[dict[str, Any]], Any]) -> Any:
        import requests
        import statfin

        waits: list[float] = []
        hooks = {"response": lambda response, **_: waits.append(_seconds_told(response.headers))}
        for attempt in range(_TRIES):
            self._wait_for_turn()
            try:
                return call(hooks)
            except statfin.RequestError as error:
                told = waits[-1] if waits else self.window_seconds
                if error.code != _TOO_MANY_CALLS or attempt == _TRIES - 1 or told > _LONGEST_WAIT_SECONDS:
                    raise ScenarioError([_refused(url, error.code, told)]) from None
                self.sleep(told)
            except requests.exceptions.JSONDecodeError:
                raise ScenarioError([_no_json(url)]) from None
            except (requests.RequestException, OSError, ValueError) as error:
                raise ScenarioError([_unreachable(url, error)]) from None
        raise AssertionError("every try answers or raises")

    def _wait_for_turn(self) -> None:
        now = self.clock()
        while self._called and now - self._called[0] >= self.window_seconds:
            self._called.popleft()
        if len(self._called) >= self.most_calls:
            self.sleep(self.window_seconds - (now - self._called.popleft()))
            now = self.clock()
        self._called.append(now)


def _seconds_told(headers: Any) -> float:
    """Return how long the service asks to wait: seconds or a date in Retry-After, else a window."""
    told = str(headers.get("Retry-After", "")).strip()
    if told.isascii() and told.isdigit() and len(told) < 9:
        return float(told)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(told).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return WINDOW_SECONDS


_REASONS: Final[dict[int, tuple[str, str]]] = {
    400: (
        "the service does not understand the question",
        "the table may have changed: choose other years or areas",
    ),
    403: ("the service refuses the question, perhaps as too large", "ask for fewer years or municipalities"),
    404: (
        "there is no such table",
        "tables move: older projections are kept in StatFin_Passiivi; see the service's web page",
    ),
    _TOO_MANY_CALLS: ("the service has had too many calls", "try again later"),
}


def _refused(url: str, code: int, told: float) -> Problem:
    read, mend = _REASONS.get(code, ("the service fails", "try again later"))
    if code == _TOO_MANY_CALLS:
        mend = f"try again in {told:.0f} s"
    return Problem(url, f"{read} (HTTP {code})", "", f"{mend}, {_SAVE_BY_HAND}")


def _no_json(url: str) -> Problem:
    return Problem(
        url, "the answer is no JSON: perhaps a page of another server stands between", "JSON", _SAVE_BY_HAND
    )


def _unreachable(url: str, error: Exception) -> Problem:
    import requests

    reason = "did not answer in time" if isinstance(error, requests.Timeout) else "cannot be reached"
    read = f"the service {reason}: {shown(' '.join(str(error).split()))}"
    return Problem(url, read, "", f"check the network and the address, {_SAVE_BY_HAND}")
