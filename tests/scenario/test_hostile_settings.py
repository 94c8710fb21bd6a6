"""Settings and spreads that a scenario may not have, judged by the parameters that are shipped."""

import pytest

from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from tests.scenario.spoiling import check_one_problem, replace

TOML = "scenario.toml"


@pytest.fixture
def shipped(tmp_path):
    """The minimal scenario with the shipped parameters behind it."""
    new_scenario(tmp_path / "minimal")
    return tmp_path / "minimal"


def spread(text):
    return replace(TOML, "[uncertainty]\n", f"[uncertainty]\n{text}\n")


def setting(section, text):
    def change(folder):
        known = (folder / TOML).read_text(encoding="utf-8")
        if f"\n[{section}]\n" in known:
            replace(TOML, f"\n[{section}]\n", f"\n[{section}]\n{text}\n")(folder)
        else:
            replace(TOML, "[uncertainty]\n", f"[{section}]\n{text}\n\n[uncertainty]\n")(folder)

    return change


CASES = {
    "an expected share above one": (
        spread(
            '"demography.closure_response_share" = { distribution = "lognormal", median = 0.9, sigma = 3 }'
        ),
        ["closure_response_share", "expected value", "from 0 to 1"],
    ),
    "a spread beyond all numbers": (
        spread('"demography.out_migration_level" = { distribution = "lognormal", median = 1, sigma = 1e5 }'),
        ["out_migration_level", "sigma 100000", "at most 5"],
    ),
    "a level of 10^299": (
        spread('"demography.out_migration_level" = { distribution = "normal", mean = 1e299, sd = 1 }'),
        ["out_migration_level", "mean 1e+299 is too large"],
    ),
    "a fertility of a million": (
        setting("demography", "in_migration_level = 1e6"),
        ["in_migration_level", "is too large"],
    ),
    "a group limit of zero": (
        setting("teaching", "largest_group_3_6 = 0"),
        ["teaching.largest_group_3_6", "0 is too small", "allowed: from 1 to"],
    ),
    "an obligation of no hours": (
        setting("teaching", "obligation_h = { music = 0 }"),
        ["teaching.obligation_h.music", "is too small"],
    ),
    "a negative salary": (
        setting("teaching", "salary_eur_month = { music = -1 }"),
        ["teaching.salary_eur_month.music", "is too small"],
    ),
    "a subject of negative lessons": (
        setting("teaching", f"lesson_plan_music = {[0] * 8 + [-1]}"),
        ["teaching.lesson_plan_music", "is too small"],
    ),
    "a surge of a thousand million years": (
        setting("demography", "immigration_surges = { duration_years = 1e9 }"),
        ["immigration_surges.duration_years", "is too large", "30"],
    ),
    "a chance above one": (
        setting("demography", "immigration_surges = { yearly_probability = 5 }"),
        ["immigration_surges.yearly_probability", "is too large", "0 to 1"],
    ),
    "vehicles of no seats": (
        setting("transport", "seats = { taxi = 0 }"),
        ["transport.seats.taxi", "is too small"],
    ),
    "a migration wave that falls without end": (
        setting("demography", "migration_schedule = { adult_decline = 1e9 }"),
        ["migration_schedule.adult_decline", "is too large"],
    ),
    "modules held every two and a half years": (
        setting("teaching", "upper_secondary_seldom_interval_years = 2.5"),
        ["upper_secondary_seldom_interval_years", "2.5 is not a whole number", "a whole number from 1 to 4"],
    ),
    "a notice that shortens with service": (
        setting("teaching", 'notice_months_by_service = { "0" = 5, "1" = 5, "4" = 5, "8" = 5, "12" = 1 }'),
        [
            "teaching.notice_months_by_service",
            "1 months from 12 years",
            "shorter than the 5 from 8 on",
            "304/2003",
        ],
    ),
    "a law that allows all lessons of basic education over a link": (
        setting("teaching", "largest_remote_share_basic = 1.0"),
        ["largest_remote_share_basic", "1.0 is too large", "from 0 to 0.5", "if_law_allowed = true"],
    ),
    "a list for a choice": (
        setting("demography", 'movers_settle_as = ["all_children"]'),
        ["demography.movers_settle_as", "small_children, all_children"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_no_parameter_can_be_is_refused(shipped, case):
    change, parts = CASES[case]
    change(shipped)
    check_one_problem(shipped, parts)


def test_a_spread_that_is_cut_at_a_bound_is_noticed(shipped):
    """Half of a normal spread around zero lies below what a share can be."""
    spread('"demography.closure_response_share" = { distribution = "normal", mean = 0.0, sd = 0.1 }')(shipped)
    (notice,) = [text for text in load_scenario(shipped).notices if "closure_response_share" in text]
    assert "50 %" in notice
    assert "0 to 1" in notice


def test_a_spread_within_its_bounds_is_not_noticed(shipped):
    spread('"demography.closure_response_share" = { distribution = "uniform", low = 0.0, high = 0.1 }')(
        shipped
    )
    assert not [text for text in load_scenario(shipped).notices if "closure_response_share" in text]


def test_a_spread_around_an_implausible_value_is_noticed(shipped):
    spread('"demography.late_start_share" = { distribution = "uniform", low = 0.2, high = 0.4 }')(shipped)
    (notice,) = [text for text in load_scenario(shipped).notices if "late_start_share" in text]
    assert "plausible range 0 to 0.04" in notice


def test_every_number_of_every_parameter_has_a_lower_bound():
    for name, spec in load_defaults().items():
        if isinstance(spec.value, str | bool):
            continue
        keys = spec.value if hasattr(spec.value, "keys") else ("",)
        for key in keys:
            least, _ = spec.bounds(key)
            assert least is not None, name
