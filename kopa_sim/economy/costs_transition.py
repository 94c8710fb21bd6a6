"""The cost of change itself: closing, moving, fitting out, double running, starting to cooperate, dismissing."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.buildings import BuildingStates
from kopa_sim.economy.cost_basis import CostBasis
from kopa_sim.economy.costs_property_running import site_running_cost
from kopa_sim.economy.investments import counted_changes
from kopa_sim.economy.pay import teacher_cost_draw_subject
from kopa_sim.economy.repeated_agreements import making_nothing
from kopa_sim.model.staffing import Staffing

Floats = NDArray[np.float64]

MONTHS_A_YEAR = 12.0


def transition_cost(basis: CostBasis, states: BuildingStates) -> Floats:
    """Return the one-off costs of change by school, in the year of the change. (draw, year, school)

    They stand at the school that closes, loses a grade or opens.
    """
    months = basis.parameters.number("economy.double_running_months")
    closing = states.closing * basis.draws("economy.closing_eur_school") * basis.growth_of("closing")
    moving = moved_pupils(basis) * basis.draws("economy.moving_eur_pupil") * basis.growth_of("moving")
    double_running = states.opening * site_running_cost(basis) * (months / MONTHS_A_YEAR)
    cost: Floats = closing + moving + double_running + fitting_out_cost(basis)
    return cost


def dismissal_cost(basis: CostBasis, staffing: Staffing) -> Floats:
    """Return what dismissing costs beside the pay during notice, spread by pupils. (draw, year, school)

    Dismissed posts × months, each a twelfth of a year's pay, with real wage growth, in the year of the notice.
    """
    dismissed = staffing.dismissed_posts_draw_year_municipality_subject
    if dismissed is None or not dismissed.any():
        return np.zeros_like(basis.pupil_share_draw_year_school)
    months = basis.draws("teaching.dismissal_cost_months") / MONTHS_A_YEAR
    pay = np.einsum("dyms,ds->dym", dismissed, teacher_cost_draw_subject(basis.parameters))
    by_school = (pay * months)[:, :, basis.region.schools.municipality] * basis.pupil_share_draw_year_school
    cost: Floats = by_school * basis.wage_draw_year[:, :, None]
    return cost


def moved_pupils(basis: CostBasis) -> Floats:
    """Return last year's pupils of grades that a school stops teaching, by that school. (draw, year, school)"""
    taught = basis.plan.teaches_year_school_grade
    lost = np.zeros_like(taught)
    lost[1:] = taught[:-1] & ~taught[1:]
    before = np.zeros_like(basis.pupils_draw_year_school_grade)
    before[:, 1:] = basis.pupils_draw_year_school_grade[:, :-1]
    moved: Floats = (before * lost).sum(axis=3)
    return moved


def fitting_out_cost(basis: CostBasis) -> Floats:
    """Return furniture and equipment of new places, in the year they are taken into use. (draw, year, school)"""
    places = np.zeros(basis.plan.open_year_school.shape)
    for change in counted_changes(basis):
        places[basis.plan.years.index(change.year), change.school] += change.places
    cost: Floats = places * basis.draws("economy.fitting_out_eur_place") * basis.prices
    return cost


def agreement_change_cost(basis: CostBasis) -> Floats:
    """Return what it costs each member to start an agreement, in its first year, and to end it, in the year after.

    Spread over the member's own schools by pupils. Who has a common office or common transport already makes no
    second agreement on it, and pays nothing for one. (draw, year, school)
    """
    plan, home = basis.plan, basis.region.schools.municipality
    starts = np.zeros((len(plan.years), len(basis.region.municipalities)))
    ends = np.zeros_like(starts)
    nothing = making_nothing(basis.region, plan)
    for number, agreement in enumerate(plan.agreements):
        held = np.flatnonzero(agreement.years)
        if len(held) and number not in nothing:
            starts[held[0], list(agreement.members)] += 1.0
            ends[held[-1] + 1 : held[-1] + 2, list(agreement.members)] += 1.0
    once = starts[:, home] * basis.draws("economy.agreement_start_eur_member")
    if ends.any():
        once = once + ends[:, home] * basis.draws("economy.agreement_end_eur_member")
    cost: Floats = once * basis.pupil_share_draw_year_school * basis.growth_of("agreement_start")
    return cost
