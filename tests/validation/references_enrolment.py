"""Pupils by grade progression and from residents' ages beside published counts, for docs/validation.md."""

from functools import partial

from tests.validation.comparison import SHARE, Comparison
from tests.validation.enrolment_cases import (
    country_pupils,
    intake_error,
    municipal_pupils,
    progression_error,
    regional_difference_2007,
)

TITLE = "Enrolment"
INTRODUCTION = """England: the functions of the method `grade_progression` on 33 regions, launched in 2014/15 with the
ratios of three years, by each region's own ratios and with the priors the product uses. Finland: pupils that follow
from residents by age on 31 December and the default shares of late and early starters and of repeaters
(docs/demography/enrolment.md); the band is one per cent around the published number, the yardstick of English
auditors."""

ENGLAND = "Department for Education and ONS, compiled in subregional-pupil-projections (OGL v3)"
SCHOOLS_2013 = "Statistics Finland, comprehensive schools, 15 November 2013"
SUPPORT_2019 = "Statistics Finland, support for learning, 5 June 2020"


def _england(years: int, published: float, with_prior: bool) -> Comparison:
    after = "one year" if years == 1 else f"{years} years"
    how = "with the product's priors" if with_prior else "each region's own ratios"
    uses = (
        "the product leans on all units together so (progression_prior_pupils)"
        if with_prior
        else "the published method; the product does not use it without priors"
    )
    return Comparison(
        f"England, years 1–11 carried on by grade progression, {how}: mean error after {after}",
        f"{published:.2f} %",
        ENGLAND,
        partial(progression_error, years, with_prior),
        0.0,
        (published + 0.005) / 100,
        SHARE,
        True,
        f"{uses}; error of a region and grade by the pupils counted, grades of unknown entrants left out",
        decimals=4,
    )


def _reception(years: int) -> Comparison:
    after = "one year" if years == 1 else f"{years} years"
    return Comparison(
        f"England, reception from births of four years before: mean error after {after}",
        "1.3–1.8 %",
        ENGLAND,
        partial(intake_error, years),
        0.0,
        0.0185,
        SHARE,
        True,
        decimals=2,
    )


def _finland(what: str, published: int, source: str, ours: partial[float], remark: str = "") -> Comparison:
    """Return a comparison of pupils with the band of one per cent."""
    low, high = 0.99 * published, 1.01 * published
    return Comparison(what, f"{published:,}", source, ours, low, high, "pupils", True, remark, decimals=0)


FEWER = (
    "there are 0.3–0.4 % fewer pupils than residents aged 7–15; residents who are abroad or taught at home are a"
    " likely reason, and no parameter stands for them"
)
NOT_AT_HOME = (
    "pupils of the municipality's schools against its residents; counts by postcode area give ratios of 1.005–1.02"
    " because 1.3 % of the residents are in no area"
)

COMPARISONS = (
    *(
        _england(years, published, with_prior)
        for years, published in ((1, 0.30), (3, 0.83))
        for with_prior in (False, True)
    ),
    *(_reception(years) for years in (1, 2, 3)),
    _finland(
        "Finland 2013, pupils of grades 1–9",
        527_671,
        SCHOOLS_2013,
        partial(country_pupils, 2013, slice(1, 10)),
        FEWER,
    ),
    _finland(
        "Finland 2013, first-graders", 60_483, SCHOOLS_2013, partial(country_pupils, 2013, slice(1, 2)), FEWER
    ),
    _finland(
        "Finland 2019, pupils of grades 1–9",
        554_165,
        SUPPORT_2019,
        partial(country_pupils, 2019, slice(1, 10)),
        FEWER,
    ),
    _finland(
        "Kajaani 2019, pupils of grades 1–9 in municipal schools",
        3_702,
        "Kainuun Sanomat, city statistics of 20.9.2019",
        partial(municipal_pupils, "205"),
        NOT_AT_HOME,
    ),
    _finland(
        "Kitee 2019, the same",
        792,
        "Puruvesi 14.11.2019",
        partial(municipal_pupils, "260"),
        "as Kajaani; eight pupils are one per cent",
    ),
    Comparison(
        "Finland's regions 2007, our grades 1–9 scaled to the country: mean difference from the schools' pupils",
        "570,689 pupils in 20 regions",
        "Statistics Finland, comprehensive schools, 15 November 2007",
        regional_difference_2007,
        0.0,
        0.02,
        SHARE,
        True,
        (
            "the schools count pre-primary education too where it is given in schools, which differs by region, and a"
            " few municipalities have changed region since"
        ),
        decimals=2,
    ),
)
