"""Migration given as counts: net or gross, held constant whatever becomes of the residents."""

import numpy as np
import pytest
from hypothesis import given as hypothesis_given
from hypothesis import settings
from hypothesis import strategies as st

from kopa_sim.demography.counts import event_groups
from kopa_sim.demography.estimate import estimate_rates
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.migration import estimate_migration
from kopa_sim.demography.step import expected_step
from tests.demography import worlds

GROUPS = ((0, 19), (20, 39), (40, 59), (60, 100))


def estimate(given, form, **changes):
    return estimate_migration(given, worlds.parameters(migration_form=form, **changes))


def net_of(migration):
    """Persons gained a year. (municipality, sex, age)"""
    return migration.in_migration + migration.immigration - migration.leaving_count


def net_rows(counts, place=0, sex=-1):
    return [
        (place, "net_migration", sex, first, last, count)
        for (first, last), count in zip(GROUPS, counts, strict=True)
    ]


def of_group(given, event, moved):
    """Movers of each registered group by its ages at the event. (group,)"""
    groups = event_groups(given, event)
    return (moved[groups.municipality] * groups.ages_at_year_end()[:, None, :]).sum(axis=(1, 2))


def test_gross_counts_are_the_yearly_means_of_the_tables():
    rows = [(0, "out_migration", -1, 0, 19, 60.0), (0, "out_migration", -1, 20, 100, 90.0)]
    rows += [(0, "in_migration", -1, 0, 100, 130.0), (0, "immigration", -1, 0, 100, 12.0)]
    rows += [(0, "emigration", -1, 0, 100, 4.0)]
    given = worlds.data(sizes=(3000,), events=worlds.events(rows, years=(2015, 2019)))
    migration = estimate(given, "gross_counts")
    assert migration.leaving_count.sum() == pytest.approx(154.0)
    assert migration.in_migration.sum() == pytest.approx(130.0)
    assert migration.immigration.sum() == pytest.approx(12.0)
    assert migration.out_migration.sum() == migration.emigration.sum() == 0.0
    assert migration.leaving_count[0, :, :20].sum() == pytest.approx(60.0, rel=0.12)


def test_gross_counts_count_moves_within_the_region_on_both_sides():
    given = worlds.busy_data()
    migration = estimate(given, "gross_counts")
    assert (migration.destination_share == 0).all()
    assert migration.in_migration.sum(axis=(1, 2)) == pytest.approx([144.0, 38.4])


def test_gross_counts_within_a_group_are_shaped_as_the_movers_are():
    leaving = estimate(worlds.busy_data(), "gross_counts").leaving_count[0].sum(axis=0)
    assert leaving[19] > 3 * leaving[10]
    assert leaving[1] > leaving[10]


def test_evenly_means_every_age_and_sex_alike():
    rows = [(0, "immigration", -1, 20, 29, 20.0), (0, "immigration", 1, 30, 34, 10.0)]
    given = worlds.data(sizes=(3000,), events=worlds.events(rows))
    coming = estimate(given, "gross_counts", migration_age_spread="evenly").immigration[0]
    assert coming[:, 20:30] == pytest.approx(1.0)
    assert coming[1, 30:35] == pytest.approx(2.0)


def test_a_municipality_without_counts_has_those_estimated_for_it():
    given = worlds.busy_data(sizes=(3000, 800, 500), moves=None)
    counted, rated = estimate(given, "gross_counts"), estimate(given, "gross_rates")
    assert counted.in_migration[2] == pytest.approx(rated.in_migration[2])
    assert counted.leaving_count[2].sum() > 0


@pytest.mark.parametrize("spread", ["standard", "evenly"])
@settings(deadline=None, max_examples=25)
@hypothesis_given(counts=st.lists(st.integers(-200, 200), min_size=4, max_size=4))
def test_net_counts_of_every_group_come_out_whatever_their_signs(spread, counts):
    given = worlds.data(events=worlds.events(net_rows(counts), years=(2018, 2019)))
    net = net_of(estimate(given, "net_counts", migration_age_spread=spread))
    assert net.sum(axis=(1, 2)) == pytest.approx([sum(counts), 0.0], abs=1e-9)


def test_net_counts_by_single_age_spread_evenly_stand_as_they_are():
    rows = [
        (0, "net_migration", sex, age, age, (age % 7) - 3.0 + sex) for sex in (0, 1) for age in range(101)
    ]
    given = worlds.data(sizes=(3000,), events=worlds.events(rows))
    net = net_of(estimate(given, "net_counts", migration_age_spread="evenly"))
    age = np.arange(101)
    assert net[0] == pytest.approx(np.stack([age % 7 - 3.0, age % 7 - 2.0]))


