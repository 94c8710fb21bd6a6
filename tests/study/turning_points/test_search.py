"""What turns a verdict, on the minimal scenario and against runs with the assumption changed."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.economy.verdict_words import word_verdicts
from kopa_sim.model.streams import blocks_of
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.study import run_scenario
from kopa_sim.study.prepare import prepare
from kopa_sim.study.turning_points import REASONS, search
from kopa_sim.study.turning_points.assumptions import assumptions_of
from kopa_sim.study.turning_points.reruns import Probe, ProbeTask, run_probe_task

RUN = {"seed": 3, "draws": 20, "replications": 0, "option_ids": ["close_village"]}
CRITERIA = {
    "sustainability.pass_share": 0.9,
    "sustainability.conditional_share": 0.6,
    "transport.method": "rule",
}
LOOKED_AT = {
    *(
        "economy.wage_growth",
        "economy.tax_base_growth",
        "economy.discount_rate",
        "economy.savings_realisation",
    ),
    *("property.wear_share_year", "property.sale_price_eur_m2", "transport.vehicle_km_eur"),
}


@pytest.fixture(scope="module")
def strict(scenario):
    """The scenario with criteria between which its verdicts lie, and transport by the rule."""
    return replace(scenario, values={**scenario.values, **CRITERIA})


@pytest.fixture(scope="module")
def found(strict):
    """What turns its verdicts, of a few assumptions."""
    with pytest.MonkeyPatch.context() as patch:
        few = lambda parameters, names: assumptions_of(parameters, LOOKED_AT & set(names))  # noqa: E731
        patch.setattr(search, "assumptions_of", few)
        return run_scenario(strict, turning_points=True, **RUN)


def of_region(result, option=1):
    region = len(result.scenario.region.municipalities)
    return [p for p in result.turning_points if (p.option, p.row) == (option, region)]


def verdicts_with(scenario, parameter, value, option=1):
    changed = replace(scenario, values={**scenario.values, parameter: value})
    return run_scenario(changed, **RUN).options[option].verdict.verdicts


def test_every_assumption_is_said_once_of_every_verdict(found):
    keys = [(p.option, p.row, p.parameter) for p in found.turning_points]
    assert len(keys) == len(set(keys))
    by_place = defaultdict(set)
    for option, row, parameter in keys:
        by_place[option, row].add(parameter)
    assert len(by_place) == len(found.options) * (len(found.scenario.region.municipalities) + 1)
    assert len({frozenset(names) for names in by_place.values()}) == 1


def test_a_turning_value_is_given_or_the_reason_why_not(found):
    for point in found.turning_points:
        assert point.turns == (not np.isnan(point.turning_value))
        assert point.turns or point.reason in REASONS
        assert point.turns == (point.verdict_then not in ("", point.verdict_now))
        assert point.turns == (point.direction in ("up", "down"))


def test_what_acts_on_people_is_named_and_not_moved(found):
    before = {p.parameter for p in found.turning_points if p.reason == "acts_before_money"}
    assert before
    assert not any(name.startswith(("economy", "funding", "property")) for name in before)


def test_a_whole_run_at_the_turning_value_has_the_other_verdict_and_just_before_it_has_not(strict, found):
    fixed = [p for p in of_region(found) if p.turns and p.parameter not in strict.uncertainty]
    point = max(fixed, key=lambda p: abs(p.influence_tax_points))
    spec_width = _width(point.parameter)
    toward = np.sign(point.value_in_force - point.turning_value)
    assert verdicts_with(strict, point.parameter, point.turning_value)[-1] == point.verdict_then
    before = point.turning_value + toward * search.CLOSE_SHARE * spec_width
    assert verdicts_with(strict, point.parameter, before)[-1] == point.verdict_now


def test_where_none_in_range_turns_a_whole_run_at_the_ends_says_so_too(strict, found):
    still = [
        p for p in of_region(found) if p.reason == "none_in_range" and p.parameter not in strict.uncertainty
    ]
    point = max(still, key=lambda p: abs(p.influence_tax_points))
    for end in _ends(point.parameter):
        assert verdicts_with(strict, point.parameter, end)[-1] == point.verdict_now


def test_the_run_itself_is_not_changed_by_the_search(strict, found):
    plain = run_scenario(strict, **RUN)
    assert plain.turning_points == ()
    for with_search, without in zip(found.options, plain.options, strict=True):
        np.testing.assert_array_equal(
            with_search.verdict.values["money_slack_tax_points"],
            without.verdict.values["money_slack_tax_points"],
        )


def _ends(parameter):
    spec = load_defaults()[parameter]
    return spec.low, spec.high


def _width(parameter):
    low, high = _ends(parameter)
    return high - low


def test_the_words_are_those_of_the_verdict(found):
    for option in found.options:
        passes = option.verdict.values["sustainable_share"] > 0
        words, _ = word_verdicts(passes, option.plan.only_if_law_allowed, found.parameters)
        assert words == option.verdict.verdicts


def test_an_assumption_moved_to_its_own_value_gives_the_run_itself(strict, found):
    prepared = prepare(strict, seed=RUN["seed"], draws=RUN["draws"], option_ids=RUN["option_ids"])
    probe = Probe("economy.wage_growth", prepared.parameters.means["economy.wage_growth"])
    (block,) = blocks_of(RUN["draws"])
    task = ProbeTask(block, (None, None), ((probe,), (probe,)), frozenset())
    for option, probed in zip(found.options, run_probe_task(prepared, task), strict=True):
        slack = option.verdict.values["money_slack_tax_points"]
        np.testing.assert_allclose(probed[probe].slack, slack, rtol=1e-12, atol=1e-12)
        money_alone = slack >= 0
        np.testing.assert_array_equal(probed[probe].passes, money_alone)


def test_a_verdict_that_other_tests_hold_is_turned_by_no_money(found):
    option = found.options[1]
    values = {**option.verdict.values, "journey_ceiling_slack_pupils": np.full((20, 3), -1.0)}
    held = replace(option.verdict, values=values, verdicts=("not_sustainable",) * 3)
    judged = search.Judged(option.plan, held, found.parameters, search.other_tests(held))
    assert judged.held_by_others().all()


def test_too_few_qualified_lessons_fail_and_no_lessons_pass(found):
    values = {
        **found.options[1].verdict.values,
        "qualified_teaching_share": np.array([[0.8, 0.95, np.nan]]),
        "qualified_teaching_slack_share": np.array([[-0.1, 0.05, np.nan]]),
        "journey_ceiling_slack_pupils": np.zeros((1, 3)),
    }
    judged = replace(found.options[1].verdict, values=values)
    assert search.other_tests(judged).tolist() == [[False, True, True]]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("economy.discount_rate", 0.01),
        ("property.wear_share_year", 0.025),
        ("transport.vehicle_km_eur", 3.0),
        ("economy.tax_base_growth", -0.005),
    ],
)
def test_money_run_again_is_that_of_a_whole_run_with_the_value(strict, parameter, value):
    prepared = prepare(strict, seed=RUN["seed"], draws=RUN["draws"], option_ids=RUN["option_ids"])
    probe = Probe(parameter, value)
    (block,) = blocks_of(RUN["draws"])
    task = ProbeTask(block, (None, None), ((probe,), (probe,)), frozenset())
    whole = run_scenario(replace(strict, values={**strict.values, parameter: value}), **RUN)
    for option, probed in zip(whole.options, run_probe_task(prepared, task), strict=True):
        slack = option.verdict.values["money_slack_tax_points"]
        np.testing.assert_allclose(probed[probe].slack, slack, rtol=1e-9, atol=1e-9)
