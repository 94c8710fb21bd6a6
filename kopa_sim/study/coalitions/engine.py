"""Who should cooperate, and how to share: the cooperation game of every option, with the model as its price list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.cooperative_game import coalitions_along, members_of, sampled_orders
from kopa_sim.model.plan import Plan
from kopa_sim.model.streams import Streams
from kopa_sim.scenario.contents import AS_IS, OptionSpec, Scenario
from kopa_sim.scenario.measures import PlanContext
from kopa_sim.scenario.options import option_measures
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study.check import find_problems
from kopa_sim.study.chosen_networks import choose_networks
from kopa_sim.study.coalitions.contents import Coalitions, Fallen, Game
from kopa_sim.study.coalitions.cooperation import groups_of, players_of
from kopa_sim.study.coalitions.partitions import Needed
from kopa_sim.study.coalitions.plans import Restricted, apart, key_of, restrict_option
from kopa_sim.study.coalitions.sharing import share
from kopa_sim.study.coalitions.worth import ModelRuns, Ran
from kopa_sim.study.prepare import Prepared, make_plan, mean_pupils_year_school

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Progress = Callable[[str, int, int], None]

MOST_PLAYERS: Final = 8
"""Municipalities up to whose number every coalition is priced; beyond it orders are sampled."""

ORDER_PAIRS: Final = 16
"""Pairs of sampled orders, where orders are sampled."""


def no_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def cooperating_options(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of options in which municipalities cooperate."""
    return tuple(
        option.id
        for option in scenario.options
        if option.id != AS_IS and players_of(option_measures(scenario.options, option.id), scenario.region)
    )


def study_coalitions(
    scenario: Scenario,
    *,
    option_ids: Sequence[str] | None = None,
    seed: int = 1,
    draws: int = 64,
    workers: int = 1,
    order_pairs: int = ORDER_PAIRS,
    most_players: int = MOST_PLAYERS,
    on_progress: Progress = no_progress,
) -> Coalitions:
    """Return the cooperation game of every option in which municipalities cooperate, and the rules side by side.

    The worth of a coalition is what its members' net cost falls beside as_is, as present value, when only they
    cooperate and everyone carries out what crosses no border. The result is the same on any number of workers.

    Parameters
    ----------
    option_ids
        Options looked at; all in which municipalities cooperate when None or empty.
    order_pairs
        Pairs of orders sampled for options with more than ``most_players`` players.

    Raises
    ------
    ScenarioError
        If no option has cooperation, one that was asked for has none, or the network of one cannot take the pupils.
    """
    wanted = _wanted(scenario, option_ids or ())
    chosen = choose_networks(scenario, wanted, on_progress=on_progress)
    runs = ModelRuns(chosen.scenario, seed, draws, workers)
    asked = [_question(runs, option, Streams(seed), order_pairs, most_players) for option in wanted]
    specs = {spec.id: spec for question in asked for spec in question.specs.values()}
    whole = frozenset(question.spec_of[0] for question in asked)
    ran = runs.run(list(specs.values()), whole, on_progress)
    games = [_game(runs, question, ran) for question in asked]
    return Coalitions(
        games=tuple(share(game) for game in games),
        seed=seed,
        draws=draws,
        model_runs=runs.made,
        coalitions=sum(len(game.worth) - 1 for game in games),
        notices=(*scenario.notices, *chosen.notices),
        cut_short=chosen.cut_short,
    )


