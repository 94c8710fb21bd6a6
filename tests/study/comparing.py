"""Whether two results are the same to the last bit."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import numpy as np

from kopa_sim.model.journeys import Catchments


def differences(left, right, path=""):
    """Return the paths at which two trees of dataclasses, mappings and arrays differ by any bit."""
    if isinstance(left, Catchments):
        return []
    if is_dataclass(left):
        return [
            found
            for field in fields(left)
            if field.name != "timings_s"
            for found in differences(
                getattr(left, field.name), getattr(right, field.name), f"{path}.{field.name}"
            )
        ]
    if isinstance(left, Mapping):
        if left.keys() != right.keys():
            return [path]
        return [found for key in left for found in differences(left[key], right[key], f"{path}[{key}]")]
    if isinstance(left, np.ndarray):
        same = left.shape == right.shape and left.tobytes() == right.tobytes()
        return [] if same else [path]
    if isinstance(left, float) and np.isnan(left):
        return [] if np.isnan(right) else [path]
    if isinstance(left, tuple) and left and (is_dataclass(left[0]) or isinstance(left[0], tuple)):
        if len(left) != len(right):
            return [path]
        return [
            found
            for index, (one, other) in enumerate(zip(left, right, strict=True))
            for found in differences(one, other, f"{path}[{index}]")
        ]
    return [] if left == right else [path]
