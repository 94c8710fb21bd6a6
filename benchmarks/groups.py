"""Groups, lessons, posts: 30 schools of 10 to 600 pupils, 20 years, blocks of 32 draws, against plain Python."""

import math
from functools import partial

import numpy as np

from benchmarks.timing import least_seconds
from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.measures.base import present_plan
from kopa_sim.teaching import form_groups, staff_schools
from kopa_sim.teaching.lesson_plan import weekly_lessons
from kopa_sim.teaching.lessons import required_lessons
from kopa_sim.teaching.support import OFFSET_OF_GRADE
from tests.teaching.builders import line_journeys, row_of_schools

DRAWS, YEARS, SCHOOLS = 32, 20, 30
ALL_DRAWS = 1000
DRAWN = (
    "largest_group_3_6",
    "largest_group_7_9",
    "individual_support_share",
    "special_class_share",
    "a2_language_share",
    "qualified_posts_share",
)
"""Parameters that differ by future in the second run, over the range that the defaults give them."""
LARGEST = (20, 22, 22, 24, 24, 24, 24, 24, 24, 24)
COMPOSITE_WITH_YOUNGEST, COMPOSITE, SPAN, CAP, SUPPORTED = 18, 22, 3, 5, 0.097


def plain_groups(pupils, lessons):
    """Least lessons over cuts of grades 0–9, one school at a time; special classes are left out."""
    supported = [math.floor(SUPPORTED * n + OFFSET_OF_GRADE.get(grade, 0)) for grade, n in enumerate(pupils)]
    least = [0.0]
    for last, count in enumerate(pupils):
        groups = max(math.ceil(count / LARGEST[last]), math.ceil(supported[last] / CAP))
        best = least[last] + groups * lessons[last]
        for first in range(1, last if last <= 6 else 0):
            run = range(first, last + 1)
            together = sum(pupils[first : last + 1])
            limit = COMPOSITE_WITH_YOUNGEST if first <= 2 else COMPOSITE
            fits = together <= limit and sum(supported[first : last + 1]) <= CAP
            if fits and sum(pupils[grade] > 0 for grade in run) <= SPAN and pupils[first] and pupils[last]:
                best = min(best, least[first] + max(lessons[grade] for grade in run if pupils[grade]))
        least.append(best)
    return least[-1]


def sampled_pupils():
    """Pupils of schools of 10 to 600, that differ by year and future. (draw, year, school, grade)

    Every fifth school has an upper secondary school of a third of its pupils beside it.
    """
    size = np.geomspace(10, 600, SCHOOLS)
    by_grade = size[:, None] / (N_GRADES - 1) * np.ones(N_GRADES)
    by_grade[:, UPPER_SECONDARY] = np.where(np.arange(SCHOOLS) % 5 == 4, size / 3, 0.0)
    return np.random.default_rng(1).poisson(by_grade, (DRAWS, YEARS, SCHOOLS, N_GRADES)).astype(float)


def drawn_parameters():
    """Parameters of which several are drawn between their low and high values; whole numbers stay whole."""
    known = load_defaults()
    generator = np.random.default_rng(2)
    drawn = {}
    for name in (f"teaching.{short}" for short in DRAWN):
        values = generator.uniform(known[name].low, known[name].high, DRAWS)
        drawn[name] = np.rint(values) if isinstance(known[name].value, int) else values
    return Parameters(DRAWS, {name: spec.value for name, spec in known.items()}, drawn)


def seconds_of(parameters, pupils, region, plan):
    """Seconds to form groups of one block, and to staff the schools that have them."""
    groups = form_groups(pupils, parameters)
    staff = partial(staff_schools, region, plan, line_journeys(region), groups, pupils, parameters)
    return least_seconds(partial(form_groups, pupils, parameters)), least_seconds(staff)


def run():
    parameters = Parameters(DRAWS, {name: spec.value for name, spec in load_defaults().items()})
    pupils = sampled_pupils()
    region = row_of_schools(SCHOOLS)
    years = tuple(range(2024, 2024 + YEARS))
    plan = present_plan("as_is", "As it is", region, years, 2026, np.full(N_GRADES, 5.0))
    groups = form_groups(pupils, parameters)
    open_all = plan.open_year_school & region.schools.municipal
    required = partial(required_lessons, groups, pupils, open_all, parameters, region.schools.special)
    forming, staffing = seconds_of(parameters, pupils, region, plan)
    forming_drawn, staffing_drawn = seconds_of(drawn_parameters(), pupils, region, plan)
    giving = least_seconds(lambda: required().by_subject())
    lessons = weekly_lessons(parameters).tolist()
    rows = pupils[:1].reshape(-1, N_GRADES)[:, :10].astype(int).tolist()
    plain = DRAWS * least_seconds(lambda: [plain_groups(row, lessons) for row in rows], runs=3)
    blocks = ALL_DRAWS / DRAWS
    yield f"{ALL_DRAWS:,} draws x {YEARS} years x {SCHOOLS} schools, seconds of one core:"
    yield f"groups {forming * blocks:.2f}, lessons {giving * blocks:.2f},"
    yield f"posts and all other staff {(staffing - giving) * blocks:.2f},"
    yield f"together {(forming + staffing) * blocks:.2f}"
    yield f"groups are formed {plain / forming:.0f} times quicker than by the plain programme,"
    yield f"groups, lessons and posts together {plain / (forming + staffing):.1f} times quicker than its groups alone"
    yield f"with {len(DRAWN)} parameters drawn: groups {forming_drawn * blocks:.2f},"
    yield f"lessons, posts and all other staff {staffing_drawn * blocks:.2f},"
    slower = (forming_drawn + staffing_drawn) / (forming + staffing)
    yield f"together {(forming_drawn + staffing_drawn) * blocks:.2f}, {slower:.2f} times as long as without draws"
