"""The years of a scenario at their limits."""

import pytest

from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import check_one_problem, replace


def years(base, first, end):
    def change(folder):
        for key, old, new in (("base", 2024, base), ("first", 2026, first), ("end", 2040, end)):
            replace("scenario.toml", f"{key}_year = {old}", f"{key}_year = {new}")(folder)

    return change


@pytest.mark.parametrize(("base", "first", "end"), [(2024, 2025, 2084), (2020, 2026, 2028)])
def test_years_that_can_just_be(folder, base, first, end):
    years(base, first, end)(folder)
    scenario = load_scenario(folder)
    assert scenario.plan_years == tuple(range(first - 2, end + 1))


def test_one_costed_year_is_a_horizon(folder):
    replace("scenario.toml", "year = 2027", "year = 2028", 9)(folder)
    years(2024, 2028, 2028)(folder)
    assert load_scenario(folder).plan_years == (2026, 2027, 2028)


@pytest.mark.parametrize(
    ("base", "first", "end", "words"),
    [
        (2026, 2026, 2040, "first_year 2026 is not after base_year 2026"),
        (2020, 2027, 2026, "end_year 2026 is before first_year 2027"),
        (2024, 2026, 2085, "end_year 2085 is 61 years after base_year 2024"),
        (1949, 2026, 2008, "1949 is not a year"),
    ],
)
def test_years_that_just_cannot(folder, base, first, end, words):
    years(base, first, end)(folder)
    if base == 1949:
        replace("scenario.toml", "end_year = 2008", "end_year = 2040")(folder)
    check_one_problem(folder, [words])


def test_a_scenario_may_be_written_in_each_language(folder):
    for language in ("fi", "sv"):
        text = (folder / "scenario.toml").read_text(encoding="utf-8")
        start = text.index('language = "')
        text = f'{text[:start]}language = "{language}"{text[text.index(chr(10), start) :]}'
        (folder / "scenario.toml").write_text(text, encoding="utf-8")
        assert load_scenario(folder).language == language
