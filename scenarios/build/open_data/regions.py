"""The three regions and the outside files that each is extracted from."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class RegionSpec:
    """A region to build.

    Attributes
    ----------
    folder
        Name of the scenario folder.
    statistics_region
        Name of the region in the files of fertility and mortality.
    municipalities
        Official code and name of each municipality, in the division of 2020.
    merged
        Municipality of the older move statistics and the one it has since become part of.
    """

    folder: str
    statistics_region: str
    municipalities: dict[str, str]
    merged: dict[str, str]


KAINUU: Final = RegionSpec(
    folder="kainuu",
    statistics_region="Kainuu",
    municipalities={
        "105": "Hyrynsalmi",
        "205": "Kajaani",
        "290": "Kuhmo",
        "578": "Paltamo",
        "620": "Puolanka",
        "697": "Ristijärvi",
        "765": "Sotkamo",
        "777": "Suomussalmi",
    },
    merged={},
)

POHJOIS_KARJALA: Final = RegionSpec(
    folder="pohjois_karjala",
    statistics_region="North Karelia",
    municipalities={
        "090": "Heinävesi",
        "146": "Ilomantsi",
        "167": "Joensuu",
        "176": "Juuka",
        "260": "Kitee",
        "276": "Kontiolahti",
        "309": "Outokumpu",
        "422": "Lieksa",
        "426": "Liperi",
        "541": "Nurmes",
        "607": "Polvijärvi",
        "707": "Rääkkylä",
        "848": "Tohmajärvi",
    },
    merged={"Valtimo": "Nurmes"},
)

JYVASKYLA: Final = RegionSpec(
    folder="jyvaskyla",
    statistics_region="Central Finland",
    municipalities={"179": "Jyväskylä", "850": "Toivakka"},
    merged={},
)

REGIONS: Final = (KAINUU, POHJOIS_KARJALA, JYVASKYLA)
