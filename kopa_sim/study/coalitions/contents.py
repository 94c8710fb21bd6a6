"""What is asked of coalitions, and what is found."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game import Objection

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Fallen:
    """A municipality's own measure that a coalition cannot carry out.

    Attributes
    ----------
    coalition
        Number of the coalition of players.
    measures
        Names of the measures, each as often as it falls away.
    """

    coalition: int
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Game:
    """The cooperation game of one option.

    Attributes
    ----------
    players
        Municipalities that take part, as indices of the region; coalition numbers count places among them.
    worth
        Coalition → present value of what its members' net cost falls beside as_is, euros. (draw,)
    gain_as_agreed
        What each player gains with everybody cooperating, as agreements and law divide it. (draw, player)
    cost_before
        Present value of what each player paid before for what becomes one bill, euros: gross cost under as_is less
        what it got from other municipalities, plus what its other funding gains by the option. (draw, player)
    counted
        Rule → what it counts of each player. (draw, player)
    exact
        Whether every coalition is known; if not, those that formed in the sampled orders are.
    orders
        Orders in which players joined, where they are sampled. (order, player)
    """

    option: str
    title: str
    players: tuple[int, ...]
    worth: Mapping[int, Floats]
    gain_as_agreed: Floats
    cost_before: Floats
    counted: Mapping[str, Floats]
    exact: bool
    orders: Ints | None = None
    fallen: tuple[Fallen, ...] = ()

    @property
    def everybody(self) -> int:
        """Number of the coalition of all players."""
        return (1 << len(self.players)) - 1

    @property
    def worth_draw_coalition(self) -> Floats:
        """Worth of every coalition in order, where each is known. (draw, coalition)"""
        return np.stack([self.worth[coalition] for coalition in range(self.everybody + 1)], axis=1)

    @property
    def alone(self) -> Floats:
        """What each player gains without cooperating. (draw, player)"""
        return np.stack([self.worth[1 << player] for player in range(len(self.players))], axis=1)

    @property
    def expected_worth(self) -> Floats:
        """Mean worth over the draws. (coalition,)"""
        mean: Floats = self.worth_draw_coalition.mean(axis=0)
        return mean


@dataclass(frozen=True)
class Sharing:
    """What one rule means.

    Attributes
    ----------
    rule
        as_agreed, a rule that counts something, shapley or nucleolus.
    divided
        surplus, gain or bill; empty where the rule follows from the game or the agreements.
    gain
        What each player gains in each draw. (draw, player)
    expected
        What each player gains by the rule in the expected game: mean worth, mean costs, mean counts. (player,)
    objection
        The strongest objection in the expected game of a coalition that is worth more than its parts.
    objection_draw
        The same in every draw.
    objection_player
        The strongest objection of a coalition with each player, in the expected game. (player,)
    objection_player_draw
        The same in every draw. (draw, player)
    standard_error
        Of the expected gain where orders are sampled; else None. (player,)
    """

    rule: str
    divided: str
    gain: Floats
    expected: Floats
    objection: Objection
    objection_draw: Objection
    objection_player: Objection
    objection_player_draw: Objection
    standard_error: Floats | None = None

    @property
    def stays(self) -> bool:
        """Whether no coalition that is known gains by leaving, in the expected game."""
        return bool(self.objection.coalition < 0)

    @property
    def stays_share(self) -> float:
        """Share of the draws in which no coalition that is known gains by leaving."""
        return float((self.objection_draw.coalition < 0).mean())

    def keeps(self, player: int) -> bool:
        """Whether no coalition with a player, by its place, gains by leaving in the expected game."""
        return bool(self.objection_player.coalition[player] < 0)


@dataclass(frozen=True)
class Stability:
    """Whether any way to share keeps all coalitions; NaN where not every coalition is known.

    Attributes
    ----------
    epsilon
        Smallest possible largest excess in the expected game, euros; above zero the core is empty.
    epsilon_draw
        The same in every draw. (draw,)
    rational
        Whether there is a way to share that gives everyone at least what they have alone, in the expected game.
    """

    epsilon: float
    epsilon_draw: Floats
    rational: bool


@dataclass(frozen=True)
class OptionGame:
    """The game of one option, the rules side by side, and whether any rule can last."""

    game: Game
    sharings: tuple[Sharing, ...]
    stability: Stability


@dataclass(frozen=True)
class Coalitions:
    """The answer for a scenario.

    Attributes
    ----------
    model_runs
        Plans that were run through the model, as_is among them.
    coalitions
        Coalitions whose worth follows from them, over all options.
    cut_short
        What solvers' limits left unproved, in words, among the notices too.
    """

    games: tuple[OptionGame, ...]
    seed: int
    draws: int
    model_runs: int
    coalitions: int
    notices: tuple[str, ...] = ()
    cut_short: tuple[str, ...] = ()
