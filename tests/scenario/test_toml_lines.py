"""On which line each key of a TOML text stands."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.scenario.new import template_files
from kopa_sim.scenario.toml_lines import key_lines


def paths_of(value, path=()):
    """Yield the path of everything in a parsed document."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from paths_of(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from paths_of(item, (*path, number))


TEXT = '''# a comment with [brackets] and "quotes"
schema = 1
"quoted.key" = 2
dotted . "key" = 3
text = """
[not_a_table]
not_a_key = "x" \\"""
"""
literal = \'\'\'
[nor_this]\'\'\'
quotes = """"two quotes at the end\\\\"""""
list = [ 1, # one
  "two ] }", [ 3,
  4 ],
]
inline = { a = 1, b = { c = "}" }, "d.e" = [1, { f = 2 }] }
date = 2024-01-01 12:00:00

[table]
key = true
[table.under]
key = 1
[[options]]
id = "first"
[options.extra]
x = 1
[[options.measures]]
measure = "a"
[[options.measures]]
measure = "b"
members = [
  "901",
  "902",
]
[[options]]
id = "second"
[[options.measures]]
measure = "c"
'''
LINES = {
    ("schema",): 2,
    ("quoted.key",): 3,
    ("dotted", "key"): 4,
    ("text",): 5,
    ("literal",): 9,
    ("quotes",): 11,
    ("list",): 12,
    ("list", 1): 13,
    ("list", 2, 1): 14,
    ("inline", "b", "c"): 16,
    ("inline", "d.e", 1, "f"): 16,
    ("date",): 17,
    ("table",): 19,
    ("table", "key"): 20,
    ("table", "under", "key"): 22,
    ("options",): 23,
    ("options", 0): 23,
    ("options", 0, "extra", "x"): 26,
    ("options", 0, "measures"): 27,
    ("options", 0, "measures", 0, "measure"): 28,
    ("options", 0, "measures", 1): 29,
    ("options", 0, "measures", 1, "measure"): 30,
    ("options", 0, "measures", 1, "members", 1): 33,
    ("options", 1, "id"): 36,
    ("options", 1, "measures", 0): 37,
    ("options", 1, "measures", 0, "measure"): 38,
}


@pytest.mark.parametrize("path", LINES, ids=str)
def test_a_key_stands_where_the_planner_wrote_it(path):
    assert key_lines(TEXT).line(path) == LINES[path]


def test_everything_that_the_reader_finds_has_a_line():
    assert set(paths_of(tomllib.loads(TEXT))) == set(key_lines(TEXT).lines)


def test_what_is_not_there_stands_where_the_nearest_thing_around_it_does():
    lines = key_lines(TEXT)
    assert lines.line(("options", 0, "measures", 1, "year")) == 29
    assert lines.line(("nowhere",)) == 1


def test_every_key_of_the_minimal_scenario_is_on_its_line():
    text = template_files()["scenario.toml"].decode()
    lines, rows = key_lines(text), text.split("\n")
    document = tomllib.loads(text)
    found = list(paths_of(document))
    assert len(found) > 80
    for path in found:
        key = next(part for part in reversed(path) if isinstance(part, str))
        assert key in rows[lines.line(path) - 1], path


KEYS = st.sampled_from(["a", "b_c", "d-1", "dotted.key", "with space", 'quo"te', "ä"])
PLAIN = st.sampled_from(
    ["1", "-0.5", "true", '"x = 1"', "'[y]'", '"""a\nb"""', "[1, 2,\n 3]", "{ p = 1 }", "[[1], []]"]
)


@given(
    st.lists(st.tuples(st.lists(KEYS, min_size=1, max_size=2, unique=True), PLAIN), max_size=6, unique_by=str)
)
def test_any_sound_text_is_walked_through_to_its_end(pairs):
    lines, wanted = [], {}
    for number, (keys, value) in enumerate(pairs):
        name = ".".join('"' + key.replace('"', '\\"') + '"' for key in keys)
        wanted[(f"t{number}", *keys)] = len("\n".join(lines).split("\n")) + 2 if lines else 2
        lines += [f"[t{number}] # {value.splitlines()[0]}", f"{name} = {value}"]
    text = "\n".join(lines)
    found = key_lines(text)
    assert {path: found.line(path) for path in wanted} == wanted
    assert set(paths_of(tomllib.loads(text))) == set(found.lines)
