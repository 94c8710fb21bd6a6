"""What a solver's limit left open: the best assignment found is used, and the reader is told."""

from kopa_sim.model.journeys import Unproved
from kopa_sim.study.prepare import OptionPlan, Prepared


def cut_short(prepared: Prepared) -> tuple[str, ...]:
    """Return a sentence for every option in which a search ended before its answer was proved best."""
    return tuple(_notice(option) for option in prepared.options if any(option.catchments.unproved_year))


def _notice(option: OptionPlan) -> str:
    years = dict(zip(option.catchments.years, option.catchments.unproved_year, strict=True))
    left_open = {year: unproved for year, unproved in years.items() if unproved is not None}
    worst = Unproved(
        max(unproved.minutes_share for unproved in left_open.values()),
        max(unproved.pupils_beyond for unproved in left_open.values()),
    )
    beyond = f" and {worst.pupils_beyond:.0f} pupils beyond the places" if worst.pupils_beyond >= 0.5 else ""
    count = "one school year" if len(left_open) == 1 else f"{len(left_open)} school years"
    return (
        f"option {option.plan.option}: the search for an assignment that leaves areas whole was cut short in {count}"
        f" ({', '.join(map(str, left_open))}); the best found is used, and another might save up to"
        f" {worst.minutes_share:.1%} of the minutes{beyond}; transport.whole_areas = false is solved exactly"
    )
