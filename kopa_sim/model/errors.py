"""What can go wrong in ways the user should read.

::

    KopaError
    ├── ScenarioError        the input or the call is wrong          exit status 2   (scenario/problems.py)
    └── LimitReachedError       a solver or simulation limit was met    exit status 3
"""


class KopaError(Exception):
    """Root of every error that kopa_sim raises on purpose."""


class LimitReachedError(KopaError):
    """A solver or simulation limit was reached; what was finished is kept."""
