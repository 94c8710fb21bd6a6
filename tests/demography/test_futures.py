from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from kopa_sim.demography import expected_future, launch, sampled_future
from kopa_sim.demography.drift import drifting_future
from kopa_sim.demography.factors import unit_factors
from kopa_sim.demography.rates import Conventions, PlannedChanges
from kopa_sim.demography.step import expected_step
from kopa_sim.model.streams import DrawBlock, Streams
from tests.demography import worlds

REGION = worlds.region()
END = 2031
OBSERVED = worlds.observations([(2021, 0, -1, 0, 2, 60.0), (2021, 1, -1, 0, 100, 780.0)])


@pytest.fixture(scope="module")
def start():
    return launch(REGION, worlds.busy_data(observations=OBSERVED), worlds.parameters(), END)


def sample(start, index=0, size=32, parameters=None, seed=1):
    block = DrawBlock(index, size)
    return sampled_future(start, parameters or worlds.parameters(size), Streams(seed), block)


def people(futures):
    return futures.population_draw_year_municipality_sex_age


def test_the_expected_future_is_the_deterministic_projection(start):
    expected = people(expected_future(start, worlds.parameters()))
    assert expected.shape == (1, END - 2019 + 1, 2, 2, 101)
    state = start.launch_population_municipality_sex_age[None]
    for index in range(3, END - 2019 + 1):
        state = expected_step(state, start.rates, unit_factors(2)).closing
        assert (expected[:, index] == state).all()


def test_all_draws_are_equal_up_to_the_launch_year_and_differ_after_it(start):
    futures = sample(start)
    assert futures.launch_year == 2021
    assert np.ptp(people(futures)[:, :3], axis=0).max() == 0
    assert np.ptp(people(futures)[:, 3], axis=0).max() > 0


def test_sampled_people_are_whole_and_never_negative(start):
    drawn = people(sample(start))
    assert (drawn == np.round(drawn)).all()
    assert (drawn >= 0).all()


def test_the_mean_of_many_futures_is_the_expected_one(start):
    expected = people(expected_future(start, worlds.parameters()))[0]
    drawn = np.concatenate([people(sample(start, index)) for index in range(12)])
    for ages in (slice(0, 7), slice(7, 16), slice(16, 19), slice(20, 40), slice(65, 101)):
        total = drawn[..., ages].sum(axis=(3, 4))
        error = total.std(axis=0) / np.sqrt(len(total))
        gap = total.mean(axis=0) - expected[..., ages].sum(axis=(2, 3))
        assert (abs(gap) < 4.5 * error + 1e-9).all(), ages


AGE_GROUPS = (0, 1, 7, 13, 16, 19, 25, 35, 50, 65, 80, 101)


def by_group(population):
    """Sums over groups of ages. (…, age group)"""
    return np.stack(
        [population[..., first:end].sum(axis=-1) for first, end in pairwise(AGE_GROUPS)],
        axis=-1,
    )


def assert_centred(difference):
    """Deviations from nothing are those of chance, cell by cell. (draw, …)"""
    error = difference.std(axis=0) / np.sqrt(len(difference))
    deviation = np.divide(difference.mean(axis=0), error, out=np.zeros_like(error), where=error > 0)
    assert abs(deviation).max() < 4.8
    # deviations of years and ages hang together, so their mean square is not as near one as their number suggests
    assert 0.4 < (deviation[error > 0] ** 2).mean() < 1.8


def test_without_drift_every_group_of_cells_has_its_expected_mean(start):
    calm = worlds.without_drift(32)
    expected = by_group(people(expected_future(start, worlds.without_drift())))[0]
    drawn = np.concatenate([by_group(people(sample(start, i, parameters=calm))) for i in range(24)])
    assert_centred((drawn - expected)[:, 3:])


def test_with_drift_every_group_of_cells_has_the_mean_of_its_paths(start):
    """Given the paths a future's expected value is the drifting one, draw by draw, so little else is in the way."""
    drawn, drifted = (
        np.concatenate(
            [
                by_group(people(future(start, worlds.parameters(32), Streams(1), DrawBlock(i, 32))))
                for i in range(24)
            ]
        )
        for future in (sampled_future, drifting_future)
    )
    assert_centred((drawn - drifted)[:, 3:])


def planned_for(start):
    """Everything that may happen beside the rates, somewhere."""
    changes = PlannedChanges.none(len(start.future_years), 2)
    changes.hold_ratio[1, 0, :, :40] = 1.1
    changes.hold_ratio[3, 1, :, 7:60] = 0.8
    changes.arrivals[2, :, :, 0:45] = 0.7
    changes.lost_school_share[4:, 0, :, 3:45] = 0.3
    return replace(start, planned=changes)


@pytest.mark.parametrize(
    "conventions",
    [
        Conventions(),
        Conventions("half_and_half", "start_of_year"),
        Conventions("start_unexposed"),
        Conventions(first_fertile_age=12, last_fertile_age=54),
    ],
)
def test_children_are_the_same_to_the_bit_when_only_pupils_are_asked_for(start, conventions):
    start = planned_for(replace(start, rates=replace(start.rates, conventions=conventions)))
    chosen = worlds.parameters(32, sampled={"closure_response_share": np.linspace(0.0, 0.4, 32)})
    whole, children = (
        sampled_future(start, chosen, Streams(1), DrawBlock(0, 32), only_pupils=only)
        for only in (False, True)
    )
    assert people(children).shape == (*people(whole).shape[:-1], 19)
    assert (people(whole)[..., :19] == people(children)).all()
    assert np.ptp(people(children)[:, -1], axis=0).max() > 0


