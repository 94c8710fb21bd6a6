"""Words that variables and categories are printed with, in Finnish, Swedish and English.

The words are those of StatFin's tables; https://pxdata.stat.fi, in the three languages of the service.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a variable tells, as far as its words give it away."""

    SEX = "sex"
    YEAR = "year"
    AGE = "age"
    AREA = "area"
    CONTENTS = "contents"


NAMES: Final[dict[Kind, dict[str, str]]] = {
    Kind.SEX: {"fi": "Sukupuoli", "sv": "Kön", "en": "Sex"},
    Kind.YEAR: {"fi": "Vuosi", "sv": "År", "en": "Year"},
    Kind.AGE: {"fi": "Ikä", "sv": "Ålder", "en": "Age"},
    Kind.AREA: {"fi": "Alue", "sv": "Område", "en": "Area"},
    Kind.CONTENTS: {"fi": "Tiedot", "sv": "Uppgifter", "en": "Information"},
}

_OTHER_NAMES: Final = {
    Kind.SEX: ("gender",),
    Kind.YEAR: ("vuosineljännes", "kuukausi", "kvartal", "quarter", "month", "månad", "time", "aika"),
    Kind.AGE: ("ikäryhmä", "äidin ikä", "age group", "age of mother", "moderns ålder", "åldersgrupp"),
    Kind.AREA: (
        *(
            "kunta",
            "kommun",
            "municipality",
            "region",
            "tuloalue",
            "lähtöalue",
            "maakunta",
            "postinumeroalue",
        ),
        *("area of arrival", "area of departure", "inflyttningsområde", "utflyttningsområde", "landskap"),
        *("postal code area", "postnummerområde"),
    ),
    Kind.CONTENTS: ("contents", "contentscode", "tunnusluku", "muuttuja"),
}
_KINDS: Final = {name.casefold(): kind for kind, names in NAMES.items() for name in names.values()} | {
    name: kind for kind, names in _OTHER_NAMES.items() for name in names
}

VALUE_NAMES: Final[frozenset[str]] = frozenset(
    {"value", "arvo", "värde", "obs_value", "havaintoarvo", "data"}
)
"""Names of a column of numbers that say nothing of what the numbers count."""

SEXES: Final[frozenset[str]] = frozenset(
    (
        *("miehet", "naiset", "mies", "nainen", "pojat", "tytöt"),
        *("män", "kvinnor", "man", "kvinna", "pojkar", "flickor"),
        *("males", "females", "male", "female", "men", "women", "boys", "girls"),
    )
)
TOTALS: Final[frozenset[str]] = frozenset(
    {"Yhteensä", "Total", "Totalt", "Samtliga", "Sammanlagt", "Both", "All"}
)
COUNTRIES: Final[frozenset[str]] = frozenset({"koko maa", "whole country", "hela landet"})

_YEAR: Final = re.compile(r"(18|19|20|21)\d\d(Q[1-4]|M(0[1-9]|1[0-2])|H[12]|W[0-5]\d)?\*?")
_AGE: Final = re.compile(
    r"((alle|under) )?\d{1,3}( ?[-–] ?(\d{1,3})?|\+)?( ?(v\.?|vuotta|vuotiaat|år|years?( old)?))?"
    r"( or over| and over)?",
    re.IGNORECASE,
)
AREA_CODE: Final = re.compile(r"(KU|MK|SK|ELY|AVI|SA|HVA)\d{1,3}")


def is_year(text: str) -> bool:
    """Return whether a label is a year, a quarter or a month, preliminary ones (2025*) included."""
    return _YEAR.fullmatch(text) is not None


def kind_of_name(name: str) -> Kind | None:
    """Return what a variable of this name tells, if the name is known."""
    return _KINDS.get(name.strip().casefold())


def kind_of_labels(labels: Iterable[str]) -> Kind | None:
    """Return what a variable with these categories tells, as far as the categories give it away."""
    known = [label for label in labels if label not in TOTALS and label != "SSS"]
    if not known:
        return None
    if all(label.casefold() in SEXES for label in known):
        return Kind.SEX
    if all(map(is_year, known)):
        return Kind.YEAR
    if all(_AGE.fullmatch(label) for label in known):
        return Kind.AGE
    if any(label.casefold() in COUNTRIES or AREA_CODE.match(label) for label in known):
        return Kind.AREA
    return None


def language_of(texts: Iterable[str]) -> str:
    """Return fi, sv or en by the words among these texts; fi when nothing tells."""
    found = {text.strip().casefold() for text in texts}
    for language in ("sv", "en"):
        if found & {names[language].casefold() for names in NAMES.values()} or found & _TELLING[language]:
            return language
    return "fi"


_TELLING: Final = {
    "sv": frozenset({"män", "kvinnor", "totalt", "hela landet", "kommun"}),
    "en": frozenset({"males", "females", "men", "women", "total", "whole country", "municipality", "region"}),
}
