"""From schools to municipalities, and back."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def sum_by_municipality(values_draw_year_school: Floats, region: Region) -> Floats:
    """Return values of schools summed by the municipality where they stand. (draw, year, municipality, …)"""
    shape = list(values_draw_year_school.shape)
    shape[2] = len(region.municipalities)
    total = np.zeros(shape)
    for school, municipality in enumerate(region.schools.municipality):
        total[:, :, municipality] += values_draw_year_school[:, :, school]
    return total


def sum_by_runner(values_draw_year_school: Floats, runner_year_school: Ints, region: Region) -> Floats:
    """Return values of schools summed by the municipality that runs them in the year. (draw, year, municipality)"""
    total = np.zeros((*values_draw_year_school.shape[:2], len(region.municipalities)))
    for school in range(values_draw_year_school.shape[2]):
        runners = runner_year_school[:, school]
        for runner in np.unique(runners):
            years = runners == runner
            total[:, years, runner] += values_draw_year_school[:, years, school]
    return total


def pupil_share_draw_year_school(pupils_draw_year_school: Floats, region: Region, plan: Plan) -> Floats:
    """Return each school's part of what its municipality pays in common; zero for non-municipal schools.

    Parts follow pupils. In a year without pupils they are equal over the open schools, and where none is open
    over all municipal schools, so that no cost is lost. (draw, year, school)
    """
    municipal = region.schools.municipal.astype(np.float64)
    teaching = plan.open_year_school * municipal
    weights = [pupils_draw_year_school * teaching, teaching[None], municipal[None, None]]
    home = region.schools.municipality
    share = np.zeros_like(pupils_draw_year_school)
    done = np.zeros(share.shape, dtype=np.bool_)
    for weight in weights:
        filled = np.broadcast_to(weight, share.shape)
        total = sum_by_municipality(filled, region)[:, :, home]
        use = ~done & (total > 0)
        np.divide(filled, total, out=share, where=use)
        done |= use
    return share
