"""What was prepared, with the tours of shared teachers solved."""

from dataclasses import replace

from kopa_sim.model.streams import DrawBlock
from kopa_sim.network import flow_pupils
from kopa_sim.study.pipeline import sample_block, school_pupils
from kopa_sim.study.prepare import OptionPlan, Prepared
from kopa_sim.study.residents import pupils_at_home
from kopa_sim.study.sampling import sample_parameters
from kopa_sim.study.support_weeks import support_weeks
from kopa_sim.study.tours import Taught, TourSolver
from kopa_sim.teaching import form_groups


def with_tours(prepared: Prepared) -> Prepared:
    """Return the same with the tours of shared teachers solved, and the weeks of other shared staff laid out.

    They take seconds and nothing that is checked depends on them, so that they are solved after the checks: on the
    mean future, and on the first ``teaching.tours_futures`` sampled ones for the rates of all sampled futures.
    """
    mean = prepared.parameters.mean()
    solver = TourSolver.of(prepared.scenario, prepared.journeys, mean)
    if solver is None:
        return prepared
    futures = int(mean.number("teaching.tours_futures"))
    some = replace(prepared, parameters=sample_parameters(prepared.scenario, futures, prepared.streams))
    return replace(
        prepared, options=tuple(_with_tours(some, option, solver, futures) for option in prepared.options)
    )


def _with_tours(some: Prepared, option: OptionPlan, solver: TourSolver, futures: int) -> OptionPlan:
    plan = option.plan
    if not plan.teacher_pools and not plan.principal_pools:
        return option
    mean = mean_taught(some, option)
    weeks = support_weeks(some.scenario.region, plan, some.journeys, mean)
    if not plan.teacher_pools:
        return replace(option, support_weeks=weeks)
    sample = sample_block(some, option.people, DrawBlock(0, futures))
    _, pupils, groups = school_pupils(some, option, sample)
    taught = Taught(pupils, groups, sample.parameters, pupils_at_home(some.scenario.region, sample.pupils))
    return replace(option, tours=solver.tours(plan, mean, taught), support_weeks=weeks)


def mean_taught(prepared: Prepared, option: OptionPlan) -> Taught:
    """Return the pupils and groups of an option in the mean future."""
    region, mean = prepared.scenario.region, prepared.parameters.mean()
    flows = flow_pupils(region, option.catchments, option.people.pupils)
    pupils = flows.pupils_draw_year_school_grade(len(region.schools))
    groups = form_groups(pupils, mean, region.schools.special)
    return Taught(pupils, groups, mean, pupils_at_home(region, option.people.pupils))
