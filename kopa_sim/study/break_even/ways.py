"""What each way costs in a year, for many numbers of pupils and distances at once.

Rules and prices are the run's own: pay by subject, whole posts, overtime, part posts in steps and lessons by the
hour, the duty credit for changing site, the kilometre allowance, vehicles by the stepping rule, remote rooms as a
yearly charge. Wages and prices are those of the first year. Pupils' time, lessons for which no teacher is found, and
what unqualified teachers are paid less are not priced.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy.pay import lesson_cost_draw_subject, post_cost, teacher_cost_draw_subject
from kopa_sim.economy.present_value import annuity_share
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.network.vehicles import VehicleRule, drive
from kopa_sim.study.break_even.question import WAYS, BreakEvenQuestion
from kopa_sim.teaching.duty_credit import duty_credit_h
from kopa_sim.teaching.posts import fill_posts, filling_rules

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class _Prices:
    """Prices of one question. Each (draw, 1, 1)."""

    post: Floats
    lesson: Floats
    overtime_lesson: Floats
    obligation_h: float
    km_allowance: Floats
    assistant_lesson: Floats
    remote_room: Floats
    training: Floats
    preparation_factor: Floats


def _cube(value_draw: Floats) -> Floats:
    """Return a number a draw, to be broadcast over pupils and distances. (draw, 1, 1)"""
    return value_draw[:, None, None]


def _prices(question: BreakEvenQuestion, parameters: Parameters) -> _Prices:
    subject = SUBJECTS.index(question.subject)
    rate = parameters.draws("economy.discount_rate")
    draws, number = parameters.draws, parameters.number
    room = draws("teaching.remote_room_eur") * annuity_share(number("teaching.remote_room_life_years"), rate)
    training = draws("teaching.remote_training_eur_person") * annuity_share(
        number("teaching.remote_training_life_years"), rate
    )
    assistant = post_cost("teaching.assistant_salary_eur_month", parameters) / number(
        "teaching.assistant_week_h"
    )
    lesson = lesson_cost_draw_subject(parameters)[:, subject]
    return _Prices(
        post=_cube(teacher_cost_draw_subject(parameters)[:, subject]),
        lesson=_cube(lesson),
        overtime_lesson=_cube(lesson * draws("teaching.overtime_price_factor")),
        obligation_h=float(parameters.table("teaching.obligation_h")[question.subject]),
        km_allowance=_cube(draws("teaching.km_allowance_eur")),
        assistant_lesson=_cube(assistant),
        remote_room=_cube(room + draws("teaching.link_eur_year")),
        training=_cube(training),
        preparation_factor=_cube(draws("teaching.remote_preparation_factor")),
    )


def yearly_costs(
    question: BreakEvenQuestion, pupils: Floats, distance_km: Floats, parameters: Parameters
) -> Floats:
    """Return the yearly cost of every way, EUR. (draw, way, pupils, km)

    Parameters
    ----------
    pupils
        Pupils of the small school in the question's grades together. (pupils,)
    distance_km
        Road distance between the schools. (km,)
    """
    prices = _prices(question, parameters)
    pupils_grade = pupils[None, :, None] / question.grades
    lessons = question.lessons_h * np.ceil(pupils_grade / question.largest_group)
    km = distance_km[None, None, :]
    ways = {
        "own_teacher": _own_teacher(lessons, prices, parameters),
        "travelling_teacher": _travelling_teacher(lessons, km, question, prices, parameters),
        "remote": _remote(pupils_grade, lessons, km, question, prices, parameters),
        "taxi_ride": _taxi(pupils[None, :, None], pupils_grade, km, question, prices, parameters),
    }
    shape = (parameters.n_draws, len(pupils), len(distance_km))
    return np.stack([np.broadcast_to(ways[way], shape) for way in WAYS], axis=1)


def _own_teacher(lessons: Floats, prices: _Prices, parameters: Parameters) -> Floats:
    """Return the pay of the small school's own teacher, hired as the teachers of a run are.

    Whole posts, their overtime, a part post paid in whole steps, and below the smallest part post by the hour. The
    subject stands alone: other fragments of its family, which might make a post with it, are not known here.
    """
    rules = replace(filling_rules(parameters), families_subject=None)
    asked = np.broadcast_to(lessons, (parameters.n_draws, *lessons.shape[1:]))
    filled = fill_posts(asked, np.array(prices.obligation_h), np.zeros(1), rules)
    posts = filled.standing_posts + filled.hourly_posts
    cost: Floats = posts * prices.post + filled.overtime_hours * prices.overtime_lesson
    return cost


def _travelling_teacher(
    lessons: Floats, km: Floats, question: BreakEvenQuestion, prices: _Prices, parameters: Parameters
) -> Floats:
    """Return the pay of a teacher of the larger school who drives out, with duty credit and kilometres.

    Every day at the small school is a change of site, there and back is driven once a day.
    """
    days = np.minimum(np.ceil(lessons / parameters.number("teaching.tour_lessons_a_day")), 5.0)
    credit = duty_credit_h(days, parameters.table("teaching.duty_credit_h"))
    driven = 2.0 * km * days * parameters.number("teaching.school_weeks")
    cost: Floats = (lessons + credit) * prices.lesson + driven * prices.km_allowance
    return cost


def _new_lessons(pupils_grade: Floats, largest: int, question: BreakEvenQuestion) -> Floats:
    """Return the lessons of groups that must be formed because the larger school's group has no room left."""
    room = max(largest - question.other_pupils, 0)
    beyond = np.maximum(pupils_grade - room, 0.0)
    new: Floats = np.ceil(beyond / largest) * question.lessons_h
    return new


