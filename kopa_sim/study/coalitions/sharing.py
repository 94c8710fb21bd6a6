"""The rules side by side: what each municipality gains, whether it would leave, and with whom."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game import (
    Objection,
    SampledShapley,
    essential_coalitions,
    gains_by_dividing_bill,
    gains_by_dividing_gain,
    gains_by_dividing_surplus,
    has_imputations,
    least_core,
    nucleolus_of_draws,
    objections_by_player,
    shapley_of_orders,
    shapley_value,
    strongest_objection,
)
from kopa_sim.study.coalitions.contents import Game, OptionGame, Sharing, Stability

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

AS_AGREED: Final = "as_agreed"
"""The rule under which everyone keeps what agreements and law give them in the model."""


def share(game: Game) -> OptionGame:
    """Return every rule's outcome for a game, and whether any way to share can keep all coalitions."""
    worth = Worth.of(game)
    sharings = [_sharing(worth, AS_AGREED, "", game.gain_as_agreed, game.gain_as_agreed.mean(axis=0))]
    for rule, counted in game.counted.items():
        sharings += [by(game, worth, rule, counted) for by in (_by_surplus, _by_gain, _by_bill)]
    sharings += _by_game(game, worth)
    return OptionGame(game, tuple(sharings), _stability(game))


@dataclass(frozen=True)
class Worth:
    """Worth of the coalitions that are known, and which of them count as reasons to leave.

    Attributes
    ----------
    numbers
        The coalitions. (known,)
    inside
        Who belongs to each. (known, player)
    draw
        Worth. (draw, known)
    essential
        Coalitions worth more than their parts in each draw; all where not every coalition is known. (draw, known)
    expected_essential
        The same in the expected game. (known,)
    """

    numbers: Ints
    inside: Bools
    draw: Floats
    essential: Bools
    expected_essential: Bools

    @classmethod
    def of(cls, game: Game) -> "Worth":
        """Return the worth of a game."""
        numbers = np.array(sorted(game.worth))
        inside = (numbers[:, None] >> np.arange(len(game.players))) & 1 == 1
        draw = np.stack([game.worth[int(number)] for number in numbers], axis=1)
        if not game.exact:
            every = np.ones(draw.shape, dtype=np.bool_)
            return cls(numbers, inside, draw, every, every[0])
        return cls(numbers, inside, draw, essential_coalitions(draw), essential_coalitions(draw.mean(axis=0)))

    def objections(self, gain: Floats, expected: Floats) -> dict[str, Objection]:
        """Return who would leave when players gain so much, by the names that a sharing has for it."""
        mean = self.draw.mean(axis=0), expected, self.expected_essential, self.inside
        draws = self.draw, gain, self.essential, self.inside
        return {
            "objection": self._numbered(strongest_objection(*mean)),
            "objection_draw": self._numbered(strongest_objection(*draws)),
            "objection_player": self._numbered(objections_by_player(*mean)),
            "objection_player_draw": self._numbered(objections_by_player(*draws)),
        }

    def _numbered(self, found: Objection) -> Objection:
        return Objection(np.where(found.coalition < 0, -1, self.numbers[found.coalition]), found.gain)


def _sharing(
    worth: Worth,
    rule: str,
    divided: str,
    gain: Floats,
    expected: Floats,
    error: Floats | None = None,
) -> Sharing:
    return Sharing(
        rule=rule,
        divided=divided,
        gain=gain,
        expected=expected,
        **worth.objections(gain, expected),
        standard_error=error,
    )


def _by_surplus(game: Game, worth: Worth, rule: str, counted: Floats) -> Sharing:
    everybody, alone = game.worth[game.everybody], game.alone
    gain = gains_by_dividing_surplus(alone, everybody, counted)
    expected = gains_by_dividing_surplus(alone.mean(axis=0), everybody.mean(), counted.mean(axis=0))
    return _sharing(worth, rule, "surplus", gain, expected)


def _by_gain(game: Game, worth: Worth, rule: str, counted: Floats) -> Sharing:
    everybody = game.worth[game.everybody]
    gain = gains_by_dividing_gain(everybody, counted)
    expected = gains_by_dividing_gain(everybody.mean(), counted.mean(axis=0))
    return _sharing(worth, rule, "gain", gain, expected)


def _by_bill(game: Game, worth: Worth, rule: str, counted: Floats) -> Sharing:
    before = game.cost_before
    bill = before.sum(axis=1) - game.worth[game.everybody]
    gain = gains_by_dividing_bill(before, bill, counted)
    expected = gains_by_dividing_bill(before.mean(axis=0), bill.mean(), counted.mean(axis=0))
    return _sharing(worth, rule, "bill", gain, expected)


def _by_game(game: Game, worth: Worth) -> list[Sharing]:
    """Return the Shapley value, and the nucleolus where every coalition is known."""
    if not game.exact:
        found = _sampled(game)
        expected, error = found.value.mean(axis=0), _expected_error(game)
        return [_sharing(worth, "shapley", "", found.value, expected, error)]
    whole, mean = game.worth_draw_coalition, game.expected_worth
    found_shapley = _sharing(worth, "shapley", "", shapley_value(whole), shapley_value(mean))
    expected = nucleolus_of_draws(mean[None])[0]
    found_nucleolus = _sharing(worth, "nucleolus", "", nucleolus_of_draws(whole), expected)
    return [found_shapley, found_nucleolus]


def _sampled(game: Game) -> SampledShapley:
    if game.orders is None:
        raise ValueError("a game whose coalitions are not all known has sampled orders")
    return shapley_of_orders(game.worth, game.orders)


def _expected_error(game: Game) -> Floats:
    """Return the standard error of the sampled value of the expected game. (player,)"""
    if game.orders is None:
        raise ValueError("a game whose coalitions are not all known has sampled orders")
    mean = {coalition: np.asarray(worth.mean()) for coalition, worth in game.worth.items()}
    return shapley_of_orders(mean, game.orders).standard_error


def _stability(game: Game) -> Stability:
    if not game.exact:
        together = float(game.worth[game.everybody].mean())
        rational = together >= float(game.alone.mean(axis=0).sum())
        return Stability(np.nan, np.full(len(game.gain_as_agreed), np.nan), rational)
    whole, mean = game.worth_draw_coalition, game.expected_worth
    by_draw = np.array([least_core(worth).epsilon for worth in whole])
    return Stability(least_core(mean).epsilon, by_draw, bool(has_imputations(mean)))
