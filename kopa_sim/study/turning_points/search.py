"""The search: first the mean future tells what weighs most, then every future of the run where the verdict turns.

1. In the mean future every assumption is moved to both ends of its range. The change of the money slack between them
   is its influence; the change from the value in force tells where a verdict may turn at all.
2. Where it may, the ends are run on every future of the run, with the tests of journeys and teaching as they were.
3. Where the word at an end is another one, the value between is sought: each draw's slack on a straight line between
   the values tried says where to try next, on both sides of the place, until the values are close.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.verdict_words import word_verdicts
from kopa_sim.model.ledger import Verdict
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.staffing import Disruption
from kopa_sim.model.streams import blocks_of
from kopa_sim.study.prepare import Prepared
from kopa_sim.study.turning_points.assumptions import (
    Assumption,
    assumptions_of,
    uncertain_before_money,
    value_in_force,
)
from kopa_sim.study.turning_points.crossing import Bracket, between, brackets, likely_crossing
from kopa_sim.study.turning_points.point import TurningPoint
from kopa_sim.study.turning_points.reruns import (
    MeanTask,
    Probe,
    Probed,
    ProbeTask,
    joined,
    reads_of,
    run_mean_task,
    run_probe_task,
)
from kopa_sim.study.workers import Workers

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]
Words = tuple[str, ...]

CLOSE_SHARE: Final = 0.01
"""Share of the range within which the turning value is known."""
MOST_ROUNDS: Final = 8
PROBES_IN_A_TASK: Final = 40
"""Probes of the mean future in one task."""
SOUGHT_FOR_MUNICIPALITY: Final = 3
SOUGHT_FOR_REGION: Final = 12
"""Most influential assumptions whose turning value is sought for a verdict."""
MARGINS: Final = (0.5, 1.0, 1.5)
"""Times the mean future's change of slack at which a verdict is looked at, for futures answer differently."""


@dataclass
class Judged:
    """One option while it is searched: its verdict, and what has been tried of each assumption.

    ``other_tests`` are the tests beside money. (draw, municipality + 1)
    """

    plan: Plan
    verdict: Verdict
    parameters: Parameters
    other_tests: Bools
    slacks: dict[str, dict[float, Floats]] = field(default_factory=dict)
    words: dict[str, dict[float, Words]] = field(default_factory=dict)

    def words_of(self, money: Bools) -> Words:
        """Return the verdicts that a test of money gives. (draw, municipality + 1)"""
        words, _ = word_verdicts(money & self.other_tests, self.plan.only_if_law_allowed, self.parameters)
        return words

    def words_of_slack(self, slack: Floats) -> Words:
        """Return the verdicts that money left over would give."""
        return self.words_of(slack >= 0.0)

    def begin(self, name: str, value: float) -> None:
        """Take note of the run itself: the value in force and its verdict."""
        self.slacks[name] = {value: self.verdict.values["money_slack_tax_points"]}
        self.words[name] = {value: self.verdict.verdicts}

    def learn(self, probe: Probe, probed: Probed) -> None:
        """Take note of what a probe gave."""
        self.slacks[probe.parameter][probe.value] = probed.slack
        self.words[probe.parameter][probe.value] = self.words_of(probed.passes)

    def held_by_others(self) -> Bools:
        """Return whose word no money changes. (municipality + 1)"""
        shape = self.other_tests.shape
        most, least = self.words_of(np.ones(shape, dtype=np.bool_)), self.words_of(np.zeros(shape, np.bool_))
        now = self.verdict.verdicts
        return np.array([a == b == c for a, b, c in zip(most, least, now, strict=True)])


def other_tests(verdict: Verdict) -> Bools:
    """Return which futures pass the tests beside money. (draw, municipality + 1)"""
    passes: Bools = verdict.values["journey_ceiling_slack_pupils"] >= 0.0
    taught = verdict.values.get("qualified_teaching_share")
    if taught is None:
        return passes
    floor_slack = verdict.values["qualified_teaching_slack_share"]
    return passes & ~(floor_slack < 0.0)


