"""The model run for coalitions: what their members' net cost falls beside as_is, in every draw."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.present_value import discount_factors, present_value
from kopa_sim.model.ledger import FUNDING_ITEMS, Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan
from kopa_sim.model.streams import DrawBlock, blocks_of
from kopa_sim.scenario.contents import AS_IS, OptionSpec, Scenario
from kopa_sim.scenario.measures.change_grades import ChangeGrades
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.close_small_schools import CloseSmallSchools
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study.check import find_problems
from kopa_sim.study.coalitions.use import Used, used_in_block
from kopa_sim.study.pipeline import run_block, sample_block
from kopa_sim.study.prepare import Prepared, prepare
from kopa_sim.study.routed import with_routes
from kopa_sim.study.routes import SolvedRoutes
from kopa_sim.study.toured import with_tours
from kopa_sim.study.workers import open_workers

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

PLANS_AT_ONCE: Final = 24
"""Plans prepared together; each lies in memory in every process."""

PLANS_IN_A_TASK: Final = 4
"""Most plans that one process runs on the same sampled futures."""

BETWEEN_MUNICIPALITIES: Final = ("home_municipality_compensation", "cooperation_payment")
"""Items of funding that municipalities pay one another."""

SHRINKING: Final = (CloseSchool, CloseSmallSchools, ChangeGrades, PairGrades)
"""Measures that take schools or grades away."""


@dataclass(frozen=True)
class Ran:
    """What one plan yields.

    Attributes
    ----------
    falls
        Present value of what each municipality's net cost falls beside as_is, euros. (draw, municipality)
    before
        Present value of what it paid before for what becomes one bill (see ``paid_before``). (draw, municipality)
    used
        What the municipalities use; None where it was not asked for.
    """

    falls: Floats
    before: Floats
    used: Used | None = None


@dataclass(frozen=True)
class Task:
    """Some of the prepared options, as places after as_is, and those of them whose use is asked for."""

    options: slice
    use_of: frozenset[str]


class ModelRuns:
    """Runs plans through all stages but the school year, on the same draws, and counts them.

    Attributes
    ----------
    scenario
        With all networks chosen.
    made
        Plans that were run, as_is among them.
    mended
        Id of an option → names of its measures that were left out because pupils could not reach a school.
    """

    def __init__(self, scenario: Scenario, seed: int, draws: int, workers: int) -> None:
        self.scenario = scenario
        self.made = 1
        self.mended: dict[str, tuple[str, ...]] = {}
        self._seed, self._draws, self._workers = seed, draws, workers
        self._solved = SolvedRoutes()

    def prepared(self, specs: Sequence[OptionSpec]) -> Prepared:
        """Return as_is and the options given, prepared."""
        scenario = replace(self.scenario, options=(*self.scenario.options, *specs))
        wanted = [spec.id for spec in specs] or [AS_IS]
        return prepare(scenario, seed=self._seed, draws=self._draws, option_ids=wanted)

    def run(
        self, specs: Sequence[OptionSpec], use_of: frozenset[str], on_progress: Progress
    ) -> dict[str, Ran]:
        """Return what each option yields, by its id.

        Parameters
        ----------
        use_of
            Ids of options whose use is asked for.

        Raises
        ------
        ScenarioError
            If the network of an option cannot take the pupils.
        """
        found: dict[str, Ran] = {}
        for start in range(0, len(specs), PLANS_AT_ONCE):
            prepared = self._sound(specs[start : start + PLANS_AT_ONCE])
            prepared = with_routes(prepared, self._workers, None, self._solved)
            for ran in self._run(prepared, use_of):
                found.update(ran)
                on_progress("coalitions", len(found), len(specs))
        self.made += len(specs)
        return found

    def _sound(self, specs: Sequence[OptionSpec]) -> Prepared:
        """Return the options prepared, without the measures that leave pupils without a path to any school."""
        prepared = self.prepared(specs)
        return self.prepared([self._mended(spec) for spec in specs]) if find_problems(prepared) else prepared

    def _mended(self, spec: OptionSpec) -> OptionSpec:
        """Return an option without its last closings or changes of grades, as many as it takes.

        Raises
        ------
        ScenarioError
            If its network cannot take the pupils even so.
        """
        left = spec
        while problems := find_problems(self.prepared([left])):
            places = [at for at, of in enumerate(left.measures) if isinstance(of, SHRINKING)]
            if not places or left.extends is not None:
                raise ScenarioError(problems)
            name = str(left.measures[places[-1]].model_dump()["measure"])
            self.mended[spec.id] = (*self.mended.get(spec.id, ()), name)
            left = replace(left, measures=left.measures[: places[-1]] + left.measures[places[-1] + 1 :])
        return left

    def _run(self, prepared: Prepared, use_of: frozenset[str]) -> Iterator[dict[str, Ran]]:
        options = len(prepared.options)
        size = min(PLANS_IN_A_TASK, -(-(options - 1) // self._workers))
        tasks = [Task(slice(first, min(first + size, options)), use_of) for first in range(1, options, size)]
        with open_workers(prepared, min(self._workers, len(tasks))) as pool:
            yield from pool.map(run_task, tasks)


def run_task(prepared: Prepared, task: Task) -> dict[str, Ran]:
    """Run some options on all draws, beside as_is."""
    some = with_tours(replace(prepared, options=(prepared.as_is, *prepared.options[task.options])))
    by_block = [_run_block(some, block, task) for block in blocks_of(prepared.parameters.n_draws)]
    return {name: _joined([block[name] for block in by_block]) for name in by_block[0]}


def _run_block(prepared: Prepared, block: DrawBlock, task: Task) -> dict[str, Ran]:
    sample = sample_block(prepared, prepared.as_is.people, block)
    as_is = run_block(prepared, prepared.as_is, sample, None).money
    found = {}
    for option in prepared.options[1:]:
        own = sample
        if option.people is not prepared.as_is.people:
            own = sample_block(prepared, option.people, block)
        money = run_block(prepared, option, own, None).money
        used = used_in_block(prepared, option, own) if option.plan.option in task.use_of else None
        found[option.plan.option] = Ran(
            falls=-present_difference(option.plan, money, as_is, own.parameters),
            before=paid_before(option.plan, money, as_is, own.parameters),
            used=used,
        )
    return found


def present_difference(plan: Plan, money: Money, as_is: Money, parameters: Parameters) -> Floats:
    """Return the present value of net cost beside as_is, as the verdict counts it. (draw, municipality)"""
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    yearly = (money.net_draw_year_municipality - as_is.net_draw_year_municipality)[:, plan.costed]
    return present_value(yearly, factors)


def paid_before(plan: Plan, money: Money, as_is: Money, parameters: Parameters) -> Floats:
    """Return the present value of what municipalities paid for what becomes one bill. (draw, municipality)

    Gross cost under as_is less payments between municipalities, and less what other funding gains by the option: who
    pays one bill together settles nothing by the pupil, but keeps its own state share. Less the bill, which is gross
    cost less payments from beyond the members, it sums to what net cost falls.
    """
    factors = discount_factors(plan.costed_years, plan.first_year, parameters)
    between = [FUNDING_ITEMS.index(item) for item in BETWEEN_MUNICIPALITIES]
    before, after = (of.funding.funding_draw_year_municipality_item[:, :, :-1] for of in (as_is, money))
    other = np.delete(after - before, between, axis=3).sum(axis=3)
    paid = as_is.costs.gross_draw_year_municipality - before[..., between].sum(axis=3) + other
    return present_value(paid[:, plan.costed], factors)


def _joined(blocks: Sequence[Ran]) -> Ran:
    """Return the blocks of one option as one, in the order of the draws."""
    used = [block.used for block in blocks if block.used is not None]
    return Ran(
        np.concatenate([block.falls for block in blocks]),
        np.concatenate([block.before for block in blocks]),
        {name: np.concatenate([of[name] for of in used]) for name in used[0]} if used else None,
    )
