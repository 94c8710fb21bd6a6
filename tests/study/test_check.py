"""What only the stages can see is said before a run."""

import re
from dataclasses import replace

import numpy as np

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study import check_scenario
from kopa_sim.study.check import _runs, check_all, find_held, find_notices, find_sources
from kopa_sim.study.prepare import prepare


def check_notices(scenario):
    """What is noticed of schools, pupil counts and what the projection is held to."""
    prepared = prepare(scenario, seed=1, draws=1)
    return find_notices(prepared) + find_held(prepared)


def with_schools(scenario, **changes):
    """The scenario with some columns of its schools table changed, each by a map from school to value."""
    schools = scenario.region.schools
    columns = {}
    for name, values in changes.items():
        column = getattr(schools, name).copy()
        for school, value in values.items():
            column[schools.codes.index(school)] = value
        columns[name] = column
    return replace(scenario, region=replace(scenario.region, schools=replace(schools, **columns)))


def far_away(scenario):
    """The scenario with the village school where nobody lives near it."""
    return with_schools(scenario, x_m={"takakyla": 440000.0})


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


def test_what_is_cut_off_in_several_options_is_told_once_with_their_names(scenario):
    """The only school of 902 gives up grades 7–9; in 2026 no option has opened the border yet."""
    schools = scenario.region.schools
    grades = schools.grades_school_grade.copy()
    grades[schools.codes.index("mallila"), 7:10] = False
    region = replace(scenario.region, schools=replace(schools, grades_school_grade=grades))
    gaps = [p for p in check_scenario(replace(scenario, region=region)) if "no path" in p.read]
    (gap,) = gaps
    assert gap.place.startswith("all options: as_is, close_village, shared_teachers")
    assert "year 2026, municipality 902" in gap.place


def test_the_minimal_scenario_has_nothing_to_notice(scenario):
    assert check_notices(scenario) == ()


def test_a_school_that_is_nearest_to_nobody_is_noticed_and_runs_all_the_same(scenario):
    found = check_all(far_away(scenario))
    assert found.problems == ()
    (notice,) = set(found.notices) - set(find_sources(prepare(scenario, seed=1, draws=1)))
    assert "Takakylän koulu (takakyla) has no pupils in 2026" in notice
    assert "no area is nearest to it" in notice
    assert "its cost is counted without pupils" in notice
    assert "add points, travel times, or correct its grades" in notice


def test_a_school_with_a_handful_of_pupils_is_noticed_with_their_number(scenario):
    """One grade of pre-primary education in a village of about three children a year."""
    schools = scenario.region.schools
    village = schools.codes.index("takakyla")
    grades = schools.grades_school_grade.copy()
    grades[village] = False
    grades[village, 0] = True
    region = replace(scenario.region, schools=replace(schools, grades_school_grade=grades))
    (notice,) = check_notices(replace(scenario, region=region))
    number = float(notice.split(" has ")[1].split(" pupils")[0])
    assert 0.5 <= number < 5.0
    assert "hardly any area is nearest to it" in notice
    assert "almost without pupils" in notice


def test_a_small_school_with_a_given_intake_is_not_noticed(scenario):
    assert check_notices(with_schools(far_away(scenario), given_intake={"takakyla": 3.0})) == ()


def test_students_of_upper_secondary_education_count_as_pupils(scenario):
    schools = scenario.region.schools
    grades = schools.grades_school_grade.copy()
    village = schools.codes.index("takakyla")
    grades[:, UPPER_SECONDARY] = False
    grades[village] = np.arange(grades.shape[1]) == UPPER_SECONDARY
    region = replace(scenario.region, schools=replace(schools, grades_school_grade=grades))
    assert check_notices(replace(scenario, region=region)) == ()


def test_schools_that_only_an_option_empties_are_not_noticed(scenario):
    closing = MEASURES["close_school"](
        measure="close_school", school="takakyla", year=scenario.first_year + 1
    )
    option = OptionSpec("village_closed", "Closed", "as_is", (closing,))
    assert check_notices(replace(scenario, options=(*scenario.options, option))) == ()


def test_checking_once_finds_what_checking_twice_does(scenario):
    lonely = far_away(scenario)
    found = check_all(lonely)
    assert found.problems == check_scenario(lonely)
    sources = find_sources(prepare(lonely, seed=1, draws=1))
    assert set(found.notices) == {*sources, *check_notices(lonely)}


