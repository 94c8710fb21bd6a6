"""Groups formed from pupils beside a city's own groups, for docs/validation.md."""

from functools import cache

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.staffing import Groups
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.teaching import form_groups
from tests.validation.comparison import COUNT, Comparison

TITLE = "Pupils and teaching groups"
INTRODUCTION = """Jyväskylä about 2019, from the city's list of schools: 8,499 pupils in 399 groups in 36 units of
grades 1–6, and 3,801 pupils in 179 groups in 11 of grades 7–9. Only these totals may be published here, so ours are
units of equal size whose pupils fall in the grades at random (mean of 200 years); by the units' own sizes the same
rules give 439 groups and 30 special classes, and 169 and 16. Default rules ([groups.md](groups.md)), those of 2026.
The list does not say whether special classes are among the groups, so both counts are given; the band is five per
cent around the published number, or for a mean the two published means."""

CITY = "City of Jyväskylä, compiled in JKLZip (totals only)"
PRIMARY, LOWER_SECONDARY = (8_499, 36, range(1, 7)), (3_801, 11, range(7, 10))
YEARS = 200
City = tuple[int, int, range]


@cache
def city_groups(city: City) -> Groups:
    """Form the groups of a city's equal units, in years that differ by how pupils fall in the grades."""
    pupils, units, grades = city
    sizes = np.diff(np.linspace(0, pupils, units + 1).round()).astype(int)
    chance = np.random.default_rng(2019)
    children = np.zeros((1, YEARS, units, N_GRADES))
    children[0, :, :, list(grades)] = np.moveaxis(
        chance.multinomial(sizes, np.full(len(grades), 1 / len(grades)), size=(YEARS, units)), 2, 0
    )
    return form_groups(children, Parameters(1, {name: spec.value for name, spec in load_defaults().items()}))


def ordinary_groups(city: City) -> float:
    """Return groups without special classes, mean of the years."""
    return float(city_groups(city).groups_draw_year_school_band.sum(axis=(0, 2, 3)).mean())


def all_groups(city: City) -> float:
    """Return groups and special classes, mean of the years."""
    return float(city_groups(city).rooms_draw_year_school.sum(axis=(0, 2)).mean())


def _counted(what: str, published: int, city: City, *, special: bool, remark: str = "") -> Comparison:
    return Comparison(
        what,
        f"{published}",
        CITY,
        lambda: all_groups(city) if special else ordinary_groups(city),
        0.95 * published,
        1.05 * published,
        "groups",
        True,
        remark,
        decimals=0,
    )


FULLER = (
    "the city's groups have 21.3 pupils on average, near our largest (22 in grades 1–2, 24 above): it lets groups"
    " grow, or evens them out between schools, before it splits a grade; ours are split at the limit"
)

COMPARISONS = (
    _counted("Jyväskylä, groups of grades 1–6", 399, PRIMARY, special=False, remark=FULLER),
    _counted("the same with special classes", 399, PRIMARY, special=True, remark="as above"),
    _counted(
        "Jyväskylä, groups of grades 7–9",
        179,
        LOWER_SECONDARY,
        special=False,
        remark="special classes are likely among the city's groups",
    ),
    _counted("the same with special classes", 179, LOWER_SECONDARY, special=True),
    Comparison(
        "these units of grades 1–6, pupils a group or special class",
        "16.9 (teaching groups 2014), 19.6 (classes 2017)",
        "Kouluikkuna; OECD",
        lambda: PRIMARY[0] / all_groups(PRIMARY),
        16.9,
        19.6,
        COUNT,
        True,
        "national means beside a city's equal units",
    ),
    Comparison(
        "these units of grades 7–9, the same",
        "17.6 (teaching groups 2014)",
        "Kouluikkuna",
        lambda: LOWER_SECONDARY[0] / all_groups(LOWER_SECONDARY),
        0.95 * 17.6,
        1.05 * 17.6,
        COUNT,
        True,
        (
            "ours are home groups; the published mean is of teaching groups, of which split lessons in crafts,"
            " science, home economics and optional subjects are smaller, and of the whole country"
        ),
    ),
)
