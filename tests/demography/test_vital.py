import numpy as np
import pytest

from kopa_sim.demography.counts import mean_population
from kopa_sim.demography.vital import fertility_rates, mortality_rates
from tests.demography import worlds

OWN = {"fertility_prior_births": 0.0, "fertility_regional_prior_births": 0.0}
"""Parameters under which every municipality keeps its own fertility."""


def births_expected(given, rates):
    women = mean_population(given, 2019)[:, 1]
    return (women * rates).sum(axis=1)


def test_without_events_fertility_is_the_schedule():
    rates = fertility_rates(worlds.data(), worlds.parameters())
    assert rates[0] == pytest.approx(worlds.schedules().fertility_age)


def test_without_a_prior_the_rates_give_back_the_registered_births():
    rows = [(0, "births", -1, 15, 29, 8.0), (0, "births", -1, 30, 49, 19.0), (1, "births", -1, 15, 49, 11.0)]
    given = worlds.data(events=worlds.events(rows, years=(2015, 2019)))
    rates = fertility_rates(given, worlds.parameters(**OWN))
    assert births_expected(given, rates) == pytest.approx([27.0, 11.0])


def levels(given, **changes):
    """Fertility of each municipality against the schedule. (municipality,)"""
    rates = fertility_rates(given, worlds.parameters(**changes))
    return rates.sum(axis=1) / worlds.schedules().fertility_age.sum()


def standard_births(given):
    """Births a year that the schedule expects. (municipality,)"""
    return births_expected(given, worlds.schedules().fertility_age)


def born(given, ratios, year=2019):
    """Events rows under which each municipality has a ratio of the births the schedule expects."""
    counts = np.array(ratios) * standard_births(given)
    rows = [(place, "births", -1, 15, 49, count) for place, count in enumerate(counts)]
    return worlds.events(rows, years=(year,))


def together(*tables):
    """One events table from several."""
    columns = zip(*(vars(table).values() for table in tables), strict=True)
    return type(tables[0])(*(np.concatenate(column) for column in columns))


def test_with_a_prior_a_small_municipality_moves_toward_the_region():
    given = worlds.data()
    given = worlds.data(events=born(given, (1.0, 1.5)))
    own, shrunk = (levels(given, **{**OWN, "fertility_prior_births": prior}) for prior in (0.0, 40.0))
    assert own == pytest.approx([1.0, 1.5])
    assert 1.0 < shrunk[0] < shrunk[1] < 1.5


def test_a_municipality_of_ten_births_a_year_has_no_fertility_of_its_own_from_one_year():
    """Ten villages of ten births a year; one had four, another sixteen. Chance alone does that once in thirty years.

    By hand: the other eight had ten, so region and country have level 1; with a prior of 55 the level of four
    births is (4 + 55) / (10 + 55) = 0.91, that of sixteen 1.09.
    """
    given = worlds.data(sizes=(1,) * 10)
    people = np.repeat(worlds.population((1000,)), 10, axis=0)
    people *= 10.0 / (people[0, 1] * worlds.schedules().fertility_age).sum()
    given = worlds.data(population_municipality_sex_age=people)
    assert standard_births(given) == pytest.approx([10.0] * 10)
    given = worlds.data(population_municipality_sex_age=people, events=born(given, (0.4, 1.6, *[1.0] * 8)))
    assert levels(given)[:3] == pytest.approx([59 / 65, 71 / 65, 1.0])


def test_a_city_of_a_thousand_births_keeps_its_own_level():
    people = worlds.population((1000, 1000))
    people[0] *= 1000.0 / (people[0, 1] * worlds.schedules().fertility_age).sum()
    given = worlds.data(population_municipality_sex_age=people)
    given = worlds.data(population_municipality_sex_age=people, events=born(given, (0.8, 1.0)))
    assert levels(given)[0] == pytest.approx(0.8, abs=0.01)


def test_a_municipality_without_births_and_one_without_rows_lean_on_the_region():
    given = worlds.data(sizes=(3000, 800, 500))
    births = standard_births(given)
    rows = [(0, "births", -1, 15, 49, births[0]), (1, "births", -1, 15, 49, 0.0)]
    level = levels(worlds.data(sizes=(3000, 800, 500), events=worlds.events(rows)))
    assert 0.8 < level[1] < level[2] < 1.0


