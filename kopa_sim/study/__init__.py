"""The order of the stages, and ensembles of futures run through them."""

from kopa_sim.study.check import Checked, check_all, check_scenario
from kopa_sim.study.result import OptionResult, RunResult
from kopa_sim.study.run import run_scenario

__all__ = ["Checked", "OptionResult", "RunResult", "check_all", "check_scenario", "run_scenario"]