def _remote(
    pupils_grade: Floats,
    lessons: Floats,
    km: Floats,
    question: BreakEvenQuestion,
    prices: _Prices,
    parameters: Parameters,
) -> Floats:
    """Return the link: preparation, groups beyond those of the larger school, the adult beside the pupils, rooms.

    What may not be remote is given by the cheaper of an own and a travelling teacher.
    """
    share = question.remote_share
    linked, new = share * lessons, share * _new_lessons(pupils_grade, question.largest_remote_group, question)
    prepared = (
        prices.preparation_factor * new + (prices.preparation_factor - 1.0) * share * question.lessons_h
    )
    rooms = np.ceil(linked / parameters.number("teaching.remote_room_week_h") - 1e-9)
    adults = linked * question.site_adult_share * prices.assistant_lesson
    people = 2.0 * rooms
    cost: Floats = (
        prepared * prices.lesson + adults + 2.0 * rooms * prices.remote_room + people * prices.training
    )
    if share >= 1.0:
        return cost
    rest = (1.0 - share) * lessons
    on_the_spot = np.minimum(
        _own_teacher(rest, prices, parameters), _travelling_teacher(rest, km, question, prices, parameters)
    )
    return cost + on_the_spot


def _taxi(
    pupils: Floats,
    pupils_grade: Floats,
    km: Floats,
    question: BreakEvenQuestion,
    prices: _Prices,
    parameters: Parameters,
) -> Floats:
    """Return vehicles to the larger school on the days of the subject, and groups for which it has no room."""
    draws = parameters.draws
    days_week = np.ceil(question.lessons_h / question.grades / question.lessons_a_day)
    days = float(days_week) * parameters.number("teaching.school_weeks")
    rule = replace(VehicleRule.of(parameters), trips_year=2.0 * days)
    carried, distance = np.broadcast_arrays(pupils, km)
    driving = drive(carried, distance, rule)
    vehicles = (
        driving.priced_km * _cube(draws("transport.vehicle_km_eur"))
        + driving.hours * _cube(draws("transport.vehicle_hour_eur"))
        + driving.vehicles * days * _cube(draws("transport.vehicle_day_eur"))
    )
    cost: Floats = vehicles + _new_lessons(pupils_grade, question.largest_group, question) * prices.lesson
    return cost
