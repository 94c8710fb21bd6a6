"""What is left of a measure when only some cooperate."""

import numpy as np
import pytest

from kopa_sim.scenario.measures import MEASURES, PlanContext, present_plan
from kopa_sim.study.coalitions.cooperation import groups_of, partners, players_of
from kopa_sim.study.coalitions.partitions import Needed
from kopa_sim.study.coalitions.plans import restrict_option
from kopa_sim.study.coalitions.restriction import restricted
from tests.regions import two_municipalities

REGION = two_municipalities()
BOTH = frozenset(("901", "902"))
YEARS = tuple(range(2024, 2031))


def measure(kind_of, /, **terms):
    return MEASURES[kind_of](measure=kind_of, **terms)


def pool(**terms):
    return measure("share_teachers", name="pool", year=2027, **terms)


BORDERS = measure("cooperate", kind="open_borders", members=("901", "902"), year=2027)
BUYS = measure("cooperate", kind="purchase", members=("902", "901"), year=2027)
CLOSES_OVER_BORDER = measure("close_school", school="other", year=2028, receiving="centre")
CLOSES_LAST = measure("close_school", school="other", year=2028)
CLOSES_OWN = measure("close_school", school="village", year=2028)
PAIR = measure("pair_grades", lower="village", upper="other", last_lower_grade=4, year=2027)


@pytest.mark.parametrize("crossing", [BORDERS, BUYS, CLOSES_OVER_BORDER, PAIR])
def test_what_ties_two_needs_both(crossing):
    assert partners(crossing, REGION) == BOTH
    assert restricted(crossing, REGION, BOTH) == (crossing,)
    assert restricted(crossing, REGION, frozenset(("901",))) == ()


def _three_way(**terms):
    return measure("cooperate", members=("901", "902", "903"), year=2027, **terms)


def test_an_agreement_of_three_is_one_of_two_without_what_only_the_third_brings():
    joint = _three_way(
        kind="host_municipality",
        schools=("centre", "other"),
        host="903",
        last_year=2029,
        exit_payer="903",
        exit_fee_eur=1000.0,
    )
    (left,) = restricted(joint, REGION, BOTH)
    assert left.members == ("901", "902")
    assert left.host is None
    assert left.exit_payer is None
    assert not left.faults()


def test_satellites_need_their_mother_school():
    satellite = _three_way(kind="satellite", schools=("other",), mother_school="centre")
    (left,) = restricted(satellite, REGION, BOTH)
    assert left.mother_school == "centre"
    assert restricted(satellite, REGION, frozenset(("902", "903"))) == ()
    assert restricted(satellite, REGION, frozenset(("901", "903"))) == ()


@pytest.mark.parametrize(
    "own",
    [
        CLOSES_OWN,
        CLOSES_LAST,
        measure("transport_policy", year=2027, municipalities=("901", "902"), limit_km=3.0),
        measure("dismiss_teachers", year=2027),
        measure("close_small_schools", year=2027, pupils_below=30, municipalities=("901", "902")),
        pool(municipalities=("901",)),
        measure("share_principal", schools=("centre", "village"), year=2027),
    ],
)
def test_what_crosses_no_border_stays(own):
    assert not partners(own, REGION)
    assert restricted(own, REGION, frozenset()) == (own,)


@pytest.mark.parametrize(
    "terms", [{"municipalities": ("901", "902")}, {"schools": ("centre", "village", "other")}]
)
def test_a_pool_falls_apart_into_those_of_each_municipality_with_two_schools(terms):
    shared = pool(**terms, home_base="other")
    left = restricted(shared, REGION, frozenset())
    assert len(left) == 1
    assert left[0].home_base is None
    assert left[0].municipalities == tuple(code for code in terms.get("municipalities", ()) if code == "901")
    assert left[0].schools == tuple(code for code in terms.get("schools", ()) if code != "other")


def test_one_school_each_share_nobody_alone():
    link = measure(
        "remote_teaching",
        schools=("centre", "other"),
        subjects=("languages",),
        grades="7-9",
        year=2027,
        sending_school="other",
    )
    assert restricted(link, REGION, BOTH) == (link,)
    assert restricted(link, REGION, frozenset(("902",))) == ()


def test_players_are_those_who_are_tied_and_groups_those_tied_together():
    assert players_of((CLOSES_OWN,), REGION) == ()
    assert players_of((CLOSES_OWN, BORDERS), REGION) == (0, 1)
    assert groups_of((CLOSES_OWN, BORDERS), REGION, (0, 1)) == (0b11,)


def test_a_closing_that_leaves_pupils_without_a_school_waits_for_the_neighbour():
    present = present_plan("test", "Test", REGION, YEARS, 2026, np.full(11, 5.0))
    context = PlanContext(REGION, np.full((len(YEARS), 3), 40.0))

    def left_for(together):
        return restrict_option((BORDERS, CLOSES_LAST, CLOSES_OWN), REGION, together, present, context)

    alone, both = left_for(frozenset()), left_for(BOTH)
    assert alone.measures == (CLOSES_OWN,)
    assert alone.fallen == ("close_school",)
    assert both.measures == (BORDERS, CLOSES_LAST, CLOSES_OWN)
    assert both.fallen == ()
    assert alone.plan.open_year_school[-1].tolist() == [True, False, True]


def test_groups_share_runs_and_every_coalition_finds_its_parts():
    needed = Needed.of((0b00111, 0b11000), range(1, 32))
    assert needed.runs[0] == 0b11111
    assert len(needed.runs) == 5
    for coalition in range(1, 32):
        members = []
        for run, part in needed.found_in(coalition):
            own = sum(1 << member for member in part)
            group = 0b00111 if own & 0b00111 else 0b11000
            alone = own.bit_count() < 2
            assert needed.runs[run] & group == (0 if alone else own)
            members += part
        assert sorted(members) == [place for place in range(5) if coalition >> place & 1]
