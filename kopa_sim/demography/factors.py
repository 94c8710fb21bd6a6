"""How fertility, migration and mortality stray from their levels in the sampled futures.

Every factor is a level times mean-one paths (``paths/form.py``): a national one and one of each municipality. Where a
factor multiplies people who are still there next year, its year must not be tied to the next, or the expected
future would no longer be the deterministic one: chances that repeat themselves keep more people than their mean
does. So what lasts in migration strays with those who arrive, whose counts add up, and out-migration rates stray in
single years only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.demography.arrivals import arrivals_in_region
from kopa_sim.demography.paths.form import PathForm, path_of, paths_of
from kopa_sim.demography.paths.surge import Surges
from kopa_sim.demography.rates import Rates, YearFactors
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.streams import DrawBlock, Streams

Floats = NDArray[np.float64]

NATION = "nation"
SMALL_PLACE = 1000.0
"""Residents of the place whose spread of single years the parameter states."""
WIDEST = 0.6
"""No municipality's path departs by a larger standard deviation in its first year."""
WIDEST_OF_RATES = 0.35
"""The same of out-migration rates: beyond it those who leave home would all be gone, and the mean would be lost."""
CHILD_AGES = slice(0, 19)


def level_factors(parameters: Parameters, n_municipalities: int) -> YearFactors:
    """Return the factors of a year without drift: the levels the planner set. (draw, municipality)"""

    def level(name: str) -> Floats:
        return np.repeat(parameters.draws(f"demography.{name}")[:, None], n_municipalities, axis=1)

    return YearFactors(
        fertility=level("fertility_level"),
        out_migration=level("out_migration_level"),
        in_migration=level("in_migration_level"),
        immigration=level("immigration_level"),
        mortality=np.ones((parameters.n_draws, n_municipalities)),
    )


def unit_factors(n_municipalities: int) -> YearFactors:
    """Return factors of one, for a single draw: the rates as they are. (1, municipality)"""
    one = np.ones((1, n_municipalities))
    return YearFactors(one, one, one, one, one)


@dataclass(frozen=True)
class Places:
    """What the spread of a municipality's moves depends on. All (municipality,)

    Attributes
    ----------
    residents
        Residents of the launch year: where few live, single families make a year.
    outside_share
        Share of the children who move in within the country that come from outside the region. Only they stray, so
        they stray the more the fewer they are.
    """

    residents: Floats
    outside_share: Floats


def places_of(population: Floats, rates: Rates) -> Places:
    """Return the places of a launch.

    Parameters
    ----------
    population
        Persons on 31 December of the launch year. (municipality, sex, age)
    """
    leaving = population * rates.out_migration_municipality_sex_age
    from_region = arrivals_in_region(leaving[None], rates.destination_share_origin_destination_sex_age)[0]
    within = from_region[..., CHILD_AGES].sum(axis=(1, 2))
    outside = rates.in_migration_municipality_sex_age[..., CHILD_AGES].sum(axis=(1, 2))
    share = np.divide(outside, within + outside, out=np.ones_like(outside), where=within + outside > 0)
    return Places(population.sum(axis=(1, 2)), share)


@dataclass(frozen=True)
class _Chance:
    """Whose paths, of which years, by which chance."""

    codes: tuple[str, ...]
    years: tuple[int, ...]
    streams: Streams
    block: DrawBlock

    def national(self, stream: str, form: PathForm) -> Floats:
        """Return a path that all share. (draw, year, 1)"""
        return path_of(f"{stream}_national", NATION, self.years, form, self.streams, self.block)[..., None]

    def municipal(self, stream: str, *forms: PathForm) -> Floats:
        """Return each municipality's own path: one form for all, or one each. (draw, year, municipality)"""
        each = forms * len(self.codes) if len(forms) == 1 else forms
        return paths_of(f"{stream}_municipal", self.codes, self.years, each, self.streams, self.block)


