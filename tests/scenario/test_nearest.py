"""The valid name nearest to a misspelled one."""

import pytest

from kopa_sim.scenario.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("scools", ["schools", "teachers", "remote"], "schools"),
        ("Mäntyharju", ["mantyharju", "kangasniemi"], "mantyharju"),
        ("KAJAANI", ["kajaani"], "kajaani"),
        ("fertility level", ["fertility_level"], "fertility_level"),
        ("100", ["00100", "00120"], "00100"),
        ("5", ["005", "205"], "005"),
        ("zzz", ["schools"], None),
        ("", ["schools"], None),
        ("schools", [], None),
        ("x" * 100_000, ["x"], None),
    ],
)
def test_a_near_name_is_found_and_a_far_one_is_not(word, known, expected):
    assert nearest(word, known) == expected


def test_the_question_is_empty_when_nothing_is_near():
    assert did_you_mean("plases", ["places"]) == 'did you mean "places"?'
    assert did_you_mean("qqq", ["places"]) == ""
