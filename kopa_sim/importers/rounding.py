"""Whole persons that add up to a given total."""

import numpy as np
from numpy.typing import NDArray


def apportion(weights: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Share ``total`` out in proportion to ``weights``: round down, then give the rest to the largest remainders.

    With no weight anywhere everyone gets the same.
    """
    shares = weights if weights.sum() > 0 else np.ones_like(weights)
    exact = shares / shares.sum() * total
    whole: NDArray[np.int64] = np.floor(exact + 1e-9).astype(np.int64)
    # the earlier one wins a tie, so that the same input always gives the same table
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole
