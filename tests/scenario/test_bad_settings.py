"""What a planner reads when the top, the tables or the settings of scenario.toml are wrong."""

import pytest

from tests.scenario.spoiling import append, check_one_problem, line_of, replace, write

TOML = "scenario.toml"


def top(old, new):
    return replace(TOML, old, new)


CASES = {
    "TOML syntax error": (
        top("end_year = 2040", "end_year = = 2040"),
        "end_year = =",
        ["scenario.toml:{line}, column 12", "TOML syntax error", "the line reads: end_year = = 2040"],
    ),
    "a text without its closing quote": (
        top('language = "en"', 'language = "en'),
        'language = "en',
        ["scenario.toml:{line}", "TOML syntax error"],
    ),
    "TOML in Latin-1": (
        write(TOML, 'schema = 1\ntitle = "Esimerkkilä"\n'.encode("latin-1")),
        "",
        ["scenario.toml:2", "not UTF-8", "0xe4", "save the file with encoding UTF-8"],
    ),
    "unknown top-level key": (
        top("first_year = 2026", "frist_year = 2026\nfirst_year = 2026"),
        "frist_year",
        [
            "scenario.toml:{line}  frist_year",
            'unknown key "frist_year"',
            'did you mean "first_year"?',
            "end_year",
        ],
    ),
    "schema of another time": (
        top("schema = 1 ", "schema = 2 "),
        "schema = 2",
        ["scenario.toml:{line}  schema", "schema 2", "schema = 1"],
    ),
    "schema missing": (top("schema = 1 ", "# "), "", ["scenario.toml", 'key "schema" is missing']),
    "language unknown": (
        top('language = "en"', 'language = "no"'),
        'language = "no"',
        ["scenario.toml:{line}", 'unknown language "no"', "fi, sv, en"],
    ),
    "title missing": (top("title = ", "# title = "), "", ['key "title" is missing']),
    "year as text": (
        top("base_year = 2024", 'base_year = "2024"'),
        "base_year",
        ["scenario.toml:{line}  base_year", '"2024" is not a year', "a whole number from 1950 to 2150"],
    ),
    "year with a fraction": (
        top("price_year = 2025", "price_year = 2025.5"),
        "price_year",
        ["scenario.toml:{line}  price_year", "2025.5 is not a year"],
    ),
    "first year before the base year": (
        top("base_year = 2024", "base_year = 2030"),
        "first_year = 2026",
        ["scenario.toml:{line}  first_year", "first_year 2026 is not after base_year 2030", "2031 or later"],
    ),
    "end before the first year": (
        top("end_year = 2040", "end_year = 2020"),
        "end_year = 2020",
        ["scenario.toml:{line}  end_year", "end_year 2020 is before first_year 2026"],
    ),
    "a horizon of centuries": (
        top("end_year = 2040", "end_year = 2100"),
        "end_year = 2100",
        ["scenario.toml:{line}  end_year", "76 years after base_year 2024", "at most 60 years: 2084"],
    ),
    "unknown table": (
        top("[tables]", '[tables]\nmigration = "moves.csv"'),
        "migration",
        ["scenario.toml:{line}  tables.migration", 'unknown table "migration"', "events, moves, rates"],
    ),
    "misspelled table": (
        top('areas = "', 'aeras = "'),
        "aeras",
        ["scenario.toml:{line}  tables.aeras", 'did you mean "areas"?'],
    ),
    "table left out": (
        top('schools = "', '# schools = "'),
        "[tables]",
        ["scenario.toml:{line}  tables", 'table "schools" is missing', "municipalities, population, areas"],
    ),
    "table that is no file name": (
        top('schools = "schools.csv"', "schools = 3"),
        "schools = 3",
        ["scenario.toml:{line}  tables.schools", "3 is not a file name"],
    ),
    "section that is a number": (
        top("schema = 1 ", "demography = 3\nschema = 1 "),
        "demography = 3",
        ["scenario.toml:{line}  demography", "3 is not a section"],
    ),
    "unknown parameter": (
        top("discount_rate = 0.03", "discount_rte = 0.03"),
        "discount_rte",
        [
            "scenario.toml:{line}  economy.discount_rte",
            'unknown key "discount_rte"',
            "wage_growth, discount_rate",
            'did you mean "discount_rate"?',
        ],
    ),
    "parameter in the wrong section": (
        top("pass_share = 0.80", "pass_share = 0.80\nwage_growth = 0.0"),
        "wage_growth = 0.0",
        ["sustainability.wage_growth", "it belongs under [economy]"],
    ),
    "parameter as text": (
        top("discount_rate = 0.03", 'discount_rate = "0,03"'),
        "discount_rate",
        ["scenario.toml:{line}  economy.discount_rate", '"0,03"', "a number (share)", "without quotes"],
    ),
    "parameter as yes or no": (
        top("discount_rate = 0.03", "discount_rate = true"),
        "discount_rate",
        ["economy.discount_rate", "true", "a number"],
    ),
    "parameter beyond what is possible": (
        top("pass_share = 0.80", "pass_share = 80"),
        "pass_share",
        ["scenario.toml:{line}  sustainability.pass_share", "80 is too large", "from 0 to 1"],
    ),
    "parameter that is not finite": (
        top("discount_rate = 0.03", "discount_rate = nan"),
        "discount_rate",
        ["economy.discount_rate", "is not a finite number"],
    ),
    "choice that is none": (
        append(TOML, '\n[teaching]\nmethod = "plian"\n'),
        "plian",
        ["scenario.toml:{line}  teaching.method", '"plian"', "plain, composite", 'did you mean "plain"?'],
    ),
    "yes or no as a number": (
        append(TOML, "\n[funding]\nindexed = 1\n"),
        "indexed = 1",
        ["scenario.toml:{line}  funding.indexed", "1 is", "true or false"],
    ),
    "list too short": (
        append(TOML, "\n[transport]\nfree_transport_limit_km = [5, 5]\n"),
        "free_transport",
        ["transport.free_transport_limit_km", "a list of 2", "a list of 11 numbers"],
    ),
    "list with a text in it": (
        append(TOML, "\n[transport]\nfree_transport_limit_km = [\n5,5,5,5,5,\n'x',5,5,5,5,5]\n"),
        "'x'",
        ["scenario.toml:{line}  transport.free_transport_limit_km.5", '"x"', "a number"],
    ),
    "unknown key of a table": (
        append(TOML, "\n[teaching.obligation_h]\nlanguage = 21\n"),
        "language = 21",
        [
            "scenario.toml:{line}  teaching.obligation_h.language",
            "languages, music",
            'did you mean "languages"?',
        ],
    ),
    "table as a number": (
        append(TOML, "\n[teaching]\nobligation_h = 21\n"),
        "obligation_h",
        ["teaching.obligation_h", "21 is", "a table with keys languages, music"],
    ),
    "uncertain parameter unknown": (
        top('"demography.fertility_level"', '"demography.fertility"'),
        "demography.fertility",
        [
            "scenario.toml:{line}  uncertainty.demography.fertility",
            'unknown parameter "demography.fertility"',
            'did you mean "demography.fertility_level"?',
        ],
    ),
    "uncertain parameter that may not vary": (
        top('"economy.wage_growth"', '"demography.sex_ratio"'),
        "demography.sex_ratio",
        ["demography.sex_ratio cannot be uncertain", "economy.wage_growth, economy.discount_rate"],
    ),
    "unknown distribution": (
        top('"uniform"', '"unifrom"'),
        "unifrom",
        ['unknown distribution "unifrom"', "triangular (low, mode, high)", 'did you mean "uniform"?'],
    ),
    "distribution left out": (
        top('distribution = "uniform", ', ""),
        "economy.wage_growth",
        ["scenario.toml:{line}  uncertainty.economy.wage_growth", 'key "distribution" is missing'],
    ),
    "argument missing": (
        top(", sd = 0.06", ""),
        "fertility_level",
        ['key "sd" is missing', "normal takes mean, sd"],
    ),
    "argument of another distribution": (
        top("sd = 0.06", "sd = 0.06, sigma = 1"),
        "fertility_level",
        ["uncertainty.demography.fertility_level.sigma", 'unknown key "sigma"', "normal takes mean, sd"],
    ),
    "argument as text": (top("sd = 0.06", 'sd = "6 %"'), "sd =", ['"6 %" is not a number']),
    "negative spread": (top("sd = 0.06", "sd = -0.06"), "sd =", ["sd -0.06 is negative", "0 or more"]),
    "low above high": (
        top("low = 0.0, high = 0.01", "low = 0.02, high = 0.01"),
        "low = 0.02",
        ["scenario.toml:{line}  uncertainty.economy.wage_growth", "low 0.02, high 0.01", "low ≤ high"],
    ),
    "spread beyond what is possible": (
        top("high = 0.01", "high = 0.5"),
        "high = 0.5",
        ["uncertainty.economy.wage_growth", "high 0.5 is too large", "from -0.05 to 0.1"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_planner_reads_what_is_wrong_with_the_settings(folder, case):
    change, where, parts = CASES[case]
    change(folder)
    line = line_of(folder, where) if where else 0
    check_one_problem(folder, [part.format(line=line) for part in parts])
