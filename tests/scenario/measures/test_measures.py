"""Each measure changes what it says, from the year it says, and nothing else."""

from dataclasses import fields, replace

import numpy as np
import pytest

from kopa_sim.model.grades import GRADES, N_GRADES, span_of_grades
from kopa_sim.scenario.measures import MEASURES, PlanContext, apply_measures, present_plan, schools_to_open
from tests.regions import two_municipalities

YEARS = tuple(range(2024, 2036))
FIRST = 2026
REGION = two_municipalities()
CENTRE, VILLAGE, OTHER = 0, 1, 2


def context(pupils=None):
    counts = (
        np.zeros((len(YEARS), 3))
        if pupils is None
        else np.broadcast_to(np.array(pupils, float), (len(YEARS), 3))
    )
    return PlanContext(REGION, counts, largest_remote_share_basic=0.5)


def plan(not_yet_built=()):
    return present_plan("trial", "Trial", REGION, YEARS, FIRST, np.full(N_GRADES, 5.0), not_yet_built)


def plan_for(name):
    """The present network; a school that a measure opens is not part of it."""
    return plan([VILLAGE]) if name == "open_school" else plan()


def measure(name, **given):
    return MEASURES[name](measure=name, **given)


def changed_fields(before, after):
    changed = set()
    for field in fields(before):
        left, right = getattr(before, field.name), getattr(after, field.name)
        same = np.array_equal(left, right) if isinstance(left, np.ndarray) else left == right
        if not same:
            changed.add(field.name)
    return changed


CASES = [
    ("close_school", {"school": "village", "year": 2028}, {"open_year_school"}),
    (
        "close_school",
        {"school": "village", "year": 2028, "receiving": "centre"},
        {"open_year_school", "receiving_year_school"},
    ),
    ("open_school", {"school": "village", "year": 2028}, {"open_year_school", "built"}),
    ("extend_school", {"school": "centre", "year": 2028, "places": 40}, {"places_year_school", "built"}),
    ("change_grades", {"school": "centre", "year": 2028, "grades": "1-9"}, {"grades_year_school_grade"}),
    (
        "pair_grades",
        {"lower": "village", "upper": "centre", "last_lower_grade": 3, "year": 2028},
        {"grades_year_school_grade", "grade_pairs"},
    ),
    ("share_teachers", {"municipalities": ("901",), "year": 2028}, {"teacher_pools"}),
    ("share_principal", {"schools": ("village", "centre"), "year": 2028}, {"principal_pools"}),
    (
        "remote_teaching",
        {"schools": ("village", "centre"), "subjects": ("languages",), "grades": "3-6", "year": 2028},
        {"remote_groups"},
    ),
    (
        "cooperate",
        {"kind": "open_borders", "members": ("901", "902"), "year": 2028},
        {"allowed_year_home_school_grade", "agreements"},
    ),
    ("cooperate", {"kind": "shared_administration", "members": ("901", "902"), "year": 2028}, {"agreements"}),
    (
        "transport_policy",
        {"grades": "0-2", "limit_km": 3, "year": 2028},
        {"transport_limit_km_year_municipality_grade"},
    ),
]


@pytest.mark.parametrize(("name", "given", "expected"), CASES)
def test_a_measure_changes_only_what_it_says(name, given, expected):
    before = plan_for(name)
    after = measure(name, **given).apply(before, context())
    assert changed_fields(before, after) == expected


@pytest.mark.parametrize(("name", "given", "expected"), CASES)
def test_no_measure_acts_before_its_year(name, given, expected):
    before = plan_for(name)
    after = measure(name, **given).apply(before, context())
    earlier = slice(0, YEARS.index(2028))
    for field in expected:
        value = getattr(after, field)
        if isinstance(value, np.ndarray):
            assert np.array_equal(value[earlier], getattr(before, field)[earlier])
            assert after.change_years == (2028,)
        elif field in ("teacher_pools", "principal_pools", "remote_groups", "agreements"):
            assert not value[0].years[earlier].any() and value[0].years[YEARS.index(2028) :].all()


@pytest.mark.parametrize(("name", "given", "expected"), CASES)
def test_applying_a_measure_leaves_the_given_plan_untouched(name, given, expected):
    before, reference = plan_for(name), plan_for(name)
    measure(name, **given).apply(before, context())
    assert changed_fields(before, reference) == set()


def test_measures_are_a_name_a_class_and_say_their_own_name():
    for name, cls in MEASURES.items():
        assert cls.model_fields["measure"].annotation.__args__ == (name,)


def test_a_school_closes_on_the_first_of_august_of_its_year():
    closed = measure("close_school", school="village", year=2028).apply(plan(), context())
    assert closed.open_year_school[YEARS.index(2027), VILLAGE]
    assert not closed.open_year_school[YEARS.index(2028), VILLAGE]
    assert closed.closed_in_year_school.sum() == 1
    assert closed.closed_in_year_school[YEARS.index(2028), VILLAGE]


