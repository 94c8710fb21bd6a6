"""coalitions.csv and coalition_shares.csv: what every coalition is worth, and what each rule gives to whom."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game import members_of
from kopa_sim.report.statistics import STATISTICS, summarise
from kopa_sim.report.tables.frame import EURO_DECIMALS, OTHER_DECIMALS
from kopa_sim.report.tables.keys import ALL
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.coalitions import Coalitions, OptionGame, Sharing

Floats = NDArray[np.float64]

BETWEEN: Final = " + "
"""What stands between the codes of a coalition's members."""

COALITION_COLUMNS: Final = ("option", "coalition", "municipality", "measure", *STATISTICS)
SHARE_COLUMNS: Final = (
    "option",
    "rule",
    "divided",
    "municipality",
    "measure",
    *STATISTICS,
    "expected",
    "leaving",
)


def coalition_name(scenario: Scenario, found: OptionGame, coalition: int) -> str:
    """Return a coalition as the codes of its members, empty where nobody is meant."""
    codes = scenario.region.municipalities.codes
    players = found.game.players
    return BETWEEN.join(codes[players[member]] for member in members_of(max(coalition, 0)))


def coalitions_table(scenario: Scenario, coalitions: Coalitions) -> pd.DataFrame:
    """Return what every coalition is worth, and what its cooperating adds to what its members have alone."""
    rows = [row for found in coalitions.games for row in _worth_rows(scenario, found)]
    return pd.DataFrame(rows, columns=list(COALITION_COLUMNS))


def _worth_rows(scenario: Scenario, found: OptionGame) -> Iterator[tuple[Any, ...]]:
    game = found.game
    alone = np.concatenate([np.zeros((len(game.gain_as_agreed), 1)), game.alone], axis=1)
    for coalition, worth in sorted(game.worth.items(), key=lambda item: (item[0].bit_count(), item[0])):
        if not coalition:
            continue
        name = coalition_name(scenario, found, coalition)
        added = worth - alone[:, [0, *(member + 1 for member in members_of(coalition))]].sum(axis=1)
        yield (game.option, name, ALL, "worth_eur", *_statistics(worth))
        yield (game.option, name, ALL, "added_eur", *_statistics(added))
        yield (game.option, name, ALL, "adds_share", *_statistics((added > 0).astype(np.float64), ""))


def shares_table(scenario: Scenario, coalitions: Coalitions) -> pd.DataFrame:
    """Return what every rule gives to whom, who would leave, and whether anyone can be kept."""
    rows = [row for found in coalitions.games for row in _share_rows(scenario, found)]
    return pd.DataFrame(rows, columns=list(SHARE_COLUMNS))


def _share_rows(scenario: Scenario, found: OptionGame) -> Iterator[tuple[Any, ...]]:
    option, stability = found.game.option, found.stability
    codes = scenario.region.municipalities.codes
    for sharing in found.sharings:
        key = (option, sharing.rule, sharing.divided)
        for place, player in enumerate(found.game.players):
            for measure, values, expected, leaving in _of_player(found, sharing, place):
                name = coalition_name(scenario, found, leaving)
                yield (
                    *key,
                    codes[player],
                    measure,
                    *_statistics(values, measure),
                    _round(expected, measure),
                    name,
                )
        for measure, values, expected in _of_all(sharing):
            leaving = int(sharing.objection.coalition) if measure == "leaving_gain_eur" else -1
            name = coalition_name(scenario, found, leaving)
            yield (*key, ALL, measure, *_statistics(values, measure), _round(expected, measure), name)
    epsilon = stability.epsilon_draw
    key = (option, "least_core", "")
    yield (*key, ALL, "epsilon_eur", *_statistics(epsilon), _round(stability.epsilon, "_eur"), "")
    empty = np.where(np.isnan(epsilon), np.nan, (epsilon > 0).astype(np.float64))
    whole = float("nan") if np.isnan(stability.epsilon) else float(stability.epsilon > 0)
    yield (*key, ALL, "core_empty_share", *_statistics(empty, ""), whole, "")


def _of_player(found: OptionGame, sharing: Sharing, place: int) -> Iterator[tuple[str, Floats, float, int]]:
    """Yield a measure of one player, its draws, its value in the expected game, and the coalition it tells of."""
    gain, expected = sharing.gain[:, place], float(sharing.expected[place])
    alone = found.game.alone[:, place]
    objection, by_draw = sharing.objection_player, sharing.objection_player_draw
    yield "gain_eur", gain, expected, -1
    yield "gains_share", (gain > 0).astype(np.float64), float(expected > 0), -1
    more = alone - gain
    expected_more = float(alone.mean()) - expected
    yield "alone_more_eur", more, expected_more, -1
    leaves = int(objection.coalition[place])
    yield "leaving_gain_eur", by_draw.gain[:, place], float(objection.gain[place]), leaves
    stays = (by_draw.coalition[:, place] < 0).astype(np.float64)
    yield "stays_share", stays, float(leaves < 0), -1
    if sharing.standard_error is not None:
        error = float(sharing.standard_error[place])
        yield "standard_error_eur", np.full(len(gain), np.nan), error, -1


def _of_all(sharing: Sharing) -> Iterator[tuple[str, Floats, float]]:
    yield "gain_eur", sharing.gain.sum(axis=1), float(sharing.expected.sum())
    yield "leaving_gain_eur", sharing.objection_draw.gain, float(sharing.objection.gain)
    stays = (sharing.objection_draw.coalition < 0).astype(np.float64)
    yield "stays_share", stays, float(sharing.stays)


def _decimals(measure: str) -> int:
    return EURO_DECIMALS if measure.endswith("_eur") else OTHER_DECIMALS


def _round(value: float, measure: str) -> float:
    return round(value, _decimals(measure)) + 0.0


def _statistics(values: Floats, measure: str = "_eur") -> Sequence[float]:
    found: list[float] = [_round(float(value), measure) for value in summarise(values)]
    return found
