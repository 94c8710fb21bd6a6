"""Parameters are read as what they are, and uncertain ones by draw."""

import numpy as np
import pytest

from kopa_sim.model.parameters import Parameters


@pytest.fixture
def parameters():
    return Parameters(
        n_draws=4,
        fixed={
            "a.fixed": 2.0,
            "a.list": (1.0, 2.0),
            "a.table": {"x": 1.0},
            "a.text": "near",
            "a.flag": True,
            "a.u": 1,
        },
        sampled={"a.u": np.array([1.0, 2.0, 3.0, 4.0])},
        means={"a.u": 2.5},
    )


def test_a_fixed_number_is_the_same_in_every_draw(parameters):
    assert parameters.draws("a.fixed").tolist() == [2.0] * 4


def test_an_uncertain_number_has_one_value_a_draw(parameters):
    assert parameters.draws("a.u").tolist() == [1.0, 2.0, 3.0, 4.0]


def test_an_uncertain_number_is_never_read_as_certain(parameters):
    with pytest.raises(TypeError, match="varies by draw"):
        parameters.number("a.u")


def test_a_block_holds_its_own_draws(parameters):
    block = parameters.block(slice(2, 4))
    assert block.n_draws == 2
    assert block.draws("a.u").tolist() == [3.0, 4.0]


def test_the_mean_future_takes_expected_values(parameters):
    assert parameters.mean().draws("a.u").tolist() == [2.5]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("number", "a.text"),
        ("number", "a.flag"),
        ("vector", "a.fixed"),
        ("table", "a.list"),
        ("text", "a.fixed"),
        ("flag", "a.fixed"),
    ],
)
def test_reading_a_parameter_as_something_else_is_refused(parameters, read, name):
    with pytest.raises(TypeError):
        getattr(parameters, read)(name)


def test_lists_tables_texts_and_flags_come_back_as_they_are(parameters):
    assert parameters.vector("a.list").tolist() == [1.0, 2.0]
    assert parameters.table("a.table") == {"x": 1.0}
    assert parameters.text("a.text") == "near"
    assert parameters.flag("a.flag") is True
