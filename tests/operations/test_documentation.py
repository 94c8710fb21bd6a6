"""The examples in the docstrings hold, and the page describes every part of the model."""

import doctest
import importlib
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.mark.parametrize("module", ["absences", "substitutes", "teachers"])
def test_docstring_examples_hold(module):
    result = doctest.testmod(importlib.import_module(f"kopa_sim.operations.{module}"))
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize(
    "heading", ["Objectives", "Logic", "Data", "Experimentation", "Implementation", "Code access"]
)
def test_the_page_has_the_headings_of_the_reporting_checklist(heading):
    assert f"## {heading}" in PAGE.read_text(encoding="utf-8")


def test_the_page_names_every_measure():
    from tests.operations.test_replication import MEASURES

    text = PAGE.read_text(encoding="utf-8")
    assert [measure for measure in sorted(MEASURES) if f"`{measure}`" not in text] == []
