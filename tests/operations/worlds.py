"""Small worlds built by hand for the operations tests: a region, its plan, groups, staff and parameters."""

import tomllib
from dataclasses import dataclass, replace
from importlib.resources import files

import numpy as np

from kopa_sim.model.grades import GRADE_BANDS, N_BANDS, N_GRADES
from kopa_sim.model.journeys import Journeys
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.plan import Plan, RemoteGroup, TeacherPool
from kopa_sim.model.region import Municipalities, Region
from kopa_sim.model.staffing import STAFFING_MEASURES, Groups, Staffing
from kopa_sim.model.streams import Streams
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.operations import simulate_replication
from kopa_sim.operations.assumptions import FROM_TEACHING, read_assumptions
from kopa_sim.operations.staffed_year import staffed_year
from kopa_sim.scenario.measures.base import present_plan
from tests.regions import areas, points_at_centres, schools

YEARS = (2024, 2025, 2026, 2027)
FIRST_YEAR = 2026
NAN = float("nan")

NO_VACANCIES = {"recruitment_days": 0.0, "recruitment_days_per_100_km": 0.0}
"""Every post is filled at once."""

OPEN_ROADS = {
    "late_starts_per_1000_km_winter": 0.0,
    "late_starts_per_1000_km_other": 0.0,
    "breakdowns_per_1000_km": 0.0,
    "closed_road_days_per_winter": 0.0,
    "run_late_share_winter": 0.0,
    "run_late_share_other": 0.0,
}
"""Nothing happens on the road."""

QUIET = {
    **NO_VACANCIES,
    **OPEN_ROADS,
    "absence_days_per_teacher_year": 0.0,
    "link_failures_per_year": 0.0,
    "site_adult_absence_days": 0.0,
}
"""All rates of disruption zero."""

NO_MERGING = dict.fromkeys(GRADE_BANDS, 0.0)
"""Limits of merged groups under which no two groups join."""


def default_values():
    """Return the defaults of operations, and those of teaching that operations read, by dotted name."""
    found = {}
    for section, wanted in (("operations", None), ("teaching", FROM_TEACHING)):
        text = files("kopa_sim.scenario.defaults").joinpath(f"{section}.toml").read_text(encoding="utf-8")
        for name, entry in tomllib.loads(text).items():
            if wanted is None or name in wanted:
                found[f"{section}.{name}"] = entry["value"]
    return found


def parameters(**changes):
    """Defaults with some changed, the same in every draw."""
    changed = {
        f"{'teaching' if name in FROM_TEACHING else 'operations'}.{name}": changes[name] for name in changes
    }
    values = {**default_values(), **changed}
    fixed = {
        name: tuple(float(item) for item in value) if isinstance(value, list) else value
        for name, value in values.items()
    }
    return Parameters(2, fixed)


def assumptions(**changes):
    return read_assumptions(parameters(**changes), 0)


@dataclass
class World:
    region: Region
    plan: Plan
    journeys: Journeys
    groups: Groups
    staffing: Staffing

    def simulate(self, **settings):
        """Return the measures of operations.csv."""
        return self.outcome(**settings).values

    def outcome(self, seed=1, replication=0, years=(2026,), draw=0, travels=None, keep_log=False, **changes):
        """Return all that a replication yields; changes are of parameters."""
        return simulate_replication(
            self.region,
            self.plan,
            self.journeys,
            self.groups,
            self.staffing,
            draw,
            replication,
            years,
            parameters(**changes),
            Streams(seed),
            travels,
            keep_log,
        )

    def staffed(self, year=2026, draw=0, tours=()):
        return staffed_year(self.plan, self.groups, self.staffing, draw, year, tours=tours)


def build_world(school_rows, cells, groups=None, remote_groups=(), km=25.0, adults=1.0, pools=()):
    """Build a world.

    school_rows: (code, municipality) pairs. cells: (school code, subject) -> weekly lessons, posts and km of the
    cell, the same in every draw and year. groups: school code -> {band: groups}. km: distance between any two
    schools; the children of a municipality live at its first school. adults: site adults beside a remote lesson.
    pools: schools that share teachers.
    """
    codes = tuple(dict.fromkeys(municipality for _, municipality in school_rows))
    table = schools([{"code": c, "municipality": m, "grades": "0-9"} for c, m in school_rows], codes)
    area_table = areas([{"code": f"a{m}", "municipality": m} for m in codes], codes)
    nan = np.full(len(codes), NAN)
    region = Region(
        Municipalities(codes, codes, np.full(len(codes), 500.0), nan, nan, nan),
        area_table,
        points_at_centres(area_table),
        table,
    )
    n = len(table)
    plan = replace(
        present_plan("as_is", "As it is", region, YEARS, FIRST_YEAR, np.full(11, 5.0)),
        remote_groups=tuple(remote_groups),
        teacher_pools=tuple(pools),
    )
    distance = np.full((n, n), km)
    np.fill_diagonal(distance, 0.0)
    first = [int(np.flatnonzero(table.municipality == number)[0]) for number in range(len(codes))]
    journeys = Journeys(distance[first], np.zeros((len(codes), n)), distance)
    return World(
        region, plan, journeys, _groups(table.codes, groups or {}), _staffing(table.codes, cells, adults)
    )