def test_a_net_loss_of_the_young_is_of_those_who_leave_home():
    """A village of 3,000 loses 25 of the ages 0–19 and 20 of 20–39 a year: its school children stay."""
    given = worlds.data(sizes=(3000,), events=worlds.events(net_rows((-25.0, -20.0, 2.0, 2.0))))
    net = net_of(estimate(given, "net_counts"))[0].sum(axis=0)
    residents = given.population_municipality_sex_age[0].sum(axis=0)
    assert net[18:21].sum() < -25 / 2
    assert abs(net[7:16].sum()) / residents[7:16].sum() < 0.01


def test_one_count_of_the_young_is_shared_by_how_far_the_kinds_depart_elsewhere():
    """Levels of those who leave home spread widely, those of families little: a loss is the former's."""
    rows = [(0, "net_migration", -1, 0, 19, -30.0)]
    given = worlds.data(sizes=(3000,), events=worlds.events(rows))
    net = net_of(estimate(given, "net_counts"))[0].sum(axis=0)
    plain = estimate(worlds.data(sizes=(3000,)), "gross_counts").leaving_count[0].sum(axis=0)
    shape = plain[:20] / plain[:20].sum()
    assert net[:15].sum() > -30.0 * shape[:15].sum()
    assert net.sum() == pytest.approx(-30.0)
    assert net[21:] == pytest.approx(0.0)


def test_three_people_of_middle_age_are_no_wave_of_families():
    """In a village of 200 three came aged 40–59; taken at their word, five children of 48 would come too."""
    given = worlds.data(sizes=(200,), events=worlds.events(net_rows((0.0, 0.0, 3.0, 0.0))))
    net = net_of(estimate(given, "net_counts"))[0].sum(axis=0)
    assert 0 < net[:12].sum() < 0.4
    assert net.sum() == pytest.approx(3.0)


def test_families_who_come_and_youths_who_leave_may_add_up_to_nought():
    rows = net_rows((0.0, -40.0, 40.0, 0.0))
    net = net_of(estimate(worlds.data(sizes=(3000,), events=worlds.events(rows)), "net_counts"))[0]
    assert net[:, :12].sum() > 2.0
    assert net[:, 18:20].sum() < -2.0


def test_what_comes_and_what_leaves_never_stand_at_the_same_age():
    given = worlds.data(events=worlds.events(net_rows((-30.0, 20.0, 5.0, -5.0))))
    migration = estimate(given, "net_counts")
    assert (np.minimum(migration.in_migration, migration.leaving_count) == 0).all()
    assert (migration.in_migration >= 0).all()
    assert (migration.leaving_count >= 0).all()


def test_without_net_rows_the_net_is_what_came_minus_what_left():
    given = worlds.busy_data()
    net, gross = (net_of(estimate(given, form)) for form in ("net_counts", "gross_counts"))
    assert net == pytest.approx(gross)
    assert net.sum(axis=(1, 2)) == pytest.approx([-0.006 * 3000, -0.006 * 800])


def test_without_any_table_nobody_is_gained_or_lost():
    assert net_of(estimate(worlds.data(), "net_counts")) == pytest.approx(0.0)


def test_women_alone_may_be_counted():
    given = worlds.data(sizes=(3000,), events=worlds.events(net_rows((-5.0, -20.0, 4.0, 1.0), sex=1)))
    net = net_of(estimate(given, "net_counts"))
    assert net[0, 0] == pytest.approx(0.0)
    assert net[0, 1].sum() == pytest.approx(-20.0)


def test_a_year_gains_the_net_count_and_levels_scale_what_comes_and_what_leaves():
    given = worlds.data(sizes=(3000,), events=worlds.events(net_rows((-10.0, -20.0, 6.0, 4.0))))
    rates = estimate_rates(given, worlds.parameters(migration_form="net_counts"))
    opening = given.population_municipality_sex_age[None]

    def gained(factors):
        flows = expected_step(opening, rates, factors)
        return flows.closing.sum() - opening.sum() - flows.births.sum() + flows.deaths.sum()

    one = unit_factors(1)
    assert gained(one) == pytest.approx(-20.0)
    leaving = rates.leaving_count_municipality_sex_age.sum()
    doubled = type(one)(**{**vars(one), "out_migration": one.out_migration * 2})
    assert gained(doubled) == pytest.approx(-20.0 - leaving)


def test_gross_counts_and_gross_rates_agree_in_the_first_year():
    given = worlds.busy_data()
    opening = given.population_municipality_sex_age[None]
    closing = [
        expected_step(
            opening, estimate_rates(given, worlds.parameters(migration_form=form)), unit_factors(2)
        ).closing.sum(axis=(0, 2, 3))
        for form in ("gross_rates", "gross_counts")
    ]
    assert closing[0] == pytest.approx(closing[1], rel=0.004)
