"""From passes in futures to a word, and the constraint that binds."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters

Bools = NDArray[np.bool_]

SUSTAINABLE: Final[str] = "sustainable"
CONDITIONAL: Final[str] = "conditional"
NOT_SUSTAINABLE: Final[str] = "not_sustainable"


def word_of_share(passed_share: float, parameters: Parameters) -> str:
    """Return the verdict that the share of passed futures alone would give."""
    if passed_share >= parameters.number("sustainability.pass_share"):
        return SUSTAINABLE
    if passed_share >= parameters.number("sustainability.conditional_share"):
        return CONDITIONAL
    return NOT_SUSTAINABLE


def word_verdicts(
    passes_draw_municipality: Bools, only_if_law_allowed: bool, parameters: Parameters
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the verdict of each municipality and the region, and why a better one was withheld.

    What is sustainable becomes conditional when the law would have to change, and for the region when a member is
    not sustainable: its own verdict, by its own futures, is ``not_sustainable``. The second part holds ``law``,
    ``member`` or an empty text.

    Parameters
    ----------
    passes_draw_municipality
        The region last. (draw, municipality + 1)
    """
    words = [word_of_share(float(share), parameters) for share in passes_draw_municipality.mean(axis=0)]
    demotions = [""] * len(words)
    if words[-1] == SUSTAINABLE and NOT_SUSTAINABLE in words[:-1]:
        words[-1], demotions[-1] = CONDITIONAL, "member"
    if only_if_law_allowed:
        for row, word in enumerate(words):
            if word == SUSTAINABLE:
                words[row], demotions[row] = CONDITIONAL, "law"
    return tuple(words), tuple(demotions)


def bind(tests: Mapping[str, Bools], verdicts: Sequence[str], demotions: Sequence[str]) -> tuple[str, ...]:
    """Return the constraint that keeps each row from being sustainable: the test that fails most often.

    ``none`` where the row is sustainable; what withheld a better verdict where the futures alone would
    pass. Between tests that fail equally often the first in order is named.
    """
    failures = np.array([(~passes).sum(axis=0) for passes in tests.values()])
    names = list(tests)
    found = []
    for row, (verdict, demotion) in enumerate(zip(verdicts, demotions, strict=True)):
        if verdict == SUSTAINABLE:
            found.append("none")
        else:
            found.append(demotion or names[int(failures[:, row].argmax())])
    return tuple(found)
