"""The page of measures says what the program takes, and its examples can be carried out."""

import os
import tomllib
from pathlib import Path
from typing import get_type_hints

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.table_specs import TABLES
from tests.scenario.measures_page import EXAMPLES, allowed, entry, page
from tests.scenario.spoiling import append, option

PAGE = Path(__file__).parents[2] / "docs" / "measures.md"


def test_the_page_is_what_the_program_takes_now():
    text = page()
    if os.environ.get("KOPA_WRITE_DOCS"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text, "set KOPA_WRITE_DOCS=1 and look at what changed"


def test_every_measure_has_an_example_and_every_field_a_meaning():
    assert list(EXAMPLES) == list(MEASURES)
    for name, model in MEASURES.items():
        fields = {key: field for key, field in model.model_fields.items() if key != "measure"}
        assert all(field.description for field in fields.values()), name
        assert all(f"`{key}`" in page() for key in fields)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_a_measure_can_be_carried_out(folder, name):
    if name == "open_school":
        append("schools.csv", "uusikoulu,Uusi koulu,901,541000,7130000,0-6,80,900,,,,,\n")(folder)
    option(entry(name))(folder)
    (written,) = load_scenario(folder).options[-1].measures
    assert written == MEASURES[name].model_validate(tomllib.loads(entry(name))["options"]["measures"][0])


@pytest.mark.parametrize(
    ("measure", "field", "words"),
    [
        ("close_school", "receiving", "code in the schools table or `nearest`"),
        ("pair_grades", "last_lower_grade", "a whole number, at least 0, at most 8"),
        ("transport_policy", "limit_km", "a number, above 0, at most 5"),
        ("cooperate", "last_year", "first_year to end_year"),
        ("share_teachers", "subjects", "a list: subject"),
    ],
)
def test_what_a_field_takes_is_told_in_words(measure, field, words):
    model = MEASURES[measure]
    assert allowed(get_type_hints(model, include_extras=True)[field], model.model_fields[field]) == words


def test_every_column_of_every_table_stands_in_the_page():
    for spec in TABLES.values():
        part = page().split(f"### {spec.name}\n")[1].split("###")[0]
        assert all(f"| `{column.name}` |" in part for column in spec.columns)
