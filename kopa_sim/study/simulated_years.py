"""Which school years are simulated: the same ones for every option of a run."""

from collections.abc import Sequence

import numpy as np

from kopa_sim.model.plan import Plan
from kopa_sim.study.prepare import Prepared


def representative_years(plan: Plan, every_year: bool = False) -> tuple[int, ...]:
    """Return the first, middle and last costed year of a Plan, and every year in which it changes; or all of them."""
    if every_year:
        return plan.costed_years
    return tuple(sorted({*_landmarks(plan), *plan.change_years}))


def _landmarks(plan: Plan) -> tuple[int, int, int]:
    costed = plan.costed_years
    return costed[0], costed[len(costed) // 2], costed[-1]


def every_year_wanted(prepared: Prepared) -> bool:
    """Tell whether all costed years are to be simulated."""
    return prepared.parameters.flag("operations.every_year")


def wanted_years(prepared: Prepared) -> tuple[int, ...]:
    """Return the representative years of all options of a run together, however many they are."""
    every = every_year_wanted(prepared)
    return tuple(
        sorted({year for option in prepared.options for year in representative_years(option.plan, every)})
    )


def years_of_run(prepared: Prepared) -> tuple[int, ...]:
    """Return the years in which every option of a run is simulated.

    All have the same years, so that each is compared with "as it is" in a year that both have lived through. Beyond
    ``operations.most_simulated_years`` the first, middle and last costed year stay, and years of change that lie
    evenly among all of them.
    """
    wanted = wanted_years(prepared)
    most = int(prepared.parameters.number("operations.most_simulated_years"))
    if every_year_wanted(prepared) or len(wanted) <= most:
        return wanted
    landmarks = set(_landmarks(prepared.as_is.plan))
    changes = [year for year in wanted if year not in landmarks]
    return tuple(sorted({*landmarks, *_evenly(changes, max(most - len(landmarks), 0))}))


def _evenly(years: Sequence[int], count: int) -> list[int]:
    """Return as many of some years, spread evenly over them from the first on."""
    return [years[round(place)] for place in np.linspace(0, len(years) - 1, count).tolist()]


def years_to_simulate(plan: Plan, as_is: Plan, years_of_run: tuple[int, ...]) -> tuple[int, ...]:
    """Return those years of a run in which an option is not decided as it is.

    Until the first difference an option is "as it is", with the same chance, and nothing need be simulated.
    """
    if plan is as_is:
        return years_of_run
    first = plan.first_difference(as_is)
    return tuple(year for year in years_of_run if first is not None and year >= first)


def thinned_years(prepared: Prepared) -> tuple[str, ...]:
    """Return a notice where options change in more years than are simulated."""
    wanted, simulated = wanted_years(prepared), years_of_run(prepared)
    if len(simulated) == len(wanted):
        return ()
    left_out = ", ".join(str(year) for year in wanted if year not in simulated)
    return (
        f"operations: the options change in more years than are simulated ({len(simulated)} of {len(wanted)});"
        f" left out are {left_out}, for which the simulated years beside them stand;"
        " operations.most_simulated_years or operations.every_year under [operations] simulates more",
    )