def sampled_factors(
    codes: tuple[str, ...],
    years: tuple[int, ...],
    parameters: Parameters,
    streams: Streams,
    block: DrawBlock,
    places: Places | None = None,
) -> tuple[YearFactors, ...]:
    """Return each year's factors: the levels times their paths.

    Parameters
    ----------
    years
        Consecutive years, the first one year after launch.
    places
        What municipalities' spread depends on; without it small places swing no wider, and everyone is taken to come
        from outside the region.
    """
    chance = _Chance(codes, years, streams, block)
    level = level_factors(parameters, len(codes))
    fertility = _fertility(chance, parameters)
    out_migration, in_migration = _moves(chance, parameters, places)
    immigration = _immigration(chance, parameters, places)
    mortality = chance.national("mortality", _walk(parameters, "mortality_national_sd_share"))
    return tuple(
        YearFactors(
            level.fertility * fertility[:, index],
            level.out_migration * out_migration[:, index],
            level.in_migration * in_migration[:, index],
            level.immigration * immigration[:, index],
            level.mortality * mortality[:, index],
        )
        for index in range(len(years))
    )


def _walk(parameters: Parameters, name: str) -> PathForm:
    return PathForm.random_walk(parameters.number(f"demography.{name}"))


def _walks_from(parameters: Parameters, name: str, steps: str, share: Floats) -> tuple[PathForm, ...]:
    """Return a walk of each place, whose spread holds for all movers and acts on a share of them."""
    first_sd = np.minimum(_of_part(parameters.number(f"demography.{name}"), share), WIDEST)
    step_share = parameters.number(f"demography.{steps}")
    return tuple(PathForm.walk_from(float(sd), step_share) for sd in first_sd)


def _single_years(
    parameters: Parameters, name: str, residents: Floats, share: Floats, widest: float = WIDEST
) -> tuple[PathForm, ...]:
    """Return what a year adds where few move, as people come in families.

    The spread falls with the square root of the residents, as that of the number of families does.
    """
    of_size = parameters.number(f"demography.{name}") * np.sqrt(SMALL_PLACE / np.maximum(residents, 1.0))
    return tuple(PathForm.single_years(float(sd)) for sd in np.minimum(_of_part(of_size, share), widest))


def _of_part(sd: float | Floats, share: Floats) -> Floats:
    """Return the spread of a part that makes the whole spread as wide; none where the part is nothing."""
    whole = np.broadcast_to(np.asarray(sd, dtype=np.float64), share.shape)
    return np.divide(whole, share, out=np.zeros(share.shape), where=share > 0)


def _fertility(chance: _Chance, parameters: Parameters) -> Floats:
    """Return the paths of fertility: two random walks. (draw, year, municipality)"""
    national = chance.national("fertility", _walk(parameters, "fertility_national_sd_share"))
    return national * chance.municipal("fertility", _walk(parameters, "fertility_municipal_sd_share"))


def _moves(chance: _Chance, parameters: Parameters, places: Places | None) -> tuple[Floats, Floats]:
    """Return the paths of out-migration rates and of in-migration counts. (draw, year, municipality)

    Nationally the two are one: whoever leaves a municipality for another arrives there.
    """
    turnover = chance.national(
        "moves", PathForm.single_years(parameters.number("demography.migration_national_sd_share"))
    )
    everyone = np.ones(len(chance.codes))
    outside = everyone if places is None else places.outside_share
    walks = _walks_from(parameters, "migration_municipal_sd_share", "migration_step_share", outside)
    arriving = turnover * chance.municipal("in_migration_count", *walks)
    if places is None:
        return np.broadcast_to(turnover, arriving.shape), arriving
    name = "migration_small_place_sd_share"
    years_out = _single_years(parameters, name, places.residents, everyone, WIDEST_OF_RATES)
    years_in = _single_years(parameters, name, places.residents, outside)
    return (
        turnover * chance.municipal("out_migration_year", *years_out),
        arriving * chance.municipal("in_migration_year", *years_in),
    )


def _immigration(chance: _Chance, parameters: Parameters, places: Places | None) -> Floats:
    """Return the paths of immigration: the country's walk and surges, and what a place adds.

    (draw, year, municipality)
    """
    everyone = np.ones(len(chance.codes))
    step_share = "immigration_step_share"
    country = chance.national(
        "immigration_count", *_walks_from(parameters, "immigration_national_sd_share", step_share, np.ones(1))
    )
    table = parameters.table("demography.immigration_surges")
    surges = Surges(table["yearly_probability"], table["size"], max(1, round(table["duration_years"])))
    country = country * surges.path(chance.years, chance.streams, chance.block)[..., None]
    walks = _walks_from(parameters, "immigration_municipal_sd_share", step_share, everyone)
    immigration = country * chance.municipal("immigration_count", *walks)
    if places is None:
        return immigration
    years = _single_years(parameters, "immigration_small_place_sd_share", places.residents, everyone)
    return immigration * chance.municipal("immigration_year", *years)
