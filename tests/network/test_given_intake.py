"""Schools that take a given intake."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.network import flow_pupils
from kopa_sim.network.given_intake import first_year_residents, intake_share_school_grade, resident_share
from tests.network.towns import (
    FIRST_YEAR,
    YEARS,
    assign,
    plan,
    pupils,
    random_pupils,
    random_region,
    region_of,
)

SPECIAL = {"code": "special", "municipality": "901", "grades": "1-9", "pupils": 12.0, "special": True}


def town(*given_schools):
    return region_of(
        [
            {"code": "a1", "municipality": "901"},
            {"code": "a2", "municipality": "901", "x": 9_000.0},
            {"code": "b1", "municipality": "902", "x": 30_000.0},
        ],
        [
            {"code": "centre", "municipality": "901", "grades": "0-9", "places": 1_000},
            {"code": "other", "municipality": "902", "x": 30_000.0, "grades": "0-9", "places": 1_000},
            *given_schools,
        ],
    )


def shares(region, per_area_grade, largest=0.95):
    residents = first_year_residents(region, plan(region), pupils(region, per_area_grade))
    return intake_share_school_grade(region, region.schools.grades_school_grade, residents, largest)


def test_the_intake_is_a_share_of_the_municipalitys_pupils_of_the_grades():
    # 2 areas × 9 grades × 10 pupils in the municipality, 12 of them in the school
    share = shares(town(SPECIAL), 10.0)
    assert share[2, 1:10] == pytest.approx(12 / 180)
    assert share[2, 0] == 0
    assert share[2, 10] == 0
    assert not share[:2].any()


def test_given_intakes_never_take_everyone():
    greedy = SPECIAL | {"code": "greedy", "pupils": 500.0}
    region = town(SPECIAL, greedy)
    taken = resident_share(region, shares(region, 10.0))
    assert taken[0, 1:10] == pytest.approx(0.95)
    assert not taken[1].any()


def test_a_school_without_pupils_of_its_grades_takes_nobody():
    assert not shares(town(SPECIAL), 0.0).any()


def test_in_the_first_costed_mean_year_the_school_has_exactly_its_intake():
    region = town(SPECIAL)
    mean = random_pupils(region, seed=4)
    _, catchments = assign(region, mean_pupils=mean)
    by_school = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(3)
    assert by_school[0, YEARS.index(FIRST_YEAR), 2].sum() == pytest.approx(12.0)


def test_the_intake_follows_the_number_of_pupils_in_other_years():
    region = town(SPECIAL)
    mean = pupils(region, 10.0)
    mean.pupils_draw_year_area_grade[0, -1] *= 0.5
    _, catchments = assign(region, mean_pupils=mean)
    by_school = flow_pupils(region, catchments, mean).pupils_draw_year_school_grade(3)
    assert by_school[0, -1, 2].sum() == pytest.approx(6.0)


def test_only_pupils_of_the_schools_own_municipality_attend():
    region = town(SPECIAL)
    _, catchments = assign(region)
    arcs = catchments.by_year[0]
    assert set(arcs.area[arcs.school == 2]) == {0, 1}


def test_every_area_gives_the_same_share():
    region = town(SPECIAL)
    _, catchments = assign(region, mean_pupils=pupils(region, [30.0, 5.0, 5.0]))
    arcs = catchments.by_year[0]
    share = arcs.share[arcs.school == 2]
    assert share == pytest.approx(np.full(len(share), share[0]))


@given(st.integers(0, 10_000), st.floats(0.0, 400.0))
def test_shares_stay_within_zero_and_the_largest_share(seed, intake):
    region = town(SPECIAL | {"pupils": intake})
    mean = random_pupils(region, seed)
    residents = first_year_residents(region, plan(region), mean)
    share = intake_share_school_grade(region, region.schools.grades_school_grade, residents, 0.95)
    assert (share >= 0).all()
    assert (resident_share(region, share) <= 0.95 + 1e-12).all()


def test_a_region_without_such_schools_has_no_given_intake():
    assert not shares(random_region(1), 3.0).any()
