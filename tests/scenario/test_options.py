"""What an option's measures are, along the options it builds on."""

import pytest

from kopa_sim.scenario.contents import OptionSpec
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.options import option_measures
from kopa_sim.scenario.references import _references
from tests.scenario.spoiling import measure, option


def closing(school, year):
    return MEASURES["close_school"](measure="close_school", school=school, year=year)


FIRST, SECOND, THIRD = closing("a", 2027), closing("b", 2028), closing("c", 2029)
CHAIN = (
    OptionSpec("third", "", "second", (THIRD,)),
    OptionSpec("as_is", "", None, ()),
    OptionSpec("second", "", "first", (SECOND,)),
    OptionSpec("first", "", "as_is", (FIRST,)),
)


@pytest.mark.parametrize(
    ("option_id", "measures"),
    [("as_is", ()), ("first", (FIRST,)), ("second", (FIRST, SECOND)), ("third", (FIRST, SECOND, THIRD))],
)
def test_measures_act_from_the_oldest_ancestor_to_the_option_itself(option_id, measures):
    assert option_measures(CHAIN, option_id) == measures


def test_an_unknown_option_is_a_key_error():
    with pytest.raises(KeyError):
        option_measures(CHAIN, "fourth")


def test_an_option_without_extends_begins_with_the_present_network(folder):
    scenario = load_scenario(folder)
    (pool, principal) = option_measures(scenario.options, "shared_teachers")
    assert (pool.measure, principal.measure) == ("share_teachers", "share_principal")
    together = option_measures(scenario.options, "together")
    assert [m.measure for m in together] == ["close_school", "cooperate", "share_teachers", "remote_teaching"]


def test_options_may_stand_before_those_they_build_on(folder):
    option('extends = "last"')(folder)
    option('[[options.measures]]\nmeasure = "close_school"\nschool = "takakyla"\nyear = 2030')(folder)
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    head, _, tail = text.rpartition('id = "extra"')
    (folder / "scenario.toml").write_text(f'{head}id = "last"{tail}', encoding="utf-8")
    scenario = load_scenario(folder)
    assert [m.year for m in option_measures(scenario.options, "extra")] == [2030]


@pytest.mark.parametrize(
    "text",
    [
        'measure = "extend_school"\nschool = "mallila"\nyear = 2026\nplaces = 20',
        'measure = "change_grades"\nschool = "takakyla"\nyear = 2040\ngrades = "0-2"',
        'measure = "pair_grades"\nlower = "takakyla"\nupper = "keskuskoulu"\nlast_lower_grade = 2\nyear = 2030',
        'measure = "transport_policy"\nmunicipalities = ["901"]\ngrades = "1-2"\nlimit_km = 3\nyear = 2027',
        'measure = "close_small_schools"\npupils_below = 20\nyear = 2030\nkeep = ["mallila"]',
        'measure = "close_school"\nschool = "takakyla"\nyear = 2030\nreceiving = "keskuskoulu"',
        'measure = "cooperate"\nkind = "purchase"\nmembers = ["901", "902"]\nyear = 2027\nlast_year = 2030\n'
        'grades = "7-9"\nprice_per_pupil_eur = 9000',
        'measure = "cooperate"\nkind = "joint_school"\nmembers = ["901", "902"]\nyear = 2027\nschools = ["mallila"]',
        'measure = "cooperate"\nkind = "satellite"\nmembers = ["901", "902"]\nyear = 2027\nlast_year = 2030\n'
        'schools = ["mallila"]\nmother_school = "keskuskoulu"\nnotice_years = 2\nexit_payer = "902"\n'
        "exit_fee_years = 1",
        'measure = "cooperate"\nkind = "teacher_pool"\nmembers = ["901", "902"]\nyear = 2027\nhome_base = "mallila"\n'
        'subjects = ["languages"]\nlongest_leg_km = 40\nbill_sharing = "by_tax_base"',
        'measure = "share_teachers"\nmunicipalities = ["901", "902"]\nyear = 2027\nhome_base = "mallila"',
    ],
)
def test_every_measure_can_be_written(folder, text):
    measure(text)(folder)
    (found,) = option_measures(load_scenario(folder).options, "extra")
    assert text.startswith(f'measure = "{found.measure}"')


def test_everything_a_measure_names_is_checked():
    kinds = {
        name: {field: reference.kind for field, (reference, _) in _references(model).items()}
        for name, model in MEASURES.items()
    }
    assert kinds["close_school"] == {"school": "school", "year": "year", "receiving": "school"}
    assert kinds["cooperate"] == {
        "members": "municipality",
        "year": "year",
        "last_year": "year",
        "grades": "span",
        "schools": "school",
        "mother_school": "school",
        "host": "municipality",
        "exit_payer": "municipality",
        "subjects": "subject",
        "home_base": "school",
    }
    assert kinds["remote_teaching"]["subjects"] == "subject"
    chooses_its_years = {"optimise_network"}
    for name, found in kinds.items():
        if name in chooses_its_years:
            continue
        assert found["year"] == "year", name
        codes = {"school", "schools", "municipalities", "members", "lower", "upper", "home_base", "keep"}
        assert codes & set(MEASURES[name].model_fields) <= set(found), name
