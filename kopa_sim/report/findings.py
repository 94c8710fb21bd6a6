"""What a run says about each option: a few numbers and a sentence or two, for the page and the terminal alike."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.report.texts import Texts
from kopa_sim.scenario.contents import AS_IS
from kopa_sim.study.result import OptionResult, RunResult

Floats = NDArray[np.float64]

MINUTES_THAT_COUNT = 0.05
EUROS_THAT_COUNT = 500.0
LESSONS_THAT_COUNT = 0.001
"""Share of the lessons: one lesson in a thousand."""
MOST_NAMED = 3
"""Sustainable options that the first sentence names."""


def mean_known(values: Floats) -> float:
    """Return the mean of the values there are; NaN when there are none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def known_quantiles(values: Floats) -> Floats:
    """Return the 5 %, 50 % and 95 % quantile of the values there are; NaN when there are none. (3,)"""
    known = values[~np.isnan(values)]
    quantiles: Floats = np.quantile(known, [0.05, 0.5, 0.95]) if len(known) else np.full(3, np.nan)
    return quantiles


def thresholds(result: RunResult) -> tuple[float, float]:
    """Return the shares of futures from which an option is conditional and sustainable."""
    parameters = result.parameters
    return parameters.number("sustainability.conditional_share"), parameters.number(
        "sustainability.pass_share"
    )


def qualified_floor(result: RunResult, texts: Texts) -> str:
    """Return the least share of lessons that qualified teachers must give, written out."""
    return texts.percent(result.parameters.number("sustainability.qualified_floor_share"))


@dataclass(frozen=True)
class Closing:
    """A school that an option closes: when, and how many pupils it would have that year as it is."""

    school: int
    year: int
    pupils: float


def closings(result: RunResult, option: OptionResult) -> tuple[Closing, ...]:
    """Return the schools that are open as it is and closed in the last year of an option, in order of the region."""
    plan, as_is = option.plan, result.as_is
    shut = as_is.plan.open_year_school[plan.costed] & ~plan.open_year_school[plan.costed]
    pupils = as_is.pupils_draw_year_school_grade[:, plan.costed].sum(axis=3).mean(axis=0)
    found = []
    for school in np.flatnonzero(shut[-1]):
        first = int(shut[:, school].argmax())
        found.append(Closing(int(school), plan.costed_years[first], float(pupils[first, school])))
    return tuple(found)


@dataclass(frozen=True)
class Finding:
    """One option for one municipality or, in the last place of the verdict, the whole region.

    Money is in euros of the price year. ``yearly_difference_eur`` compares the mean net cost of the costed years,
    in cash, with that of as_is, and is NaN for a single municipality. ``per_pupil_eur`` is the net cost in the
    accounting view, and ``per_pupil_difference_eur`` its difference to as_is.
    ``pv_difference_low_eur`` and ``pv_difference_high_eur`` hold nine futures in ten. ``place`` is the number
    that stands for the option in the figures. ``qualified_teaching_share`` is NaN when it was not tested.
    ``not_given_share`` is the share of the lessons for which no teacher is found.
    """

    place: int

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
    gap_tax_points: float
    widens_inequality_share: float
    pv_difference_low_eur: float
    pv_difference_high_eur: float
    per_pupil_difference_eur: float
    qualified_teaching_share: float = float("nan")
    yearly_difference_eur: float = float("nan")
    closed_schools: int = 0
    closed_pupils: float = 0.0
    not_given_share: float = float("nan")
    not_given_share_as_is: float = float("nan")

    @property
    def cost_is_unclear(self) -> bool:
        """Whether nine futures in ten hold both dearer and cheaper ones than as it is."""
        return self.pv_difference_low_eur < 0 < self.pv_difference_high_eur

    @property
    def is_as_is(self) -> bool:
        """Whether this is the present network carried forward."""
        return self.option == AS_IS


