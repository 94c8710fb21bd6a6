"""Every plan of a small region as an option of its own, priced as a run prices it; limits read from who goes where.

Nothing here asks the search what it thinks of a plan: neither its prices, nor its limits, nor its extensions. What it
shares with the search is the simulator: how pupils are sent to schools, what a network costs in the mean future, the
measures, and what the law says of journeys. A mistake in those would be in both, so they have tests of their own.
"""

from dataclasses import replace
from itertools import product

import numpy as np

from kopa_sim.model.grades import N_GRADES, UPPER_SECONDARY
from kopa_sim.model.travel_law import TravelLaw
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.extend_school import ExtendSchool
from kopa_sim.scenario.measures.pair_grades import PairGrades
from kopa_sim.study.mean_future import mean_future_cost
from kopa_sim.study.optimise.contents import Wishes
from kopa_sim.study.prepare import prepare

ROOMY = 10_000
NOISE = 1e-6


def closings(schools, years):
    """Yield every way to close some of the schools, each in a year or never."""
    for chosen in product((None, *years), repeat=len(schools)):
        yield tuple(
            CloseSchool(measure="close_school", school=school, year=year)
            for school, year in zip(schools, chosen, strict=True)
            if year is not None
        )


def pairings(schools, years, last_lower_grades):
    """Yield every way to divide the grades of two of the schools."""
    for lower, upper in product(schools, repeat=2):
        if lower != upper:
            for last, year in product(last_lower_grades, years):
                yield PairGrades(
                    measure="pair_grades", lower=lower, upper=upper, last_lower_grade=last, year=year
                )


def prepared_options(scenario, plans):
    """Every plan as an option, all in one preparation; those whose measures conflict are None."""
    specs = tuple(
        OptionSpec(f"plan_{number}", "A plan", "as_is", tuple(measures))
        for number, measures in enumerate(plans)
    )
    together = replace(scenario, options=(*scenario.options, *specs))
    prepared = prepare(together, seed=1, draws=1, option_ids=["as_is", *(spec.id for spec in specs)])
    found = {option.plan.option: option for option in prepared.options}
    return prepared, [None if found[spec.id].conflicts else found[spec.id] for spec in specs]


class Judge:
    """Holds the limits of wishes against where everybody goes in a prepared option."""

    def __init__(self, prepared, wishes, may_close):
        self.prepared, self.wishes = prepared, wishes
        self.codes = prepared.scenario.region.schools.codes
        self.law = TravelLaw.of(prepared.parameters.mean())
        self.small = np.isin(self.codes, may_close)
        base = prepared.as_is
        points = len(prepared.scenario.region.points)
        self.minutes, self.day = np.zeros((points, N_GRADES)), np.zeros((points, N_GRADES))
        for _, point, grade, school in self.ways(base):
            minutes, day = self.lengths(point, school)
            np.maximum.at(self.minutes, (point, grade), minutes)
            np.maximum.at(self.day, (point, grade), day)
        self.base_load = self.loads(base)

    def ways(self, option):
        """Yield for every costed year pupils and their point, grade and school."""
        plan, people = option.plan, option.people.pupils
        for year in range(plan.costed.start, plan.costed.stop):
            arcs = option.catchments.by_year[year]
            lives = people.pupils_draw_year_area_grade[0, people.years.index(plan.years[year])]
            many = (lives[arcs.area, arcs.grade] * arcs.share)[arcs.cell_arc] * arcs.cell_share
            go = many > 0
            yield (
                many[go],
                arcs.cell_point[go],
                arcs.grade[arcs.cell_arc][go],
                arcs.school[arcs.cell_arc][go],
            )

    def lengths(self, point, school):
        """Minutes one way and the whole day's."""
        journeys = self.prepared.journeys
        return journeys.minutes_point_school[point, school], journeys.day_minutes(point, school)

    def loads(self, option, grades=N_GRADES):
        """Pupils of every costed year and school, of the lowest grades."""
        found = []
        for many, _, grade, school in self.ways(option):
            low = grade < grades
            found.append(np.bincount(school[low], weights=many[low], minlength=len(self.codes)))
        return np.array(found)

    def most(self, plan):
        """Places that may be filled, or what as_is sends there."""
        places = plan.places_year_school[plan.costed] * (1.0 - self.wishes.spare_places)
        return np.maximum(places, self.base_load)

    def keeps(self, option):
        """Whether an option keeps every limit: journeys, places, nobody left out, smallest school, what stays."""
        return (
            self._keeps_schools(option)
            and all(self._keeps_ways(*of) for of in self.ways(option))
            and self._keeps_named(option.plan)
        )

    def nobody_displaced(self, option):
        """Whether everyone goes to the nearest open school of the grade in the home municipality."""
        region, plan = self.prepared.scenario.region, option.plan
        home = region.areas.municipality[region.points.area]
        minutes = self.prepared.journeys.minutes_point_school
        for year, (_, point, grade, school) in enumerate(self.ways(option), start=plan.costed.start):
            may = plan.open_year_school[year] & plan.grades_year_school_grade[year].T[grade]
            may &= home[point][:, None] == region.schools.municipality
            nearest = np.where(may, minutes[point], np.inf).min(axis=1)
            if (minutes[point, school] > nearest + NOISE).any():
                return False
        return True

    def _keeps_ways(self, many, point, grade, school):
        minutes, day = self.lengths(point, school)
        basic = (grade < UPPER_SECONDARY) & (many > 0)
        wished = np.inf if self.wishes.max_minutes is None else self.wishes.max_minutes
        too_long = minutes > np.maximum(wished, self.minutes[point, grade]) + NOISE
        own = self.day[point, grade]
        over = self.law.over_ceiling_share(day, grade)
        too_long |= over > self.law.over_ceiling_share(own, grade) + NOISE
        too_long |= (over > 0) & (day > own + NOISE)
        return not (too_long & basic).any()

    def _keeps_schools(self, option):
        load, costed = self.loads(option), option.plan.costed
        served = np.abs(load.sum(axis=1) - self.base_load.sum(axis=1)) < 1e-3
        roomy = (load <= self.most(option.plan) + 1e-4).all()
        basic = self.loads(option, UPPER_SECONDARY)
        is_open = option.plan.open_year_school[costed] & self.small
        large = basic >= self.wishes.smallest_school_pupils - NOISE
        return served.all() and roomy and (large | ~is_open).all()

    def _keeps_named(self, plan):
        still = dict(zip(self.codes, plan.open_year_school[-1], strict=True))
        return all(still[code] for code in self.wishes.keep) and not any(
            still[code] for code in self.wishes.close
        )


