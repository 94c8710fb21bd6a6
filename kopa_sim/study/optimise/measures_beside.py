"""What a network might do beside closing schools, and is not sought: it is said, not passed over in silence."""

import numpy as np

from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.optimise.simulated import Simulator


def opened_borders(simulator: Simulator, wishes: Wishes) -> tuple[Measure, ...]:
    """Return the agreement that lets pupils cross borders, where it is wished and there is a border."""
    codes = wishes.municipalities or simulator.prepared.scenario.region.municipalities.codes
    if not wishes.open_borders or len(codes) < 2:
        return ()
    year = simulator.base.plan.first_year
    return (Cooperate(measure="cooperate", kind="open_borders", members=codes, year=year),)


def not_sought(wishes: Wishes, simulator: Simulator) -> tuple[str, ...]:
    """Return one sentence for everything wished that the search does not look at."""
    plan = simulator.base.plan
    shut = ~plan.open_year_school[plan.costed].any(axis=0)
    codes = [simulator.prepared.scenario.region.schools.codes[school] for school in np.flatnonzero(shut)]
    found = {
        "pairing of grades is permitted, but the search only closes schools": wishes.pairing,
        "extensions are permitted, but the search only closes schools and keeps to the places there are": (
            wishes.extending
        ),
        "cost is averaged over representative futures of pupils; catchments, limits and journeys are those of the"
        " mean future": wishes.futures > 0,
        f"schools that only a measure opens stay shut: {', '.join(codes)}": bool(codes),
    }
    return tuple(sentence for sentence, holds in found.items() if holds)
