"""The order of the stages, and ensembles of futures run through them."""

from kopa_sim.study.check import check_scenario
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.study.run import run_scenario

__all__ = ["OptionResult", "RunResult", "check_scenario", "run_scenario"]
