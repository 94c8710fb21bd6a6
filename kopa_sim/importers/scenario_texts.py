"""The scenario.toml and README.md of a scenario built from downloaded tables."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kopa_sim.importers.school_purchases import Purchase, grade_span

SMALL_SCHOOL_PUPILS: Final[int] = 40

_TABLE_NOTES: Final = {
    "municipalities": "code and name",
    "population": "residents by municipality, sex and single year of age, 31 December of base_year",
    "areas": "postcode areas: where the children live",
    "points": "where within an area the homes are (rule)",
    "schools": "the register; places and floor area by rule: replace them with your own",
    "observations": "later counts by area that the projection is held to",
    "history": "populations of earlier years",
    "events": "births, deaths and moves of past years",
    "moves": "moves between municipalities",
    "rates": "fertility and mortality by age",
    "projection": "the official projection",
}
_TITLES: Final = {
    "fi": {
        "as_is": "Nykyinen kouluverkko",
        "small_schools": "Alle {pupils} oppilaan koulut lakkautetaan {year}",
        "open_borders": "Yhteiset koulupiirit yli kuntarajojen {year}",
        "and": "ja",
        "others": "{first} ja {count} muuta kuntaa",
    },
    "sv": {
        "as_is": "Nuvarande skolnät",
        "small_schools": "Skolor med färre än {pupils} elever läggs ned {year}",
        "open_borders": "Gemensamma skoldistrikt över kommungränserna {year}",
        "and": "och",
        "others": "{first} och {count} andra kommuner",
    },
    "en": {
        "as_is": "Present school network",
        "small_schools": "Schools under {pupils} pupils close in {year}",
        "open_borders": "Common school districts across borders from {year}",
        "and": "and",
        "others": "{first} and {count} other municipalities",
    },
}


@dataclass(frozen=True)
class Region:
    """What the two texts tell of a region."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    title: str
    language: str
    base_year: int
    first_year: int
    end_year: int
    tables: tuple[str, ...]
    has_borders: bool
    purchases: tuple[Purchase, ...]

    @property
    def words(self) -> dict[str, str]:
        """Titles in the region's language."""
        return _TITLES[self.language]

    @property
    def shown_title(self) -> str:
        """The title given, else the names of the municipalities."""
        if self.title:
            return self.title
        if len(self.names) > 4:
            return self.words["others"].format(first=self.names[0], count=len(self.names) - 1)
        *before, last = self.names
        return f"{', '.join(before)} {self.words['and']} {last}" if before else last


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def scenario_text(region: Region) -> str:
    """Return scenario.toml with comments: the tables, as_is, and options to begin with."""
    parts = [_head(region), _tables(region), _SETTINGS, _options(region)]
    return "\n".join(parts)


def _head(region: Region) -> str:
    return f"""\
# Built from downloaded tables; README.md names them and says what was assumed.
# Check it with   kopa check .   and run it with   kopa run .

schema = 1
title = {_quoted(region.shown_title)}
language = "{region.language}"                  # language of the report: fi, sv or en
base_year = {region.base_year}                 # the population table is of 31 December of this year
first_year = {region.first_year}                # first school year that is costed
end_year = {region.end_year}                  # last school year
price_year = 2025                # all euros are of this year's prices
"""


def _tables(region: Region) -> str:
    lines = [f'{name} = "{name}.csv"   # {_TABLE_NOTES.get(name, "")}'.rstrip(" #") for name in region.tables]
    lines += ['borders = "borders.geojson"   # for maps'] if region.has_borders else []
    return "\n".join(["[tables]", *lines, ""])


_SETTINGS: Final = """\
# Every number of the model has a default with a source;   kopa check .   lists them all. Write here what you know
# better, for example:
# [transport]
# vehicle_km_eur = 2.6

[uncertainty]
"demography.fertility_level" = { distribution = "normal", mean = 1.0, sd = 0.06 }
"economy.wage_growth" = { distribution = "uniform", low = 0.0, high = 0.01 }
"""