def _groups(codes, groups):
    by_band = np.zeros((2, len(YEARS), len(codes), N_BANDS))
    for code, bands in groups.items():
        for band, number in bands.items():
            by_band[:, :, codes.index(code), GRADE_BANDS.index(band)] = number
    by_grade = np.zeros((*by_band.shape[:3], N_GRADES))
    by_grade[..., [0, 1, 3, 7, 10]] = by_band
    return Groups(by_band, by_band * 25.0, by_grade, by_grade * 20.0)


def _staffing(codes, cells, adults):
    shape = (2, len(YEARS), len(codes), N_SUBJECTS)
    measures = {name: np.zeros(shape) for name in STAFFING_MEASURES}
    for (code, subject), values in cells.items():
        at = np.s_[:, :, codes.index(code), SUBJECTS.index(subject)]
        for name, value in values.items():
            measures[name][at] = value
        measures["hours_remote_qualified"][at] = values.get(
            "hours_remote_qualified", values.get("hours_remote", 0.0)
        )
        measures["hours_required"][at] = sum(
            values.get(f"hours_{kind}", 0.0) for kind in ("qualified", "unqualified", "remote", "not_given")
        )
    flat = shape[:3]
    return Staffing(
        measures=measures,
        surplus_posts_draw_year_municipality_subject=np.zeros(shape),
        site_adult_hours_draw_year_school=adults * measures["hours_remote"].sum(axis=3),
        remote_rooms_draw_year_school=np.ones(flat),
        site_changes_draw_year_school=np.zeros(flat),
        principal_posts_draw_year_school=np.zeros(flat),
        assistant_posts_draw_year_school=np.zeros(flat),
    )


def class_teachers(posts, **other):
    """The cell of class teachers with 24 lessons a week each."""
    return {"hours_qualified": 24.0 * posts, "posts": float(posts), **other}


def teacher_pool(schools, subjects, name="pool"):
    return TeacherPool(name, tuple(schools), tuple(subjects), np.ones(len(YEARS), dtype=np.bool_), 100.0)


def remote_group(schools, subjects, sending_school=-1, name="link"):
    return RemoteGroup(
        name=name,
        schools=tuple(schools),
        subjects=tuple(subjects),
        grades=(7, 8, 9),
        years=np.array([year >= FIRST_YEAR for year in YEARS]),
        lesson_share=0.5,
        largest_group=20,
        site_adult_share=1.0,
        sending_school=sending_school,
    )


def kainuu_like():
    """A region of the size of Kainuu: 8 municipalities, 37 schools, about 560 posts, some of them shared."""
    rng = np.random.default_rng(5)
    rows, cells, groups = [], {}, {}
    for school in range(37):
        municipality = f"{100 + (school % 8 if school < 20 else 0)}"
        code = f"s{school:02d}"
        rows.append((code, municipality))
        size = int(rng.integers(2, 18))
        cells[code, "class_teaching"] = class_teachers(size)
        groups[code] = {"1-2": size // 3 + 1, "3-6": size - size // 3, "7-9": size // 3}
        for subject in SUBJECTS[2:-1]:
            posts = float(rng.uniform(0.1, 0.7))
            lessons = 21.0 * posts
            cells[code, subject] = {
                "hours_qualified": 0.9 * lessons,
                "hours_unqualified": 0.05 * lessons,
                "hours_not_given": 0.01 * lessons,
                "hours_remote": 0.1 * lessons if subject == "languages" else 0.0,
                "posts": posts,
                "driven_km": 2000.0 if school % 3 == 0 and subject != "special_education" else 0.0,
            }
    members = list(range(37))
    return build_world(rows, cells, groups, [remote_group(members, ("languages",))])