def _wanted(scenario: Scenario, option_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the options to look at, or say which of them have nothing to look at."""
    able = cooperating_options(scenario)
    unable = [option for option in option_ids if option not in able]
    mend = (
        "add the measure cooperate, or share_teachers, share_principal or remote_teaching with schools of several"
        " municipalities, to an option"
    )
    if unable:
        raise ScenarioError(
            [
                Problem(
                    f"--option {option}",
                    "no measure of the option crosses a municipal border: nobody cooperates",
                    ", ".join(able) or "an option in which municipalities cooperate",
                    mend,
                )
                for option in unable
            ]
        )
    if not able:
        raise ScenarioError(
            [Problem("options", "no option has cooperation between municipalities", "", mend)]
        )
    return tuple(option for option in able if not option_ids or option in option_ids)


@dataclass(frozen=True)
class _Question:
    """What has to be run for one option.

    Attributes
    ----------
    spec_of
        Id of the option that is run for each of the needed runs.
    specs
        Those options by id.
    fallen
        Run → names of measures that cannot be carried out in it.
    """

    option: OptionSpec
    players: tuple[int, ...]
    coalitions: tuple[int, ...]
    orders: Ints | None
    needed: Needed
    spec_of: tuple[str, ...]
    specs: Mapping[str, OptionSpec]
    fallen: Mapping[int, tuple[str, ...]]


def _question(
    runs: ModelRuns, option_id: str, streams: Streams, order_pairs: int, most_players: int
) -> _Question:
    """Return the runs that an option needs; coalitions under which the same Plan follows need one together."""
    scenario = runs.scenario
    region = scenario.region
    option = next(spec for spec in scenario.options if spec.id == option_id)
    measures = option_measures(scenario.options, option_id)
    prepared = runs.prepared([option])
    problems = find_problems(prepared)
    if problems:
        raise ScenarioError(problems)
    players = players_of(measures, region)
    orders = sampled_orders(streams, len(players), order_pairs) if len(players) > most_players else None
    coalitions = _coalitions(len(players), orders)
    present, context = _present(prepared, option)
    codes = [region.municipalities.codes[player] for player in players]
    whole = next(of.plan for of in prepared.options if of.plan.option == option_id)

    def left_of(run: int) -> Restricted:
        together = frozenset(codes[member] for member in members_of(run))
        return restrict_option(measures, region, together, present, context)

    needed = Needed.of(groups_of(measures, region, players), coalitions)
    left = {run: left_of(run) for run in needed.runs[1:]}
    if not apart(whole, [of.plan for of in left.values()]):
        needed = Needed.of(((1 << len(players)) - 1,), coalitions)
        left = {run: left_of(run) for run in needed.runs[1:]}
    by_key = {key_of(whole): option_id}
    spec_of, specs = [option_id], {option_id: option}
    for run, of in left.items():
        name = by_key.setdefault(key_of(of.plan), f"{option_id}__{run}")
        specs.setdefault(name, OptionSpec(name, option.title, None, of.measures))
        spec_of.append(name)
    fallen = {place: of.fallen for place, of in enumerate(left.values(), start=1)}
    return _Question(option, players, coalitions, orders, needed, tuple(spec_of), specs, fallen)


def _coalitions(players: int, orders: Ints | None) -> tuple[int, ...]:
    """Return the coalitions whose worth is wanted: all, or those of sampled orders and everyone alone."""
    everybody = (1 << players) - 1
    if orders is None:
        return tuple(range(1, everybody + 1))
    formed = {coalition for order in orders for coalition in coalitions_along(order)}
    return tuple(sorted((formed | {1 << player for player in range(players)} | {everybody}) - {0}))


def _present(prepared: Prepared, option: OptionSpec) -> tuple[Plan, PlanContext]:
    """Return the Plan of the present network under an option's name, and what its measures may look at."""
    scenario, as_is = prepared.scenario, prepared.as_is
    pupils = mean_pupils_year_school(scenario, as_is.catchments, as_is.people.pupils)
    context = PlanContext(scenario.region, pupils)
    bare = OptionSpec(f"{option.id}__present", option.title, None, ())
    with_bare = replace(scenario, options=(*scenario.options, bare))
    return make_plan(with_bare, bare, prepared.parameters.mean(), context)[0], context


def _game(runs: ModelRuns, question: _Question, ran: Mapping[str, Ran]) -> Game:
    """Return the game that the runs make."""
    players, needed = list(question.players), question.needed
    whole = ran[question.spec_of[0]]
    used = whole.used or {}
    falls = [ran[name].falls[:, players] for name in question.spec_of]

    def worth(coalition: int) -> Floats:
        parts = [falls[run][:, list(members)] for run, members in needed.found_in(coalition)]
        total: Floats = np.concatenate(parts, axis=1).sum(axis=1)
        return total

    return Game(
        option=question.option.id,
        title=question.option.title,
        players=question.players,
        worth={0: np.zeros(len(whole.falls))} | {number: worth(number) for number in question.coalitions},
        gain_as_agreed=whole.falls[:, players],
        cost_before=whole.before[:, players],
        counted={rule: counted[:, players] for rule, counted in used.items()},
        exact=question.orders is None,
        orders=question.orders,
        fallen=_fallen(runs, question),
    )


def _fallen(runs: ModelRuns, question: _Question) -> tuple[Fallen, ...]:
    """Return which coalitions had to leave out measures that take schools away, each once."""
    found = []
    for place, run in enumerate(question.needed.runs):
        names = question.fallen.get(place, ()) + runs.mended.get(question.spec_of[place], ())
        if names:
            found.append(Fallen(run, names))
    return tuple(found)
