from dataclasses import replace
from typing import get_args

import pytest

from kopa_sim.importers.osm_roads import ATTRIBUTION
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.assumptions import (
    assumptions_in_force,
    group_assumptions,
    plain_number,
    value_text,
)
from kopa_sim.report.attribution import attribution_lines
from kopa_sim.report.measure_texts import UNTOLD, closing_text, measure_text, option_texts
from kopa_sim.report.texts import catalogue, texts_in
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.measures import MEASURES, Cooperate, RemoteTeaching
from kopa_sim.scenario.measures.cooperate import Kind


@pytest.fixture
def rows(result, english):
    return {row.name: row for row in assumptions_in_force(result.scenario, english)}


def test_every_parameter_is_listed(rows):
    assert list(rows) == list(load_defaults())


def test_a_value_the_scenario_sets_tells_where(rows):
    row = rows["economy.discount_rate"]
    assert row.origin == "scenario.toml:12"
    assert row.value == "0.03"
    assert row.varies == "uniform (low 0.01; high 0.05)"


def test_low_confidence_is_marked_for_defaults_only(rows):
    assert load_defaults()["economy.discount_rate"].confidence == "low"
    assert not rows["economy.discount_rate"].is_low
    assert rows["economy.wage_growth"].is_low


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "yes"),
        ("nearest", "nearest"),
        (4156.0, "4,156"),
        (0.125, "0.125"),
        ((1.0, 2.5), "1; 2.5"),
        ({"music": 21.0}, "music: 21"),
        ({str(key): 1.0 for key in range(13)}, "; ".join(f"{key}: 1" for key in range(12)) + " …"),
    ],
)
def test_values_are_written_as_people_write_them(english, value, shown):
    assert value_text(value, english) == shown


def test_very_small_numbers_keep_their_digits(english):
    assert plain_number(1.5e-7, english) == "1.5e-07"
    assert plain_number(0.000125, texts_in("fi")) == "0,000125"


def test_a_measure_is_told_with_the_names_of_places(result, english):
    told = option_texts(result.scenario, "option_1", english)
    assert told == ("Close a school – Kylän 1. koulu; from 2027",)


def test_as_is_has_no_measures(result, english):
    assert option_texts(result.scenario, "as_is", english) == ()


def test_lists_flags_and_municipalities_are_told_in_words(result, english):
    remote = RemoteTeaching(
        measure="remote_teaching",
        municipalities=("100", "101"),
        subjects=("music",),
        grades="7-9",
        year=2027,
        if_law_allowed=True,
    )
    told = measure_text(remote, result.scenario, english)
    assert told == (
        "Teach over a link – municipalities: Kunta 1, Kunta 2; subjects: music; grades 7–9; from 2027; only if the"
        " law allowed"
    )


@pytest.mark.parametrize("measure", MEASURES.values())
def test_whatever_a_planner_sets_has_words(measure):
    assert set(measure.model_fields) - UNTOLD <= set(catalogue("fields"))


@pytest.mark.parametrize("kind", [*get_args(Kind), *SUBJECTS])
def test_what_a_field_holds_has_words(kind):
    assert kind in catalogue("words")


def test_shares_grades_and_ids_are_not_shown_raw(result):
    remote = RemoteTeaching(
        measure="remote_teaching",
        name="some_id",
        schools=(),
        subjects=("visual_arts",),
        grades="7-9+upper_secondary",
        year=2027,
        lesson_share=0.4,
    )
    told = measure_text(remote, result.scenario, texts_in("fi")).replace("\u00a0", " ")
    assert told == (
        "Etäopetus – aineet: kuvataide; vuosiluokat 7–9 + lukio; vuodesta 2027; etäyhteydellä 40 % tunneista"
    )


def test_closed_schools_are_named_with_place_year_and_pupils(result, english):
    told = closing_text(result, result.options[1], english)
    assert told.startswith("Closes 1 school, ")
    assert "Kylän 1. koulu (Kunta 1, 2027, " in told
    assert closing_text(result, result.as_is, english) == ""


def test_assumptions_are_grouped_with_the_doubtful_first(result, rows, english):
    own, low, rest = group_assumptions(tuple(rows.values()), english)
    assert all(row.origin or row.varies for row in own.rows)
    assert all(row.is_low for row in low.rows)
    assert not any(row.is_low for row in rest.rows)
    assert len(own.rows) + len(low.rows) + len(rest.rows) == len(rows)
    assert str(len(low.rows)) in low.heading


def test_every_measure_can_be_told(result, texts):
    cooperate = Cooperate(measure="cooperate", kind="open_borders", members=("100", "101"), year=2027)
    assert texts("measures.cooperate") in measure_text(cooperate, result.scenario, texts)


def test_licences_come_from_the_scenarios_readme(result, english, tmp_path):
    (tmp_path / "README.md").write_text(
        "# Region\n\n- Population: **Statistics Finland**, `StatFin`, CC BY 4.0\n"
        "| a | Paavo, CC BY 4.0 |\nNothing here\n",
        encoding="utf-8",
    )
    lines = attribution_lines(replace(result.scenario, folder=tmp_path), english)
    assert lines[:2] == ("Population: Statistics Finland, StatFin, CC BY 4.0", "a Paavo, CC BY 4.0")
    assert lines[-1] == english("page.attribution_defaults")
    (tmp_path / "roads_attribution.md").write_text(ATTRIBUTION, encoding="utf-8")
    of_roads, *others = attribution_lines(replace(result.scenario, folder=tmp_path), english)
    assert of_roads.startswith("Roads: © OpenStreetMap contributors, Open Database License")
    assert tuple(others) == lines
    (tmp_path / "roads_attribution.md").unlink()


def test_without_a_readme_only_the_defaults_are_named(result, english, tmp_path):
    assert len(attribution_lines(replace(result.scenario, folder=tmp_path), english)) == 1
