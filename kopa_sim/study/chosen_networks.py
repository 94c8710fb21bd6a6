"""What the measure optimise_network chooses, put in its place before the Plans are made.

The choice is a council's, not chance's: it is made once on the mean future, by iterations and never by the clock, and
always with the same seed, so that it does not hang on the futures that a run samples.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kopa_sim.scenario.contents import OptionSpec, Scenario
from kopa_sim.scenario.measures import Measure, OptimiseNetwork
from kopa_sim.scenario.measures.extend_school import ExtendSchool
from kopa_sim.scenario.measures.open_school import OpenSchool
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.scenario.options import option_measures
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes

SEED: Final = 1
MEASURE: Final = "optimise_network"
MILLION: Final = 1e6
OWN_STAGE: Final = "prepare"
"""Stage that a run has too, and tells of itself."""

Progress = Callable[[str, int, int], None]
Optimiser = Callable[[Scenario, Wishes, Progress], Optimised]
"""Answers wishes about the networks of a scenario, and tells how far it is."""


@dataclass(frozen=True)
class ChosenNetworks:
    """A scenario whose options no longer leave anything to the solver.

    Attributes
    ----------
    notices
        What was chosen, one sentence for each measure.
    cut_short
        Those of the notices that tell of a choice that a solver's limit cut short.
    """

    scenario: Scenario
    notices: tuple[str, ...] = ()
    cut_short: tuple[str, ...] = ()


def undecided_options(scenario: Scenario) -> tuple[str, ...]:
    """Return the ids of options that leave their network to the solver, themselves or through one they extend."""
    return tuple(
        option.id
        for option in scenario.options
        if any(isinstance(m, OptimiseNetwork) for m in option_measures(scenario.options, option.id))
    )


def undecided_notices(scenario: Scenario, option_ids: Collection[str]) -> tuple[str, ...]:
    """Return what a check says of those of the options whose network is only chosen in a run."""
    return tuple(
        f"option {option}: its network is chosen when it is run (measure {MEASURE}); the check sees it without"
        for option in undecided_options(scenario)
        if option in option_ids
    )


def choose_networks(
    scenario: Scenario,
    option_ids: Sequence[str] | None = None,
    optimiser: Optimiser | None = None,
    on_progress: Progress | None = None,
) -> ChosenNetworks:
    """Return the scenario with every measure optimise_network replaced by the measures it chooses.

    Parameters
    ----------
    option_ids
        Options that will be run; all when None or empty. Others are left as they are, unless one of these extends it.
    optimiser
        Answers the wishes of a measure; the program's own when None.
    on_progress
        Told of the stages of every search, its own preparing left out.

    Raises
    ------
    ScenarioError
        If what a measure asks is impossible.
    """
    wanted = _with_extended(scenario, option_ids or tuple(option.id for option in scenario.options))
    undecided = [option for option in _parents_first(scenario.options) if option in wanted]
    chosen = ChosenNetworks(scenario)
    search = _telling(optimiser or _own_optimiser, on_progress or _nobody_told)
    for option in undecided:
        while (place := _first_undecided(_spec(chosen.scenario, option))) is not None:
            chosen = _decide(chosen, option, place, search)
    return chosen


def _telling(optimiser: Optimiser, on_progress: Progress) -> Callable[[Scenario, Wishes], Optimised]:
    def tell(stage: str, done: int, total: int) -> None:
        if stage != OWN_STAGE:
            on_progress(stage, done, total)

    return lambda scenario, wishes: optimiser(scenario, wishes, tell)


def _own_optimiser(scenario: Scenario, wishes: Wishes, on_progress: Progress) -> Optimised:
    # prepared networks import this module's neighbours: the engine is asked for only when there is something to ask
    from kopa_sim.study.optimise.engine import optimise

    return optimise(scenario, wishes, seed=SEED, clock=_no_clock, on_progress=on_progress)


def _no_clock() -> float:
    """Stand still: a run is ended by iterations, the same on every machine."""
    return 0.0


def _nobody_told(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def _spec(scenario: Scenario, option_id: str) -> OptionSpec:
    return next(option for option in scenario.options if option.id == option_id)


def _with_extended(scenario: Scenario, option_ids: Sequence[str]) -> set[str]:
    by_id = {option.id: option for option in scenario.options}
    found: set[str] = set()
    for option_id in option_ids:
        at: str | None = option_id
        while at is not None and at not in found:
            found.add(at)
            at = by_id[at].extends
    return found


def _parents_first(options: Sequence[OptionSpec]) -> list[str]:
    by_id = {option.id: option for option in options}
    order: list[str] = []

    def visit(option: OptionSpec) -> None:
        if option.extends is not None and option.extends not in order:
            visit(by_id[option.extends])
        if option.id not in order:
            order.append(option.id)

    for option in options:
        visit(option)
    return order


def _first_undecided(option: OptionSpec) -> int | None:
    places = (place for place, m in enumerate(option.measures) if isinstance(m, OptimiseNetwork))
    return next(places, None)


def _decide(
    chosen: ChosenNetworks,
    option_id: str,
    place: int,
    search: Callable[[Scenario, Wishes], Optimised],
) -> ChosenNetworks:
    """Return the scenario with one measure of an option replaced by what it chooses."""
    scenario, spec = chosen.scenario, _spec(chosen.scenario, option_id)
    before = replace(spec, id=f"{spec.id}_before_{MEASURE}", measures=spec.measures[:place])
    asked = replace(scenario, options=(*_decided(scenario), before))
    try:
        optimised = search(asked, _wishes(spec.measures[place], before.id))
    except ScenarioError as error:
        raise ScenarioError([_placed(problem, option_id) for problem in error.problems]) from error
    found = optimised.networks[0]
    notice = _notice(option_id, found, optimised)
    notes = tuple(f"option {option_id}: {note}" for note in optimised.notes)
    unproved = (notice,) if optimised.limit_reached else ()
    return ChosenNetworks(
        _with_measures(scenario, spec, place, found.measures),
        (*chosen.notices, notice, *notes),
        (*chosen.cut_short, *unproved),
    )


def _decided(scenario: Scenario) -> tuple[OptionSpec, ...]:
    """Return all options without what they leave to the solver; what else they open or build stays known."""
    return tuple(
        replace(option, measures=tuple(m for m in option.measures if not isinstance(m, OptimiseNetwork)))
        for option in scenario.options
    )


def _with_measures(
    scenario: Scenario, spec: OptionSpec, place: int, measures: tuple[Measure, ...]
) -> Scenario:
    decided = replace(spec, measures=(*spec.measures[:place], *measures, *spec.measures[place + 1 :]))
    options = tuple(decided if option.id == spec.id else option for option in scenario.options)
    return replace(scenario, options=options)


def _wishes(measure: Measure, base_option: str) -> Wishes:
    if not isinstance(measure, OptimiseNetwork):
        raise TypeError(f"{measure!r} leaves nothing to a solver")
    return Wishes(
        objective="cost",
        base_option=base_option,
        max_minutes=measure.max_minutes,
        seconds=None,
        keep=measure.keep,
        close=measure.close,
        smallest_school_pupils=measure.smallest_school_pupils,
        pairing=measure.pairing,
        extending=measure.extending,
        opening=measure.opening,
        open_borders=measure.open_borders,
        upper_secondary=measure.upper_secondary,
        municipalities=measure.municipalities,
        earliest_year=measure.earliest_year,
        earliest_year_of_school=tuple(measure.earliest_year_of_school.items()),
        most_closings_a_year=measure.most_closings_a_year,
        most_closings_each=measure.most_closings_each,
        receiving_stays=measure.receiving_stays,
        spare_places=measure.spare_places,
    )


def _placed(problem: Problem, option_id: str) -> Problem:
    return replace(problem, place=f"option {option_id}, measure {MEASURE}: {problem.place}")


def _notice(option_id: str, found: FoundNetwork, optimised: Optimised) -> str:
    closed = ", ".join(f"{school} in {year}" for school, year in found.closed) or "no school"
    less = (optimised.base.cost_eur - found.cost_eur) / MILLION
    proof = "without a proof that it is the best"
    if found.proved:
        proof = f"proved within {found.gap:.2%} of the least cost"
    elif found.gap == found.gap:
        proof = f"not proved, within {found.gap:.2%} of the bound that is known"
    return (
        f"option {option_id}: {MEASURE} closes {closed}{_also(found)}; in the mean future that saves"
        f" {less:.2f} million euros of gross cost (present value), {proof}"
    )


def _also(found: FoundNetwork) -> str:
    """Return what a network does beside closing schools, to be said after what it closes."""
    told = [
        f"opens {measure.school} in {measure.year}"
        if isinstance(measure, OpenSchool)
        else f"extends {measure.school} by {measure.places} places in {measure.year}"
        if isinstance(measure, ExtendSchool)
        else f"pairs {measure.lower} with {measure.upper} in {measure.year}"
        for measure in found.measures
        if isinstance(measure, OpenSchool | ExtendSchool | PairGrades)
    ]
    return "".join(f", {what}" for what in told)
