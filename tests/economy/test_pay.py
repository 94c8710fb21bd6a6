"""What a post costs its employer."""

import pytest

from kopa_sim.economy.pay import lesson_cost_draw_subject, post_cost, teacher_cost_draw_subject
from tests.economy.worlds import SUBJECT, SUBJECTS, parameters


def test_a_post_costs_its_monthly_salary_times_months_and_social_cost():
    assert teacher_cost_draw_subject(parameters())[0, SUBJECT["music"]] == pytest.approx(4_000 * 12 * 1.25)


def test_a_weekly_lesson_costs_a_post_over_its_teaching_obligation():
    obligation = {**dict.fromkeys(SUBJECTS, 20.0), "crafts": 24.0}
    cost = lesson_cost_draw_subject(parameters(teaching__obligation_h=obligation))[0]
    assert cost[SUBJECT["crafts"]] == pytest.approx(2_500.0)
    assert cost[SUBJECT["music"]] == pytest.approx(3_000.0)


def test_the_pay_level_moves_every_salary_in_its_own_future():
    uncertain = parameters(2, {"teaching.pay_level": [1.0, 1.1]})
    assert post_cost("teaching.principal_salary_eur_month", uncertain) == pytest.approx([75_000.0, 82_500.0])
    assert teacher_cost_draw_subject(uncertain)[1, 0] == pytest.approx(66_000.0)