def _options(region: Region) -> str:
    year = min(region.first_year + 2, region.end_year)
    words = region.words
    parts = [
        "# The present network, carried forward. Every other option is compared with it.",
        "[[options]]",
        'id = "as_is"',
        f"title = {_quoted(words['as_is'])}",
        *(_purchase(region, purchase) for purchase in region.purchases),
        "",
        f"# Every school with fewer pupils of grades 0-9 than this closes in {year}; the last one of a"
        " municipality for any",
        "# grade stays. Change the limit, or name schools to keep.",
        "[[options]]",
        'id = "small_schools"',
        f"title = {_quoted(words['small_schools'].format(pupils=SMALL_SCHOOL_PUPILS, year=year))}",
        *(['extends = "as_is"'] if region.purchases else []),
        "[[options.measures]]",
        'measure = "close_small_schools"',
        f"pupils_below = {SMALL_SCHOOL_PUPILS}",
        f"year = {year}",
        "# keep = []                      # codes of schools that stay whatever their size",
        "",
    ]
    if len(region.codes) > 1:
        parts += [
            "# Pupils may go to the nearest school of any of the municipalities.",
            "[[options]]",
            'id = "open_borders"',
            f"title = {_quoted(words['open_borders'].format(year=region.first_year + 1))}",
            *(['extends = "as_is"'] if region.purchases else []),
            "[[options.measures]]",
            'measure = "cooperate"',
            'name = "open_borders"',
            'kind = "open_borders"',
            f"members = [{', '.join(_quoted(code) for code in region.codes)}]",
            f"year = {region.first_year + 1}",
            "",
        ]
    return "\n".join([*parts, _MORE])


def _purchase(region: Region, purchase: Purchase) -> str:
    return f"""\
[[options.measures]]             # {purchase.buyer} has no municipal school of these grades in the register
measure = "cooperate"
name = "{purchase.buyer}_{purchase.seller}"
kind = "purchase"
members = ["{purchase.buyer}", "{purchase.seller}"]
grades = "{grade_span(purchase.grades)}"
year = {region.first_year}"""


_MORE: Final = """\
# Further measures (docs/measures.md): close_school, open_school, extend_school, change_grades, pair_grades,
# share_teachers, share_principal, share_substitutes, remote_teaching, cooperate, transport_policy.
# For example:
#
# [[options]]
# id = "close_one"
# title = "..."
# [[options.measures]]
# measure = "close_school"
# school = "code_in_schools_csv"
# year = 2028
# receiving = "nearest"
"""


def readme_text(region: Region, sources: Sequence[tuple[str, str, str]], notices: Sequence[str]) -> str:
    """Return README.md: where the tables come from, and what was assumed or left out."""
    rows = [f"| {_cell(source)} | {_cell(title)} | {_cell(what)} |" for source, title, what in sources]
    return "\n".join(
        [
            f"# {region.shown_title}",
            "",
            f"Municipalities: {', '.join(f'{n} ({c})' for n, c in zip(region.names, region.codes, strict=True))}.",
            f"Population of 31 December {region.base_year}; school years"
            f" {region.first_year}–{region.end_year} are costed.",
            "",
            "## Sources",
            "",
            "| file | table | used for |",
            "|---|---|---|",
            *rows,
            "",
            "*Source: Statistics Finland, CC BY 4.0*, for tables of its database, its postcode areas, its"
            " school register and its",
            "municipal borders. Name the source of any other file yourself.",
            "",
            "## What was assumed or left out",
            "",
            *(f"- {notice}" for notice in notices),
            "",
            _RULES,
        ]
    )


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


_RULES: Final = """\
## Rules behind what no file tells

- **Areas.** Children by age band are scaled to the registered residents of the municipality, in whole children. An
  area whose counts are hidden gets its residents times the shares of ages in the other areas of its municipality.
- **Points.** Half of the children of an area with primary schools live within 1 km of them, the others around its
  middle.
- **Grades** by name (yläkoulu, yhtenäiskoulu, alakoulu …); other comprehensive schools teach 1–6, but the one nearest
  to the main place teaches 1–9 where none with grades 7–9 lies within 10 km of it. Municipal schools with grade 1
  have pre-primary education.
- **Places** = pupils who live nearest / 0.85, in every municipality at least 1.10 times the peak to come.
- **Floor area** = 14.4 m² a pupil, at least 300 m².
- **Special, private, state and other-language schools** take an assumed number of pupils.

`schools_derivation.csv` tells school by school. **Replace places, floor area and grades with your own before you rely
on a result**; `kopa check` lists every other assumption.
"""
