"""What the categories of an official table mean: ages, sexes and years, in three languages and as codes."""

import re
from typing import Final

from kopa_sim.model.people import OLDEST_AGE

TOTAL: Final = "total"

_TOTALS: Final = frozenset(
    {
        *("yhteensä", "total", "totalt", "sss", "all", "kaikki", "alla", "samtliga", "ikäluokat yhteensä"),
        *("åldersgrupper totalt", "age groups total", "ages total", "totals", "molemmat", "both", "båda"),
        *("yht", "yht.", "sukupuolet yhteensä", "both sexes", "ages, total", "iät yhteensä"),
    }
)
_SEXES: Final = {
    "male": ("miehet", "mies", "males", "male", "men", "män", "man", "1", "m", "pojat", "boys", "pojkar"),
    "female": (
        *("naiset", "nainen", "females", "female", "women", "kvinnor", "kvinna", "2", "n", "f", "k"),
        *("tytöt", "girls", "flickor"),
    ),
}
_SEX_OF: Final = {word: sex for sex, words in _SEXES.items() for word in words}

_UNIT: Final = r"\s*(?:-?\s*(?:v|vuotiaat|vuotta|vuotias|år|åringar|åriga|years?|yrs?)\b\.?)?(?:\s+old)?"
_SINGLE: Final = re.compile(rf"^(\d{{1,3}}){_UNIT}$")
_RANGE: Final = re.compile(rf"^(\d{{1,3}})\s*[-–—]\s*(\d{{1,3}}){_UNIT}$")
_OPEN: Final = re.compile(rf"^(\d{{1,3}})\s*(?:[-–—+]|or over|and over|eller äldre|ja yli|tai yli){_UNIT}$")
_OVER: Final = re.compile(rf"^(?:yli|over|över)\s*(\d{{1,3}}){_UNIT}$")
_UNDER: Final = re.compile(rf"^(?:alle|under|below|[-–—<])\s*(\d{{1,3}}){_UNIT}$")
_YEAR: Final = re.compile(r"^((?:19|20|21)\d\d)\s*\**$")
_YEARS: Final = re.compile(r"^((?:19|20|21)\d\d)\s*[-–—]\s*((?:19|20|21)\d\d)\s*\**$")
_UNKNOWN_AGES: Final = ("tuntematon", "unknown", "okänd", "okänt")

NEWBORN: Final = (-1, -1)
"""From birth to the end of the year of birth, which coefficients of projections have as an age of its own."""


def plain(text: str) -> str:
    """Return a label in small letters with single blanks."""
    return " ".join(text.casefold().replace("\u00a0", " ").split())


def is_total(label: str, code: str = "") -> bool:
    """Return whether a category is the sum of the others."""
    return plain(label) in _TOTALS or plain(code) == "sss"


def age_range(label: str, code: str = "") -> tuple[int, int] | str | None:
    """Return first and last age of a category, ``total``, or None where it is no age.

    An open group ends at 100 (100 and over); "unknown" is an empty text.
    """
    if is_total(label, code):
        return TOTAL
    text = plain(label)
    if text in _UNKNOWN_AGES:
        return ""
    if plain(code) == "alle0" or text in ("alle 0", "alle0", "under 0"):
        return NEWBORN
    # the codes of old tables lose their zeros, labels do not: a label that is an age decides
    return _age_of(text) or _age_of(plain(code))


def _age_of(text: str) -> tuple[int, int] | None:
    if match := _SINGLE.match(text):
        first = int(match[1])
        return (first, first) if first <= 130 else None
    if match := _RANGE.match(text):
        return (int(match[1]), min(int(match[2]), OLDEST_AGE)) if int(match[1]) <= int(match[2]) else None
    if match := _OPEN.match(text):
        return int(match[1]), OLDEST_AGE
    if match := _OVER.match(text):
        return int(match[1]) + 1, OLDEST_AGE
    if match := _UNDER.match(text):
        # "alle 20" leaves 20 out, "- 19" takes 19 in
        last = int(match[1]) - (0 if text[0] in "-–—" else 1)
        return 0, last
    return None


def sex_of(label: str, code: str = "") -> str | None:
    """Return male, female or both; None where the category is no sex."""
    if is_total(label, code):
        return "both"
    return _SEX_OF.get(plain(label)) or (_SEX_OF.get(plain(code)) if not label else None)


def years_of(label: str, code: str = "") -> tuple[int, int] | None:
    """Return first and last year of a period: ``2025*`` (preliminary) is 2025, ``2014–2018`` five years."""
    for text in (plain(label), plain(code)):
        if match := _YEAR.match(text):
            return int(match[1]), int(match[1])
        if match := _YEARS.match(text):
            return int(match[1]), int(match[2])
    return None


def period_in(text: str) -> tuple[int, int] | None:
    """Return the only year or the only period of years that stands in a text: ``moves_2014_2018``."""
    spans = re.findall(r"(?<!\d)((?:19|20)\d\d)[-–_ ]((?:19|20)\d\d)(?!\d)", text)
    if len(spans) == 1:
        return int(spans[0][0]), int(spans[0][1])
    year = year_in(text)
    return None if year is None else (year, year)


def year_in(text: str) -> int | None:
    """Return the only year that stands in a text, None when there is none or more than one."""
    years = {int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)}
    return years.pop() if len(years) == 1 else None
