"""All rates of a scenario's municipalities, from its tables and the defaults."""

from dataclasses import replace

import numpy as np

from kopa_sim.demography.conventions import Conventions, conventions_of
from kopa_sim.demography.migration import estimate_migration
from kopa_sim.demography.move_ages import by_age_when_counted
from kopa_sim.demography.rates import Rates
from kopa_sim.demography.schedules import survival_of_rates
from kopa_sim.demography.vital import fertility_rates, mortality_rates
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.people import DemographicData


def estimate_rates(data: DemographicData, parameters: Parameters) -> Rates:
    """Return what happens to people in a year, as the registered events and the standard schedules tell."""
    conventions = conventions_of(parameters)
    data = _within_fertile_ages(data, conventions)
    infant_share = parameters.number("demography.infant_deaths_in_birth_year_share")
    survival, newborn = survival_of_rates(mortality_rates(data, parameters), infant_share)
    migration = by_age_when_counted(estimate_migration(data, parameters), conventions.start_part)
    boys = parameters.number("demography.sex_ratio_at_birth")
    return Rates(
        survival_municipality_sex_age=survival,
        newborn_survival_municipality_sex=newborn,
        fertility_municipality_age=fertility_rates(data, parameters),
        boys_share=boys / (boys + 100.0),
        out_migration_municipality_sex_age=migration.out_migration,
        destination_share_origin_destination_sex_age=migration.destination_share,
        emigration_municipality_sex_age=migration.emigration,
        in_migration_municipality_sex_age=migration.in_migration,
        immigration_municipality_sex_age=migration.immigration,
        leaving_count_municipality_sex_age=migration.leaving_count,
        conventions=conventions,
    )


def _within_fertile_ages(data: DemographicData, conventions: Conventions) -> DemographicData:
    """Return the data with no fertility outside the fertile ages, so that the levels give back all births."""
    by_age = data.schedules.fertility_age
    fertility = np.where(conventions.fertile_ages(len(by_age)), by_age, 0.0)
    return replace(data, schedules=replace(data.schedules, fertility_age=fertility))