@dataclass(frozen=True)
class Influence:
    """What the mean future says of every assumption and one option. (assumption, municipality + 1)

    ``down`` and ``up`` are changes of the money slack at the low and the high end, in income-tax points.
    """

    down: Floats
    up: Floats

    @property
    def whole(self) -> Floats:
        """Change of slack from the low to the high end."""
        return self.up - self.down

    def rank(self) -> NDArray[np.intp]:
        """Return the place of each assumption, 0 the most influential. (assumption, municipality + 1)"""
        weight = np.nan_to_num(np.abs(self.whole))
        places: NDArray[np.intp] = np.argsort(np.argsort(-weight, axis=0, kind="stable"), axis=0)
        return places


def influences(
    prepared: Prepared, assumptions: Sequence[Assumption], driving: frozenset[str], workers: Workers
) -> list[Influence]:
    """Return the influence of every assumption on every option, from the mean future."""
    as_it_is = Probe(assumptions[0].name, assumptions[0].value)
    probes = [as_it_is, *(Probe(of.name, end) for of in assumptions for end in (of.low, of.high))]
    chunks = [tuple(probes[at : at + PROBES_IN_A_TASK]) for at in range(0, len(probes), PROBES_IN_A_TASK)]
    slacks: list[dict[Probe, Floats]] = [{} for _ in prepared.options]
    for found in workers.map(run_mean_task, [MeanTask(chunk, driving) for chunk in chunks]):
        for known, learned in zip(slacks, found, strict=True):
            known |= learned
    return [_influence(slack, slack[as_it_is], assumptions) for slack in slacks]


def _influence(slack: dict[Probe, Floats], now: Floats, assumptions: Sequence[Assumption]) -> Influence:
    low, high = (
        np.array([slack[Probe(of.name, getattr(of, end))] for of in assumptions]) for end in ("low", "high")
    )
    return Influence(low - now, high - now)


def may_turn(judged: Judged, down: Floats, up: Floats) -> Bools:
    """Return which verdicts might turn when every future moves as the mean one, or half more. (municipality + 1)"""
    slack = judged.verdict.values["money_slack_tax_points"]
    now = judged.words_of_slack(slack)
    turned = np.zeros(len(now), dtype=np.bool_)
    for change in (down, up):
        for margin in MARGINS:
            words = judged.words_of_slack(slack + margin * change)
            turned |= np.array([then != word for then, word in zip(words, now, strict=True)])
    return turned


