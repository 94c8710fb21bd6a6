"""The cohort step as one writes it first: all draws at once, whole arrays, new ones every year, one line a flow.

The same numbers as ``kopa_sim.demography`` computes, for comparison in one run.
"""

import numpy as np

FEMALE = 1


def grow_older(people):
    older = np.zeros_like(people)
    older[..., 1:] = people[..., :-1]
    older[..., -1] += people[..., -1]
    return older


def drifting(population, rates, factors):
    """Population by draw, year, municipality, sex and age when every event is at its expected value."""
    people = np.repeat(population[None], len(factors[0].fertility), axis=0)
    years = []
    for year in factors:

        def by_cell(factor):
            return factor[:, :, None, None]

        survival = rates.survival_municipality_sex_age ** by_cell(year.mortality)
        aged = grow_older(people * survival)
        women = (people[:, :, FEMALE] + aged[:, :, FEMALE]) / 2
        born = (women * rates.fertility_municipality_age * year.fertility[:, :, None]).sum(axis=2)
        born = np.stack([born * rates.boys_share, born * (1 - rates.boys_share)], axis=2)
        aged[..., 0] = born * rates.newborn_survival_municipality_sex ** year.mortality[:, :, None]
        leaving = np.minimum(rates.out_migration_municipality_sex_age * by_cell(year.out_migration), 0.95)
        out_migration = aged * leaving
        emigration = aged * rates.emigration_municipality_sex_age
        from_region = np.einsum(
            "nosa,odsa->ndsa", out_migration, rates.destination_share_origin_destination_sex_age
        )
        from_country = rates.in_migration_municipality_sex_age * by_cell(year.in_migration)
        immigration = rates.immigration_municipality_sex_age * by_cell(year.immigration)
        people = aged - out_migration - emigration + from_region + from_country + immigration
        years.append(people)
    return np.stack(years, axis=1)


def sampled(population, rates, factors, generator):
    """Population by draw, year, municipality, sex and age in whole persons, by NumPy's own distributions."""
    people = np.repeat(population[None], len(factors[0].fertility), axis=0).astype(np.int64)
    share = rates.destination_share_origin_destination_sex_age
    outside = np.maximum(1 - share.sum(axis=1, keepdims=True), 0)
    share = np.moveaxis(np.concatenate([share, outside], axis=1), 1, -1)
    years = []
    for year in factors:

        def by_cell(factor):
            return factor[:, :, None, None]

        survival = rates.survival_municipality_sex_age ** by_cell(year.mortality)
        aged = grow_older(generator.binomial(people, survival))
        women = (people[:, :, FEMALE] + aged[:, :, FEMALE]) / 2
        born = generator.poisson(
            (women * rates.fertility_municipality_age * year.fertility[:, :, None]).sum(axis=2)
        )
        boys = generator.binomial(born, rates.boys_share)
        newborn_survival = rates.newborn_survival_municipality_sex ** year.mortality[:, :, None]
        aged[..., 0] = generator.binomial(np.stack([boys, born - boys], axis=2), newborn_survival)
        leaving = np.minimum(rates.out_migration_municipality_sex_age * by_cell(year.out_migration), 0.95)
        out_migration = generator.binomial(aged, leaving)
        emigrating = np.minimum(rates.emigration_municipality_sex_age / (1 - leaving), 1)
        emigration = generator.binomial(aged - out_migration, emigrating)
        from_region = np.zeros_like(aged)
        for origin in range(people.shape[1]):
            settled = generator.multinomial(out_migration[:, origin], share[origin])
            from_region += np.moveaxis(settled[..., :-1], -1, 1)
        from_country = generator.poisson(rates.in_migration_municipality_sex_age * by_cell(year.in_migration))
        immigration = generator.poisson(rates.immigration_municipality_sex_age * by_cell(year.immigration))
        people = aged - out_migration - emigration + from_region + from_country + immigration
        years.append(people)
    return np.stack(years, axis=1)
