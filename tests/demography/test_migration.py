from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.demography.counts import event_groups
from kopa_sim.demography.migration import estimate_migration
from kopa_sim.demography.schedules import KINDS_OF_MOVERS
from kopa_sim.demography.step import arrivals_in_region
from tests.demography import worlds

WEIGHTS = (
    *(f"{direction}_{kind}" for direction in ("out", "in") for kind in KINDS_OF_MOVERS),
    *("immigration", "emigration", "age_group"),
)


def with_prior(moves, **changes):
    """Parameters that weigh the region by the same number of moves for every kind, and the country not at all."""
    return worlds.parameters(
        migration_prior_moves=dict.fromkeys(WEIGHTS, moves),
        migration_regional_prior_moves=dict.fromkeys(WEIGHTS, 0.0),
        **changes,
    )


NO_PRIOR = with_prior(0.0)


def estimate(given, parameters=NO_PRIOR):
    return estimate_migration(given, parameters)


def leavers(given, migration):
    """Persons who move out in a year at whose end the residents are those of the tables. (municipality, sex, age)"""
    residents = given.population_municipality_sex_age
    going = migration.out_migration + migration.emigration
    before = residents
    for _ in range(50):
        within = arrivals_in_region((migration.out_migration * before)[None], migration.destination_share)[0]
        arrived = within + migration.in_migration + migration.immigration
        before = np.maximum(residents - arrived, 0.0) / (1.0 - going)
    return migration.out_migration * before


def by_group(given, event, moved):
    """Movers of each registered group, by its ages at the event. (group,)"""
    groups = event_groups(given, event)
    weighted = moved[groups.municipality] * groups.ages_at_year_end()[:, None, :]
    return weighted.sum(axis=(1, 2)), groups.count


def test_out_migration_gives_back_the_registered_groups():
    given = worlds.busy_data()
    leaving = leavers(given, estimate(given))
    ours, registered = by_group(given, "out_migration", leaving)
    assert ours == pytest.approx(registered, rel=0.02)
    assert ours.sum() == pytest.approx(registered.sum(), rel=0.005)


def test_in_migration_from_region_and_country_together_gives_back_the_registered_groups():
    given = worlds.busy_data()
    migration = estimate(given)
    leaving = leavers(given, migration)
    arriving = arrivals_in_region(leaving[None], migration.destination_share)[0] + migration.in_migration
    ours, registered = by_group(given, "in_migration", arriving)
    assert ours == pytest.approx(registered, rel=0.02)


def test_immigrants_and_emigrants_sum_to_the_registered():
    given = worlds.busy_data()
    migration = estimate(given)
    assert migration.immigration.sum(axis=(1, 2)) == pytest.approx([12.0, 3.2], rel=1e-6)
    there = leavers(given, migration) / migration.out_migration
    assert (migration.emigration * there).sum(axis=(1, 2)) == pytest.approx([6.0, 1.6], rel=1e-4)


def test_a_place_that_loses_its_youth_keeps_its_children():
    """Far more aged 0–19 leave a village than come, yet families come and go alike: school children stay.

    The rates are those of the 89 municipalities under 3,000 residents (Statistics Finland 2019), where the cohorts
    aged 7–12 changed by +0.1 % and those aged 18–19 by -16 % in a year.
    """
    ages = ((0, 19), (20, 39), (40, 59), (60, 100))
    shares = {
        "out_migration": (0.0764, 0.1461, 0.0363, 0.0156),
        "in_migration": (0.0475, 0.1222, 0.0367, 0.0138),
    }
    sizes = (3000,) * 8
    people = np.repeat(worlds.population((3000,)), len(sizes), axis=0)
    residents = people[0].sum(axis=0)
    rows = [
        (place, event, -1, first, last, share * residents[first : last + 1].sum())
        for place in range(len(sizes))
        for event, by_group in shares.items()
        for (first, last), share in zip(ages, by_group, strict=True)
    ]
    given = worlds.data(population_municipality_sex_age=people, events=worlds.events(rows))
    migration = estimate(given, worlds.parameters())
    leaving = leavers(given, migration)[0].sum(axis=0)
    net = (migration.in_migration[0].sum(axis=0) - leaving) / residents
    assert net[:20].mean() < -0.02
    assert abs(net[7:16].mean()) < 0.004
    assert net[18:22].mean() < -0.1


def test_without_tables_as_many_move_in_as_out_at_every_age():
    given = worlds.data()
    migration = estimate(given, worlds.parameters())
    residents = given.population_municipality_sex_age
    assert (migration.out_migration * residents).sum(axis=(1, 2)) == pytest.approx(
        0.052 * residents.sum(axis=(1, 2))
    )
    assert migration.in_migration == pytest.approx(migration.out_migration * residents)
    assert migration.immigration == pytest.approx(migration.emigration * residents)
    assert (migration.destination_share == 0).all()


def test_moves_stand_in_where_no_events_are_given():
    given = worlds.data(moves=worlds.moves(worlds.MOVES))
    migration = estimate(given)
    leaving = leavers(given, migration)
    assert leaving.sum(axis=(1, 2)) == pytest.approx([720 / 5, 250 / 5])
    within = arrivals_in_region(leaving[None], migration.destination_share)[0].sum(axis=(1, 2))
    assert within == pytest.approx([150 / 5, 120 / 5], rel=0.02)
    assert migration.in_migration.sum(axis=(1, 2)) == pytest.approx([500 / 5, 60 / 5], rel=0.05)


def test_without_a_moves_table_all_movers_leave_the_region():
    given = worlds.busy_data(moves=None)
    migration = estimate(given)
    assert (migration.destination_share == 0).all()
    ours, registered = by_group(given, "in_migration", migration.in_migration)
    assert ours == pytest.approx(registered, rel=0.02)


