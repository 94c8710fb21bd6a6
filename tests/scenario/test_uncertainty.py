"""How the parameters that may vary are spread."""

import pytest

from kopa_sim.scenario.contents import Distribution
from kopa_sim.scenario.load import load_scenario
from tests.scenario.spoiling import append, check_one_problem, line_of, replace

WAGES = 'distribution = "uniform", low = 0.0, high = 0.01'


def wages(text):
    return replace("scenario.toml", WAGES, text)


@pytest.mark.parametrize(
    ("text", "kind", "arguments"),
    [
        (WAGES, "uniform", {"low": 0.0, "high": 0.01}),
        ('distribution = "normal", mean = 0, sd = 0', "normal", {"mean": 0.0, "sd": 0.0}),
        (
            'distribution = "triangular", low = 0, mode = 0.01, high = 0.01',
            "triangular",
            {"low": 0.0, "mode": 0.01, "high": 0.01},
        ),
        (
            'distribution = "lognormal", median = 0.01, sigma = 0.5',
            "lognormal",
            {"median": 0.01, "sigma": 0.5},
        ),
    ],
)
def test_each_kind_of_distribution(folder, text, kind, arguments):
    wages(text)(folder)
    assert load_scenario(folder).uncertainty["economy.wage_growth"] == Distribution(kind, arguments)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('distribution = "triangular", low = 0, mode = 0.02, high = 0.01', "low ≤ mode ≤ high"),
        ('distribution = "lognormal", median = 0, sigma = 0.5', "median 0 is not positive"),
        ('distribution = "lognormal", median = 0.01, sigma = -0.5', "sigma -0.5 is negative"),
        ('distribution = "normal", mean = 0.9, sd = 0.1', "mean 0.9 is too large"),
        ('distribution = "normal", mean = nan, sd = 0.1', "nan is not a number"),
        ('distribution = "normal", mean = true, sd = 0.1', "true is not a number"),
    ],
)
def test_numbers_that_make_no_distribution(folder, text, words):
    wages(text)(folder)
    check_one_problem(folder, ["uncertainty.economy.wage_growth", words])


def test_the_dotted_name_may_be_a_chain_of_tables(folder):
    text = '\n[uncertainty.economy.discount_rate]\ndistribution = "uniform"\nlow = 0.02\nhigh = 0.04\n'
    append("scenario.toml", text)(folder)
    spread = load_scenario(folder).uncertainty
    assert spread["economy.discount_rate"] == Distribution("uniform", {"low": 0.02, "high": 0.04})


def test_a_parameter_is_spread_once(folder):
    text = '\n[uncertainty.economy.wage_growth]\ndistribution = "uniform"\nlow = 0\nhigh = 0.04\n'
    append("scenario.toml", text)(folder)
    check_one_problem(
        folder,
        [f"economy.wage_growth already stands in scenario.toml:{line_of(folder, 'economy.wage_growth')}"],
    )


def test_a_parameter_both_set_and_spread_is_noticed(folder):
    replace("scenario.toml", "discount_rate = 0.03", "discount_rate = 0.03\nwage_growth = 0.01")(folder)
    assert any("the futures follow the distribution" in notice for notice in load_scenario(folder).notices)


@pytest.mark.parametrize("text", ["uncertainty = 3", "uncertainty = {'economy.wage_growth' = 3}"])
def test_what_is_no_distribution(folder, text):
    content = (folder / "scenario.toml").read_text(encoding="utf-8")
    before, rest = content.split("[uncertainty]")
    after = rest[rest.index("# --- Options") :]
    (folder / "scenario.toml").write_text(f"{text}\n{before}{after}", encoding="utf-8")
    check_one_problem(folder, ["uncertainty"])
