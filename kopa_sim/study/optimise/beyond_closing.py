"""What a bound on closings says of plans that do more than close schools, and what it does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from kopa_sim.network.planning import FoundPlan, Objective
from kopa_sim.study.optimise.closing_search import FoundClosings
from kopa_sim.study.optimise.contents import FoundNetwork, Wishes
from kopa_sim.study.optimise.proof import is_within
from kopa_sim.study.optimise.sentences import Amount, Sentence
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.optimise.wider_search import WiderPlan, WiderSearch

MILLION = 1e6


class End(Enum):
    """What ended search and proof."""

    THROUGH = "through"
    """What was sought is proved, or nothing can be and the search came to its end."""
    GAP_STAYS = "gap stays"
    """Search and proof came to their end, and the bound is further away than was wished."""
    TIME = "time"
    """More time could have found or proved more."""


@dataclass(frozen=True)
class Candidate:
    """A plan that may become a network that is found, and what is known of it.

    Attributes
    ----------
    bound
        On the value of every plan that the tables cover; NaN where there is none.
    of_all
        Whether every plan was priced and this is the best of them: then its own value is the bound.
    """

    wider: WiderPlan
    bound: float
    of_all: bool = False

    @property
    def plan(self) -> FoundPlan:
        """Return its price."""
        return self.wider.plan


def free_places(simulator: Simulator, extending: Sequence[int]) -> Simulator:
    """Return the base option with places without number in schools that may be extended.

    Whatever an extension costs, it costs no less than nothing: a bound on the plans of this option is one on plans
    that close and extend, as long as nobody is displaced.
    """
    plan = simulator.base.plan
    places = plan.places_year_school.copy()
    places[:, list(extending)] = np.inf
    base = replace(simulator.base, plan=replace(plan, places_year_school=places))
    return Simulator(simulator.prepared, base, futures=simulator.futures)


def not_bounded(wider: WiderSearch, candidates: Sequence[Candidate], found: FoundClosings) -> list[str]:
    """Return one sentence for each kind of plan that was sought and that no bound covers."""
    if all(of.of_all for of in candidates):
        return [
            Sentence(
                "note_all_priced",
                "all {plans} plans that the wishes permit were priced by the simulator: no other bound is needed, the"
                " best of them is the best there is by this model",
                plans=Amount(float(candidates[0].plan.evaluated)),
            )
        ]
    notes: list[str] = []
    plans = [of.wider for of in candidates]
    if not wider.bounded_whole:
        notes.append(
            Sentence(
                "note_not_bounded",
                "openings and pairings were sought by simulating {plans} plans; no bound covers them, so that nothing"
                " is called proved: a bound that is given is that of networks without them",
                plans=Amount(float(wider.pricer.simulated)),
            )
        )
    elif wider.displacing and np.isfinite(found.bounds[0]):
        notes.append(
            Sentence(
                "note_displaced",
                "the bound is that of networks in which the nearest school has room for everybody; {plans} plans were"
                " simulated, those among them in which full schools send pupils elsewhere, which no bound covers",
                plans=Amount(float(wider.pricer.simulated)),
            )
        )
    first, bound = plans[0], found.bounds[0]
    if not first.covered and np.isfinite(bound) and wider.wishes.objective != "minutes":
        notes.append(
            Sentence(
                "note_beyond_bound",
                "the first network found is of a kind that no bound covers; of those that are covered none costs less"
                " than {bound} M€",
                bound=Amount(bound / MILLION, 2),
            )
        )
    if len(plans) > 1 and not first.covered and wider.wishes.objective != "frontier":
        notes.append(
            Sentence(
                "note_second_network",
                "the second network found is the proved one: in it the nearest school has room for everybody",
            )
        )
    return notes


def gap_that_stays(networks: Sequence[FoundNetwork], wishes: Wishes) -> list[str]:
    """Return the gap that is left where more time would not make it smaller."""
    gaps = [network.gap for network in networks if np.isfinite(network.gap) and not network.proved]
    if not gaps:
        return []
    return [
        Sentence(
            "note_gap_stays",
            "search and proof came to their end with a gap of {gap} between network and bound, wider than the"
            " {wished} that were wished: more time would not close it",
            gap=Amount(max(gaps), 2, percent=True),
            wished=Amount(wishes.gap, 2, percent=True),
        )
    ]


def proved_beside(
    wider: WiderSearch, best: Candidate, found: FoundClosings, objective: Objective
) -> list[Candidate]:
    """Return the best plan of closing, where it is proved, beside a better one that no bound covers."""
    plan, bound = found.plans[0], found.bounds[0]
    if (
        best.of_all
        or best.wider.covered
        or not (wider.separable and wider.bounded_whole)
        or not np.isfinite(bound)
    ):
        return []
    if not is_within(plan, objective, bound, wider.wishes.gap):
        return []
    closing, proved = plan.change_switch, replace(plan, finished=True)
    return [Candidate(WiderPlan(proved, closing, wider.question.measures(closing), True), bound)]


def without_dominated(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return networks of a frontier without those that another beats in cost and minutes, the cheapest first."""
    kept: list[Candidate] = []
    for of in sorted(candidates, key=lambda of: (of.plan.cost, of.plan.minutes)):
        if not kept or of.plan.minutes < kept[-1].plan.minutes:
            kept.append(of)
    return kept
