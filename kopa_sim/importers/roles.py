"""Which dimension of a table holds areas, ages, sexes, years: by its role, its printed name, its categories.

Identifiers are never asked: Statistics Finland gives them a new form with every classification.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kopa_sim.importers.categories import age_range, plain, sex_of, years_of
from kopa_sim.importers.municipality_key import place_of
from kopa_sim.importers.stat_table import Dimension, StatTable

ROLES: Final = ("postcode", "origin", "destination", "sex", "age", "year", "contents", "area")
"""Roles in the order in which printed names are asked."""

_WORDS: Final = {
    "postcode": r"postinumero|postnummer|postal code|postcode|zip code",
    "origin": r"^from[_ ]|lähtö(kunta|alue|maakunta)|departure|origin|avgångs|utflyttnings|utflyttad",
    "destination": r"^to[_ ]|tulo(kunta|alue|maakunta)|arrival|destination|ankomst|inflyttnings|tillträdes",
    "sex": r"sukupuol|\bkön\b|\bsex\b|\bgender\b",
    "age": r"\bikä|\biän\b|\bikäryhmä|\bålder|\bage\b|\bages\b|\bages?group|moderns ålder",
    "year": r"\bvuosi\b|\bvuodet\b|\bår\b|\byears?\b|\btilastovuosi\b",
    "contents": r"^tiedot$|^uppgifter$|^information$|^data$|^contents$|^muuttujat?$|^variables?$",
    "area": r"\balue\b|\bkunta\b|\bkunnat\b|\bområde\b|\bkommun(er)?\b|\bareas?\b|\bregions?\b|\bmunicipalit",
}
_OF_FILE: Final = {"geo": "area", "time": "year", "metric": "contents"}


@dataclass(frozen=True)
class Roles:
    """Index of the dimension of each role; -1 where the table has none.

    ``others`` are the dimensions without a role, ``contents`` among them.
    """

    area: int = -1
    age: int = -1
    sex: int = -1
    year: int = -1
    origin: int = -1
    destination: int = -1
    postcode: int = -1
    others: tuple[int, ...] = ()


def roles_of(table: StatTable) -> Roles:
    """Return what each dimension is; no two have the same role but those without one."""
    found: dict[str, int] = {}
    others: list[int] = []
    for index, dimension in enumerate(table.dimensions):
        role = _role_of(dimension)
        if role in ("", "contents") or role in found:
            others.append(index)
        else:
            found[role] = index
    return Roles(**found, others=tuple(others))


def _role_of(dimension: Dimension) -> str:
    label = plain(dimension.label)
    named = next((role for role in ROLES if re.search(_WORDS[role], label)), "")
    stated = _OF_FILE.get(dimension.role, "")
    if stated == "area" and named in ("origin", "destination", "postcode"):
        return named
    return stated or _confirmed(named, dimension) or _by_categories(dimension)


def _confirmed(named: str, dimension: Dimension) -> str:
    """Return a role told by the name where the categories do not contradict it."""
    tests: dict[str, Callable[[str, str], object]] = {"age": age_range, "sex": sex_of, "year": years_of}
    if named in tests and _share(dimension, tests[named]) < 0.5:
        return ""
    return named


def _by_categories(dimension: Dimension) -> str:
    """Return the role that the categories tell: for files without names of dimensions."""
    if _share(dimension, lambda label, _: re.match(r"^\d{5}\b", label)) == 1.0:
        return "postcode"
    for role, test in (("sex", sex_of), ("year", years_of)):
        if _share(dimension, test) == 1.0:
            return role
    if len(dimension) > 1 and _share(dimension, age_range) >= 0.8:
        return "age"
    places = _share(dimension, lambda label, code: place_of(label, code).kind != "other")
    return "area" if places >= 0.5 else ""


def _share(dimension: Dimension, test: Callable[[str, str], object]) -> float:
    told = [
        test(label, code) not in (None, False)
        for label, code in zip(dimension.labels, codes_of(dimension), strict=True)
    ]
    return sum(told) / max(1, len(told))


def codes_of(dimension: Dimension) -> tuple[str, ...]:
    """Return the codes of the categories, empty texts where the file gives none."""
    return dimension.codes if len(dimension.codes) == len(dimension) else ("",) * len(dimension)
