"""What the reader should know beside the networks: what was not looked at, who is exempt, what borders cost."""

import numpy as np

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.details import WaysToSchool
from kopa_sim.study.optimise.sentences import Amount, Sentence
from kopa_sim.study.optimise.simulated import Simulator

MILLION = 1e6


def opened_borders(simulator: Simulator, wishes: Wishes) -> tuple[Measure, ...]:
    """Return the agreement that lets pupils cross borders, where it is wished and there is a border."""
    codes = wishes.municipalities or simulator.prepared.scenario.region.municipalities.codes
    if not wishes.open_borders or len(codes) < 2:
        return ()
    year = simulator.base.plan.first_year
    return (Cooperate(measure="cooperate", kind="open_borders", members=codes, year=year),)


def not_sought(wishes: Wishes, simulator: Simulator) -> tuple[str, ...]:
    """Return one sentence for everything that the search or its proof does not look at."""
    plan = simulator.base.plan
    shut = ~plan.open_year_school[plan.costed].any(axis=0)
    codes = [simulator.prepared.scenario.region.schools.codes[school] for school in np.flatnonzero(shut)]
    found: list[str] = []
    if wishes.futures > 0:
        found.append(
            Sentence(
                "note_futures",
                "cost is averaged over representative futures of pupils, by municipality and with computed routes"
                " too; catchments, limits, journeys and who moves are those of the mean future",
            )
        )
    if codes and not wishes.opening:
        found.append(
            Sentence(
                "note_shut",
                "schools that only a measure opens stay shut without --opening: {schools}",
                schools=", ".join(codes),
            )
        )
    if (simulator.mean.draws("demography.closure_response_share") > 0).any():
        found.append(
            Sentence(
                "note_families",
                "the networks are priced with the people of the base option; kopa run lets families move away from"
                " closed schools, so its costs will differ",
            )
        )
    return (*found, *unproved_conditions(wishes), *exempt_from_minutes(wishes, simulator))


def unproved_conditions(wishes: Wishes) -> tuple[str, ...]:
    """Return which wishes the bound leaves out: it stays true, but the gap may be wider than what could be saved."""
    asked = {
        "--most-closings-a-year": wishes.most_closings_a_year is not None,
        "--most-closings-each": wishes.most_closings_each is not None,
        "--receiving-stays": wishes.receiving_stays > 1,
    }
    names = ", ".join(name for name, is_asked in asked.items() if is_asked)
    sentence = Sentence(
        "note_bound_without",
        "the networks keep {wishes}, but the bound is that of networks that need not: it is true, only lower than it"
        " could be, so the gap says more than can really be saved",
        wishes=names,
    )
    return (sentence,) if names else ()


def exempt_from_minutes(wishes: Wishes, simulator: Simulator) -> tuple[str, ...]:
    """Return how many pupils travel longer than the wished limit already, for whom it does not hold."""
    if wishes.max_minutes is None:
        return ()
    base, prepared = simulator.base, simulator.prepared
    ways = WaysToSchool.of(prepared, base, base.plan.costed.start).pupils[:, BASIC_GRADES].sum(axis=1)
    minutes = prepared.journeys.minutes_point_school
    beyond = (ways > 0) & (minutes > wishes.max_minutes)
    sentence = Sentence(
        "note_exempt",
        "{pupils} of {all} pupils of grades 0–9 travel longer than {minutes} minutes already under the base option"
        " in {year}, up to {longest}: the limit does not hold for them, but their way does not become longer",
        pupils=Amount(float(ways[beyond].sum())),
        all=Amount(float(ways.sum())),
        minutes=Amount(wishes.max_minutes, 0 if float(wishes.max_minutes).is_integer() else 1),
        year=str(base.plan.costed_years[0]),
        longest=Amount(float(minutes[beyond].max(initial=0.0))),
    )
    return (sentence,) if beyond.any() else ()


def cost_of_borders(original: Simulator, opened: Simulator) -> tuple[str, ...]:
    """Return what open borders alone change of the cost, where they are wished: they are in every network found."""
    if opened is original:
        return ()
    change = opened.cost(opened.base) - original.cost(original.base)
    return (
        Sentence(
            "note_borders",
            "--open-borders is a condition and not a choice: every network found has the agreement of the"
            " municipalities, which alone changes cost by {change} M€ against the base (its offices, and pupils who"
            " go to a nearer school across the border); compare with the answer without it",
            change=Amount(change / MILLION, 2, signed=True),
        ),
    )
