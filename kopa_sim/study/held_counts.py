"""What the projection is held to, and how far it still is from it: lines for `kopa check`."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography import Launch
from kopa_sim.model.people import DemographicData, HousingPlans, Observations
from kopa_sim.model.region import Region

Floats = NDArray[np.float64]

WORTH_TELLING = 0.005
"""A change of fertility smaller than this is none."""

LARGE_JUMP = 0.03
"""A change of the residents held by more than this in the first year is told."""

CROWDED = 0.1
"""Children of new dwellings in a year beyond this part of the municipality's children are told."""

_UNUSED = {
    "observations": "of years outside the projection or, by area, beyond the age of 18",
    "projection": "later observations say more of their years",
}
"""Why rows of a table are not held."""


def held_notices(region: Region, data: DemographicData, launch: Launch) -> tuple[str, ...]:
    """Return what the projection is held to, one sentence each; nothing where nothing is given."""
    lines = []
    if data.observations is not None:
        lines += _misfit_lines("observations", data.observations, launch.observation_misfit, region)
    lines += _fertility_line(data, launch)
    if data.official is not None:
        lines += _misfit_lines("projection", data.official, launch.official_misfit, region)
        lines += _jump_line(launch)
    if data.housing is not None:
        lines.append(_housing_line(data.housing, launch))
        lines += _crowded_lines(region, launch)
    return tuple(lines)


def _misfit_lines(table: str, counts: Observations, misfit: Floats, region: Region) -> list[str]:
    """Return how many counts are held and what misfit is left; and how many are not used."""
    known = np.isfinite(misfit)
    lines = []
    if known.any():
        left = misfit[known]
        worst = int(np.flatnonzero(known)[np.argmax(abs(left))])
        line = (
            f"{table}: {known.sum()} counts held, largest remaining misfit {abs(misfit[worst]):.1f} persons"
        )
        if abs(misfit[worst]) >= 0.05:
            line += (
                f" ({_named(counts, worst, region)}: {misfit[worst]:+.1f}), sum {left.sum():+.1f},"
                f" sum of absolute misfits {abs(left).sum():.1f}"
            )
        lines.append(line)
    if not known.all():
        lines.append(f"{table}: {(~known).sum()} counts are not used: {_UNUSED[table]}")
    return lines


def _named(counts: Observations, row: int, region: Region) -> str:
    area = counts.area[row]
    place = (
        f"area {region.areas.codes[area]}"
        if area >= 0
        else f"municipality {region.municipalities.codes[counts.municipality[row]]}"
    )
    return f"{counts.year[row]}, {place}, ages {counts.age_from[row]}–{counts.age_to[row]}"


def _fertility_line(data: DemographicData, launch: Launch) -> list[str]:
    """Return by how much the children counted since the base year change fertility."""
    ratio = launch.fertility_followed_municipality
    women = launch.launch_population_municipality_sex_age[:, 1]
    births = (launch.rates.fertility_municipality_age * women).sum(axis=1)
    before = (births[ratio > 0] / ratio[ratio > 0]).sum()
    if before <= 0 or (abs(ratio - 1.0) < WORTH_TELLING).all():
        return []
    change = births[ratio > 0].sum() / before - 1.0
    verb = "lower" if change < 0 else "raise"
    return [
        f"children counted since {data.base_year} {verb} fertility by {abs(change):.0%}"
        f" (by municipality {ratio.min() - 1.0:+.0%} to {ratio.max() - 1.0:+.0%});"
        " demography.fertility_follows_observations = false keeps that of the base year"
    ]


def _jump_line(launch: Launch) -> list[str]:
    """Say when the official projection is far from the population that the futures set out from."""
    if not launch.future_years:
        return []
    people, ratio = launch.launch_population_municipality_sex_age, launch.planned.hold_ratio[0]
    held = (ratio != 1.0) & (people > 0)
    if not held.any():
        return []
    jump = (people * ratio)[held].sum() / people[held].sum() - 1.0
    if abs(jump) < LARGE_JUMP:
        return []
    return [
        f"projection: holding changes the residents held by {jump:+.1%}"
        f" in {launch.future_years[0]} at once: the official"
        f" projection may be older than the population of {launch.launch_year};"
        " hold to a newer one, or leave its first years out"
    ]


def _crowded_lines(region: Region, launch: Launch) -> list[str]:
    """Name the areas whose new children are many beside those of the whole municipality."""
    settlement = launch.settlement
    people = launch.launch_population_municipality_sex_age[:, :, : settlement.share_area_age.shape[1]]
    children = people.sum(axis=(1, 2))
    lines = []
    for area, home in enumerate(settlement.municipality):
        each_year = settlement.newcomers_year_area_age[:, area].sum(axis=1)
        if each_year.any() and each_year.max() > CROWDED * children[home]:
            year = launch.future_years[int(each_year.argmax())]
            lines.append(
                f"housing: the new dwellings of area {region.areas.codes[area]} take {each_year.max():.0f} children"
                f" in {year}, where its municipality had {children[home]:.0f} in {launch.launch_year}; those who come"
                " from other homes in the municipality (demography.housing_from_same_municipality_share) empty its"
                " other areas: look at the dwellings and the children per dwelling"
            )
    return lines


def _housing_line(housing: HousingPlans, launch: Launch) -> str:
    later = housing.year > launch.launch_year
    arrivals = launch.planned.arrivals.sum()
    children = launch.settlement.newcomers_year_area_age.sum()
    line = (
        f"housing: {housing.dwellings[later].sum():.0f} dwellings after {launch.launch_year} bring {children:.0f}"
        f" children to their areas and {arrivals:.0f} residents from outside the region"
    )
    if later.all():
        return line
    return (
        f"{line}; {housing.dwellings[~later].sum():.0f} dwellings of years up to {launch.launch_year} tell only where"
        " children live, since the population of these years is known"
    )
