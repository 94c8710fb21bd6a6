from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.findings import (
    mean_known,
    municipal_findings,
    regional_findings,
    sentence,
    title_of,
    yearly_net_cost,
    yearly_pupils,
)
from tests.report.synthetic import make_result


@pytest.fixture
def finding(result):
    return regional_findings(result)[1]


def test_every_option_has_a_finding_and_as_is_comes_first(result):
    findings = regional_findings(result)
    assert [found.option for found in findings] == ["as_is", "option_1"]
    assert findings[0].is_as_is


def test_the_yearly_difference_is_that_of_the_net_cost(result, finding):
    option = result.options[1]
    costed = option.plan.costed
    gross = option.money.costs.gross_draw_year_municipality[:, costed].sum(axis=2).mean()
    funding = option.money.funding.total_draw_year_municipality[:, costed].sum(axis=2).mean()
    assert yearly_net_cost(option) == pytest.approx(gross - funding)
    assert finding.yearly_difference_eur == pytest.approx(gross - funding - yearly_net_cost(result.as_is))


def test_the_difference_per_pupil_divides_by_pupils_of_basic_education(result, finding):
    pupils = result.options[1].pupils_draw_year_school_grade[:, 2:, :, :10].sum(axis=(2, 3)).mean()
    assert yearly_pupils(result.options[1]) == pytest.approx(pupils)
    assert finding.per_pupil_difference_eur == pytest.approx(finding.yearly_difference_eur / pupils)


def test_as_is_does_not_differ_from_itself(result):
    assert regional_findings(result)[0].yearly_difference_eur == 0.0


def test_the_share_is_the_mean_over_futures(result, finding):
    assert finding.sustainable_share == result.options[1].verdict.values["sustainable_share"][:, -1].mean()


def test_a_municipality_has_its_own_verdict(result):
    assert municipal_findings(result, 0)[1].verdict == result.options[1].verdict.verdicts[0]
    assert np.isnan(municipal_findings(result, 0)[1].yearly_difference_eur)


def test_mean_of_nothing_is_nothing():
    assert np.isnan(mean_known(np.array([np.nan])))
    assert mean_known(np.array([np.nan, 2.0, 4.0])) == 3.0


def test_the_sentence_states_verdict_money_and_journey(finding, english):
    told = sentence(
        replace(
            finding,
            title="Two schools",
            verdict="conditional",
            binding_constraint="money",
            sustainable_share=0.63,
            yearly_difference_eur=-420_000.0,
            per_pupil_difference_eur=-312.0,
            minutes_difference=3.2,
        ),
        english,
    ).replace("\u00a0", " ")
    assert told == (
        "“Two schools” is conditional: it passes in 63% of the futures. What fails most often: money. It costs"
        " 420,000 € a year less than as it is, 312 € per pupil. The mean way to school is 3.2 minutes longer one way."
    )


@pytest.mark.parametrize(
    ("euros", "minutes", "words"),
    [
        (9e5, 0.0, ("more", "stays the same")),
        (100.0, -2.0, ("as much as", "shorter")),
        (-9e5, float("nan"), ("less", "stays the same")),
    ],
)
def test_each_direction_has_its_words(finding, english, euros, minutes, words):
    told = sentence(replace(finding, yearly_difference_eur=euros, minutes_difference=minutes), english)
    assert all(word in told for word in words)


def test_a_sustainable_option_names_no_obstacle(finding, english):
    told = sentence(replace(finding, verdict="sustainable"), english)
    assert "fails" not in told


def test_what_the_law_does_not_allow_is_marked(finding, texts):
    marked = replace(finding, only_if_law_allowed=True)
    assert texts("page.only_if_law") in title_of(marked, texts)
    assert texts("page.only_if_law") in sentence(marked, texts)
    assert texts("page.only_if_law") not in title_of(finding, texts)


def test_sentences_exist_in_every_language(texts):
    for found in regional_findings(make_result(seed=3)):
        assert found.title in sentence(found, texts)