def test_planned_changes_act_from_their_year_on_and_only_where_they_are_planned(start):
    changes = PlannedChanges.none(len(start.future_years), 2)
    changes.arrivals[2, 0, :, 30] = 25.0
    alone = replace(start.rates, destination_share_origin_destination_sex_age=np.zeros((2, 2, 2, 101)))
    plain = people(sample(replace(start, rates=alone)))
    built = people(sample(replace(start, rates=alone, planned=changes)))
    assert (built[:, :5] == plain[:, :5]).all()
    assert (built[:, 5, 0, :, 30] > plain[:, 5, 0, :, 30]).all()
    assert (built[:, :, 1] == plain[:, :, 1]).all()


def test_planned_changes_of_nothing_change_no_bit(start):
    nothing = PlannedChanges.none(len(start.future_years), 2)
    nothing.lost_school_share[:] = 0.5
    chosen = worlds.parameters(32, closure_response_share=0.0)
    with_nothing = sample(replace(start, planned=nothing), parameters=chosen)
    assert (people(with_nothing) == people(sample(start))).all()


def test_a_later_launch_leaves_every_calendar_year_its_luck():
    """From the same people, a year's chance is the same whether the futures set out then or a year before."""
    calm = worlds.without_drift(32)
    early = launch(REGION, worlds.busy_data(), worlds.parameters(), END)
    course = people(sample(early, parameters=calm))
    for draw in (0, 7):
        known = course[draw, :2]
        late = replace(early, launch_year=2020, path_year_municipality_sex_age=known)
        assert (people(sample(late, parameters=calm))[draw] == course[draw]).all()


def test_without_drift_only_the_chance_of_persons_is_left(start):
    calm = np.concatenate(
        [
            people(sample(start, index, parameters=worlds.without_drift(32)))[:, -1, 0, :, 7:16].sum(
                axis=(1, 2)
            )
            for index in range(6)
        ]
    )
    wild = np.concatenate(
        [people(sample(start, index))[:, -1, 0, :, 7:16].sum(axis=(1, 2)) for index in range(6)]
    )
    assert 0.5 * np.sqrt(calm.mean()) < calm.std() < 1.5 * np.sqrt(calm.mean())
    assert wild.std() > calm.std()


def test_a_level_that_differs_by_draw_acts_after_launch(start):
    chosen = worlds.parameters(32, sampled={"fertility_level": np.repeat([0.5, 1.5], 16)})
    drawn = people(sample(start, parameters=chosen))
    assert np.ptp(drawn[:, :3], axis=0).max() == 0
    born = drawn[:, 3:, :, :, 0].sum(axis=(1, 2, 3))
    assert born[:16].mean() < 0.5 * born[16:].mean()


def test_the_number_of_draws_changes_no_draw(start):
    few, many = sample(start, size=1), sample(start, size=32)
    assert (people(few)[0] == people(many)[0]).all()


def test_blocks_have_chance_of_their_own_and_a_seed_repeats_it(start):
    assert (people(sample(start, 0)) != people(sample(start, 1))).any()
    assert (people(sample(start, 3)) == people(sample(start, 3))).all()
    assert (people(sample(start, 3)) != people(sample(start, 3, seed=2))).any()


def test_a_longer_horizon_changes_nothing_before_it():
    given = worlds.busy_data(observations=OBSERVED)
    short, long = (launch(REGION, given, worlds.parameters(), end) for end in (2026, END))
    assert (people(sample(short)) == people(sample(long))[:, : 2026 - 2019 + 1]).all()


def test_a_municipality_elsewhere_changes_no_bit_of_any_future():
    wide = worlds.region((3, 1, 2))
    alone, together = (
        launch(region, worlds.busy_data(sizes=sizes), worlds.parameters(), END)
        for region, sizes in ((REGION, (3000, 800)), (wide, (3000, 800, 500)))
    )
    assert (people(sample(alone)) == people(sample(together))[:, :, :2]).all()
    one = worlds.parameters()
    assert (people(expected_future(alone, one)) == people(expected_future(together, one))[:, :, :2]).all()


def test_changing_one_municipality_leaves_the_chance_of_the_other_as_it_was():
    fewer = worlds.population()
    fewer[1] *= 0.5
    given = worlds.busy_data(moves=None)
    before = launch(REGION, given, worlds.parameters(), END)
    shrunk = replace(before, path_year_municipality_sex_age=np.round(fewer)[None])
    assert (people(sample(before))[:, :, 0] == people(sample(shrunk))[:, :, 0]).all()
    assert (people(sample(before))[:, :, 1] != people(sample(shrunk))[:, :, 1]).any()


def test_one_future_more_or_less_migration_keeps_the_luck(start):
    """Common random numbers: a slightly higher fertility gives at least as many births in the first year."""
    low, high = (
        people(sample(start, parameters=worlds.parameters(32, fertility_level=level)))[:, 3, :, :, 0].sum(
            axis=2
        )
        for level in (1.0, 1.1)
    )
    assert (high >= low - 1).all()  # a newborn may die or move
    assert high.sum() > low.sum()


def test_parameters_of_another_number_of_draws_are_refused(start):
    with pytest.raises(ValueError, match="parameters of 3 draws for a block of 32"):
        sample(start, parameters=worlds.parameters(3))


def test_a_horizon_that_ends_at_launch_is_the_known_course():
    given = worlds.busy_data(observations=OBSERVED)
    start = launch(REGION, given, worlds.parameters(), 2021)
    assert people(sample(start)).shape[1] == 3
    assert (people(expected_future(start, worlds.parameters()))[0] == people(sample(start))[0]).all()