def test_moves_of_the_region_alone_leave_the_rest_to_the_country():
    """Nobody is said to leave or enter the region: what its own pairs do not explain goes to the country."""
    given = worlds.busy_data(moves=worlds.moves([(0, 1, 25.0), (1, 0, 50.0)]))
    migration = estimate(given)
    leaving = leavers(given, migration)
    within = arrivals_in_region(leaving[None], migration.destination_share)[0]
    assert within.sum(axis=(1, 2)) == pytest.approx([10.0, 5.0], rel=0.01)
    ours, registered = by_group(given, "in_migration", within + migration.in_migration)
    assert ours == pytest.approx(registered, rel=0.02)


def test_a_small_municipality_leans_on_its_region():
    rows = [(0, "out_migration", -1, 0, 100, 150.0), (1, "out_migration", -1, 0, 100, 80.0)]
    given = worlds.data(events=worlds.events(rows))
    own, shrunk = (estimate(given, with_prior(prior)).out_migration[1].sum() for prior in (0.0, 20.0))
    regional = estimate(given, with_prior(1e9)).out_migration[1].sum()
    assert regional < shrunk < own


@pytest.mark.parametrize("event", ["out_migration", "in_migration", "immigration", "emigration"])
def test_no_registered_moves_means_no_moves(event):
    given = worlds.data(events=worlds.events([(0, event, -1, 0, 100, 0.0), (1, event, -1, 0, 100, 0.0)]))
    assert getattr(estimate(given), event).sum() == 0


def test_a_region_that_registered_nobody_in_one_year_still_leans_on_the_country():
    """Two municipalities of 3,800 residents had no immigrants where 13 were expected: few are, none is too strong."""
    given = worlds.data(events=worlds.events([(place, "immigration", -1, 0, 100, 0.0) for place in (0, 1)]))
    assert 0.5 < estimate(given, worlds.parameters()).immigration.sum() < 5.0


def test_leaning_on_the_country_alone_gives_its_immigrants_and_movers():
    """Finland 2015 and 2019, a year and 1,000 residents: 5.4 immigrants, 2.9 emigrants, 52 moves out and in."""
    rows = [(0, event, -1, 0, 100, 1.0) for event in ("immigration", "emigration", "out_migration")]
    firm = dict.fromkeys(WEIGHTS, 1e9)
    given = worlds.data(sizes=(1000,), events=worlds.events(rows))
    migration = estimate(
        given, worlds.parameters(migration_prior_moves=firm, migration_regional_prior_moves=firm)
    )
    there = leavers(given, migration) / migration.out_migration
    assert migration.immigration.sum() == pytest.approx(5.4, rel=0.25)
    assert (migration.emigration * there).sum() == pytest.approx(2.9, rel=0.25)
    assert leavers(given, migration).sum() == pytest.approx(52, rel=0.25)


def test_rates_are_of_those_there_before_the_moves():
    """Of 100 aged 20 who are left after 25 went, 25 of 125 leave a year, not 25 of 100."""
    people = np.full((1, 2, 101), 50.0)
    ages = range(101)
    rows = [(0, "out_migration", sex, age, age, 12.5) for sex in (0, 1) for age in ages]
    rows += [(0, event, -1, 0, 100, 0.0) for event in ("in_migration", "immigration", "emigration")]
    given = worlds.data(population_municipality_sex_age=people, events=worlds.events(rows))
    assert estimate(given).out_migration[0, :, 30:55] == pytest.approx(12.5 / 62.5, rel=2e-3)


def test_rates_stay_below_one_even_if_more_leave_than_live_there():
    given = worlds.data(events=worlds.events([(1, "out_migration", -1, 20, 24, 5000.0)]))
    assert estimate(given).out_migration.max() <= 0.95


def test_a_municipality_without_events_changes_no_bit_of_the_others():
    pair = worlds.busy_data()
    three = worlds.busy_data(sizes=(3000, 800, 500))
    assert len(three.population_municipality_sex_age) == 3
    for name, ours in vars(estimate(pair, worlds.parameters())).items():
        theirs = getattr(estimate(three, worlds.parameters()), name)
        assert (theirs[:2, :2] == ours[:2, :2]).all(), name


def test_men_and_women_may_be_counted_apart():
    rows = [(0, "immigration", sex, 0, 100, count) for sex, count in ((0, 10.0), (1, 30.0))]
    given = worlds.data(sizes=(3000,), events=worlds.events(rows))
    immigration = estimate(given).immigration[0].sum(axis=1)
    assert immigration == pytest.approx([10.0, 30.0], rel=1e-6)


def test_more_movers_within_the_region_than_registered_in_movers_scale_the_pairs_down():
    given = worlds.busy_data()
    table = worlds.moves([(0, 1, 1000.0), (0, -1, 10.0), (1, 0, 10.0), (1, -1, 500.0), (-1, 1, 5.0)])
    migration = estimate(replace(given, moves=table))
    leaving = leavers(given, migration)
    within = arrivals_in_region(leaving[None], migration.destination_share)[0]
    ours, registered = by_group(given, "in_migration", within + migration.in_migration)
    assert ours == pytest.approx(registered, rel=0.03)
    assert (migration.in_migration >= 0).all()


def test_in_movers_of_a_group_are_as_young_as_the_residents():
    old = worlds.population()
    old[1, :, :20] *= 0.3
    young, aged = (
        estimate(worlds.busy_data(population_municipality_sex_age=people)).in_migration[1].sum(axis=0)
        for people in (worlds.population(), old)
    )
    assert aged[:15].sum() < 0.7 * young[:15].sum()
    assert aged[40:60].sum() == pytest.approx(young[40:60].sum(), rel=0.25)
