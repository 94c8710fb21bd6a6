"""Plans, pupils, parameters and random regions for tests of who goes where."""

from dataclasses import replace

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Pupils
from kopa_sim.model.region import Municipalities, Points, Region
from kopa_sim.network import assign_catchments, measure_journeys
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.measures.base import present_plan
from tests.regions import areas, points_at_centres, schools

YEARS = (2024, 2025, 2026, 2027, 2028)
FIRST_YEAR = 2026


def parameters(n_draws=1, **changed):
    """Defaults in force, some of [transport] changed."""
    values = {name: spec.value for name, spec in load_defaults().items() if name.startswith("transport.")}
    return Parameters(n_draws, values | {f"transport.{name}": value for name, value in changed.items()})


def plan(region, years=YEARS, first_year=FIRST_YEAR):
    """The present network carried forward."""
    limits = parameters().vector("transport.free_transport_limit_km")
    return present_plan("as_is", "As it is", region, years, first_year, limits)


def closed(of, region, code, year, receiving=None):
    """The Plan with a school closed from a year on."""
    later = np.array(of.years) >= year
    school = region.schools.codes.index(code)
    open_year_school = of.open_year_school.copy()
    open_year_school[later, school] = False
    receiver = of.receiving_year_school.copy()
    receiver[later, school] = -1 if receiving is None else region.schools.codes.index(receiving)
    return replace(of, open_year_school=open_year_school, receiving_year_school=receiver)


def open_borders(of, grades=range(10)):
    """The Plan with all borders open for the grades."""
    allowed = of.allowed_year_home_school_grade.copy()
    allowed[..., list(grades)] = True
    return replace(of, allowed_year_home_school_grade=allowed)


def with_places(of, region, **places):
    """The Plan with the places of some schools changed."""
    changed = of.places_year_school.copy()
    for code, value in places.items():
        changed[:, region.schools.codes.index(code)] = value
    return replace(of, places_year_school=changed)


def pupils(region, per_area_grade, years=YEARS, draws=1):
    """The same pupils in every year and draw; one number for all, one an area, or (area, grade)."""
    values = np.array(per_area_grade, dtype=float)
    if values.ndim == 1:
        values = values[:, None]
    shape = (draws, len(years), len(region.areas), N_GRADES)
    return Pupils(years, np.broadcast_to(values, shape).copy())


def region_of(area_rows, school_rows, municipalities=("901", "902"), points=None):
    """A region from rows as tests.regions takes them."""
    nan = np.full(len(municipalities), np.nan)
    area_table = areas(area_rows, municipalities)
    return Region(
        Municipalities(municipalities, municipalities, np.full(len(municipalities), 500.0), nan, nan, nan),
        area_table,
        points_at_centres(area_table) if points is None else points,
        schools(school_rows, municipalities),
    )


def random_region(seed, n_municipalities=3, n_areas=9, points_per_area=4, n_villages=4, places=10_000.0):
    """A scattered region: each municipality has a 0-6, a 7-9 and the first an upper secondary school."""
    rng = np.random.default_rng(seed)
    codes = tuple(str(901 + index) for index in range(n_municipalities))
    home = np.sort(
        np.r_[np.arange(n_municipalities), rng.integers(0, n_municipalities, n_areas - n_municipalities)]
    )
    x, y = rng.uniform(0, 60_000, n_areas), rng.uniform(0, 60_000, n_areas)
    area_rows = [
        {"code": f"a{index}", "municipality": codes[home[index]], "x": x[index], "y": y[index]}
        for index in range(n_areas)
    ]
    spans = [(code, span) for code in codes for span in ("0-6", "7-9")] + [(codes[0], "upper_secondary")]
    spans += [(codes[rng.integers(n_municipalities)], "0-6") for _ in range(n_villages)]
    school_rows = [
        {
            "code": f"s{index}",
            "municipality": code,
            "x": rng.uniform(0, 60_000),
            "y": rng.uniform(0, 60_000),
            "grades": span,
            "places": places,
        }
        for index, (code, span) in enumerate(spans)
    ]
    area_point = np.repeat(np.arange(n_areas), points_per_area)
    spread = rng.normal(0, 3_000, (2, len(area_point)))
    weight = rng.dirichlet(np.ones(points_per_area), n_areas).ravel()
    points = Points(area_point, x[area_point] + spread[0], y[area_point] + spread[1], weight)
    return region_of(area_rows, school_rows, codes, points)


def random_pupils(region, seed, draws=1, years=YEARS, mean=8.0):
    """Whole pupils by chance."""
    rng = np.random.default_rng(seed)
    shape = (draws, len(years), len(region.areas), N_GRADES)
    return Pupils(years, rng.poisson(mean, shape).astype(float))


def assign(region, of=None, mean_pupils=None, cache=None, **changed):
    """Journeys and catchments of a Plan under the defaults."""
    used = parameters(**changed)
    journeys = measure_journeys(region, used, None)
    mean_pupils = pupils(region, 10.0) if mean_pupils is None else mean_pupils
    of = plan(region, mean_pupils.years) if of is None else of
    catchments = assign_catchments(region, journeys, of, mean_pupils, used, {} if cache is None else cache)
    return journeys, catchments


def school_of(region, arcs, area, grade):
    """Code of the only school that takes an area's pupils of a grade."""
    chosen = (arcs.area == region.areas.codes.index(area)) & (arcs.grade == grade)
    (school,) = arcs.school[chosen]
    return region.schools.codes[school]


def total_minutes(arcs, journeys, pupils_area_grade):
    """Minutes of all pupils together, one way."""
    minutes = arcs.arc_mean(journeys.minutes_point_school[arcs.cell_point, arcs.school[arcs.cell_arc]])
    return float((minutes * arcs.share * pupils_area_grade[arcs.area, arcs.grade]).sum())
