"""What only the stages can see is said before a run."""

from dataclasses import replace

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study import check_scenario


def test_the_minimal_scenario_has_no_problems(scenario):
    assert check_scenario(scenario) == ()


def test_closing_the_last_school_of_a_municipality_leaves_pupils_without_a_path(scenario):
    region = scenario.region
    lonely = next(
        code
        for code, municipality in zip(region.schools.codes, region.schools.municipality, strict=True)
        if (region.schools.municipality == municipality).sum() == 1
    )
    closing = MEASURES["close_school"](measure="close_school", school=lonely, year=scenario.first_year + 1)
    broken = replace(
        scenario, options=(*scenario.options, OptionSpec("all_gone", "Gone", "as_is", (closing,)))
    )
    problems = check_scenario(broken)
    assert problems
    assert "all_gone" in problems[0].place
    assert "no path to any school" in problems[0].read
    assert "cooperate" in problems[0].mend
