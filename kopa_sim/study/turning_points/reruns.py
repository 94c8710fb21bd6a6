"""The money of an option again, with one assumption moved.

People, pupils, groups and staff are those of the run. Rides are priced again, and driven again where the assumption
is asked for in driving; routes stay as they were solved.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kopa_sim.economy import cost_option, fund_option, taxable_income
from kopa_sim.economy.verdict import passes_money
from kopa_sim.economy.verdict_money import measure_money, ratio
from kopa_sim.model.journeys import PupilFlows, Transport
from kopa_sim.model.ledger import Money
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import Futures, Pupils
from kopa_sim.model.staffing import Disruption, Groups, Staffing
from kopa_sim.model.streams import DrawBlock
from kopa_sim.network import carry_pupils, drive_to_meetings, flow_pupils
from kopa_sim.study.pipeline import BlockFutures, sample_block, school_block
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.residents import pupils_at_home
from kopa_sim.study.tours import of_mean_future
from kopa_sim.study.turning_points.assumptions import ReadingParameters, moved, reading
from kopa_sim.teaching import form_groups, staff_schools

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Probe(NamedTuple):
    """One assumption at one value."""

    parameter: str
    value: float


@dataclass(frozen=True)
class Probed:
    """What a probe gives, the region last. Both (draw, municipality + 1).

    ``slack`` is the money left, in income-tax points.
    """

    slack: Floats
    passes: Bools


@dataclass(frozen=True)
class Schooled:
    """One option up to its money, which alone is then run again."""

    prepared: Prepared
    option: OptionPlan
    parameters: Parameters
    futures: Futures
    flows: PupilFlows
    groups: Groups
    staffing: Staffing
    disruption: Disruption | None

    def drive(self, parameters: Parameters) -> Transport:
        """Return who is carried and how far."""
        region, journeys = self.prepared.scenario.region, self.prepared.journeys
        daily = carry_pupils(region, journeys, self.option.plan, self.flows, parameters, self.option.routes)
        return drive_to_meetings(daily, self.staffing.meetings, journeys, parameters)

    def money(self, parameters: Parameters, transport: Transport) -> Money:
        """Return costs, funding and tax base."""
        region, price_year = self.prepared.scenario.region, self.prepared.scenario.price_year
        plan = self.option.plan
        costs = cost_option(
            region,
            plan,
            self.flows,
            self.groups,
            self.staffing,
            transport,
            self.disruption,
            self.futures,
            parameters,
            price_year,
        )
        funding = fund_option(region, plan, self.flows, self.futures, costs, parameters, price_year)
        return Money(costs, funding, taxable_income(region, self.futures, plan.years, parameters))


def schooled_block(
    prepared: Prepared, option: OptionPlan, sample: BlockFutures, disruption: Disruption | None
) -> Schooled:
    """Return an option on a block of draws, up to its money."""
    made = school_block(prepared, option, sample)
    return Schooled(
        prepared,
        option,
        sample.parameters,
        sample.futures,
        made.flows,
        made.groups,
        made.staffing,
        disruption,
    )


def schooled_mean(prepared: Prepared, option: OptionPlan, parameters: Parameters) -> Schooled:
    """Return an option in the mean future, up to its money; without the daily running of schools."""
    region, people = prepared.scenario.region, option.people
    pupils: Pupils = people.pupils
    flows = flow_pupils(region, option.catchments, pupils)
    by_school = flows.pupils_draw_year_school_grade(len(region.schools))
    groups = form_groups(by_school, parameters, region.schools.special)
    staffing = staff_schools(
        region,
        option.plan,
        prepared.journeys,
        groups,
        by_school,
        parameters,
        of_mean_future(option.tours),
        pupils_at_home(region, pupils),
    )
    return Schooled(prepared, option, parameters, people.expected, flows, groups, staffing, None)


@dataclass(frozen=True)
class Reads:
    """Names of the parameters that are asked for in forming groups and staff, in driving, and for money."""

    teaching: frozenset[str]
    driving: frozenset[str]
    money: frozenset[str]


def reads_of(prepared: Prepared) -> Reads:
    """Return what each part of the mean future of all options asks for."""
    groups: set[str] = set()
    driving: set[str] = set()
    money: set[str] = {"economy.discount_rate"}
    for option in prepared.options:
        parts = [reading(prepared.parameters.mean()) for _ in range(3)]
        schooled = schooled_mean(prepared, option, parts[0])
        transport = schooled.drive(parts[1])
        schooled.money(parts[2], transport)
        for names, part in zip((groups, driving, money), parts, strict=True):
            names |= _names_read(part)
    return Reads(frozenset(groups), frozenset(driving), frozenset(money))


def _names_read(parameters: ReadingParameters) -> set[str]:
    return parameters.read


class Reruns:
    """Options in one set of draws, as_is first, whose money is run again."""

    def __init__(self, schooled: Sequence[Schooled], driving: frozenset[str]) -> None:
        self._schooled = schooled
        self._driving = driving
        self._transports: dict[int, Transport] = {}

    def _money(self, place: int, probe: Probe, parameters: Parameters) -> Money:
        schooled = self._schooled[place]
        if probe.parameter in self._driving:
            return schooled.money(parameters, schooled.drive(parameters))
        if place not in self._transports:
            self._transports[place] = schooled.drive(schooled.parameters)
        return schooled.money(parameters, self._transports[place])

    def probe(self, probe: Probe, places: Sequence[int]) -> dict[int, Probed]:
        """Return the test of money of some options with one assumption moved, as_is moved alike."""
        parameters = moved(self._schooled[0].parameters, *probe)
        as_is = self._money(0, probe, parameters)
        found = {}
        for place in places:
            money = self._money(place, probe, parameters) if place else as_is
            measured = measure_money(self._schooled[place].option.plan, money, as_is, parameters)
            slack = ratio(measured.available - measured.gross, measured.tax_point)
            found[place] = Probed(slack, passes_money(measured))
        return found

    def probe_all(self, wanted: Sequence[Sequence[Probe]]) -> list[dict[Probe, Probed]]:
        """Return what the wanted probes of every option give; each probe moves as_is once for all options."""
        found: list[dict[Probe, Probed]] = [{} for _ in wanted]
        for probe in dict.fromkeys(probe for probes in wanted for probe in probes):
            places = [place for place, probes in enumerate(wanted) if probe in probes]
            for place, probed in self.probe(probe, places).items():
                found[place][probe] = probed
        return found


@dataclass(frozen=True)
class ProbeTask:
    """Probes of every option on one block of draws."""

    block: DrawBlock
    disruptions: tuple[Disruption | None, ...]
    probes: tuple[tuple[Probe, ...], ...]
    driving: frozenset[str]


def run_probe_task(prepared: Prepared, task: ProbeTask) -> list[dict[Probe, Probed]]:
    """Return what the probes of every option give on a block of draws."""
    samples: dict[int, BlockFutures] = {}
    schooled: list[Schooled] = []
    for option, disruption in zip(prepared.options, task.disruptions, strict=True):
        if id(option.people) not in samples:
            samples[id(option.people)] = sample_block(prepared, option.people, task.block)
        schooled.append(schooled_block(prepared, option, samples[id(option.people)], disruption))
    return Reruns(schooled, task.driving).probe_all(task.probes)


@dataclass(frozen=True)
class MeanTask:
    """Probes of every option in the mean future."""

    probes: tuple[Probe, ...]
    driving: frozenset[str]


def run_mean_task(prepared: Prepared, task: MeanTask) -> list[dict[Probe, Floats]]:
    """Return the money slack of every option in the mean future at each probe. (municipality + 1)"""
    mean = prepared.parameters.mean()
    schooled = [schooled_mean(prepared, option, mean) for option in prepared.options]
    found = Reruns(schooled, task.driving).probe_all([task.probes] * len(schooled))
    return [{probe: probed.slack[0] for probe, probed in of.items()} for of in found]


def joined(parts: Sequence[Probed]) -> Probed:
    """Return blocks of draws as one, in draw order."""
    return replace(
        parts[0],
        slack=np.concatenate([part.slack for part in parts]),
        passes=np.concatenate([part.passes for part in parts]),
    )