def _finding(result: RunResult, place: int, municipality: int) -> Finding:
    option = result.options[place]
    values = {measure: mean_known(cells[:, municipality]) for measure, cells in option.verdict.values.items()}
    as_is_per_pupil = mean_known(result.as_is.verdict.values["net_cost_per_pupil_eur"][:, municipality])
    pv_difference = known_quantiles(option.verdict.values["net_cost_pv_difference_eur"][:, municipality])
    return Finding(
        place=place,
        option=option.plan.option,
        title=option.plan.title,
        only_if_law_allowed=option.plan.only_if_law_allowed,
        verdict=option.verdict.verdicts[municipality],
        binding_constraint=option.verdict.binding_constraints[municipality],
        sustainable_share=values["sustainable_share"],
        pv_difference_eur=values["net_cost_pv_difference_eur"],
        per_pupil_eur=values["net_cost_per_pupil_eur"],
        tax_points_difference=values["tax_points_difference"],
        minutes_difference=values["mean_min_difference"],
        gap_tax_points=values["sustainability_gap_tax_points"],
        widens_inequality_share=values["widens_inequality_share"],
        pv_difference_low_eur=float(pv_difference[0]),
        pv_difference_high_eur=float(pv_difference[2]),
        per_pupil_difference_eur=values["net_cost_per_pupil_eur"] - as_is_per_pupil,
        qualified_teaching_share=values.get("qualified_teaching_share", float("nan")),
        not_given_share=values.get("not_given_share", float("nan")),
        not_given_share_as_is=_not_given_as_is(result, municipality),
    )


def _not_given_as_is(result: RunResult, municipality: int) -> float:
    shares = result.as_is.verdict.values.get("not_given_share")
    return float("nan") if shares is None else mean_known(shares[:, municipality])


def yearly_net_cost(option: OptionResult) -> float:
    """Return the region's net cost a year, mean over the costed years and futures, euros."""
    return float(option.money.net_draw_year_municipality[:, option.plan.costed].sum(axis=2).mean())


def regional_findings(result: RunResult) -> tuple[Finding, ...]:
    """Return what the run says about each option for the whole region, as_is first."""
    baseline = yearly_net_cost(result.as_is)
    findings = []
    for place, option in enumerate(result.options):
        closed = closings(result, option)
        found = replace(
            _finding(result, place, -1),
            yearly_difference_eur=yearly_net_cost(option) - baseline,
            closed_schools=len(closed),
            closed_pupils=sum(closing.pupils for closing in closed),
        )
        findings.append(found)
    return tuple(findings)


def municipal_findings(result: RunResult, municipality: int) -> tuple[Finding, ...]:
    """Return what the run says about each option for one municipality."""
    return tuple(_finding(result, place, municipality) for place in range(len(result.options)))


def title_of(finding: Finding, texts: Texts) -> str:
    """Return the option's title, marked when the law does not allow it today."""
    return f"{finding.title} ({texts('page.only_if_law')})" if finding.only_if_law_allowed else finding.title


def sentence(finding: Finding, texts: Texts) -> str:
    """Return the finding as sentences: the verdict with its probability, the money, the schools and the way there."""
    parts = [_verdict(finding, texts)]
    if finding.verdict != "sustainable" and finding.binding_constraint != "none":
        parts.append(texts("page.fails_on", constraint=texts.word(finding.binding_constraint)))
    if finding.gap_tax_points > 0 and finding.verdict == "not_sustainable":
        parts.append(texts("page.gap", gap=texts.number(finding.gap_tax_points, 2)))
    if finding.is_as_is:
        parts.append(texts("page.as_is_cost", per_pupil=texts.whole_euros(finding.per_pupil_eur)))
        return " ".join(parts)
    beside = (*_not_given(finding, texts), *_closing(finding, texts))
    return " ".join([*parts, _money(finding, texts), *beside, journey(finding, texts)])


def _verdict(finding: Finding, texts: Texts) -> str:
    title = title_of(finding, texts)
    if finding.sustainable_share == 0:
        return texts("page.verdict_never", title=title)
    share = texts.share(finding.sustainable_share)
    return texts(f"page.verdict_{finding.verdict}", title=title, share=share)


