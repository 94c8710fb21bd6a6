"""Small regions built by hand, for tests that need a place to stand on."""

import numpy as np

from kopa_sim.model.grades import N_GRADES, grades_of_span
from kopa_sim.model.region import Areas, Municipalities, Points, Region, Schools

NAN = float("nan")


def schools(rows, municipalities=("901", "902")):
    """Build schools from (code, municipality, x, y, span, places, **other) rows."""
    grades = np.zeros((len(rows), N_GRADES), dtype=bool)
    for index, row in enumerate(rows):
        grades[index, list(grades_of_span(row["grades"]))] = True

    def column(name, default):
        return np.array([row.get(name, default) for row in rows], dtype=float)

    return Schools(
        codes=tuple(row["code"] for row in rows),
        names=tuple(row["code"].title() for row in rows),
        municipality=np.array([municipalities.index(row["municipality"]) for row in rows]),
        x_m=column("x", 0.0),
        y_m=column("y", 0.0),
        grades_school_grade=grades,
        places=column("places", 100.0),
        floor_area_m2=column("floor_area_m2", 1400.0),
        providers=tuple(row.get("provider", "municipal") for row in rows),
        special=np.array([row.get("special", False) for row in rows]),
        languages=tuple(row.get("language", "fi") for row in rows),
        given_intake=column("pupils", NAN),
        built_year=column("built", NAN),
        condition=column("condition", NAN),
        annual_property_cost_eur=column("annual_property_cost_eur", NAN),
        book_value_eur=column("book_value_eur", NAN),
        rooms=column("rooms", NAN),
        remote_ready=np.array([row.get("remote_ready", False) for row in rows]),
    )


def areas(rows, municipalities=("901", "902")):
    """Build areas from (code, municipality, x, y, children) rows; children are all of one band 0–18."""
    return Areas(
        codes=tuple(row["code"] for row in rows),
        names=tuple(row["code"].title() for row in rows),
        municipality=np.array([municipalities.index(row["municipality"]) for row in rows]),
        x_m=np.array([row.get("x", 0.0) for row in rows], dtype=float),
        y_m=np.array([row.get("y", 0.0) for row in rows], dtype=float),
        area_m2=np.full(len(rows), 1e6),
        bands=((0, 18),),
        children_area_band=np.array([[row.get("children", 100.0)] for row in rows]),
        mean_income_eur=np.full(len(rows), 25_000.0),
        population=np.full(len(rows), 1000.0),
        languages=("fi",) * len(rows),
    )


def points_at_centres(of):
    """One point in the middle of every area."""
    return Points(np.arange(len(of)), of.x_m.copy(), of.y_m.copy(), np.ones(len(of)))


def two_municipalities():
    """Two municipalities: a centre and a village school in the first, one whole school in the second."""
    area_table = areas(
        [
            {"code": "a1", "municipality": "901", "x": 0.0, "y": 0.0},
            {"code": "a2", "municipality": "901", "x": 12_000.0, "y": 0.0},
            {"code": "b1", "municipality": "902", "x": 30_000.0, "y": 0.0},
        ]
    )
    school_table = schools(
        [
            {"code": "centre", "municipality": "901", "x": 500.0, "grades": "0-9", "places": 300},
            {"code": "village", "municipality": "901", "x": 12_500.0, "grades": "0-6", "places": 60},
            {"code": "other", "municipality": "902", "x": 30_500.0, "grades": "0-9", "places": 200},
        ]
    )
    nan = np.full(2, NAN)
    return Region(
        Municipalities(("901", "902"), ("First", "Second"), np.full(2, 500.0), nan, nan, nan),
        area_table,
        points_at_centres(area_table),
        school_table,
    )