def test_a_region_of_one_leans_on_the_schedule_of_the_country():
    """The exact answer of the model: prior variance 1/55 + 1/30 beside chance of 1/10."""
    people = worlds.population((1000,))
    people *= 10.0 / (people[0, 1] * worlds.schedules().fertility_age).sum()
    given = worlds.data(population_municipality_sex_age=people)
    given = worlds.data(population_municipality_sex_age=people, events=born(given, (0.9,)))
    trust = 10 / (10 + 1 / (1 / 55 + 1 / 30))
    assert levels(given) == pytest.approx([1 - 0.1 * trust], abs=0.002)


def test_the_regions_level_is_of_the_last_years_and_earlier_years_tell_who_departs_from_it():
    """Fertility of all fell by a fifth between two counts; the first municipality stood above the other in both."""
    given = worlds.data(sizes=(30_000, 30_000))
    earlier, later = born(given, (1.4, 1.1), 2015), born(given, (1.12, 0.88), 2019)
    both = levels(worlds.data(sizes=(30_000, 30_000), events=together(earlier, later)), **OWN)
    assert both == pytest.approx([1.12, 0.88], rel=0.01)
    all_years = levels(
        worlds.data(sizes=(30_000, 30_000), events=together(earlier, later)), **OWN, fertility_level_years=5
    )
    assert all_years == pytest.approx([1.26, 0.99], rel=0.01)


def test_an_earlier_year_firms_up_a_municipalitys_departure():
    sizes = (9000, 9000, 9000, 9000)
    given = worlds.data(sizes=sizes)
    ratios = (1.3, 1.0, 0.9, 0.8)
    one = levels(worlds.data(sizes=sizes, events=born(given, ratios)))
    two = levels(worlds.data(sizes=sizes, events=together(born(given, ratios, 2015), born(given, ratios))))
    assert 1.0 < one[0] < two[0] < 1.3
    assert 0.8 < two[3] < one[3] < 1.0


def test_an_earlier_year_tells_a_region_of_one_nothing():
    given = worlds.data(sizes=(3000,))
    one = levels(worlds.data(sizes=(3000,), events=born(given, (0.9,))))
    earlier = born(given, (1.5,), 2015)
    two = levels(worlds.data(sizes=(3000,), events=together(earlier, born(given, (0.9,)))))
    assert two == pytest.approx(one)


def test_births_of_boys_and_of_girls_in_rows_of_their_own_count_together():
    both = [(0, "births", -1, 15, 49, 31.0)]
    apart = [(0, "births", 0, 15, 49, 16.0), (0, "births", 1, 15, 49, 15.0)]
    one, two = (
        fertility_rates(worlds.data(events=worlds.events(rows)), worlds.parameters())
        for rows in (both, apart)
    )
    assert one == pytest.approx(two)


def test_infants_of_the_base_year_tell_of_fertility_since_the_last_registered_births():
    """Births of 2015 stood a third above the schedule; the infants of 2019 are fewer than it expects."""
    people = worlds.population((30_000, 30_000))
    given = worlds.data(population_municipality_sex_age=people)
    people[:, :, 0] = 0.8 * standard_births(given)[:, None] / 2
    given = worlds.data(population_municipality_sex_age=people)
    earlier = worlds.data(population_municipality_sex_age=people, events=born(given, (1.5, 1.2), 2015))
    level = levels(earlier, **{**OWN, "fertility_prior_births": 55})
    assert level.mean() == pytest.approx(0.8, abs=0.02)
    assert level[0] > level[1]


def test_without_any_births_table_the_schedule_stands_whatever_the_infants():
    people = worlds.population()
    people[:, :, 0] *= 3
    assert levels(worlds.data(population_municipality_sex_age=people)) == pytest.approx(1.0)


def test_nobody_aged_0_or_100_bears_children():
    schedules = worlds.schedules()
    schedules.fertility_age[:] = 0.01
    rates = fertility_rates(worlds.data(schedules=schedules), worlds.parameters())
    assert (rates[:, [0, 100]] == 0).all()
    assert (rates[:, 1:100] > 0).all()
    assert schedules.fertility_age[0] == 0.01  # what the scenario gave is left alone


def test_mortality_has_the_level_of_the_registered_deaths():
    rows = [(0, "deaths", -1, 0, 100, 60.0), (1, "deaths", -1, 0, 100, 4.0)]
    given = worlds.data(events=worlds.events(rows))
    rates = mortality_rates(
        given, worlds.parameters(mortality_prior_deaths=0.0, mortality_regional_prior_deaths=0.0)
    )
    deaths = (mean_population(given, 2019) * rates).sum(axis=(1, 2))
    assert deaths == pytest.approx([60.0, 4.0])
    ratio = rates[0] / worlds.schedules().mortality_sex_age
    assert np.ptp(ratio) == pytest.approx(0.0, abs=1e-12)
