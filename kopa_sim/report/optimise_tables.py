"""Tables of an optimisation: what each network costs and how far it is, and what each one does in which year."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from kopa_sim.report.tables.frame import EURO_DECIMALS, OTHER_DECIMALS
from kopa_sim.scenario.measures import Measure
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

NETWORK_MEASURES: Final[tuple[str, ...]] = (
    "cost_pv_eur",
    "base_difference_eur",
    "searched_cost_pv_eur",
    "bound_pv_eur",
    "gap_share",
    "proved",
    "mean_min",
    "longest_min",
    "closed_schools",
)

ACTIONS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "close_school": (("close", "school"),),
    "open_school": (("open", "school"),),
    "extend_school": (("extend", "school"),),
    "change_grades": (("change_grades", "school"),),
    "pair_grades": (("pair_lower_grades", "lower"), ("pair_upper_grades", "upper")),
}
"""Measure -> what happens to the school that a field of it names."""


def measures_of(network: FoundNetwork, optimised: Optimised) -> dict[str, float]:
    """Return every measure of a network; NaN where it has none."""
    sought = any(network is found for found in optimised.networks)
    return {
        "cost_pv_eur": network.cost_eur,
        "base_difference_eur": network.cost_eur - optimised.base.cost_eur,
        "searched_cost_pv_eur": network.searched_cost_eur,
        "bound_pv_eur": network.bound_eur,
        "gap_share": network.gap,
        "proved": float(network.proved) if sought else np.nan,
        "mean_min": network.mean_minutes,
        "longest_min": network.longest_minutes,
        "closed_schools": float(len(network.closed)),
    }


def networks_table(optimised: Optimised) -> pd.DataFrame:
    """Return one row a network and measure: the base, the scenario's other options, then what was found."""
    rows = [
        (network.option, name, _rounded(name, value))
        for network in (optimised.base, *optimised.hand_made, *optimised.networks)
        for name, value in measures_of(network, optimised).items()
    ]
    return pd.DataFrame(rows, columns=["option", "measure", "value"])


def _rounded(name: str, value: float) -> float:
    return round(value, EURO_DECIMALS if name.endswith("_eur") else OTHER_DECIMALS) + 0.0


def plan_table(optimised: Optimised) -> pd.DataFrame:
    """Return one row for each thing that a found network does to a school; the school is empty where it is none."""
    rows = [
        (network.option, *row)
        for network in optimised.networks
        for measure in network.measures
        for row in _actions(measure)
    ]
    return pd.DataFrame(rows, columns=["option", "school", "action", "year"])


def _actions(measure: Measure) -> Iterator[tuple[str, str, int]]:
    fields: dict[str, Any] = measure.model_dump()
    for action, field in ACTIONS.get(fields["measure"], ((fields["measure"], ""),)):
        yield str(fields.get(field, "")), action, int(fields["year"])