def test_small_schools_close_and_the_last_school_for_a_grade_stays():
    rule = measure("close_small_schools", pupils_below=50, year=2028)
    after = rule.apply(plan(), context([200, 30, 40]))
    assert not after.open_year_school[-1, VILLAGE]
    assert after.open_year_school[-1, [CENTRE, OTHER]].all()


def test_the_last_school_of_a_municipality_in_a_language_stays_however_small():
    schools = REGION.schools
    languages = tuple("sv" if school == VILLAGE else word for school, word in enumerate(schools.languages))
    there = replace(
        context([200, 30, 40]), region=replace(REGION, schools=replace(schools, languages=languages))
    )
    rule = measure("close_small_schools", pupils_below=50, year=2028)
    assert rule.apply(plan(), there).open_year_school.all()


@pytest.mark.parametrize(
    "given",
    [{"keep": ("village",)}, {"municipalities": ("902",)}, {"pupils_below": 30}],
)
def test_schools_that_are_kept_elsewhere_or_large_enough_stay_open(given):
    rule = measure("close_small_schools", **{"pupils_below": 50, "year": 2028, **given})
    assert rule.apply(plan(), context([200, 30, 40])).open_year_school.all()


def test_a_schools_own_extension_needs_an_open_school():
    closed = measure("close_school", school="village", year=2027).apply(plan(), context())
    extension = measure("extend_school", school="village", year=2028, places=20)
    assert "is closed in 2028" in extension.conflicts(closed, context())[0]


def test_closing_a_closed_school_is_a_conflict():
    closed = measure("close_school", school="village", year=2027).apply(plan(), context())
    again = measure("close_school", school="village", year=2028)
    assert "already closed in 2028" in again.conflicts(closed, context())[0]


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        (
            "close_school",
            {"school": "village", "year": 2028, "receiving": "village"},
            "cannot receive its own",
        ),
        ("share_teachers", {"schools": ("village",), "year": 2028}, "at least two schools"),
        (
            "share_teachers",
            {"schools": ("village", "centre"), "year": 2028, "home_base": "other"},
            "not a school of the pool",
        ),
        (
            "share_teachers",
            {"schools": ("village", "centre"), "year": 2028, "subjects": ("class_teaching",)},
            "cannot be shared",
        ),
        ("share_principal", {"schools": ("village", "village"), "year": 2028}, "at least two schools"),
        (
            "remote_teaching",
            {
                "municipalities": ("901",),
                "subjects": ("languages",),
                "grades": "7-9",
                "year": 2028,
                "lesson_share": 0.8,
            },
            "supplement",
        ),
        (
            "remote_teaching",
            {
                "municipalities": ("901",),
                "subjects": ("languages",),
                "grades": "7-9",
                "year": 2028,
                "site_adult_share": 0.5,
            },
            "an adult must be with the pupils",
        ),
        ("cooperate", {"kind": "open_borders", "members": ("901", "901"), "year": 2028}, "two different"),
        ("cooperate", {"kind": "purchase", "members": ("901",), "year": 2028}, "buyer"),
        ("cooperate", {"kind": "joint_school", "members": ("901", "902"), "year": 2028}, "needs the schools"),
        (
            "cooperate",
            {"kind": "open_borders", "members": ("901", "902"), "year": 2028, "last_year": 2027},
            "before year",
        ),
        (
            "pair_grades",
            {"lower": "village", "upper": "village", "last_lower_grade": 3, "year": 2028},
            "itself",
        ),
    ],
)
def test_what_cannot_be_is_said(name, given, words):
    found = measure(name, **given).conflicts(plan(), context())
    assert any(words in text for text in found)


def test_what_the_law_forbids_runs_only_as_a_what_if():
    remote = measure(
        "remote_teaching",
        municipalities=("901",),
        subjects=("languages",),
        grades="7-9",
        year=2028,
        lesson_share=1.0,
        site_adult_share=0.0,
        if_law_allowed=True,
    )
    assert remote.conflicts(plan(), context()) == ()
    assert remote.apply(plan(), context()).only_if_law_allowed


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("close_school", {"school": "village", "year": 2026}),
        ("change_grades", {"school": "village", "year": 2028, "grades": "1-2"}),
        ("pair_grades", {"lower": "village", "upper": "centre", "last_lower_grade": 2, "year": 2028}),
        ("share_principal", {"schools": ("village", "centre"), "year": 2028}),
        ("share_teachers", {"schools": ("village", "centre"), "year": 2028}),
        ("close_school", {"school": "centre", "year": 2028, "receiving": "village"}),
    ],
)
def test_a_closed_school_is_named(name, given):
    closed = measure("close_school", school="village", year=2027).apply(plan(), context())
    assert measure(name, **given).conflicts(closed, context())


def test_a_receiver_must_teach_the_grades_of_the_closed_school():
    upper = measure("change_grades", school="centre", year=2026, grades="7-9").apply(plan(), context())
    closing = measure("close_school", school="village", year=2028, receiving="centre")
    assert "teaches none of the grades" in closing.conflicts(upper, context())[0]


