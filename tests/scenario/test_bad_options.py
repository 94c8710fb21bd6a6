"""What a planner reads when an option or one of its measures is wrong."""

import pytest

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.problems import ScenarioError
from tests.scenario.spoiling import (
    append,
    check_one_problem,
    line_of,
    measure,
    option,
    problems_of,
    replace,
    write,
)

TOML = "scenario.toml"


def top(old, new):
    return replace(TOML, old, new)


CLOSE = 'measure = "close_school"\nschool = "takakyla"\n'
REMOTE = 'measure = "remote_teaching"\nsubjects = ["music"]\ngrades = "7-9"\nyear = 2027\n'
POOL = 'measure = "share_teachers"\nyear = 2027\n'
COOPERATE = 'measure = "cooperate"\nmembers = ["901", "902"]\nyear = 2027\n'

CASES = {
    # --- options ------------------------------------------------------------------------------------------------
    "as_is left out": (
        top('id = "as_is"', 'id = "asis"'),
        "[[options]]",
        ["scenario.toml", 'there is no option "as_is"', 'did you mean "asis"?'],
    ),
    "unknown key of an option": (
        option('extend = "as_is"'),
        "extend =",
        ["scenario.toml:{line}  options.extra.extend", 'unknown key "extend"', 'did you mean "extends"?'],
    ),
    "id missing": (
        top('id = "open_borders"', ""),
        "Cooperate: pupils",
        ["scenario.toml", "options.4", 'key "id" is missing'],
    ),
    "id with a space": (
        top('id = "open_borders"', 'id = "Open borders"'),
        "Open borders",
        ["scenario.toml:{line}", '"Open borders" is not an id', "small letters a-z, digits and _"],
    ),
    "id twice": (
        top('id = "open_borders"', 'id = "remote_teaching"'),
        'id = "remote_teaching"',
        [
            "options.remote_teaching",
            '"remote_teaching" already stands in scenario.toml:{line}',
            "every id once",
        ],
    ),
    "title missing": (
        top('title = "Close the village school"', ""),
        "",
        ["options.close_village", 'key "title" is missing'],
    ),
    "option extending itself": (
        option('extends = "extra"'),
        "extends =",
        ["options.extra.extends", 'option "extra" extends itself', "as_is, close_village"],
    ),
    "option extending an unknown one": (
        top('extends = "close_village"', 'extends = "close_vilage"'),
        "close_vilage",
        [
            "scenario.toml:{line}  options.together.extends",
            'unknown option "close_vilage"',
            'did you mean "close_village"?',
        ],
    ),
    "as_is extending another": (
        top('title = "As it is"', 'title = "As it is"\nextends = "close_village"'),
        "extends =",
        ["scenario.toml:{line}  options.as_is.extends", '"as_is" extends nothing'],
    ),
    "measures that are no list": (
        option("measures = 3"),
        "measures = 3",
        ["scenario.toml:{line}  options.extra.measures", "3 is not a list"],
    ),
    # --- measures -----------------------------------------------------------------------------------------------
    "measure without its name": (
        option('[[options.measures]]\nschool = "takakyla"'),
        "",
        ["options.extra", 'key "measure" is missing', "close_school"],
    ),
    "unknown measure": (
        measure('measure = "close_schol"'),
        "close_schol",
        [
            "scenario.toml:{line}  options.extra.measure",
            'unknown measure "close_schol"',
            'did you mean "close_sch',
        ],
    ),
    "unknown key with a near name": (
        measure(f"{CLOSE}year = 2027\nrecieving = 'mallila'"),
        "recieving",
        [
            "scenario.toml:{line}  options.extra.close_school.recieving",
            'unknown key "recieving"',
            'did you mean "receiving"?',
            "allowed: measure, school, year, receiving",
        ],
    ),
    "key missing": (
        measure(CLOSE),
        "",
        [
            "options.extra.close_school.year",
            'key "year" is missing',
            "close_school takes measure, school, year",
        ],
    ),
    "year before the first": (
        measure(f"{CLOSE}year = 2025"),
        "year = 2025",
        ["options.extra.close_school.year", "year 2025 is out of range", "2026 to 2040"],
    ),
    "year after the last": (
        measure(f"{CLOSE}year = 2041"),
        "year = 2041",
        ["scenario.toml:{line}  options.extra.close_school.year", "year 2041 is out of range"],
    ),
    "year that is none": (
        measure(f"{CLOSE}year = 'soon'"),
        "'soon'",
        [
            "scenario.toml:{line}  options.extra.close_school.year",
            '"soon" is not allowed here',
            "a whole number",
        ],
    ),
    "unknown school": (
        measure("measure = 'close_school'\nschool = 'takakylä'\nyear = 2027"),
        "takakylä",
        ['unknown school "takakylä"', "keskuskoulu, takakyla, mallila", 'did you mean "takakyla"?'],
    ),
    "school by its name": (
        measure("measure = 'close_school'\nschool = 'Takakylän koulu'\nyear = 2027"),
        "Takakylän koulu",
        ["scenario.toml:{line}", 'unknown school "Takakylän koulu"', 'its code is "takakyla"'],
    ),
    "unknown receiving school": (
        measure(f"{CLOSE}year = 2027\nreceiving = 'keskuskolu'"),
        "keskuskolu'",
        ["options.extra.close_school.receiving", 'did you mean "keskuskoulu"?'],
    ),
    "unknown municipality in a list": (
        measure("measure = 'cooperate'\nkind = 'open_borders'\nyear = 2027\nmembers = [\n'901',\n'903',\n]"),
        "'903'",
        ["scenario.toml:{line}  options.extra.cooperate.members", 'unknown municipality "903"', "901, 902"],
    ),
    "municipality code without quotes": (
        measure(f"{COOPERATE}kind = 'open_borders'".replace('"902"', "902")),
        "902]",
        ["options.extra.cooperate.members", "902 is not allowed here", "a text in quotes", 'write "902"'],
    ),
    "one school where a list is wanted": (
        measure(f"{POOL}schools = 'mallila'"),
        "schools = 'mallila'",
        ["options.extra.share_teachers.schools", '"mallila" is not allowed here', "a list"],
    ),
    "unknown subject": (
        measure(f'{REMOTE}municipalities = ["901", "902"]'.replace("music", "musci")),
        "musci",
        ["scenario.toml:{line}", 'unknown subject "musci"', "mathematics", 'did you mean "music"?'],
    ),
    "a subject in Finnish": (
        measure(f'{REMOTE}municipalities = ["901", "902"]'.replace("music", "kielet")),
        "kielet",
        ["scenario.toml:{line}", 'unknown subject "kielet"', 'in scenarios it is "languages"'],
    ),
    "a misspelled subject in Swedish": (
        measure(f'{REMOTE}municipalities = ["901", "902"]'.replace("music", "huslig ekonmi")),
        "huslig ekonmi",
        ["scenario.toml:{line}", 'unknown subject "huslig ekonmi"', 'in scenarios it is "home_economics"'],
    ),
    "upper secondary education as one subject": (
        measure(f'{REMOTE}municipalities = ["901", "902"]'.replace("music", "upper_secondary")),
        "upper_secondary",
        [
            "scenario.toml:{line}",
            'unknown subject "upper_secondary"',
            "name its subjects, mother_tongue, languages",
        ],
    ),
    "grades that are none": (
        measure(f'{REMOTE}municipalities = ["901", "902"]'.replace("7-9", "7-10")),
        "7-10",
        ["scenario.toml:{line}  options.extra.remote_teaching.grades", '"7-10" is not a grade span', '"1-6"'],
    ),
    "unknown kind of cooperation": (
        measure(f"{COOPERATE}kind = 'open_border'"),
        "open_border'",
        ["options.extra.cooperate.kind", "open_borders, joint_school", 'did you mean "open_borders"?'],
    ),
    "share above one": (
        measure(f'{REMOTE}municipalities = ["901", "902"]\nlesson_share = 50'),
        "lesson_share = 50",
        ["scenario.toml:{line}  options.extra.remote_teaching.lesson_share", "50 is", "at most 1"],
    ),
    "places that are not positive": (
        measure("measure = 'extend_school'\nschool = 'mallila'\nyear = 2027\nplaces = 0"),
        "places = 0",
        ["options.extra.extend_school.places", "0 is not allowed here", "above 0"],
    ),
    "limit less generous than the law": (
        measure("measure = 'transport_policy'\nyear = 2027\nlimit_km = 7"),
        "limit_km",
        ["options.extra.transport_policy.limit_km", "7 is not allowed here", "at most 5"],
    ),
    # --- measures that cannot follow on each other --------------------------------------------------------------
    "closing a closed school": (
        option(f'extends = "close_village"\n[[options.measures]]\n{CLOSE}year = 2030'),
        "",
        ["options.extra.close_school", "school 'takakyla' is already closed in 2030"],
    ),
    "a school receiving its own pupils": (
        measure(f"{CLOSE}year = 2027\nreceiving = 'takakyla'"),
        "",
        ["options.extra.close_school", "a school cannot receive its own pupils"],
    ),
    "extending a closed school": (
        option(
            'extends = "close_village"\n[[options.measures]]\nmeasure = "extend_school"\nschool = "takakyla"\n'
            "year = 2030\nplaces = 10"
        ),
        "",
        ["options.extra.extend_school", "closed in 2030 and cannot be extended"],
    ),
    "a pool of one": (measure(f'{POOL}schools = ["mallila"]'), "", ["a pool needs at least two schools"]),
    "a home base outside the pool": (
        measure(f'{POOL}schools = ["mallila", "takakyla"]\nhome_base = "keskuskoulu"'),
        "",
        [
            "options.extra.share_teachers",
            "home base 'keskuskoulu' is not a school of the pool; its schools: takakyla, mallila",
        ],
    ),
    "a remote group of nobody": (
        measure(f'{REMOTE}municipalities = ["901", "902"]\nlargest_group = 0'),
        "largest_group = 0",
        [
            "scenario.toml:{line}  options.extra.remote_teaching.largest_group",
            "0 is not allowed here",
            "above 0",
        ],
    ),
    "more remote teaching than the law knows": (
        measure(f'{REMOTE}municipalities = ["901", "902"]\nlesson_share = 0.8'),
        "",
        ["options.extra.remote_teaching", "lesson_share 0.8 is 0.3 above 0.5", "if_law_allowed = true"],
    ),
    "a what-if whose id does not say so": (
        measure(f'{REMOTE}municipalities = ["901", "902"]\nlesson_share = 0.8\nif_law_allowed = true'),
        'id = "extra"',
        ["scenario.toml:{line}", "options.extra", "extra_if_law_allowed"],
    ),
    "cooperation of one with itself": (
        measure("measure = 'cooperate'\nkind = 'open_borders'\nyear = 2027\nmembers = ['901', '901']"),
        "",
        ["options.extra.cooperate", "at least two different municipalities"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_planner_reads_what_is_wrong_with_an_option(folder, case):
    change, where, parts = CASES[case]
    change(folder)
    line = line_of(folder, where) if where else 0
    check_one_problem(folder, [part.format(line=line) for part in parts])


def test_options_in_a_circle_are_each_told(folder):
    top('title = "Close the village school"', 'title = "Close"\nextends = "together"')(folder)
    found = problems_of(folder)
    assert any("circle: close_village → together → close_village" in text for text in found)
    assert any("circle: together → close_village → together" in text for text in found)


def test_no_options_at_all(folder):
    text = (folder / TOML).read_text(encoding="utf-8")
    write(TOML, text[: text.index("[[options]]")])(folder)
    check_one_problem(
        folder, ["scenario.toml", "there are no options", 'write [[options]] with id = "as_is" first']
    )


def test_options_that_are_no_list(folder):
    text = (folder / TOML).read_text(encoding="utf-8")
    write(TOML, text[: text.index("[[options]]")] + "[options]\nas_is = 3\n")(folder)
    check_one_problem(folder, ["options are not a list of tables", "one [[options]] for each"])


def test_a_measure_after_a_conflicting_one_is_still_checked(folder):
    option(f'extends = "close_village"\n[[options.measures]]\n{CLOSE}year = 2030\n')(folder)
    append(TOML, f'\n[[options.measures]]\n{POOL}schools = ["mallila"]\n')(folder)
    found = problems_of(folder)
    assert len(found) == 2
    assert "already closed" in found[0]
    assert "at least two schools" in found[1]


def test_a_conflict_is_told_where_it_is_written_and_not_again_for_options_that_build_on_it(folder):
    option(f"[[options.measures]]\n{CLOSE}year = 2030\nreceiving = 'takakyla'")(folder)
    append(TOML, '\n[[options]]\nid = "further"\ntitle = "Further"\nextends = "extra"\n')(folder)
    check_one_problem(folder, ["options.extra.close_school", "its own pupils"])


def test_what_names_a_school_whose_code_cannot_be_read_is_not_blamed(folder):
    replace("schools.csv", "mallila,Mallilan", ",Mallilan")(folder)
    check_one_problem(folder, ["schools.csv row 4, column school", "the cell is empty"])


@pytest.mark.parametrize("name", ["close_when", "share_when", "remote_when", "flexible_delivery"])
def test_a_measure_that_is_still_to_come_is_said_to_be_so(folder, name):
    option(f'[[options.measures]]\nmeasure = "{name}"\npupils_below = 20')(folder)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(folder)
    (problem,) = raised.value.problems
    assert f'measure "{name}" is planned but not in this version' in problem.read
    assert problem.mend and "did you mean" not in problem.mend


@pytest.mark.parametrize("name", ["programmes", "jobs"])
def test_a_table_that_is_still_to_come_is_said_to_be_so(folder, name):
    replace("scenario.toml", "[tables]\n", f'[tables]\n{name} = "{name}.csv"\n')(folder)
    with pytest.raises(ScenarioError, match="planned but not read in this version"):
        load_scenario(folder)


def test_a_measure_with_a_field_that_cannot_be_read_is_judged_by_its_other_fields(folder):
    """The year is no number: nobody can tell whether the agreement ends before it begins; its parties are told."""
    terms = 'kind = "purchase"\nmembers = ["901"]\nyear = "soon"\nlast_year = 2027'
    measure(f'measure = "cooperate"\n{terms}')(folder)
    found = problems_of(folder)
    assert len(found) == 3
    assert '"soon" is not allowed here' in found[0]
    assert "scenario.toml" in found[1] and "at least two different municipalities" in found[1]
    assert "purchase has two members" in found[2]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            'measure = "pair_grades"\nlower = "mallila"\nupper = "mallila"\nyear = 2027\nlast_lower_grade = 9',
            "itself",
        ),
        ('measure = "share_principal"\nschools = ["mallila"]\nyear = "soon"', "at least two schools"),
        (
            'measure = "dismiss_teachers"\nyear = 2030\nlast_year = 2028\nnotice_months = 99',
            "is before year 2030",
        ),
        (
            'measure = "optimise_network"\nkeep = ["mallila"]\nclose = ["mallila"]\nspare_places = 2',
            "both stay",
        ),
        (
            'measure = "cooperate"\nkind = "joint_school"\nmembers = ["901", "909"]\nyear = 2027',
            "joint_school needs",
        ),
    ],
)
def test_what_is_wrong_between_fields_is_told_beside_what_is_wrong_with_one(folder, written, told):
    measure(written)(folder)
    found = problems_of(folder)
    assert len(found) == 2, found
    assert told in found[1]
