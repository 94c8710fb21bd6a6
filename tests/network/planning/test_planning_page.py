"""The example in docs/planning.md runs and says what it says."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

PAGE = Path(__file__).parents[3] / "docs" / "planning.md"


def test_the_example_runs():
    example, *_ = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(example, names)
    best, near, quick, frontier = (names[name] for name in ("best", "near", "quick", "frontier"))
    every_plan = np.array(list(product(range(11), repeat=4)))
    prices = names["problem"].price(every_plan)
    cheapest = np.where(prices.broken > 0, np.inf, prices.cost).argmin()
    assert best.change_switch.tolist() == every_plan[cheapest].tolist() == [3, 0, 10, 0]
    assert near.minutes <= 8.0
    assert near.cost >= best.cost
    assert quick.cost <= 1.2 * best.cost * (1 + 1e-9)
    assert quick.minutes <= best.minutes
    assert frontier[0].cost == pytest.approx(best.cost, rel=1e-12)
    assert [plan.minutes for plan in frontier] == sorted((plan.minutes for plan in frontier), reverse=True)
    assert len(frontier) == 5
