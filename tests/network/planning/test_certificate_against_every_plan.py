"""Certificates of any small tables beside the cost of every plan there is, with every option that tables have.

Up to six schools and four years; limits of minutes or of cost, what lingers in pools, forbidden rows, groups to be
covered, schools that open, places beside schools, rows that many sets of shut neighbours share, pieces, the clock.
"""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kopa_sim.network.planning.certificate import certify
from kopa_sim.network.planning.certificate_branching import Search
from kopa_sim.network.planning.certificate_case import make_case
from kopa_sim.network.planning.certificate_conflicts import why_impossible
from kopa_sim.network.planning.certificate_costs import tables_cost
from kopa_sim.network.planning.certificate_plans import BestPlan
from kopa_sim.network.planning.certificate_prices import Aim
from kopa_sim.network.planning.certificate_rows import compact
from kopa_sim.network.planning.problem import Objective
from kopa_sim.network.planning.tables import SchoolTable
from tests.network.planning.closing_tables import any_tables, every_plan

SAME = 1e-7


@dataclass(frozen=True)
class Question:
    """Tables with what is wanted of them, and what each plan costs."""

    tables: object
    objective: Objective
    wanted: np.ndarray
    """What should be least of every plan that keeps the limit, else infinite. (plan,)"""

    @property
    def best(self):
        return self.wanted.min(initial=np.inf)


def with_places(tables, seed, places):
    """Places beside schools: always open, their rows dearer the more of their neighbours are shut, some forbidden."""
    generator = np.random.default_rng([seed, 1])
    schools, years = len(tables.schools), tables.change_cost.shape[1] - 1
    found = list(tables.tables)
    for _ in range(places):
        near = generator.permutation(schools)[: min(3, schools)]
        shut = (np.arange(1 << len(near))[:, None] >> np.arange(len(near))) & 1
        cost = shut.sum(axis=1)[:, None] * generator.uniform(0.0, 4.0, years)
        cost[generator.random(cost.shape) < 0.03] = np.inf
        found.append(SchoolTable(near, cost, np.minimum(cost, 9.0) * 0.5, True))
    never = np.zeros((places, years + 1), dtype=np.bool_)
    never[:, -1] = True
    lingering = tables.lingering
    if lingering is not None:
        kinds = lingering.price_year_kind.shape[1]
        nothing = tuple(np.zeros((*table.cost.shape, kinds)) for table in found[schools:])
        lingering = replace(
            lingering,
            pool_school=np.append(lingering.pool_school, np.zeros(places, dtype=np.intp)),
            needed=(*lingering.needed, *nothing),
            relief=(*lingering.relief, *nothing),
        )
    return replace(
        tables,
        schools=(*tables.schools, *(f"place {number}" for number in range(places))),
        now_open=np.append(tables.now_open, np.ones(places, dtype=np.bool_)),
        may_change=np.concatenate([tables.may_change, never]),
        tables=tuple(found),
        change_cost=np.concatenate([tables.change_cost, np.zeros((places, years + 1))]),
        cover=np.concatenate([tables.cover, np.zeros((len(tables.cover), places), dtype=np.bool_)], axis=1),
        lingering=lingering,
    )


@st.composite
def questions(draw, limits=(None, "minutes", "cost", "own"), most_schools=6, most_years=4):
    """Any small question; about every eighth has no plan."""
    seed, schools = draw(st.integers(0, 10**6)), draw(st.integers(2, most_schools))
    years = draw(st.integers(1, most_years if schools < 6 else 3))
    tables = any_tables(
        seed,
        schools=schools,
        years=years,
        kinds=draw(st.integers(1, 2)),
        lingering=draw(st.booleans()),
        windows=draw(st.booleans()),
        forbidden=draw(st.sampled_from([0.0, 0.05, 0.3])),
        closed=draw(st.integers(0, 1)),
    )
    tables = with_places(tables, seed, draw(st.integers(0, 2)))
    if draw(st.booleans()):
        tables = compact(_coarse(tables))
    kind, share = draw(st.sampled_from(limits)), draw(st.sampled_from([0.0, 0.1, 0.5]))
    costs = tables_cost(tables, every_plan(tables))
    minutes = np.where(np.isfinite(costs.cost), costs.minutes, np.inf)
    if kind is None:
        return Question(tables, Objective(), costs.cost)
    if kind == "minutes":
        most = _between(minutes, share)
        wanted = np.where(minutes <= most, costs.cost, np.inf)
        return Question(tables, Objective(most_minutes=most), wanted)
    most = _between(costs.cost, share)
    if kind == "own":  # a limit of what should itself be least, a little below the best: no plan
        kept = costs.cost <= 0.9 * most
        return Question(tables, Objective(most_cost=0.9 * most), np.where(kept, costs.cost, np.inf))
    return Question(
        tables, Objective("minutes", most_cost=most), np.where(costs.cost <= most, minutes, np.inf)
    )


