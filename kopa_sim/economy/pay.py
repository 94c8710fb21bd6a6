"""What a post costs its employer in a year."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS

Floats = NDArray[np.float64]


def employer_factor(parameters: Parameters) -> Floats:
    """Return yearly employer cost per euro of monthly salary: months paid × social cost × pay level. (draw,)"""
    factor: Floats = (
        parameters.draws("teaching.months_paid")
        * parameters.draws("teaching.employer_cost_factor")
        * parameters.draws("teaching.pay_level")
    )
    return factor


def post_cost(salary_name: str, parameters: Parameters) -> Floats:
    """Return the yearly cost of one post, before wage growth. (draw,)"""
    return parameters.draws(salary_name) * employer_factor(parameters)


def by_subject(table_name: str, parameters: Parameters) -> Floats:
    """Return a table of teaching parameters along the subject axis. (subject,)"""
    table = parameters.table(table_name)
    return np.array([table[subject] for subject in SUBJECTS])


def teacher_cost_draw_subject(parameters: Parameters) -> Floats:
    """Return the yearly cost of one teacher's post by subject, before wage growth. (draw, subject)"""
    salary = by_subject("teaching.salary_eur_month", parameters)
    cost: Floats = employer_factor(parameters)[:, None] * salary
    return cost


def lesson_cost_draw_subject(parameters: Parameters) -> Floats:
    """Return the yearly cost of one weekly lesson: a post over its teaching obligation. (draw, subject)"""
    obligation = by_subject("teaching.obligation_h", parameters)
    cost: Floats = teacher_cost_draw_subject(parameters) / obligation
    return cost
