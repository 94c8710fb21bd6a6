"""Which columns each table of a scenario folder has: required or not, of which kind, within which bounds."""

from typing import Final

from kopa_sim.model.kitchens import KITCHENS
from kopa_sim.model.people import EVENTS, OLDEST_AGE, SEXES
from kopa_sim.model.region import PROVIDERS
from kopa_sim.model.roads import ROAD_CLASSES
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.columns import (
    AREA_BAND_COLUMN,
    CHILDREN_PER_DWELLING,
    EARLIEST_YEAR,
    LATEST_YEAR,
    MOST_EUR,
    MOST_PERSONS,
    ColumnSpec,
    TableSpec,
)

LANGUAGES: Final[tuple[str, ...]] = ("fi", "sv", "smi", "en", "other")
"""Languages of instruction: Finnish, Swedish, Sámi, English, any other."""


def _text(name: str, meaning: str, required: bool = True) -> ColumnSpec:
    return ColumnSpec(name, "text", meaning, required)


def _municipality(meaning: str = "code of the municipality, three digits") -> ColumnSpec:
    return ColumnSpec("municipality", "municipality", meaning)


def _amount(
    name: str, meaning: str, required: bool = False, *, ceiling: float = MOST_PERSONS, **bounds: float
) -> ColumnSpec:
    limits = bounds or {"least": 0.0}
    return ColumnSpec(name, "number", meaning, required, ceiling=ceiling, **limits)  # type: ignore[arg-type]


def _age(name: str, meaning: str) -> ColumnSpec:
    return ColumnSpec(name, "whole", meaning, least=0, most=OLDEST_AGE)


def _year(name: str, meaning: str) -> ColumnSpec:
    return ColumnSpec(name, "whole", meaning, least=EARLIEST_YEAR, most=LATEST_YEAR)


def _sex(choices: tuple[str, ...] = SEXES) -> ColumnSpec:
    return ColumnSpec("sex", "choice", "sex of the persons", choices=choices)


_PERSONS = ColumnSpec("count", "whole", "persons", least=0, ceiling=MOST_PERSONS)
_COUNT = _amount("count", "persons, or events", required=True)
_PLACE = (
    ColumnSpec("x", "number", "ETRS-TM35FIN easting in metres, or longitude in degrees"),
    ColumnSpec("y", "number", "ETRS-TM35FIN northing in metres, or latitude in degrees"),
)
_FUNDING_CRITERIA = (
    _amount(
        "state_share_foreign_language_share",
        "residents with another mother tongue than Finnish, Swedish or Sámi, share of all, 0–1",
        least=0.0,
        most=1.0,
    ),
    _amount(
        "state_share_swedish_speaking_share",
        "residents who speak Swedish, share of all, 0–1; only in a bilingual municipality",
        least=0.0,
        most=1.0,
    ),
    _amount(
        "state_share_archipelago_share",
        "residents who live in the archipelago, share of all, 0–1; 1 in an archipelago municipality",
        least=0.0,
        most=1.0,
    ),
    _amount(
        "state_share_education_background_coefficient",
        "share of residents of 30–54 without a degree after basic education, over that of the country",
        least=0.0,
        most=10.0,
    ),
    _amount(
        "state_share_job_self_sufficiency_coefficient",
        "jobs per working resident, over those of the country",
        least=0.0,
        most=10.0,
    ),
    _amount("population_within_25_km", "persons who live within 25 km of the centre, across all borders"),
    _amount("population_within_50_km", "persons who live within 50 km of the centre, across all borders"),
    _amount(
        "upper_secondary_discretionary_share",
        "discretionary increase of the unit price of upper secondary education, share of it, 0–1",
        least=0.0,
        most=1.0,
    ),
)
_POPULATION_COLUMNS = (
    _municipality(),
    _sex(),
    _age("age", "age on 31 December in single years; 100 is 100 and over"),
    _PERSONS,
)

