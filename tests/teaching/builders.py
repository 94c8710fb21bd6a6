"""Parameters, plans and journeys for the tests of teaching, from the shipped defaults."""

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import PLAN_SUBJECTS, SUBJECTS
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.measures.base import present_plan
from kopa_sim.teaching.pools import SchoolMarket
from tests import regions

YEARS = (2024, 2025, 2026, 2027)
N_YEARS = len(YEARS)
FIRST_YEAR = 2026


def subject(name):
    """Position of a subject along the subject axis."""
    return SUBJECTS.index(name)


def parameters(draws=1, sampled=None, **changed):
    """Shipped teaching parameters with some values changed; sampled ones are given by draw.

    Part posts are paid to the lesson unless a test asks for steps, so that lessons and posts can be told by hand.
    """
    fixed = {name: spec.value for name, spec in load_defaults().items() if name.startswith("teaching.")}
    fixed["teaching.part_post_step_share"] = 0.0
    unknown = {f"teaching.{name}" for name in changed} - set(fixed)
    assert not unknown, unknown
    fixed |= {f"teaching.{name}": value for name, value in changed.items()}
    by_draw = {f"teaching.{name}": np.asarray(values, float) for name, values in (sampled or {}).items()}
    return Parameters(draws, fixed, by_draw)


def no_additions(**changed):
    """Parameters under which schools give exactly the lesson plan and every hour finds a qualified teacher."""
    plain = {
        "local_extra_lessons_share": 0.0,
        "largest_unsplit_group": dict.fromkeys(PLAN_SUBJECTS, 0.0),
        "a2_language_share": 0.0,
        "second_mother_tongue_share": 0.0,
        "minority_religion_share": {},
        "remedial_lessons_per_100_pupils_h": 0.0,
        "special_lessons_per_100_pupils_h": 0.0,
        "lessons_per_supported_pupil_h": 0.0,
        "special_class_share": 0.0,
        "preparatory_share": 0.0,
        "pupils_per_counsellor_7_9": 1e9,
        "students_per_counsellor_upper_secondary": 1e9,
        "qualified_posts_share": 1.0,
        "qualified_hourly_share": 1.0,
        "vacancy_unfilled_share_remote": 0.0,
    }
    return parameters(**(plain | changed))


def lesson_plan(**rows):
    """Settings of a lesson plan that has these rows alone, each over grades 1-9."""
    return {f"lesson_plan_{name}": tuple(rows.get(name, (0,) * 9)) for name in PLAN_SUBJECTS}


def pupils(*schools, draws=1, years=N_YEARS):
    """Pupils that stay the same: one mapping of grade -> pupils for each school. (draw, year, school, grade)"""
    table = np.zeros((len(schools), N_GRADES))
    for school, by_grade in enumerate(schools):
        for grade, count in by_grade.items():
            table[school, grade] = count
    return np.broadcast_to(table, (draws, years, *table.shape)).copy()


def line_journeys(region, km_between=10.0):
    """Schools in a row at equal distances, points ten kilometres from every school."""
    n_schools, n_points = len(region.schools), len(region.points)
    place = np.arange(n_schools) * km_between
    to_points = np.full((n_points, n_schools), 10.0)
    return Journeys(to_points, to_points.copy(), np.abs(np.subtract.outer(place, place)))


def plan_for(region):
    """The present network carried forward over the test years."""
    return present_plan("as_is", "As it is", region, YEARS, FIRST_YEAR, np.full(N_GRADES, 5.0))


def row_of_schools(count, grades="0-9", **columns):
    """Region of one area whose schools differ only in their places: 100, 101, …"""
    two = regions.two_municipalities()
    rows = [
        {"code": f"s{index}", "municipality": "901", "grades": grades, "places": 100 + index} | columns
        for index in range(count)
    ]
    return type(two)(two.municipalities, two.areas, two.points, regions.schools(rows))


def market(n_schools, km_between=10.0, years=N_YEARS):
    """Open schools in a row, the last with most places."""
    place = np.arange(n_schools) * km_between
    return SchoolMarket(
        teaches_year_school=np.ones((years, n_schools), dtype=bool),
        places_year_school=np.broadcast_to(100.0 + np.arange(n_schools), (years, n_schools)),
        km_school_school=np.abs(np.subtract.outer(place, place)),
    )
