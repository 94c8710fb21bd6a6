"""What a cooperation game means in plain words: a few sentences for the option, a paragraph for each municipality."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game import members_of
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.study.coalitions import Coalitions, OptionGame, Sharing

Floats = NDArray[np.float64]

CENT: Final = 0.005
"""Euros below which a sum is nothing."""

BILL_RULES: Final = ("by_pupils", "by_residents", "by_use_hours", "by_tax_base")
"""Rules by which someone might divide the whole bill of schools."""

NINE_OF_TEN: Final = (0.05, 0.95)


@dataclass(frozen=True)
class OptionWords:
    """One option in words.

    Attributes
    ----------
    lines
        Sentences about everybody together.
    paragraphs
        Name of each municipality and what the option means for it.
    """

    title: str
    lines: tuple[str, ...]
    paragraphs: tuple[tuple[str, str], ...]


def words_of(scenario: Scenario, found: OptionGame, texts: Texts) -> OptionWords:
    """Return one option in words."""
    names = player_names(scenario, found)
    paragraphs = tuple(
        (name, " ".join(_sentences(found, place, names, texts))) for place, name in enumerate(names)
    )
    return OptionWords(found.game.title, tuple(_together(found, names, texts)), paragraphs)


def player_names(scenario: Scenario, found: OptionGame) -> tuple[str, ...]:
    """Return the names of the municipalities that take part."""
    return tuple(scenario.region.municipalities.names[player] for player in found.game.players)


def introduction(scenario: Scenario, coalitions: Coalitions, texts: Texts) -> tuple[str, ...]:
    """Return what gains are and how they were found."""
    return (
        texts("coalitions.intro", price_year=scenario.price_year, draws=coalitions.draws),
        texts("coalitions.runs", runs=coalitions.model_runs, coalitions=coalitions.coalitions),
    )


def rule_name(sharing: Sharing, texts: Texts) -> str:
    """Return what a rule is called; one that divides what is added goes by its name alone."""
    name = texts(f"coalitions.rule_{sharing.rule}")
    if sharing.divided == "bill":
        return texts("coalitions.one_bill", rule=name)
    return texts("coalitions.whole_gain", rule=name) if sharing.divided == "gain" else name


def told_sharings(found: OptionGame) -> tuple[Sharing, ...]:
    """Return the rules that are spoken of; the tables have more ways to divide a gain or a bill."""
    return tuple(
        sharing
        for sharing in found.sharings
        if sharing.divided in ("", "surplus") or (sharing.divided == "bill" and sharing.rule in BILL_RULES)
    )


def shown_sharings(found: OptionGame) -> tuple[Sharing, ...]:
    """Return the rules that a figure shows: those that leave everyone what they have alone, and what is agreed."""
    return tuple(sharing for sharing in found.sharings if sharing.divided in ("", "surplus"))


def named(coalition: int, names: tuple[str, ...]) -> str:
    """Return the members of a coalition by name."""
    return ", ".join(names[member] for member in members_of(coalition))


def _range(values: Floats, texts: Texts) -> tuple[str, str]:
    low, high = np.quantile(values, NINE_OF_TEN)
    return texts.euros(float(low), signed=True), texts.euros(float(high), signed=True)


def _together(found: OptionGame, names: tuple[str, ...], texts: Texts) -> Iterator[str]:
    game, stability = found.game, found.stability
    worth = game.worth[game.everybody]
    low, high = _range(worth, texts)
    alone = texts.euros(float(game.alone.mean(axis=0).sum()), signed=True)
    key = "coalitions.together_gain" if worth.mean() >= 0 else "coalitions.together_loss"
    size = texts.euros(abs(float(worth.mean())))
    yield texts(key, count=len(game.players), worth=size, low=low, high=high, alone=alone)
    yield _best_group(found, names, texts)
    if not stability.rational:
        yield texts("coalitions.not_worth")
    elif not game.exact:
        yield texts("coalitions.core_unknown")
    elif stability.epsilon > 0:
        yield texts("coalitions.core_empty", margin=texts.euros(stability.epsilon))
    elif stability.epsilon == 0:
        yield texts("coalitions.core_just")
    else:
        yield texts("coalitions.core_there", margin=texts.euros(-stability.epsilon))
    if game.exact:
        share = float((stability.epsilon_draw <= 0).mean())
        never = "coalitions.core_share_never"
        yield texts(never) if share == 0.0 else texts("coalitions.core_share", share=texts.share(share))
    if game.fallen:
        lost = sorted({measure for fallen in game.fallen for measure in fallen.measures})
        told = ", ".join(texts(f"measures.{measure}") for measure in lost)
        yield texts("coalitions.fallen", measures=told, count=len(game.fallen))


def _best_group(found: OptionGame, names: tuple[str, ...], texts: Texts) -> str:
    """Return which coalition adds most to what its members have alone; of equals the smallest."""
    game = found.game
    added = {
        coalition: worth - game.alone[:, list(members_of(coalition))].sum(axis=1)
        for coalition, worth in game.worth.items()
    }
    best = max(
        sorted(added, key=int.bit_count), key=lambda coalition: round(float(added[coalition].mean()), 2)
    )
    told = texts.euros(float(added[best].mean()))
    if not best:
        return texts("coalitions.best_nobody")
    if best == game.everybody:
        return texts("coalitions.best_everybody", added=told)
    share = texts.share(float((added[best] > 0).mean()))
    return texts("coalitions.best_group", names=named(best, names), added=told, share=share)


def _sentences(found: OptionGame, place: int, names: tuple[str, ...], texts: Texts) -> Iterator[str]:
    """Yield what an option means for one municipality."""
    agreed = found.sharings[0]
    gain = float(agreed.expected[place])
    low, high = _range(agreed.gain[:, place], texts)
    if abs(gain) < CENT and not agreed.gain[:, place].any():
        yield texts("coalitions.agreed_nothing", name=names[place])
    else:
        key = "coalitions.agreed_gain" if gain >= 0 else "coalitions.agreed_loss"
        yield texts(key, name=names[place], gain=texts.euros(abs(gain)), low=low, high=high)
    yield _alone(found, place, texts)
    group = _group(agreed, place, names, texts)
    if group:
        yield group
    yield from _rules(found, place, texts)
    yield _fair(found, place, texts)


def _alone(found: OptionGame, place: int, texts: Texts) -> str:
    alone, agreed = found.game.alone[:, place], found.sharings[0].gain[:, place]
    more = float(alone.mean() - agreed.mean())
    if not (np.abs(alone - agreed) >= CENT).any():
        return texts("coalitions.alone_same")
    share = float((alone - agreed >= CENT).mean())
    told = {"difference": texts.euros(abs(more)), "alone": texts.euros(float(alone.mean()), signed=True)}
    if share == 0:
        return texts("coalitions.alone_always_worse", **told)
    key = "coalitions.alone_better" if more > 0 else "coalitions.alone_worse"
    return texts(key, **told, share=texts.share(share))


def _group(agreed: Sharing, place: int, names: tuple[str, ...], texts: Texts) -> str:
    coalition = int(agreed.objection_player.coalition[place])
    others = coalition & ~(1 << place)
    if coalition < 0 or not others:
        return texts("coalitions.group_none") if coalition < 0 else ""
    gain = texts.euros(float(agreed.objection_player.gain[place]))
    return texts("coalitions.group_better", others=named(others, names), gain=gain)


def _rules(found: OptionGame, place: int, texts: Texts) -> Iterator[str]:
    told = told_sharings(found)
    stays = [rule_name(sharing, texts) for sharing in told if sharing.keeps(place)]
    leaves = [rule_name(sharing, texts) for sharing in told if not sharing.keeps(place)]
    if not stays:
        yield texts("coalitions.stays_under_none")
        return
    yield texts("coalitions.stays_under", rules=", ".join(stays))
    if leaves:
        yield texts("coalitions.leaves_under", rules=", ".join(leaves))


def _fair(found: OptionGame, place: int, texts: Texts) -> str:
    by_rule = {sharing.rule: sharing for sharing in found.sharings}
    shapley = by_rule["shapley"]
    value = texts.euros(float(shapley.expected[place]), signed=True)
    if shapley.standard_error is not None:
        error = texts.euros(float(shapley.standard_error[place]))
        return texts("coalitions.fair_sampled", shapley=value, error=error)
    low, high = _range(shapley.gain[:, place], texts)
    least, most = _range(by_rule["nucleolus"].gain[:, place], texts)
    return texts(
        "coalitions.fair",
        shapley=value,
        shapley_low=low,
        shapley_high=high,
        nucleolus=texts.euros(float(by_rule["nucleolus"].expected[place]), signed=True),
        nucleolus_low=least,
        nucleolus_high=most,
    )