TABLES: Final[dict[str, TableSpec]] = {
    spec.name: spec
    for spec in (
        TableSpec(
            "municipalities",
            (
                _municipality(),
                _text("name", "name of the municipality"),
                _amount("land_km2", "land area, km²", above=0.0, ceiling=400_000),
                _amount(
                    "income_tax_base_eur", "taxable income a year, euros of the price year", ceiling=MOST_EUR
                ),
                ColumnSpec(
                    "state_share_other_eur",
                    "number",
                    "state share not computed here, euros a year",
                    False,
                    ceiling=MOST_EUR,
                ),
                ColumnSpec(
                    "state_share_equalisation_eur",
                    "number",
                    "tax-base equalisation, euros a year",
                    False,
                    ceiling=MOST_EUR,
                ),
                *_FUNDING_CRITERIA,
            ),
            required=True,
            most_rows=1_000,
        ),
        TableSpec("population", _POPULATION_COLUMNS, required=True),
        TableSpec(
            "areas",
            (
                _text("area", "code of the area"),
                _text("name", "name of the area"),
                _municipality("code of the municipality the area belongs to"),
                *_PLACE,
                _amount("children_share", "share of the municipality's children, 0–1", least=0.0, most=1.0),
                _amount("area_m2", "land area, m²", above=0.0, ceiling=4e11),
                _amount("income", "mean income of adults, euros a year"),
                _amount("population", "residents"),
                ColumnSpec(
                    "language",
                    "choice",
                    "language of the area's pupils",
                    False,
                    choices=LANGUAGES,
                    default="fi",
                ),
                _amount(
                    "swedish_share",
                    "share of the area's children in the Swedish language track, 0–1; the area's language is fi",
                    least=0.0,
                    most=1.0,
                ),
                _amount(
                    "danger_share",
                    "share of the pupils whose way may not be walked, 0–1; for points without one of their own",
                    least=0.0,
                    most=1.0,
                ),
            ),
            required=True,
            most_rows=10_000,
            family=AREA_BAND_COLUMN,
            family_name="children_<from>_<to>, women_<from>_<to>",
        ),
        TableSpec(
            "schools",
            (
                _text("school", "code of the school"),
                _text("name", "name of the school"),
                _municipality("code of the municipality where the school stands"),
                *_PLACE,
                _text("grades", "grades taught: 0-6, 1-9, 7-9, upper_secondary; parts joined with +"),
                _amount("places", "pupils the building can take", required=True, above=0.0, ceiling=100_000),
                _amount("floor_area_m2", "floor area, m²", required=True, above=0.0),
                ColumnSpec(
                    "language", "choice", "language of instruction", False, choices=LANGUAGES, default="fi"
                ),
                ColumnSpec(
                    "provider", "choice", "who runs it", False, choices=PROVIDERS, default="municipal"
                ),
                ColumnSpec("special", "yes_no", "a school of special-needs education", False),
                _amount("pupils", "given intake of a special or non-municipal school, pupils"),
                ColumnSpec("built", "whole", "year of building", False, least=1700, most=LATEST_YEAR),
                _amount("condition", "remaining value as a share of new, 0–1", least=0.0, most=1.0),
                _amount("annual_property_cost_eur", "property cost, euros a year", ceiling=MOST_EUR),
                _amount("book_value_eur", "book value, euros", ceiling=MOST_EUR),
                _amount("rooms", "classrooms", ceiling=10_000),
                ColumnSpec("remote_ready", "yes_no", "has a room equipped for remote teaching", False),
                _text("bell", "when lessons begin, HH:MM", required=False),
                ColumnSpec(
                    "kitchen",
                    "choice",
                    "its kitchen makes the food (cooking) or serves what is brought (heating); empty: by its places",
                    False,
                    choices=KITCHENS,
                ),
            ),
            required=True,
            most_rows=5_000,
        ),
        TableSpec(
            "points",
            (
                _text("area", "code of the area"),
                *_PLACE,
                _amount(
                    "weight", "children at the point, in any unit", required=True, above=0.0, ceiling=1e12
                ),
                _amount(
                    "danger_share",
                    "share of the pupils at the point whose way may not be walked, whatever its length, 0–1",
                    least=0.0,
                    most=1.0,
                ),
            ),
            most_rows=500_000,
        ),
        TableSpec(
            "events",
            (
                _municipality(),
                _year("year", "calendar year"),
                ColumnSpec("event", "choice", "what happened", choices=EVENTS),
                _sex((*SEXES, "both")),
                _age("age_from", "first age; of the mother for births"),
                _age("age_to", "last age, inclusive"),
                ColumnSpec(
                    "count", "number", "events; below zero only for net_migration", ceiling=MOST_PERSONS
                ),
            ),
        ),
        TableSpec(
            "moves",
            (
                _text("origin", "code of the municipality moved from, or outside"),
                _text("destination", "code of the municipality moved to, or outside"),
                _year("year_from", "first calendar year"),
                _year("year_to", "last calendar year, inclusive"),
                _COUNT,
            ),
        ),
        TableSpec(
            "rates",
            (
                ColumnSpec("rate", "choice", "which rate", choices=("fertility", "mortality")),
                _sex(),
                _age("age", "age in single years"),
                _amount("value", "births or deaths per person and year", required=True, least=0.0, most=2.0),
            ),
        ),
        TableSpec(
            "observations",
            (
                _year("year", "31 December of this year"),
                _municipality(),
                _text("area", "code of the area; empty for the whole municipality", required=False),
                _age("age_from", "first age"),
                _age("age_to", "last age, inclusive"),
                _COUNT,
            ),
        ),
        TableSpec(
            "pupil_counts",
            (
                _year("year", "school year, named by its autumn"),
                _municipality("code of the municipality where the pupils live, three digits"),
                ColumnSpec("grade", "whole", "grade, 0 for pre-primary education", least=0, most=9),
                ColumnSpec("count", "whole", "pupils", least=0, ceiling=MOST_PERSONS),
            ),
        ),
        TableSpec(
            "projection",
            (
                _year("year", "31 December of this year"),
                _municipality(),
                _age("age_from", "first age"),
                _age("age_to", "last age, inclusive"),
                ColumnSpec(
                    "sex", "choice", "sex of the persons", False, choices=(*SEXES, "both"), default="both"
                ),
                _amount("count", "residents that the official projection expects", required=True),
            ),
        ),
        TableSpec(
            "housing",
            (
                _text("area", "code of the area"),
                _year("year", "calendar year in which the dwellings are moved into"),
                _amount("dwellings", "new dwellings", required=True, ceiling=100_000),
                _amount("adults", "persons aged 19 and over in a dwelling", least=0.0, most=10.0),
            ),
            family=CHILDREN_PER_DWELLING,
            family_name="children_<from>_<to> or children_<age>",
        ),
        TableSpec("history", (_year("year", "31 December of this year"), *_POPULATION_COLUMNS)),
        TableSpec(
            "travel_times",
            (
                _text("area", "code of the area"),
                _text("school", "code of the school"),
                _amount("minutes", "minutes door to door, one way", least=0.0, most=600.0),
                _amount("km", "kilometres by road, one way", least=0.0, most=1000.0),
                ColumnSpec(
                    "path",
                    "yes_no",
                    "no where there is no way at all, as to an island or along a closed road; minutes are then empty",
                    required=False,
                ),
            ),
        ),
        TableSpec(
            "tickets",
            (
                _text("school", "code of the school that a scheduled bus takes pupils to"),
                _text(
                    "area", "code of the area where they live; comes before a row of its municipality", False
                ),
                ColumnSpec(
                    "municipality",
                    "municipality",
                    "code of the municipality where they live, three digits; needed where area is empty",
                    False,
                ),
                _amount(
                    "price_eur",
                    "what the municipality pays for one pupil's ticket, euros of the price year without VAT",
                    required=True,
                    ceiling=100_000,
                ),
                ColumnSpec(
                    "per",
                    "choice",
                    "time that the price is for",
                    False,
                    choices=("month", "year"),
                    default="month",
                ),
                _text("grades", "grades it is for: 7-9, 1-6+9; empty for 0-9", required=False),
            ),
        ),
        TableSpec(
            "depots",
            (
                _text("depot", "code of the depot"),
                _text("name", "name of the depot"),
                *_PLACE,
                ColumnSpec(
                    "municipality",
                    "municipality",
                    "code of the municipality whose schools its vehicles serve, three digits; empty for all",
                    False,
                ),
                _text(
                    "vehicles",
                    "sizes of vehicles that stand there: taxi, minibus, bus, joined with +; empty for all",
                    required=False,
                ),
            ),
            most_rows=5_000,
        ),
        TableSpec(
            "staff",
            (
                ColumnSpec(
                    "municipality",
                    "municipality",
                    "code of the municipality that employs the teachers, three digits; needed where school is empty",
                    False,
                ),
                _text("school", "code of a school; stands for the municipality it is in", required=False),
                ColumnSpec("subject", "choice", "subject of the post", choices=SUBJECTS),
                ColumnSpec(
                    "age",
                    "whole",
                    "age in years on 31 December of the year before first_year",
                    least=18,
                    most=75,
                ),
                ColumnSpec("permanent", "yes_no", "appointed until further notice; no is for a fixed term"),
                _amount(
                    "post_share",
                    "part of a whole post that each holds, 0.01 to 1; empty is 1",
                    least=0.01,
                    most=1.0,
                ),
                ColumnSpec("count", "whole", "teachers; empty is 1", False, least=1, ceiling=10_000),
            ),
            most_rows=100_000,
        ),
        TableSpec(
            "roads_nodes",
            (_text("node", "code of the node: a junction, an end of a road, a quay"), *_PLACE),
            most_rows=500_000,
        ),
        TableSpec(
            "roads_edges",
            (
                _text("from", "code of the node where the edge begins"),
                _text("to", "code of the node where it ends"),
                _amount("length_km", "length along the road, km", required=True, above=0.0, most=300.0),
                ColumnSpec(
                    "road_class",
                    "choice",
                    "class of the road; it gives the speed (transport.road_speed_km_h)",
                    False,
                    choices=ROAD_CLASSES,
                    default="connecting",
                ),
                _amount(
                    "speed_km_h", "driving speed of this edge instead of its class's", least=3.0, most=130.0
                ),
                ColumnSpec("one_way", "yes_no", "driven from `from` to `to` only; walked both ways", False),
                _amount(
                    "winter_factor",
                    "driving time over the school year per driving time in summer, instead of"
                    " transport.winter_factor",
                    least=1.0,
                    most=5.0,
                ),
                ColumnSpec("closed", "yes_no", "nobody passes, on foot or by vehicle", False),
                ColumnSpec("dangerous", "yes_no", "a road that a child may not walk", False),
            ),
            most_rows=1_000_000,
        ),
    )
}
"""Tables read as rows and columns, by name."""

BORDERS: Final[str] = "borders"
"""The one table that is not rows and columns: GeoJSON."""

TABLE_NAMES: Final[tuple[str, ...]] = (*TABLES, BORDERS)
REQUIRED_TABLES: Final[tuple[str, ...]] = tuple(name for name, spec in TABLES.items() if spec.required)
