from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.findings import (
    closings,
    known_quantiles,
    lead,
    mean_known,
    municipal_findings,
    regional_findings,
    sentence,
    thresholds,
    title_of,
    yearly_net_cost,
)
from tests.report.synthetic import make_result


@pytest.fixture
def finding(result):
    return regional_findings(result)[1]


def clearly_cheaper(finding):
    """Return the finding with nine futures in ten below as it is."""
    return replace(finding, pv_difference_low_eur=-3e6, pv_difference_high_eur=-1e6)


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


def test_the_difference_per_pupil_is_that_of_the_table_of_the_verdict(result, finding):
    per_pupil = [o.verdict.values["net_cost_per_pupil_eur"][:, -1].mean() for o in result.options]
    assert finding.per_pupil_eur == pytest.approx(per_pupil[1])
    assert finding.per_pupil_difference_eur == pytest.approx(per_pupil[1] - per_pupil[0])


def test_nine_futures_in_ten_lie_between_low_and_high(result, finding):
    differences = result.options[1].verdict.values["net_cost_pv_difference_eur"][:, -1]
    low, high = np.quantile(differences, [0.05, 0.95])
    assert (finding.pv_difference_low_eur, finding.pv_difference_high_eur) == pytest.approx((low, high))


def test_quantiles_leave_out_futures_without_a_value():
    assert known_quantiles(np.array([np.nan, 1.0, 1.0])).tolist() == [1.0, 1.0, 1.0]
    assert np.isnan(known_quantiles(np.array([np.nan]))).all()


