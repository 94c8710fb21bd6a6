"""What the columns of the postcode statistics (Paavo) are called: in the database, the map service, by hand."""

import re
from typing import Final

from kopa_sim.importers.categories import plain
from kopa_sim.importers.postcode_areas import BANDS

_BAND: Final = "|".join(f"{first}[-–_ ]{last}" for first, last in BANDS)
_FIELDS: Final = (
    ("postcode", r"postinumero(alue)?|post(al )?_?code( area)?|postnummer(område)?|posti_alue|zip"),
    ("name", r"name|nimi|namn|postinumeroalueen nimi"),
    ("municipality", r"municipality_code|municipality|kunta|kuntanumero|kuntakoodi|kommun(kod)?|kunta_?nro"),
    ("x", r"x|euref_x|x[- ]?koordina.*|x[- ]?coordinate.*"),
    ("y", r"y|euref_y|y[- ]?koordina.*|y[- ]?coordinate.*"),
    ("longitude", r"lon|longitude|lng"),
    ("latitude", r"lat|latitude"),
    (
        "area_m2",
        r"area_m2|pinta_ala|(postinumeroalueen )?pinta-?ala.*|(surface )?area\b.*|areal.*"
        r"|(postnummerområdets )?yta.*",
    ),
    (
        "residents",
        r"population|he_vakiy|residents|asukkaat yhteensä.*|inhabitants,? total.*|total inhabitants.*"
        r"|invånare,? (sammanlagt|totalt).*",
    ),
    (
        "income",
        r"income|mean_income_eur|hr_ktu|asukkaiden keskitulot.*|average income of inhabitants.*"
        r"|invånarnas medelinkomst.*",
    ),
)
_CHILDREN: Final = re.compile(
    rf"(?:age_|he_|children_)?({_BAND})(?:[- ]?(?:vuotiaat|years|åringar|v)(?: old)?\b.*)?"
)
_PERIOD: Final = re.compile(r",?\s*((?:19|20)\d\d)\s*(?:\((?:he|hr|hr.*|he.*)\))?\s*$", re.IGNORECASE)


def field_of(label: str) -> tuple[str, int | None]:
    """Return which field a column is and the year its name tells: ``0-2-vuotiaat, 2019 (HE)``.

    Children are ``children_0_2`` and so on; an empty name is a column that is not needed.
    """
    text = plain(label)
    period = _PERIOD.search(text)
    bare = text[: period.start()] if period else text
    year = int(period[1]) if period else None
    if match := _CHILDREN.fullmatch(bare):
        first, last = re.split(r"[-–_ ]", match[1])
        return f"children_{first}_{last}", year
    found = next((name for name, words in _FIELDS if re.fullmatch(words, bare)), "")
    return found, year


CHILDREN: Final[tuple[str, ...]] = tuple(f"children_{first}_{last}" for first, last in BANDS)
NEEDED: Final[tuple[str, ...]] = ("residents", *CHILDREN)