def _coarse(tables):
    """The tables with few different rows."""
    rough = tuple(
        replace(table, cost=np.round(table.cost / 4) * 4, minutes=np.round(table.minutes / 4) * 4)
        for table in tables.tables
    )
    return replace(tables, tables=rough)


def _between(values, share):
    finite = np.sort(values[np.isfinite(values)])
    return float(finite[int(share * (len(finite) - 1))] * (1 + 1e-12)) if len(finite) else 10.0


@settings(max_examples=60, deadline=None)
@given(questions())
def test_proved_to_the_end_the_bound_is_the_best_of_all_plans(question):
    certificate = certify(question.tables, question.objective, gap=0.0)
    assert certificate.finished
    assert certificate.impossible == np.isinf(question.best)
    if certificate.impossible:
        return
    assert certificate.bound == pytest.approx(question.best, rel=SAME, abs=SAME)
    own = tables_cost(question.tables, certificate.change_school[None])
    assert np.isfinite(own.cost[0])
    value = own.minutes[0] if question.objective.least == "minutes" else own.cost[0]
    assert value == pytest.approx(question.best, rel=SAME, abs=SAME)
    assert own.minutes[0] <= question.objective.most_minutes * (1 + SAME)
    assert own.cost[0] <= question.objective.most_cost * (1 + SAME)


@settings(max_examples=40, deadline=None)
@given(questions(limits=(None, "minutes", "cost")), st.sampled_from([0.01, 0.1, 0.5]))
def test_a_rough_bound_is_never_above_the_best_and_within_the_gap(question, gap):
    certificate = certify(question.tables, question.objective, gap)
    assert certificate.finished
    assert certificate.impossible == np.isinf(question.best)
    if not certificate.impossible:
        least = question.best - gap * abs(question.best)
        assert least - SAME * (1 + abs(least)) <= certificate.bound <= question.best * (1 + SAME) + SAME


@settings(max_examples=30, deadline=None)
@given(questions(limits=(None, "minutes", "cost")), st.sampled_from([0.0, 0.005, 0.05]))
def test_a_hurried_bound_is_never_above_the_best(question, seconds):
    certificate = certify(question.tables, question.objective, 0.0, seconds)
    assert certificate.bound <= question.best * (1 + SAME) + SAME
    assert not certificate.impossible or np.isinf(question.best)


@settings(max_examples=40, deadline=None)
@given(questions(limits=(None,), most_schools=4, most_years=3), st.sampled_from([4, 12]))
def test_in_overlapping_pieces_too(question, states):
    case = make_case(question.tables)
    best = BestPlan(case, Aim(False, np.inf))
    proved = Search(case, Aim(False, np.inf), best, 0.0, np.inf, states, (states, 2 * states)).run(-np.inf)
    assert proved.finished
    assert proved.bound * case.cost_unit == pytest.approx(question.best, rel=SAME)


@settings(max_examples=25, deadline=None)
@given(questions(limits=(None, "minutes"), most_schools=4, most_years=3))
def test_a_clash_is_named_where_there_is_no_plan_and_only_there(question):
    assert (why_impossible(question.tables, question.objective) is None) == np.isfinite(question.best)


@settings(max_examples=30, deadline=None)
@given(questions(limits=(None,)))
def test_rows_that_are_the_same_may_be_given_once(question):
    small = compact(_coarse(question.tables))
    plans = every_plan(small)
    assert all(len(table.cost) <= 1 << len(table.neighbours) for table in small.tables)
    for one, other in zip(
        tables_cost(small, plans), tables_cost(_coarse(question.tables), plans), strict=True
    ):
        assert one == pytest.approx(other, rel=1e-12)
