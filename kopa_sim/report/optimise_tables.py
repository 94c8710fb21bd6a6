"""Tables of an optimisation: what each network costs and does, for whom and when, and who then goes where."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.report.tables.frame import EURO_DECIMALS, OTHER_DECIMALS
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.measures import Measure
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised

Floats = NDArray[np.float64]

NETWORK_MEASURES: Final[tuple[str, ...]] = (
    "cost_pv_eur",
    "base_difference_eur",
    "routed_difference_eur",
    "searched_cost_pv_eur",
    "bound_pv_eur",
    "gap_share",
    "proved",
    "mean_min",
    "longest_min",
    "closed_schools",
    "broken_wishes",
)
COST_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "municipality",
    "year",
    "gross_cost_eur",
    "base_gross_cost_eur",
    "difference_eur",
)
MOVE_COLUMNS: Final[tuple[str, ...]] = (
    "option",
    "year",
    "school",
    "receiving_school",
    "pupils",
    "mean_min_before",
    "mean_min_after",
)
ALL: Final = "ALL"
"""All municipalities together."""

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
        "routed_difference_eur": network.routed_difference_eur,
        "searched_cost_pv_eur": network.searched_cost_eur,
        "bound_pv_eur": network.bound_eur,
        "gap_share": network.gap,
        "proved": float(network.proved) if sought else np.nan,
        "mean_min": network.mean_minutes,
        "longest_min": network.longest_minutes,
        "closed_schools": float(len(network.closed)),
        "broken_wishes": float(len(network.breaks)),
    }


def networks_table(optimised: Optimised) -> pd.DataFrame:
    """Return one row a network and measure: the base, the scenario's other options, then what was found."""
    rows = [
        (network.option, name, _rounded(name, value))
        for network in (optimised.base, *optimised.hand_made, *optimised.networks)
        for name, value in measures_of(network, optimised).items()
    ]
    return pd.DataFrame(rows, columns=["option", "measure", "value"])


def costs_table(scenario: Scenario, optimised: Optimised) -> pd.DataFrame:
    """Return one row a network, municipality and costed year: gross cost, that of the base, and the difference.

    Euros of the price year in the mean future, not discounted; ``ALL`` is the sum of the municipalities.
    """
    base = optimised.base.gross_eur_year_municipality
    rows = [
        (network.option, code, year, *_before_and_after(before, after))
        for network in (*optimised.hand_made, *optimised.networks)
        if base is not None and network.gross_eur_year_municipality is not None
        for code, own, others in _by_municipality(scenario, base, network.gross_eur_year_municipality)
        for year, before, after in zip(network.plan.costed_years, own.tolist(), others.tolist(), strict=True)
    ]
    return pd.DataFrame(rows, columns=COST_COLUMNS)


def _by_municipality(scenario: Scenario, base: Floats, own: Floats) -> Iterator[tuple[str, Floats, Floats]]:
    """Yield each municipality, and all, with the cost of the base and of a network by year."""
    for place, code in enumerate(scenario.region.municipalities.codes):
        yield code, base[:, place], own[:, place]
    yield ALL, base.sum(axis=1), own.sum(axis=1)


def _before_and_after(before: float, after: float) -> tuple[float, float, float]:
    first, second = (round(value, EURO_DECIMALS) + 0.0 for value in (before, after))
    return second, first, round(second - first, EURO_DECIMALS) + 0.0


def moves_table(optimised: Optimised) -> pd.DataFrame:
    """Return one row for each school that receives pupils of a closed one: how many, how far before and after."""
    rows = [
        (
            network.option,
            move.year,
            move.school,
            move.receiving,
            *(
                round(value, OTHER_DECIMALS)
                for value in (move.pupils, move.minutes_before, move.minutes_after)
            ),
        )
        for network in (*optimised.hand_made, *optimised.networks)
        for move in network.moved
    ]
    return pd.DataFrame(rows, columns=MOVE_COLUMNS)


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
