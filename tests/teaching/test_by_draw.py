"""Uncertain numbers meet arrays along the draw axis and no other."""

import numpy as np

from kopa_sim.teaching.by_draw import along_draws, by_draw
from tests.teaching.builders import parameters


def test_one_value_a_draw_is_shaped_for_the_axes_that_follow():
    assert along_draws(np.arange(3.0), 4).shape == (3, 1, 1, 1)


def test_an_uncertain_number_scales_each_draw_by_its_own_value():
    sampled = parameters(2, {"pay_level": [0.9, 1.1]})
    scaled = np.ones((2, 5)) * by_draw(sampled, "pay_level", 2)
    assert np.array_equal(scaled, [[0.9] * 5, [1.1] * 5])


def test_a_certain_number_is_the_same_in_every_draw():
    assert np.array_equal(by_draw(parameters(3), "pay_level", 2), [[1.0]] * 3)
