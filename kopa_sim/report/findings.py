"""What a run says about each option: a few numbers and a sentence or two, for the page and the terminal alike."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import AS_IS
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

MINUTES_THAT_COUNT = 0.05
EUROS_THAT_COUNT = 500.0


def mean_known(values: Floats) -> float:
    """Return the mean of the values there are; NaN when there are none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


@dataclass(frozen=True)
class Finding:
    """One option for one municipality or, in the last place of the verdict, the whole region.

    Money is in euros of the price year. ``yearly_difference_eur`` and ``per_pupil_difference_eur`` compare the
    mean net cost of the costed years with that of as_is; both are NaN for a single municipality.
    """

    option: str
    title: str
    only_if_law_allowed: bool
    verdict: str
    binding_constraint: str
    sustainable_share: float
    pv_difference_eur: float
    per_pupil_eur: float
    tax_points_difference: float
    minutes_difference: float
    widens_inequality_share: float
    yearly_difference_eur: float = float("nan")
    per_pupil_difference_eur: float = float("nan")

    @property
    def is_as_is(self) -> bool:
        """Whether this is the present network carried forward."""
        return self.option == AS_IS


def _finding(option: OptionResult, place: int, yearly: float, per_pupil: float) -> Finding:
    values = {measure: mean_known(cells[:, place]) for measure, cells in option.verdict.values.items()}
    return Finding(
        option=option.plan.option,
        title=option.plan.title,
        only_if_law_allowed=option.plan.only_if_law_allowed,
        verdict=option.verdict.verdicts[place],
        binding_constraint=option.verdict.binding_constraints[place],
        sustainable_share=values["sustainable_share"],
        pv_difference_eur=values["net_cost_pv_difference_eur"],
        per_pupil_eur=values["net_cost_per_pupil_eur"],
        tax_points_difference=values["tax_points_difference"],
        minutes_difference=values["mean_min_difference"],
        widens_inequality_share=values["widens_inequality_share"],
        yearly_difference_eur=yearly,
        per_pupil_difference_eur=per_pupil,
    )


def yearly_net_cost(option: OptionResult) -> float:
    """Return the region's net cost a year, mean over the costed years and futures, euros."""
    return float(option.money.net_draw_year_municipality[:, option.plan.costed].sum(axis=2).mean())


def yearly_pupils(option: OptionResult) -> float:
    """Return pupils of grades 0–9, mean over the costed years and futures."""
    pupils = option.pupils_draw_year_school_grade[:, option.plan.costed, :, BASIC_GRADES]
    return float(pupils.sum(axis=(2, 3)).mean())


def regional_findings(result: RunResult) -> tuple[Finding, ...]:
    """Return what the run says about each option for the whole region, as_is first."""
    baseline = yearly_net_cost(result.as_is)
    findings = []
    for option in result.options:
        yearly = yearly_net_cost(option) - baseline
        pupils = yearly_pupils(option)
        findings.append(_finding(option, -1, yearly, yearly / pupils if pupils else float("nan")))
    return tuple(findings)


def municipal_findings(result: RunResult, municipality: int) -> tuple[Finding, ...]:
    """Return what the run says about each option for one municipality."""
    missing = float("nan")
    return tuple(_finding(option, municipality, missing, missing) for option in result.options)


def title_of(finding: Finding, texts: Texts) -> str:
    """Return the option's title, marked when the law does not allow it today."""
    return f"{finding.title} ({texts('page.only_if_law')})" if finding.only_if_law_allowed else finding.title


def sentence(finding: Finding, texts: Texts) -> str:
    """Return the finding as sentences: the verdict with its probability, the money, and the way to school."""
    parts = [
        texts(
            f"page.verdict_{finding.verdict}",
            title=title_of(finding, texts),
            share=texts.percent(finding.sustainable_share),
        )
    ]
    if finding.verdict != "sustainable" and finding.binding_constraint != "none":
        parts.append(texts("page.fails_on", constraint=texts.word(finding.binding_constraint)))
    if finding.is_as_is:
        parts.append(texts("page.as_is_cost", per_pupil=texts.euros(finding.per_pupil_eur)))
        return " ".join(parts)
    return " ".join([*parts, _money(finding, texts), _journey(finding, texts)])


def _money(finding: Finding, texts: Texts) -> str:
    difference = finding.yearly_difference_eur
    if abs(difference) < EUROS_THAT_COUNT:
        return texts("page.costs_same")
    return texts(
        "page.costs_less" if difference < 0 else "page.costs_more",
        yearly=texts.euros(abs(difference)),
        per_pupil=texts.euros(abs(finding.per_pupil_difference_eur)),
    )


def _journey(finding: Finding, texts: Texts) -> str:
    minutes = finding.minutes_difference
    if not abs(minutes) >= MINUTES_THAT_COUNT:
        return texts("page.journey_same")
    key = "page.journey_longer" if minutes > 0 else "page.journey_shorter"
    return texts(key, minutes=texts.number(abs(minutes), 1))