def test_more_given_pupils_than_live_there_are_an_input_error(scenario):
    schools = scenario.region.schools
    intake = np.array([np.nan, 500.0, np.nan])
    private = replace(schools, given_intake=intake, providers=("municipal", "private", "municipal"))
    only_as_is = replace(
        scenario, options=scenario.options[:1], region=replace(scenario.region, schools=private)
    )
    (problem,) = [found for found in check_scenario(only_as_is) if "given intake" in found.read]
    assert "takakyla" in problem.place
    assert "500 pupils" in problem.read


def test_a_measure_that_the_real_pupils_make_impossible_is_found(scenario):
    rule = MEASURES["close_small_schools"](measure="close_small_schools", pupils_below=60, year=2028)
    again = MEASURES["close_school"](measure="close_school", school="takakyla", year=2030)
    twice = replace(
        scenario, options=(*scenario.options, OptionSpec("twice", "Twice", "as_is", (rule, again)))
    )
    (problem,) = check_scenario(twice)
    assert problem.place == "option twice"
    assert "already closed" in problem.read


def speaking(scenario, area, language):
    """The scenario with the children of one area in the schools of another language."""
    areas = scenario.region.areas
    languages = tuple(
        language if code == area else word for code, word in zip(areas.codes, areas.languages, strict=True)
    )
    codes = tuple(f"{code}-sv" if code == area else code for code in areas.codes)
    changed = replace(areas, languages=languages, codes=codes)
    return replace(scenario, region=replace(scenario.region, areas=changed))


def test_pupils_whose_language_no_school_teaches_in_are_named_by_language_and_column(scenario):
    problems = check_scenario(speaking(scenario, "90102", "sv"))
    first = problems[0]
    assert "in Swedish" in first.read
    assert "Swedish-speaking part of area 90102 (column swedish_share)" in first.read
    assert "language sv" in first.mend
    assert "swedish_share" in first.mend
    assert "cooperate" not in first.mend


def test_grades_that_have_a_school_are_not_told_between_those_that_have_none():
    assert _runs((0, 1, 2, UPPER_SECONDARY)) == "0 to 2, upper_secondary"
    assert _runs((7, 8, 9, UPPER_SECONDARY)) == "7 to 9, upper_secondary"
    assert _runs((0, 3)) == "0, 3"


def test_where_areas_are_kept_whole_a_school_beside_another_in_its_area_is_told_why_it_is_empty(scenario):
    region, schools = scenario.region, scenario.region.schools
    # the village school moves into the area of the central one, south of its middle where no other area is near
    moved = schools.codes.index("takakyla")
    x, y = schools.x_m.copy(), schools.y_m.copy()
    x[moved], y[moved] = x[schools.codes.index("keskuskoulu")], y[schools.codes.index("keskuskoulu")] - 900.0
    beside = replace(scenario, region=replace(region, schools=replace(schools, x_m=x, y_m=y)))
    whole = replace(beside, values={**beside.values, "transport.whole_areas": True})
    (notice,) = [found for found in check_notices(whole) if "Takak" in found]
    assert "divide an area that holds several schools" in notice
    assert not any("whole_areas" in found for found in check_notices(beside))


def with_purchase(scenario, *before):
    """The scenario with an option in which one municipality buys grades 7–9 from the other, after other measures."""
    buyer, seller = scenario.region.municipalities.codes[1], scenario.region.municipalities.codes[0]
    year = scenario.first_year
    purchase = MEASURES["cooperate"](
        measure="cooperate", name="deal", kind="purchase", members=(buyer, seller), year=year, grades="7-9"
    )
    measures = (*before, purchase)
    spec = OptionSpec("buys", "Buys", "as_is", measures)
    return replace(scenario, options=(*scenario.options[:1], spec))


def test_a_purchase_under_which_nobody_crosses_the_border_is_noticed(scenario):
    (notice,) = check_notices(with_purchase(scenario))
    assert "option buys: the purchase 'deal' moves nobody" in notice
    assert "close_school, change_grades" in notice
    concerned = re.search(r"each of the (\d+) pupils of grades 7-9 in .+ \(2026\) has a school there", notice)
    assert 20 <= int(concerned[1]) <= 60


def test_a_purchase_that_moves_pupils_is_not_noticed(scenario):
    region = scenario.region
    own = region.schools.municipality == 1
    code = next(code for code, here in zip(region.schools.codes, own, strict=True) if here)
    lower = MEASURES["change_grades"](
        measure="change_grades", school=code, grades="0-6", year=scenario.first_year
    )
    assert check_notices(with_purchase(scenario, lower)) == ()
