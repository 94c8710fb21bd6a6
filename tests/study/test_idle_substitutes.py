"""Municipalities that share substitutes and could never send anybody are told so before anything is run."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.operations.remoteness import km_from_municipalities
from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures.close_school import CloseSchool
from kopa_sim.scenario.measures.share_substitutes import ShareSubstitutes
from kopa_sim.study.check import find_notices
from kopa_sim.study.idle_substitutes import idle_substitutes
from kopa_sim.study.prepare import prepare

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(MINIMAL)


def shared(**terms):
    return ShareSubstitutes(
        **{"measure": "share_substitutes", "year": 2028, "members": ("901", "902")} | terms
    )


def prepared_with(scenario, *measures, **values):
    options = (*scenario.options[:1], OptionSpec("shared", "Shared", "as_is", measures))
    changed = replace(scenario, options=options, values={**scenario.values, **values})
    return prepare(changed, seed=1, draws=1)


def test_municipalities_that_reach_each_other_are_not_told_of(scenario):
    assert idle_substitutes(prepare(scenario, seed=1, draws=1)) == ()
    assert idle_substitutes(prepared_with(scenario, shared())) == ()


def test_a_longest_drive_that_reaches_no_other_member_is_told_with_the_one_that_would(scenario):
    prepared = prepared_with(scenario, shared(longest_km=2.0))
    (notice,) = idle_substitutes(prepared)
    region = prepared.scenario.region
    km = km_from_municipalities(region, prepared.journeys)
    nearest = min(
        km[member, school]
        for member in range(2)
        for school, home in enumerate(region.schools.municipality.tolist())
        if home != member
    )
    assert notice.startswith(
        "option shared: share_substitutes 'substitutes' changes nothing: longest_km is 2 "
    )
    assert f"is {nearest:.1f} km from that of" in notice
    enough = float(notice.split("set longest_km to ")[1].split()[0])
    assert idle_substitutes(prepared_with(scenario, shared(longest_km=enough))) == ()
    assert len(idle_substitutes(prepared_with(scenario, shared(longest_km=enough - 1.0)))) == 1


def test_without_substitutes_of_their_own_the_members_send_nobody(scenario):
    none = {"operations.local_substitutes_per_100_posts": 0.0}
    (notice,) = idle_substitutes(prepared_with(scenario, shared(), **none))
    assert "operations.local_substitutes_per_100_posts is 0" in notice
    assert idle_substitutes(prepared_with(scenario, **none)) == ()


def test_a_member_whose_last_school_closes_has_nobody_to_send_and_nobody_to_send_for(scenario):
    closed = CloseSchool(measure="close_school", school="mallila", year=2027)
    (notice,) = idle_substitutes(prepared_with(scenario, closed, shared()))
    assert "fewer than two of its members" in notice
    assert "from 2028 on" in notice


def test_the_notice_stands_among_those_of_check(scenario):
    prepared = prepared_with(scenario, shared(longest_km=2.0))
    assert idle_substitutes(prepared)[0] in find_notices(prepared)