def test_closed_schools_are_counted_with_the_pupils_they_would_have(result, finding):
    (closed,) = closings(result, result.options[1])
    pupils = result.as_is.pupils_draw_year_school_grade.sum(axis=3).mean(axis=0)
    at = result.as_is.plan.years.index(closed.year)
    assert not result.options[1].plan.open_year_school[at, closed.school]
    assert result.options[1].plan.open_year_school[at - 1, closed.school]
    assert closed.pupils == pytest.approx(pupils[at, closed.school])
    assert (finding.closed_schools, finding.closed_pupils) == (1, closed.pupils)
    assert closings(result, result.as_is) == ()


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
            gap_tax_points=0.2,
            yearly_difference_eur=-420_000.0,
            pv_difference_low_eur=-9e6,
            pv_difference_high_eur=-3e6,
            per_pupil_eur=14_321.4,
            per_pupil_difference_eur=-312.0,
            closed_schools=2,
            closed_pupils=71.4,
            minutes_difference=3.2,
        ),
        english,
    ).replace("\u00a0", " ")
    assert told == (
        "“Two schools” is conditional: it passes in 63% of the futures. What fails most often: money. It costs"
        " 420,000 € a year less than as it is; the net cost in the accounts is 14,321 € per pupil (−312 €). It closes"
        " 2 schools, which would otherwise have 71 pupils in the year of closing. The mean way to school is 3.2"
        " minutes longer one way."
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
    clear = replace(finding, pv_difference_low_eur=np.sign(euros), pv_difference_high_eur=np.sign(euros))
    told = sentence(replace(clear, yearly_difference_eur=euros, minutes_difference=minutes), english)
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


def test_an_option_that_never_passes_says_so_and_what_is_missing(finding, english):
    told = sentence(
        replace(finding, verdict="not_sustainable", sustainable_share=0.0, gap_tax_points=0.664), english
    )
    assert "passes in none of the futures" in told
    assert "gap is 0.66 income-tax points" in told


def test_the_first_sentence_names_what_is_sustainable(finding, english):
    as_is = replace(finding, option="as_is", verdict="not_sustainable")
    good = replace(clearly_cheaper(finding), title="Good", verdict="sustainable", yearly_difference_eur=-2e6)
    told = lead((as_is, good), english).replace("\u00a0", " ")
    assert told.startswith("1 of 2 options are sustainable for the whole region: “Good”.")
    assert "“Good” saves most, 2.00 M€ a year" in told


def test_the_first_sentence_says_when_nothing_saves_or_suffices(finding, english):
    as_is = replace(finding, option="as_is", verdict="not_sustainable")
    dear = replace(finding, verdict="conditional", yearly_difference_eur=1e6, gap_tax_points=0.5)
    dear = replace(dear, title="Dear", sustainable_share=0.6)
    as_is = replace(as_is, sustainable_share=0.0)
    assert lead((as_is, dear), english) == (
        "None of the 2 options is sustainable for the whole region. Conditional: 1; “Dear” passes most often, in 60%"
        " of the futures. No option costs less than as it is."
    )
    cheap = replace(clearly_cheaper(dear), yearly_difference_eur=-1e6)
    assert lead((as_is, cheap), english).endswith(
        "What most often keeps it from being sustainable: ceiling of daily travel time. In the mean 0.50 income-tax"
        " points are missing."
    )
    assert english("figures.only_as_is") in lead((as_is,), english)


def test_the_first_sentence_exists_in_every_language(result, texts):
    assert lead(regional_findings(result), texts)


def test_thresholds_are_read_from_the_parameters(result):
    assert thresholds(result) == (0.5, 0.8)


@pytest.mark.parametrize("yearly", [-420_000.0, 420_000.0])
def test_futures_on_both_sides_of_zero_are_no_clear_difference(finding, texts, yearly):
    unclear = replace(
        finding, yearly_difference_eur=yearly, pv_difference_low_eur=-2e6, pv_difference_high_eur=1e6
    )
    told = sentence(unclear, texts)
    phrase = {"en": "no clear difference in cost", "fi": "ei ole selvää eroa", "sv": "skiljer sig inte klart"}
    assert phrase[texts.language] in told
    assert texts.euros(-2e6, signed=True) in told
    assert texts.euros(abs(yearly)) not in told


@pytest.mark.parametrize(
    ("low", "high", "unclear"), [(-1, 1, True), (-2, -1, False), (1, 2, False), (0, 1, False)]
)
def test_the_difference_is_unclear_only_when_its_range_holds_zero_inside(finding, low, high, unclear):
    found = replace(finding, pv_difference_low_eur=low, pv_difference_high_eur=high)
    assert found.cost_is_unclear is unclear


def test_an_unclear_saving_does_not_lead(finding, english):
    as_is = replace(finding, option="as_is")
    unclear = replace(
        finding, yearly_difference_eur=-1e6, pv_difference_low_eur=-2e6, pv_difference_high_eur=1e6
    )
    assert lead((as_is, unclear), english).endswith("No option costs clearly less than as it is.")
    clear = replace(clearly_cheaper(finding), title="Clear", yearly_difference_eur=-5e5)
    assert "“Clear” saves most" in lead((as_is, unclear, clear), english)


def test_a_few_futures_are_not_none(finding, english):
    rare = replace(finding, verdict="not_sustainable", sustainable_share=0.004)
    assert "under 1% of the futures" in sentence(rare, english)


def test_the_share_of_qualified_lessons_is_that_of_the_verdict(result, finding):
    share = result.options[1].verdict.values["qualified_teaching_share"][:, -1].mean()
    assert finding.qualified_teaching_share == pytest.approx(share)


def test_a_verdict_without_the_test_of_teachers_has_no_share(result):
    option = result.options[1]
    values = {k: v for k, v in option.verdict.values.items() if k != "qualified_teaching_share"}
    untested = replace(option, verdict=replace(option.verdict, values=values))
    found = regional_findings(replace(result, options=(result.as_is, untested)))[1]
    assert np.isnan(found.qualified_teaching_share)


def test_lessons_that_nobody_gives_are_told_beside_the_money_where_there_are_more_than_as_it_is(
    finding, english
):
    more = replace(finding, not_given_share=0.012, not_given_share_as_is=0.004)
    assert "No teacher is found for 1.2% of the lessons, 0.4% as it is" in sentence(more, english)
    for fewer in (replace(more, not_given_share=0.004), replace(more, not_given_share=float("nan"))):
        assert "No teacher is found" not in sentence(fewer, english)


def test_the_share_of_lessons_that_nobody_gives_is_that_of_the_verdicts(result):
    def known(option, share):
        stated = np.full_like(option.verdict.values["cheaper_share"], share)
        verdict = replace(option.verdict, values={**option.verdict.values, "not_given_share": stated})
        return replace(option, verdict=verdict)

    options = (known(result.as_is, 0.01), known(result.options[1], 0.03))
    found = regional_findings(replace(result, options=options))[1]
    assert (found.not_given_share, found.not_given_share_as_is) == pytest.approx((0.03, 0.01))
