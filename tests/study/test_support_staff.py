"""Principals and assistants in a run: their posts, drives and surplus stand beside the teachers', and are paid."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.staffing import SUPPORT_STAFF
from kopa_sim.model.streams import DrawBlock
from kopa_sim.model.subjects import N_SUBJECTS, SUBJECTS
from kopa_sim.report.tables.staffing import staffing_table
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.study.pipeline import sample_block, school_block, staffing_measures
from kopa_sim.study.prepare import prepare


@pytest.fixture(scope="module")
def table(result):
    return staffing_table(result)


def test_the_table_gives_the_posts_of_principals_and_assistants_and_no_lessons_of_theirs(result, table):
    beside = table[table["subject"].isin(SUPPORT_STAFF)]
    assert set(beside["measure"]) <= {"posts", "surplus_posts", "driven_km", "driven_hours"}
    for staff in SUPPORT_STAFF:
        rows = beside[(beside["subject"] == staff) & (beside["measure"] == "posts")]
        assert (rows["mean"] > 0).all()
        assert set(rows["option"]) == {option.plan.option for option in result.options}
        assert set(rows["year"]) == set(result.options[0].plan.costed_years)


def test_lessons_and_posts_of_teachers_are_as_they_would_be_without_the_others(result, table):
    option = result.as_is
    posts = option.staffing["posts"][:, option.plan.costed][..., :N_SUBJECTS].sum(axis=(2, 3)).mean(axis=0)
    of_teachers = table[
        (table["option"] == "as_is") & (table["measure"] == "posts") & table["subject"].isin(SUBJECTS)
    ]
    assert of_teachers.groupby("year")["mean"].sum().to_numpy() == pytest.approx(posts, rel=1e-4)
    assert option.school_staffing["posts"].sum() == pytest.approx(
        option.staffing["posts"][..., :N_SUBJECTS].sum()
    )


@pytest.fixture(scope="module")
def sharing(scenario):
    """An option whose schools share assistants alone, and a principal, over the first sampled futures."""
    option = next(spec for spec in scenario.options if spec.id == "shared_teachers")
    (shares, *_) = option.measures
    codes = scenario.region.schools.codes
    assistants = shares.model_copy(update={"subjects": (), "assistants": True, "schools": codes})
    one = MEASURES["share_principal"](measure="share_principal", schools=codes[:2], year=shares.year)
    options = tuple(
        replace(spec, measures=(assistants, one)) if spec is option else spec for spec in scenario.options
    )
    values = {**scenario.values, "teaching.tours_method": "rule", "transport.method": "rule"}
    prepared = prepare(
        replace(scenario, options=options, values=values), seed=1, draws=3, option_ids=["shared_teachers"]
    )
    return prepared, prepared.options[1]


def test_kilometres_of_assistants_and_principals_are_driven_kilometres_and_their_hours_too(sharing):
    prepared, option = sharing
    sample = sample_block(prepared, option.people, DrawBlock(0, 3))
    staffing = school_block(prepared, option, sample).staffing
    measures = staffing_measures(staffing, sample.parameters, prepared)
    km = measures["driven_km"][..., N_SUBJECTS:].sum(axis=2)
    by_school = [staffing.principal_km_draw_year_school, staffing.assistant_km_draw_year_school]
    assert km == pytest.approx(np.stack([of.sum(axis=2) for of in by_school], axis=2))
    assert (km > 0).any(axis=(0, 1)).all()
    speed = sample.parameters.draws("teaching.driving_speed_km_h")[:, None, None]
    assert measures["driven_hours"][..., N_SUBJECTS:].sum(axis=2) == pytest.approx(km / speed)
    assert measures["hours_required"][..., N_SUBJECTS:].sum() == 0
