"""break_even.csv: what four ways to teach a subject in a small school cost, by pupils and distance."""

from typing import Final

import numpy as np
import pandas as pd

from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import EURO_DECIMALS, Key, Rows
from kopa_sim.study.break_even import WAYS, questions, yearly_costs
from kopa_sim.study.result import RunResult

PUPILS: Final[tuple[int, ...]] = (1, 2, 3, 4, 6, 8, 10, 12, 15, 18, 21, 24, 30, 36, 42, 48)
DISTANCES_KM: Final[tuple[int, ...]] = (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60)


def break_even_table(result: RunResult) -> pd.DataFrame:
    """Return the yearly cost of every way, EUR, with its spread over uncertain prices."""
    parameters = result.parameters
    asked = questions(parameters.mean())
    keys = (
        Key("question", tuple(question.name for question in asked)),
        Key("way", WAYS),
        Key("pupils_taught", PUPILS),
        Key("distance_km", DISTANCES_KM),
    )
    rows = Rows(keys)
    pupils, distance_km = np.array(PUPILS, dtype=float), np.array(DISTANCES_KM, dtype=float)
    for place, question in enumerate(asked):
        rows.add(summarise(yearly_costs(question, pupils, distance_km, parameters)), leading=(place,))
    return rows.frame(EURO_DECIMALS)
