"""The page docs/measures.md, from the models of the measures and the columns of the tables."""

import re
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from kopa_sim.model.subjects import SHAREABLE, SUBJECTS
from kopa_sim.scenario.columns import ColumnSpec, TableSpec
from kopa_sim.scenario.measures import MEASURES, Measure
from kopa_sim.scenario.measures.base import Reference
from kopa_sim.scenario.schools import SPANS_ALLOWED
from kopa_sim.scenario.table_specs import TABLES

EXAMPLES: Final[dict[str, str]] = {
    "close_school": 'school = "takakyla"\nyear = 2027\nreceiving = "keskuskoulu"',
    "close_small_schools": 'pupils_below = 40\nyear = 2028\nmunicipalities = ["901"]\nkeep = ["keskuskoulu"]',
    "open_school": 'school = "uusikoulu"\nyear = 2028\ncost_eur = 2_500_000',
    "extend_school": 'school = "keskuskoulu"\nyear = 2028\nplaces = 60',
    "change_grades": 'school = "mallila"\nyear = 2028\ngrades = "0-6"',
    "pair_grades": 'lower = "takakyla"\nupper = "keskuskoulu"\nlast_lower_grade = 4\nyear = 2027',
    "optimise_network": 'max_minutes = 60\nsmallest_school_pupils = 20\nkeep = ["keskuskoulu"]\nmunicipalities = ["901"]',
    "share_teachers": 'name = "subject teachers"\nschools = ["keskuskoulu", "mallila"]\n'
    'subjects = ["languages", "music"]\nyear = 2027\nlongest_leg_km = 40.0',
    "share_principal": 'schools = ["takakyla", "keskuskoulu"]\nyear = 2027',
    "share_substitutes": 'members = ["901", "902"]\nyear = 2027\nlongest_km = 60.0',
    "remote_teaching": 'name = "small subjects"\nmunicipalities = ["901", "902"]\n'
    'subjects = ["languages", "religion_ethics"]\ngrades = "7-9"\nyear = 2027\nlesson_share = 0.5',
    "dismiss_teachers": 'year = 2027\nmunicipalities = ["901"]\nnotice_months = 6',
    "cooperate": 'name = "common school district"\nkind = "open_borders"\nmembers = ["901", "902"]\n'
    'year = 2027\ngrades = "0-9"',
    "transport_policy": 'municipalities = ["901"]\ngrades = "0-2"\nlimit_km = 3.0\nyear = 2026',
}
"""One entry of each measure, with the codes of the minimal scenario and a new school ``uusikoulu``."""

_NAMES: Final[dict[str, str]] = {
    "school": "code in the schools table",
    "municipality": "code in the municipalities table, in quotes",
    "subject": "subject",
    "year": "first_year to end_year",
    "span": 'grades in quotes, as "7-9"',
}
_BARE: Final[dict[object, str]] = {
    int: "a whole number",
    float: "a number",
    str: "a text",
    bool: "true or false",
}
_BOUNDS: Final = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}

HEAD: Final = f"""# Measures and tables

This page is generated from the program and held current by a test; `KOPA_WRITE_DOCS=1 pytest tests/scenario` writes it.

An option is a list of measures, carried out in order. Each is an entry `[[options.measures]]` below its `[[options]]` in
`scenario.toml`. The examples use the codes of the minimal scenario, and a school `uusikoulu` that only opens later.

- *Grades* are written in quotes: {SPANS_ALLOWED}.
- *Years* are the calendar year in which the school year begins.
- *Subjects*: {", ".join(f"`{name}`" for name in SUBJECTS)}.
- *Shareable* subjects, the ones that can be shared or taught over a link: all but
  {", ".join(f"`{name}`" for name in SUBJECTS if name not in SHAREABLE)}.
"""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD, "## Measures\n"]
    parts += [_measure(name, model) for name, model in MEASURES.items()]
    parts += ["## Tables\n\n`[tables]` in `scenario.toml` names the file of each table, by its name here.\n"]
    parts += [_table(spec) for spec in TABLES.values()]
    parts.append("### borders\n\nOptional. GeoJSON with the municipalities' borders, for maps only.\n")
    return "\n".join(parts)


def entry(name: str) -> str:
    """Return the example of a measure as it stands in scenario.toml."""
    return f'[[options.measures]]\nmeasure = "{name}"\n{EXAMPLES[name]}\n'


def allowed(hint: Any, field: FieldInfo) -> str:
    """Return in words what a field takes."""
    bounds = [
        f"{words} {getattr(mark, bound):g}"
        for mark in field.metadata
        for bound, words in _BOUNDS.items()
        if getattr(mark, bound, None) is not None
    ]
    return ", ".join([_kind(hint), *bounds])


def _kind(hint: Any) -> str:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        mark = next((mark for mark in hint.__metadata__ if isinstance(mark, Reference)), None)
        return _NAMES[mark.kind] if mark else _kind(parts[0])
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in parts)
    if origin is tuple:
        return f"a list: {_kind(parts[0])}"
    if origin is dict:
        return f"a table, {_kind(parts[0])} = {_kind(parts[1])}"
    if origin in (Union, UnionType):
        return " or ".join(_kind(part) for part in parts if part is not type(None))
    return _BARE[hint]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    if field.default is None or field.default in ((), {}):
        return "empty"
    if field.default == SHAREABLE:
        return "all shareable"
    return f"`{str(field.default).lower() if isinstance(field.default, bool) else field.default}`"


def _sentence(model: type[Measure]) -> str:
    """Return the first sentence of a model's description."""
    words = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    return re.sub(r"(?<=\.) [A-Z].*", "", words).replace("``", "`")


def _rows(head: str, rows: list[tuple[str, ...]]) -> str:
    lines = [head, "|" + "---|" * (head.count("|") - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


def _measure(name: str, model: type[Measure]) -> str:
    hints = get_type_hints(model, include_extras=True)
    rows = [
        (f"`{key}`", _default(field), allowed(hints[key], field), field.description or "")
        for key, field in model.model_fields.items()
        if key != "measure"
    ]
    table = _rows("| field | default | allowed | meaning |", rows)
    return f"### {name}\n\n{_sentence(model)}\n\n```toml\n{entry(name)}```\n\n{table}"


def _meaning(column: ColumnSpec) -> str:
    choices = f": {', '.join(f'`{word}`' for word in column.choices)}" if column.choices else ""
    default = f"; empty means `{column.default}`" if column.default else ""
    return f"{column.meaning}{choices}{default}"


_FAMILY = {
    "areas": (
        "one of the two",
        "children of these ages living in the area; these columns or `children_share`",
    ),
    "housing": (
        "at least one",
        "children of these ages together in one new dwelling, on average: 0.4 is two children in five dwellings",
    ),
}
"""Table -> whether its columns by age are needed, and what they mean."""


def _table(spec: TableSpec) -> str:
    rows = [
        (f"`{column.name}`", "required" if column.required else "optional", _meaning(column))
        for column in spec.columns
    ]
    if spec.family is not None:
        rows.append((f"`{spec.family_name}`", *_FAMILY[spec.name]))
    table = _rows("| column | | meaning |", rows)
    return f"### {spec.name}\n\n{'Required.' if spec.required else 'Optional.'}\n\n{table}"
