"""Income groups that cannot be told are named."""

from dataclasses import replace

import numpy as np

from kopa_sim.study.access_notices import NO_INCOMES, access_notices
from tests.regions import areas

ROWS = [{"code": "a1", "municipality": "901"}, {"code": "a2", "municipality": "901"}]


def with_incomes(*incomes):
    made = areas(ROWS, ("901",))
    children = np.array([[3.0] * len(made.bands), [1.0] * len(made.bands)]) / len(made.bands)
    return replace(made, mean_income_eur=np.array(incomes), children_area_band=children)


def test_a_region_without_incomes_has_no_groups():
    assert access_notices(with_incomes(np.nan, np.nan)) == (NO_INCOMES,)


def test_children_without_an_income_group_are_counted():
    (notice,) = access_notices(with_incomes(30_000.0, np.nan))
    assert "one area has" in notice
    assert "1 of 4 children" in notice


def test_a_region_whose_incomes_are_all_known_has_nothing_to_tell():
    assert access_notices(with_incomes(30_000.0, 20_000.0)) == ()
