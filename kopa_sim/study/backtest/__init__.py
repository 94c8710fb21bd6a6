"""Past forecasts against what happened: rolling origins, errors, bias, and how often intervals held.

``PopulationHistory`` is what is known; ``forecast_origins`` makes each origin's forecast from what was known then,
with the product's own engine, beside two plain ones; ``score`` counts.
"""

from kopa_sim.study.backtest.history import PopulationHistory
from kopa_sim.study.backtest.past_errors import PastErrors, past_errors
from kopa_sim.study.backtest.rolling import OriginForecast, forecast_origins
from kopa_sim.study.backtest.scores import AGE_GROUPS, Score, score
from kopa_sim.study.backtest.widths import fitted_widths

__all__ = [
    "AGE_GROUPS",
    "OriginForecast",
    "PastErrors",
    "PopulationHistory",
    "Score",
    "fitted_widths",
    "forecast_origins",
    "past_errors",
    "score",
]
