"""What results.nc keeps of every future: the measures of the verdict and the pupils of each school."""

from typing import Any

import numpy as np
import xarray as xr

from kopa_sim.report.tables.keys import ALL
from kopa_sim.report.units import unit_of
from kopa_sim.study.result import RunResult


def draw_variables(result: RunResult) -> dict[str, xr.Variable]:
    """Return what is kept of every future: the measures of the verdict and the pupils of each school."""
    variables = {
        f"draws_verdict_{measure}": xr.Variable(
            ("option", "draw", "verdict_municipality"),
            np.stack([option.verdict.values[measure] for option in result.options]),
            {"units": unit_of(measure)},
        )
        for measure in result.as_is.verdict.values
    }
    pupils = [o.pupils_draw_year_school_grade[:, o.plan.costed].sum(axis=3) for o in result.options]
    variables["draws_pupils"] = xr.Variable(
        ("option", "draw", "costed_year", "school"), np.stack(pupils), {"units": "persons"}
    )
    return variables


def draw_coordinates(result: RunResult) -> dict[str, list[Any]]:
    """Return the labels of the dimensions that only the kept futures have."""
    return {
        "verdict_municipality": [*result.scenario.region.municipalities.codes, ALL],
        "costed_year": list(result.as_is.plan.costed_years),
        "draw": list(range(result.draws)),
    }