def test_small_schools_are_not_closed_by_rule_in_the_present_network():
    rule = measure("close_small_schools", pupils_below=50, year=2028)
    present = present_plan("as_is", "As it is", REGION, YEARS, FIRST, np.full(N_GRADES, 5.0))
    assert "put close_small_schools into an option" in rule.conflicts(present, context())[0]
    assert rule.conflicts(plan(), context()) == ()


def test_pairing_divides_the_grades_between_two_buildings():
    paired = measure("pair_grades", lower="village", upper="centre", last_lower_grade=2, year=2028).apply(
        plan(), context()
    )
    assert span_of_grades(paired.grades_year_school_grade[-1, VILLAGE]) == "0-2"
    assert span_of_grades(paired.grades_year_school_grade[-1, CENTRE]) == "3-9"


def test_a_purchase_opens_the_border_one_way_for_the_grades_bought():
    bought = measure("cooperate", kind="purchase", members=("901", "902"), year=2028, grades="7-9").apply(
        plan(), context()
    )
    allowed = bought.allowed_year_home_school_grade[-1]
    assert allowed[0, OTHER, GRADES.index("8")] and not allowed[0, OTHER, GRADES.index("3")]
    assert not allowed[1, CENTRE, GRADES.index("8")]


@pytest.mark.parametrize("kind", ["joint_school", "host_municipality", "joint_authority"])
def test_a_joint_school_opens_the_border_to_itself_alone(kind):
    joint = measure("cooperate", kind=kind, members=("901", "902"), year=2028, schools=("centre",))
    allowed = joint.apply(plan(), context()).allowed_year_home_school_grade[-1, :, :, GRADES.index("3")]
    assert allowed[1, CENTRE] and not allowed[1, VILLAGE]
    assert not allowed[0, OTHER]


def test_a_host_without_named_schools_opens_them_all():
    host = measure("cooperate", kind="host_municipality", members=("901", "902"), year=2028).apply(
        plan(), context()
    )
    assert host.allowed_year_home_school_grade[-1, :, :, GRADES.index("3")].all()


def test_a_school_that_an_option_opens_is_no_part_of_the_present_network():
    opening = measure("open_school", school="village", year=2030)
    assert schools_to_open(context(), [opening]) == {VILLAGE}
    before = plan([VILLAGE])
    assert not before.open_year_school[:, VILLAGE].any()
    assert opening.apply(before, context()).open_year_school[:, VILLAGE].sum() == len(YEARS) - YEARS.index(
        2030
    )


def test_the_years_in_which_a_plan_changes_are_known():
    assert plan().change_years == ()
    closed = measure("close_school", school="village", year=2029).apply(plan(), context())
    shared = measure("share_teachers", municipalities=("901",), year=2031).apply(closed, context())
    assert shared.change_years == (2029, 2031)


def test_measures_act_in_order():
    both = apply_measures(
        plan(),
        [
            measure("extend_school", school="centre", year=2027, places=40),
            measure("extend_school", school="centre", year=2030, places=10),
        ],
        context(),
    )
    assert both.places_year_school[:, CENTRE].tolist() == [300] * 3 + [340] * 3 + [350] * 6


def test_a_pool_named_by_municipality_has_its_schools():
    pool = measure("share_teachers", municipalities=("901",), schools=("other",), year=2028).apply(
        plan(), context()
    )
    assert pool.teacher_pools[0].schools == (CENTRE, VILLAGE, OTHER)


def test_a_pool_drives_there_and_back_over_the_longest_leg_unless_it_says_otherwise():
    given = {"municipalities": ("901",), "year": 2028}
    (plain,) = measure("share_teachers", **given).apply(plan(), context()).teacher_pools
    (stated,) = (
        measure("share_teachers", **given, longest_driving_min=90.0, assistants=True)
        .apply(plan(), context())
        .teacher_pools
    )
    assert np.isnan(plain.longest_driving_min) and not plain.shares_assistants
    assert (stated.longest_driving_min, stated.shares_assistants) == (90.0, True)


def test_a_pool_of_assistants_alone_names_no_subjects():
    given = {"municipalities": ("901",), "year": 2028, "subjects": ()}
    assert measure("share_teachers", **given).conflicts(plan(), context())
    assert not measure("share_teachers", **given, assistants=True).conflicts(plan(), context())


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, False),
        ({"subjects": ("music",)}, True),
        ({"grades": "9"}, True),
        ({"lesson_share": 0.2}, True),
        ({"grades": "8-9", "lesson_share": 0.3}, False),
    ],
)
def test_a_second_link_for_the_same_lessons_adds_to_the_first(changed, fits):
    first = {
        "municipalities": ("901",),
        "subjects": ("languages",),
        "grades": "7-8",
        "year": 2028,
        "lesson_share": 0.3,
    }
    before = measure("remote_teaching", **first).apply(plan(), context())
    told = measure("remote_teaching", **{**first, **changed}).conflicts(before, context())
    assert (told == ()) == fits
    if not fits:
        assert "with the 0.3 of measures before it is 0.1 above 0.5" in told[0]
