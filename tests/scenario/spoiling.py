"""Small changes to a scenario folder, and what the planner then reads."""

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.problems import ScenarioError


def replace(file, old, new, count=1):
    """Return a change that writes ``new`` for ``old``, which must be there."""

    def change(folder):
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        (folder / file).write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def append(file, text):
    """Return a change that adds text at the end of a file."""

    def change(folder):
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


def write(file, content):
    """Return a change that writes a whole file."""

    def change(folder):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / file).write_bytes(data)

    return change


def table(name, content, file=None):
    """Return a change that adds a table to the scenario."""
    file = file or f"{name}.csv"

    def change(folder):
        write(file, content)(folder)
        replace("scenario.toml", "[tables]\n", f'[tables]\n{name} = "{file}"\n')(folder)

    return change


def option(text):
    """Return a change that adds an option of the id ``extra``."""
    return append("scenario.toml", f'\n[[options]]\nid = "extra"\ntitle = "Extra"\n{text}\n')


def measure(text):
    """Return a change that adds an option ``extra`` with one measure."""
    return option(f"[[options.measures]]\n{text}")


def both(*changes):
    """Return the changes one after the other."""

    def change(folder):
        for each in changes:
            each(folder)

    return change


def problems_of(folder, **call):
    """Return the texts of the problems that loading the folder finds."""
    with pytest.raises(ScenarioError) as caught:
        load_scenario(folder, **call)
    return [str(problem) for problem in caught.value.problems]


def check_one_problem(folder, parts):
    """Assert that exactly one problem is found and that it says all of the parts."""
    found = problems_of(folder)
    assert len(found) == 1, "\n".join(found)
    for part in parts:
        assert part in found[0], f"{part!r} is not in:\n{found[0]}"


def line_of(folder, text, nth=1):
    """Return the line of scenario.toml, from 1, that holds a text for the nth time."""
    lines = (folder / "scenario.toml").read_text(encoding="utf-8").split("\n")
    return [number for number, line in enumerate(lines, start=1) if text in line][nth - 1]
