"""Networks priced by the simulator itself: the stages of a run on the mean future."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kopa_sim.access import ready_journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.plan import Plan
from kopa_sim.network import CatchmentCache, assign_catchments
from kopa_sim.scenario.measures import Measure, PlanContext
from kopa_sim.study.flow_keys import find_flow_keys
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.contents import FoundNetwork
from kopa_sim.study.optimise.details import with_details
from kopa_sim.study.optimise.futures import PupilFutures
from kopa_sim.study.optimise.hand_made import closed_beside, mean_journeys
from kopa_sim.study.prepare import OptionPlan, Prepared, mean_pupils_year_school

Floats = NDArray[np.float64]
Price = Callable[[Prepared, OptionPlan], Floats]


@dataclass
class Simulator:
    """Prices networks that build on a base option."""

    prepared: Prepared
    base: OptionPlan
    cache: CatchmentCache = field(default_factory=dict)
    futures: PupilFutures | None = None

    @cached_property
    def mean(self) -> Parameters:
        """Parameters of the mean future."""
        return self.prepared.parameters.mean()

    @cached_property
    def context(self) -> PlanContext:
        """What measures may look at."""
        scenario, as_is = self.prepared.scenario, self.prepared.as_is
        return PlanContext(
            scenario.region, mean_pupils_year_school(scenario, as_is.catchments, as_is.people.pupils)
        )

    def with_measures(self, option: str, measures: Sequence[Measure]) -> OptionPlan:
        """Return the base option with further measures; those in conflict are named in ``conflicts``."""
        return self.decided(*self.planned(option, measures))

    def planned(self, option: str, measures: Sequence[Measure]) -> tuple[Plan, tuple[str, ...]]:
        """Return the base option's Plan with further measures, and why any of them cannot be carried out."""
        plan, context = replace(self.base.plan, option=option, title=option), self.context
        conflicts: list[str] = []
        for measure in measures:
            found = measure.conflicts(plan, context)
            conflicts += found
            plan = plan if found else measure.apply(plan, context)
        return plan, tuple(conflicts)

    def decided(self, plan: Plan, conflicts: tuple[str, ...] = ()) -> OptionPlan:
        """Return a Plan with its catchments."""
        region, journeys = self.prepared.scenario.region, self.prepared.journeys
        catchments = assign_catchments(region, journeys, plan, self.base.people.pupils, self.mean, self.cache)
        ready = ready_journeys(region, journeys, plan, catchments, self.mean)
        return OptionPlan(
            self.base.people, plan, conflicts, catchments, find_flow_keys(region, catchments), ready
        )

    def decided_for_price(self, plan: Plan) -> OptionPlan:
        """Return a Plan with its catchments, and in place of what no price looks at that of the base option."""
        region, journeys = self.prepared.scenario.region, self.prepared.journeys
        catchments = assign_catchments(region, journeys, plan, self.base.people.pupils, self.mean, self.cache)
        return replace(self.base, plan=plan, conflicts=(), catchments=catchments)

    def cost(self, option: OptionPlan, price: Price = mean_future_cost) -> float:
        """Return the present value of the region's gross cost, euros: in the mean future, or over the futures.

        Schools and who attends them are decided in the mean future.

        Parameters
        ----------
        price
            Gives the cost by municipality, the region last.
        """
        each = ((1.0, option),) if self.futures is None else self._in_futures(option)
        return sum(weight * float(price(self.prepared, of)[-1]) for weight, of in each)

    def _in_futures(self, option: OptionPlan) -> tuple[tuple[float, OptionPlan], ...]:
        """Return an option with the people of each future, and how much that future counts."""
        futures = () if self.futures is None else self.futures.each
        return tuple((weight, _with_pupils(option, pupils)) for pupils, weight in futures)

    def network(
        self,
        option: OptionPlan,
        measures: Sequence[Measure] = (),
        searched: float = float("nan"),
        bound: float = float("nan"),
        wished_gap: float = 0.0,
    ) -> FoundNetwork:
        """Return a network with its price, its journeys and how much of it is proved."""
        journeys = mean_journeys(self.prepared, option)
        gap = max(searched - bound, 0.0) / abs(searched) if searched else float("nan")
        network = FoundNetwork(
            option=option.plan.option,
            measures=tuple(measures),
            plan=option.plan,
            cost_eur=self.cost(option),
            searched_cost_eur=searched,
            bound_eur=bound,
            mean_minutes=journeys.mean_minutes,
            longest_minutes=journeys.longest_minutes,
            closed=closed_beside(option.plan, self.base.plan, self.prepared.scenario.region.schools.codes),
            gap=gap if np.isfinite(bound) else float("nan"),
            proved=bool(np.isfinite(bound) and gap <= wished_gap),
        )
        each = None if self.futures is None else self._in_futures(option)
        return with_details(self.prepared, option, network, each)


def _with_pupils(option: OptionPlan, pupils: Pupils) -> OptionPlan:
    """Return an option whose people have other pupils."""
    return replace(option, people=replace(option.people, pupils=pupils))
