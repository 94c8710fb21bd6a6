"""One option carried through every stage on the mean future, as expected numbers without chance."""

from dataclasses import replace

from kopa_sim.model.streams import DrawBlock
from kopa_sim.study.pipeline import BlockFutures, run_block


def mean_outcome(prepared, option):
    """Return what an option yields on the mean future, one draw."""
    sample = BlockFutures(
        DrawBlock(0, 1), prepared.parameters.mean(), option.people.expected, option.people.pupils
    )
    return run_block(replace(prepared, streams=None), option, sample, None)