class EveryPlan:
    """Plans of a scenario, prepared together and priced once each, to be asked under any wishes."""

    def __init__(self, scenario, plans):
        self.plans = [tuple(measures) for measures in plans]
        self.prepared, self.options = prepared_options(scenario, self.plans)
        self._cost = {}

    def costs(self, which):
        """Present values of the plans asked for in the mean future, euros; infinite for the others."""
        for number in np.flatnonzero(which):
            if number not in self._cost:
                self._cost[number] = float(mean_future_cost(self.prepared, self.options[number])[-1])
        return np.array([self._cost[number] if asked else np.inf for number, asked in enumerate(which)])

    def kept(self, wishes, may_close):
        """Which plans keep the limits of wishes."""
        judge = Judge(self.prepared, wishes, may_close)
        return np.array([option is not None and judge.keeps(option) for option in self.options])

    def undisplaced(self):
        """Which plans send everyone to the nearest school."""
        judge = Judge(self.prepared, Wishes(), ())
        return np.array([option is not None and judge.nobody_displaced(option) for option in self.options])

    def cheapest(self, wishes, may_close):
        """Cost and measures of the cheapest plan that keeps the limits."""
        costs = self.costs(self.kept(wishes, may_close))
        return float(costs.min()), self.plans[int(costs.argmin())]


def extended_where_places_lack(scenario, wishes, plans, school, first_year):
    """Return the plans in which a school lacks places if everyone may come, each with the places that it then lacks.

    A first pass gives the school places for all; the extension is built in the year in which places lack first.
    """
    roomy = ExtendSchool(measure="extend_school", school=school, year=first_year, places=ROOMY)
    prepared, options = prepared_options(scenario, [(*measures, roomy) for measures in plans])
    judge = Judge(prepared, wishes, ())
    at = judge.codes.index(school)
    own = prepared.as_is.plan.places_year_school[prepared.as_is.plan.costed][:, at]
    found = []
    for measures, option in zip(plans, options, strict=True):
        if option is None:
            continue
        load = judge.loads(option)[:, at]
        lacking = load > np.maximum(own * (1.0 - wishes.spare_places), judge.base_load[:, at]) + NOISE
        if lacking.any():
            first = int(lacking.argmax())
            places = int(np.ceil((load[first:] / (1.0 - wishes.spare_places) - own[first:]).max() - NOISE))
            extension = ExtendSchool(
                measure="extend_school", school=school, year=first_year + first, places=places
            )
            found.append((*measures, extension))
    return found
