"""Which of a planner's wishes an option made by hand does not keep, so that its price is not compared unawares."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from kopa_sim.model.grades import BASIC_GRADES
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.network import flow_pupils
from kopa_sim.study.optimise.contents import FoundNetwork, Wishes
from kopa_sim.study.optimise.details import WaysToSchool
from kopa_sim.study.optimise.kept_limits import KeptLimits, loads
from kopa_sim.study.optimise.layout import ROUNDING
from kopa_sim.study.optimise.question import schools_that_may_close, teaches_upper_secondary
from kopa_sim.study.optimise.sentences import Amount, Sentence
from kopa_sim.study.optimise.simulated import Simulator
from kopa_sim.study.prepare import OptionPlan

HALF_A_PUPIL: Final = 0.5
"""Expected pupils; fewer break nothing that a planner could see."""
NAMED: Final = 4
"""Schools named in a phrase."""


def broken_wishes(
    simulator: Simulator, wishes: Wishes, option: OptionPlan, network: FoundNetwork
) -> tuple[str, ...]:
    """Return a phrase for every wish and limit that a network does not keep; ``network`` has its closings."""
    limits = KeptLimits.of(simulator, wishes, schools_that_may_close(simulator, wishes))
    return (
        *_ways(limits, option),
        *_schools(limits, option),
        *_closings(simulator, wishes, network),
        *_years(simulator, wishes, network),
    )


def _ways(limits: KeptLimits, option: OptionPlan) -> Iterator[str]:
    """Yield what is wrong with journeys, in the year in which most pupils travel too far."""
    wishes, plan = limits.wishes, option.plan
    by_year = [_too_far(limits, option, year) for year in range(plan.costed.start, plan.costed.stop)]
    beyond_law, beyond_wish = np.array(by_year).T
    if beyond_law.max() >= HALF_A_PUPIL:
        yield Sentence(
            "breaks_day",
            "{pupils} pupils travel longer than the law permits, and than under the base, in {year}",
            pupils=Amount(float(beyond_law.max())),
            year=str(plan.costed_years[int(beyond_law.argmax())]),
        )
    if wishes.max_minutes is not None and beyond_wish.max() >= HALF_A_PUPIL:
        yield Sentence(
            "breaks_minutes",
            "{pupils} pupils travel longer than {minutes} min, and than under the base, in {year}",
            pupils=Amount(float(beyond_wish.max())),
            minutes=plain(wishes.max_minutes),
            year=str(plan.costed_years[int(beyond_wish.argmax())]),
        )


def _too_far(limits: KeptLimits, option: OptionPlan, year: int) -> tuple[float, float]:
    """Return the pupils of grades 0–9 beyond the legal day and the wished minutes in a year of the Plan."""
    journeys, law = limits.simulator.prepared.journeys, TravelLaw.of(limits.simulator.mean)
    pupils = WaysToSchool.of(limits.simulator.prepared, option, year).pupils[:, BASIC_GRADES]
    point, grade, school = np.nonzero(pupils > 0)
    many = pupils[point, grade, school]
    day, own_day = journeys.day_minutes(point, school), limits.longest_day[point, grade]
    over, own_over = law.over_ceiling_share(day, grade), law.over_ceiling_share(own_day, grade)
    beyond_law = (over > own_over + ROUNDING) | ((over > 0) & (day > own_day + ROUNDING))
    wished = np.inf if limits.wishes.max_minutes is None else limits.wishes.max_minutes
    allowed = np.maximum(wished, limits.longest_minutes[point, grade]) + ROUNDING
    beyond_wish = journeys.minutes_point_school[point, school] > allowed
    return float(many[beyond_law].sum()), float(many[beyond_wish].sum())


def plain(value: float) -> Amount:
    """Return a number as the planner wrote it: whole without decimals."""
    return Amount(value, 0 if float(value).is_integer() else 1)


def _schools(limits: KeptLimits, option: OptionPlan) -> Iterator[str]:
    """Yield the schools without places enough, and those that are too small."""
    prepared, plan, wishes = limits.simulator.prepared, option.plan, limits.wishes
    codes, costed = prepared.scenario.region.schools.codes, plan.costed
    flows = flow_pupils(prepared.scenario.region, option.catchments, option.people.pupils)
    crowded = loads(flows, len(codes))[costed] - limits.most_pupils(plan) >= HALF_A_PUPIL
    if crowded.any():
        yield Sentence(
            "breaks_places",
            "too many pupils for the places that may be filled of {schools}",
            schools=named(codes, np.flatnonzero(crowded.any(axis=0))),
        )
    basic = flows.pupils_draw_year_school_grade(len(codes))[0][costed][..., BASIC_GRADES].sum(axis=2)
    lacking = wishes.smallest_school_pupils - basic > 0
    small = (lacking & plan.open_year_school[costed] & limits.may_change).any(axis=0)
    if small.any():
        yield Sentence(
            "breaks_smallest",
            "fewer than {pupils} pupils in {schools}",
            pupils=plain(wishes.smallest_school_pupils),
            schools=named(codes, np.flatnonzero(small)),
        )


def _closings(simulator: Simulator, wishes: Wishes, network: FoundNetwork) -> Iterator[str]:
    """Yield which schools close that are to stay, and which stay that are to close."""
    region = simulator.prepared.scenario.region
    codes, closed = region.schools.codes, [school for school, _ in network.closed]
    kept = [school for school in wishes.keep if school in closed]
    if kept:
        yield Sentence("breaks_keep", "closes {schools}, in spite of --keep", schools=_joined(kept))
    still_open = network.plan.open_year_school[-1]
    stays = [school for school in wishes.close if still_open[codes.index(school)]]
    if stays:
        yield Sentence(
            "breaks_close", "does not close {schools}, in spite of --close", schools=_joined(stays)
        )
    home = region.municipalities.codes
    outside = [
        school
        for school in closed
        if wishes.municipalities
        and home[region.schools.municipality[codes.index(school)]] not in wishes.municipalities
    ]
    if outside:
        yield Sentence(
            "breaks_municipality",
            "closes {schools} outside the municipalities that may change",
            schools=_joined(outside),
        )
    teaches = teaches_upper_secondary(simulator)
    upper = [
        school
        for school in closed
        if teaches[codes.index(school)] and not wishes.upper_secondary and school not in wishes.close
    ]
    if upper:
        yield Sentence(
            "breaks_upper",
            "closes {schools}, which teaches upper secondary education",
            schools=_joined(upper),
        )


def _years(simulator: Simulator, wishes: Wishes, network: FoundNetwork) -> Iterator[str]:
    """Yield closings that come too early, too many in a year, or too soon after pupils were received."""
    earliest = dict(wishes.earliest_year_of_school)
    early = [
        f"{school} ({year})"
        for school, year in network.closed
        if year < max(wishes.earliest_year or year, earliest.get(school, year))
    ]
    if early:
        yield Sentence("breaks_earliest", "closes too early: {schools}", schools=_joined(early))
    yield from _too_many(simulator, wishes, network)
    closing = dict(network.closed)
    soon = [
        f"{move.receiving} ({closing[move.receiving]})"
        for move in network.moved
        if 0 < closing.get(move.receiving, move.year) - move.year < wishes.receiving_stays
    ]
    if soon:
        yield Sentence(
            "breaks_stays",
            "closes within {years} years of receiving pupils: {schools}",
            years=str(wishes.receiving_stays),
            schools=_joined(dict.fromkeys(soon)),
        )


def _too_many(simulator: Simulator, wishes: Wishes, network: FoundNetwork) -> Iterator[str]:
    schools = simulator.prepared.scenario.region.schools
    home = dict(zip(schools.codes, schools.municipality.tolist(), strict=True))
    years = _crowded_years(simulator, network, wishes.most_closings_a_year, dict.fromkeys(home, 0))
    if years:
        yield Sentence(
            "breaks_most",
            "closes more than {most} schools in {years}",
            most=str(wishes.most_closings_a_year),
            years=years,
        )
    years = _crowded_years(simulator, network, wishes.most_closings_each, home)
    if years:
        yield Sentence(
            "breaks_most_each",
            "closes more schools of a municipality than {most} in {years}",
            most=str(wishes.most_closings_each),
            years=years,
        )


def _crowded_years(
    simulator: Simulator, network: FoundNetwork, most: int | None, member: Mapping[str, int]
) -> str:
    """Return the years with more closings than wished, those of the base option alone excepted."""
    if most is None:
        return ""
    of_base = Counter((member[school], year) for school, year in _base_closings(simulator))
    together = of_base + Counter((member[school], year) for school, year in network.closed)
    years = {year for (place, year), many in together.items() if many > max(most, of_base[place, year])}
    return ", ".join(str(year) for year in sorted(years))


def _base_closings(simulator: Simulator) -> list[tuple[str, int]]:
    plan, codes = simulator.base.plan, simulator.prepared.scenario.region.schools.codes
    return [(codes[school], plan.years[year]) for year, school in np.argwhere(plan.closed_in_year_school)]


def named(codes: Sequence[str], schools: Iterable[int]) -> str:
    """Return the codes of some schools, the first few of many."""
    return _joined([codes[school] for school in schools])


def _joined(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:NAMED]) + (" …" if len(every) > NAMED else "")
