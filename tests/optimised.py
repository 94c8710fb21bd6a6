"""Made-up answers about the best networks of a scenario, for tests of what is done with an answer."""

from collections.abc import Iterable

from kopa_sim.scenario.contents import AS_IS, Scenario
from kopa_sim.scenario.measures import CloseSchool, PlanContext, present_plan
from kopa_sim.study.optimise.contents import FoundNetwork, Optimised, Wishes

NOBODY_KNOWS = float("nan")
COST_EUR = 50_000_000.0
"""Of the base; each closed school saves a million and adds five minutes."""


def close(school: str, year: int) -> CloseSchool:
    return CloseSchool(measure="close_school", school=school, year=year)


def network(
    scenario: Scenario, option: str, closed: Iterable[tuple[str, int]] = (), *, gap: float = NOBODY_KNOWS
) -> FoundNetwork:
    """Return a network that closes schools, with a round cost."""
    import numpy as np

    region, closed = scenario.region, tuple(closed)
    plan = present_plan(option, option, region, scenario.plan_years, scenario.first_year, np.full(11, 5.0))
    years = scenario.plan_years
    context = PlanContext(region, np.zeros((len(years), len(region.schools))))
    measures = tuple(close(school, year) for school, year in closed)
    for measure in measures:
        plan = measure.apply(plan, context)
    cost = COST_EUR - 1_000_000.0 * len(closed)
    return FoundNetwork(
        option=option,
        measures=measures,
        plan=plan,
        cost_eur=cost,
        searched_cost_eur=cost,
        bound_eur=cost * (1 - gap),
        mean_minutes=10.0 + 5.0 * len(closed),
        longest_minutes=40.0 + 5.0 * len(closed),
        closed=closed,
        gap=gap,
        proved=gap <= 0.001,
    )


def answer(
    scenario: Scenario,
    wishes: Wishes | None = None,
    closings: Iterable[tuple[tuple[str, int], ...]] = ((("takakyla", 2028),),),
    *,
    gap: float = 0.0,
    limit_reached: bool = False,
    hand_made: Iterable[FoundNetwork] = (),
) -> Optimised:
    """Return an answer with one network for each group of closings."""
    wishes = wishes or Wishes()
    return Optimised(
        wishes=wishes,
        base=network(scenario, wishes.base_option or AS_IS),
        networks=tuple(
            network(scenario, f"found_{place}", closed, gap=gap) for place, closed in enumerate(closings)
        ),
        limit_reached=limit_reached,
        hand_made=tuple(hand_made),
    )