def next_probes(judged: Judged, assumption: Assumption, row: int) -> tuple[float, ...]:
    """Return the values to try next for one verdict; none where its turning value is known, or none is in sight."""
    bracket = nearest_bracket(judged, assumption, row)
    if bracket is None or bracket.width <= CLOSE_SHARE * assumption.width:
        return ()
    name, half = assumption.name, CLOSE_SHARE * assumption.width * 0.45
    tried = len(judged.words[name])
    guess = likely_crossing(bracket, _turns(judged, name, row))
    middle = (bracket.kept + bracket.turned) / 2
    low, high = sorted(bracket)
    wanted = {guess - half, guess + half} | ({middle} if tried > MOST_ROUNDS // 2 else set())
    return tuple(sorted(value for value in wanted if low < value < high))


def _turns(judged: Judged, name: str, row: int) -> Callable[[float], bool]:
    slacks, now = judged.slacks[name], judged.verdict.verdicts[row]

    def turns(value: float) -> bool:
        return judged.words_of_slack(between(slacks, value))[row] != now

    return turns


def nearest_bracket(judged: Judged, assumption: Assumption, row: int) -> Bracket | None:
    """Return where the verdict of a row turns with the smallest change, as far as was tried."""
    words = {value: of[row] for value, of in judged.words[assumption.name].items()}
    found = brackets(words, assumption.value)
    return min(found, key=lambda bracket: abs(bracket.turned - assumption.value), default=None)


@dataclass(frozen=True)
class _Run:
    """What trying values on every future of the run needs."""

    prepared: Prepared
    disruptions: tuple[Disruption | None, ...]
    driving: frozenset[str]
    workers: Workers

    def learn(self, judged: Sequence[Judged], probes: Sequence[set[Probe]]) -> None:
        """Try the probes of every option and take note."""
        ordered = tuple(tuple(sorted(of)) for of in probes)
        if not any(ordered):
            return
        blocks = blocks_of(self.prepared.parameters.n_draws)
        tasks = [ProbeTask(block, self.disruptions, ordered, self.driving) for block in blocks]
        parts = list(self.workers.map(run_probe_task, tasks))
        for place, option in enumerate(judged):
            for probe in ordered[place]:
                option.learn(probe, joined([part[place][probe] for part in parts]))


def find_turning_points(
    prepared: Prepared,
    verdicts: Sequence[Verdict],
    disruptions: tuple[Disruption | None, ...],
    workers: Workers,
    on_progress: Progress,
) -> tuple[TurningPoint, ...]:
    """Return what turns every verdict, by option, municipality with the region last, and assumption.

    Parameters
    ----------
    verdicts, disruptions
        Of every option of the run.
    """
    on_progress("turning_points", 0, MOST_ROUNDS + 2)
    reads = reads_of(prepared)
    assumptions = assumptions_of(prepared.parameters, reads.money - reads.teaching)
    weighed = influences(prepared, assumptions, reads.driving, workers)
    judged = [
        Judged(option.plan, verdict, prepared.parameters, other_tests(verdict))
        for option, verdict in zip(prepared.options, verdicts, strict=True)
    ]
    for option in judged:
        for of in assumptions:
            option.begin(of.name, of.value)
    run = _Run(prepared, disruptions, reads.driving, workers)
    on_progress("turning_points", 1, MOST_ROUNDS + 2)
    run.learn(judged, [_ends(*pair, assumptions) for pair in zip(judged, weighed, strict=True)])
    for done in range(MOST_ROUNDS):
        on_progress("turning_points", done + 2, MOST_ROUNDS + 2)
        wanted = [_wanted(*pair, assumptions) for pair in zip(judged, weighed, strict=True)]
        run.learn(judged, wanted)
    on_progress("turning_points", MOST_ROUNDS + 2, MOST_ROUNDS + 2)
    before = uncertain_before_money(prepared.scenario, (of.name for of in assumptions))
    return tuple(
        point
        for place, (option, weight) in enumerate(zip(judged, weighed, strict=True))
        for row in range(len(option.verdict.verdicts))
        for point in _points(place, row, option, weight, assumptions, before)
    )


def _ends(judged: Judged, weight: Influence, assumptions: Sequence[Assumption]) -> set[Probe]:
    """Return the ends of the range of every assumption that may turn a verdict for which it is sought."""
    free, sought = ~judged.held_by_others(), is_sought(weight.rank())
    if not free.any():
        return set()
    return {
        Probe(of.name, end)
        for place, of in enumerate(assumptions)
        if (free & sought[place] & may_turn(judged, weight.down[place], weight.up[place])).any()
        for end in (of.low, of.high)
        if end != of.value
    }


def is_sought(rank: NDArray[np.intp]) -> Bools:
    """Return for which verdicts the turning value of an assumption is sought. (assumption, municipality + 1)"""
    most = np.full(rank.shape[1], SOUGHT_FOR_MUNICIPALITY)
    most[-1] = SOUGHT_FOR_REGION
    sought: Bools = rank < most
    return sought


def _wanted(judged: Judged, weight: Influence, assumptions: Sequence[Assumption]) -> set[Probe]:
    """Return what to try next for every verdict of the option."""
    sought = is_sought(weight.rank())
    return {
        Probe(of.name, value)
        for place, of in enumerate(assumptions)
        for row in np.flatnonzero(sought[place])
        for value in next_probes(judged, of, int(row))
    }


def _points(
    option: int,
    row: int,
    judged: Judged,
    weight: Influence,
    assumptions: Sequence[Assumption],
    before: Sequence[str],
) -> list[TurningPoint]:
    """Return what is said of every assumption and one verdict."""
    held, sought = bool(judged.held_by_others()[row]), is_sought(weight.rank())
    now, nothing = judged.verdict.verdicts[row], float("nan")
    points = []
    for place, of in enumerate(assumptions):
        bracket = nearest_bracket(judged, of, row)
        influence = float(weight.whole[place, row])
        if bracket is not None and sought[place, row]:
            then = judged.words[of.name][bracket.turned][row]
            found = TurningPoint(option, row, of.name, of.value, bracket.turned, now, then, influence)
        else:
            reason = "other_test" if held else "none_in_range" if sought[place, row] else "less_influential"
            found = TurningPoint(option, row, of.name, of.value, nothing, now, "", influence, reason)
        points.append(found)
    for name in before:
        value = value_in_force(judged.parameters, name)
        points.append(TurningPoint(option, row, name, value, nothing, now, "", nothing, "acts_before_money"))
    return points
