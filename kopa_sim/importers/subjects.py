"""What a table counts: population, births, deaths, moves, a projection, coefficients; by words in three languages."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kopa_sim.importers.categories import is_total, plain
from kopa_sim.importers.roles import Roles, codes_of
from kopa_sim.importers.stat_table import StatTable

POPULATION: Final = "population"
PROJECTION: Final = "projection"
MOVES: Final = "moves"
FERTILITY: Final = "fertility"
MORTALITY: Final = "mortality"
EVENT_SUBJECTS: Final = ("births", "deaths", "in_migration", "out_migration", "immigration", "emigration")

_RATIO: Final = (
    r"%|\bosuus|\bosuudet|\bandel|\bshare\b|per mille|promille|keski-ikä|mean age|medelålder|muutos"
    r"|\bchange\b"
)
_NET: Final = (
    r"netto|\bnet\b|luonnollinen|natural increase|naturlig|väestönlisäys|kokonaismuutos|\bincrease\b|ökning"
)
_STILLBORN: Final = r"kuolleena synt|stillbirth|stillborn|dödfödd"
_COEFFICIENT: Final = r"kertoim|kerroin|coefficient|koefficient|kvot"
_WORDS: Final = (
    ("in_migration", r"tulomuut|\binmig\b|in-?migration|in-?flyttning|muuttaneet kuntaan"),
    ("out_migration", r"lähtömuut|\boutmig\b|out-?migration|ut-?flyttning"),
    ("immigration", r"maahanmuut|\bimmigration|invandring|immigranter"),
    ("emigration", r"maastamuut|\bemigration|utvandring|emigranter"),
    ("births", r"elävänä synt|\bsyntyn|live births?|\bbirths\b|levande född|\bfödda\b"),
    ("deaths", r"\bkuolle(et|iden|ita)\b|\bdeaths?\b|\bdöda\b|\bdödsfall|\bavlidna"),
)
_PEOPLE: Final = r"\bväestö\b|väestö 31|väkiluku|\bpopulation\b|folkmängd|\bbefolkning\b|\bväestö"
_PROJECTED: Final = r"ennust|projection|prognos"
_ABOUT_CHANGES: Final = (
    r"väestönmuutok\w*|vital statistics|population changes|befolkningsförändring\w*|befolkningsrörelse\w*"
)


@dataclass(frozen=True)
class Subject:
    """One thing a table counts, and the category to take in each dimension without a role.

    Attributes
    ----------
    chosen
        Index of a dimension -> index of its category.
    """

    name: str
    chosen: Mapping[int, int]


def subject_of(text: str, title: str = "") -> str:
    """Return what a label counts; the title tells what the label leaves open. Empty where it is nothing we read."""
    own, whole = plain(text), plain(f"{text} {title}")
    if re.search(_COEFFICIENT, whole):
        mortal = re.search(r"kuol|mortal|death|död", whole)
        fertile = re.search(r"hedelm|fertil|frukt|synty|birth", whole)
        return MORTALITY if mortal else FERTILITY if fertile else ""
    if re.search(rf"{_NET}|{_RATIO}|{_STILLBORN}", own):
        return ""
    found = next((name for name, words in _WORDS if re.search(words, own)), "")
    if found:
        # the components of a projection are not registered events
        return "" if re.search(_PROJECTED, whole) else found
    if re.search(_PEOPLE, own) or re.search(_PROJECTED, own):
        return PROJECTION if re.search(_PROJECTED, whole) else POPULATION
    return ""


def subjects_of(table: StatTable, roles: Roles) -> tuple[list[Subject], list[str]]:
    """Return what a table counts, and the names of dimensions of which no total can be taken.

    Each combination of the categories without a role is one subject or none. A dimension that tells nothing about the
    subject is taken at its total.
    """
    telling = [index for index in roles.others if _tells(table, index)]
    chosen: dict[int, int] = {}
    stuck: list[str] = []
    for index in roles.others:
        if index in telling:
            continue
        position = _total_position(table, index)
        if position is None:
            stuck.append(table.dimensions[index].label or "(no name)")
        else:
            chosen[index] = position
    return _combined(table, roles, telling, chosen), stuck


def _combined(table: StatTable, roles: Roles, telling: list[int], chosen: Mapping[int, int]) -> list[Subject]:
    pairs = roles.origin >= 0 and roles.destination >= 0
    labels = [table.dimensions[index].labels for index in telling]
    texts = [" | ".join(words) for words in itertools.product(*labels)]
    places = list(itertools.product(*(range(len(words)) for words in labels)))
    names = [_named(text, table.title, pairs) for text in texts]
    if not any(names):
        # only a table whose labels tell nothing is told by its title alone
        title = re.sub(_ABOUT_CHANGES, "", plain(table.title))
        names = [_named(f"{text} {title}", title, pairs) for text in texts]
    found = [
        Subject(name, {**chosen, **dict(zip(telling, place, strict=True))})
        for name, place in zip(names, places, strict=True)
        if name
    ]
    return _first_of_each(found)


def _named(text: str, title: str, pairs: bool) -> str:
    if pairs:
        moving = re.search(r"muut|migration|flytt|moves", plain(f"{text} {title}"))
        return MOVES if moving and not re.search(_NET, plain(text)) else ""
    return subject_of(text, title)


def _first_of_each(found: list[Subject]) -> list[Subject]:
    """Return one subject of each name: totals stand before their parts in official tables."""
    once: dict[str, Subject] = {}
    for subject in found:
        once.setdefault(subject.name, subject)
    return list(once.values())


def _tells(table: StatTable, index: int) -> bool:
    dimension = table.dimensions[index]
    if dimension.role == "metric" or re.search(
        r"^(tiedot|uppgifter|information|data)$", plain(dimension.label)
    ):
        return True
    return any(subject_of(label) for label in dimension.labels)


def _total_position(table: StatTable, index: int) -> int | None:
    dimension = table.dimensions[index]
    if len(dimension) == 1:
        return 0
    every = zip(dimension.labels, codes_of(dimension), strict=True)
    return next((place for place, (label, code) in enumerate(every) if is_total(label, code)), None)