def _money(finding: Finding, texts: Texts) -> str:
    difference = finding.yearly_difference_eur
    if abs(difference) < EUROS_THAT_COUNT:
        return texts("page.costs_same")
    if finding.cost_is_unclear:
        return texts(
            "page.costs_unclear",
            low=texts.euros(finding.pv_difference_low_eur, signed=True),
            high=texts.euros(finding.pv_difference_high_eur, signed=True),
            per_pupil=texts.whole_euros(finding.per_pupil_eur),
            change=texts.whole_euros(finding.per_pupil_difference_eur, signed=True),
        )
    return texts(
        "page.costs_less" if difference < 0 else "page.costs_more",
        yearly=texts.euros(abs(difference)),
        per_pupil=texts.whole_euros(finding.per_pupil_eur),
        change=texts.whole_euros(finding.per_pupil_difference_eur, signed=True),
    )


def _not_given(finding: Finding, texts: Texts) -> list[str]:
    """Return that an option leaves more lessons without a teacher than as it is, where it does."""
    if not finding.not_given_share - finding.not_given_share_as_is >= LESSONS_THAT_COUNT:
        return []
    shares = (finding.not_given_share, finding.not_given_share_as_is)
    option, as_is = (texts.percent(share, 1) for share in shares)
    return [texts("page.not_given_more", option=option, as_is=as_is)]


def _closing(finding: Finding, texts: Texts) -> list[str]:
    if not finding.closed_schools:
        return []
    key = "page.closes_one" if finding.closed_schools == 1 else "page.closes"
    return [texts(key, schools=finding.closed_schools, pupils=texts.number(finding.closed_pupils))]


def journey(finding: Finding, texts: Texts) -> str:
    """Return what happens to the mean way to school, as a sentence."""
    minutes = finding.minutes_difference
    if not abs(minutes) >= MINUTES_THAT_COUNT:
        return texts("page.journey_same")
    key = "page.journey_longer" if minutes > 0 else "page.journey_shorter"
    return texts(key, minutes=texts.number(abs(minutes), 1))


def _conditional(findings: tuple[Finding, ...], texts: Texts) -> list[str]:
    count = sum(found.verdict == "conditional" for found in findings)
    if not count:
        return []
    best = max(findings, key=lambda found: found.sustainable_share)
    share = texts.share(best.sustainable_share)
    return [texts("page.lead_conditional", count=count, title=title_of(best, texts), share=share)]


def lead(findings: tuple[Finding, ...], texts: Texts) -> str:
    """Return what a reader must know first: what is sustainable, what is missing, and which option saves most."""
    sustainable = [found for found in findings if found.verdict == "sustainable"]
    if sustainable:
        named = ", ".join(f"{texts.quoted(title_of(found, texts))}" for found in sustainable[:MOST_NAMED])
        more = " …" if len(sustainable) > MOST_NAMED else ""
        parts = [
            texts("page.lead_some", sustainable=len(sustainable), options=len(findings), named=named + more)
        ]
    else:
        parts = [texts("page.lead_none", options=len(findings)), *_conditional(findings, texts)]
    others = [found for found in findings if not found.is_as_is]
    if not others:
        return " ".join([*parts, texts("figures.only_as_is")])
    cheaper = [found for found in others if found.yearly_difference_eur <= -EUROS_THAT_COUNT]
    if not cheaper:
        return " ".join([*parts, texts("page.lead_no_saving")])
    clear = [found for found in cheaper if not found.cost_is_unclear]
    if not clear:
        return " ".join([*parts, texts("page.lead_unclear_saving")])
    return " ".join([*parts, *_best_saving(clear, texts)])


def _best_saving(cheaper: list[Finding], texts: Texts) -> list[str]:
    """Return what the option that saves most gives, and what keeps it from being sustainable."""
    best = min(cheaper, key=lambda found: found.yearly_difference_eur)
    yearly = texts.euros(-best.yearly_difference_eur)
    parts = [texts("page.lead_saves", title=title_of(best, texts), yearly=yearly)]
    parts += [*_closing(best, texts), journey(best, texts)]
    if best.verdict != "sustainable" and best.binding_constraint != "none":
        parts.append(texts("page.lead_fails_on", constraint=texts.word(best.binding_constraint)))
    if best.verdict != "sustainable" and best.gap_tax_points > 0:
        parts.append(texts("page.lead_gap", gap=texts.number(best.gap_tax_points, 2)))
    return parts
