import pytest

from kopa_sim.importers.municipality_key import (
    merger_message,
    mergers,
    municipalities,
    place_of,
    present_code,
    shown_code,
)


@pytest.mark.parametrize(
    ("label", "code", "found"),
    [
        ("Helsinki", "", "091"),
        ("Helsingfors", "", "091"),
        ("091 Helsinki", "", "091"),
        ("91 Helsinki", "", "091"),
        ("KU091 Helsinki", "", "091"),
        ("KU091", "", "091"),
        ("Helsinki", "KU091", "091"),
        ("Helsinki", "91", "091"),
        ("Alajärvi", "5", "005"),
        ("Helsinki", "1", "091"),
        ("", "205", "205"),
        ("Maarianhamina - Mariehamn", "", "478"),
        ("Mariehamn", "", "478"),
        ("Koski Tl", "", "284"),
        ("koski  tl", "", "284"),
        ("Pedersören kunta", "", "599"),
        ("Valtimo", "", "911"),
    ],
)
def test_every_way_to_write_a_municipality(label, code, found):
    assert place_of(label, code).code == found


@pytest.mark.parametrize("label", ["KOKO MAA", "WHOLE COUNTRY", "HELA LANDET", "Koko maa"])
def test_the_whole_country_is_no_municipality(label):
    assert place_of(label).kind == "country"


@pytest.mark.parametrize(
    ("label", "code"),
    [("MK01 Uusimaa", ""), ("MK01", ""), ("Uusimaa", "MK01"), ("SK011", ""), ("Ruritania", ""), ("999", "")],
)
def test_regions_and_unknown_names_are_neither(label, code):
    assert place_of(label, code).kind == "other"


def test_a_number_before_another_name_is_no_code():
    assert place_of("091 Kajaani").code == "205"


def test_every_name_stands_for_one_municipality():
    for code, item in municipalities().items():
        assert all(place_of(name).code == code for name in item.names), item


def test_there_are_as_many_municipalities_as_the_division_of_2026_has():
    assert sum(code not in mergers() for code in municipalities()) == 308


def test_a_merged_municipality_is_counted_where_it_went():
    assert present_code("911") == "541"
    assert present_code("205") == "205"
    assert merger_message("911") == "Valtimo (911) is counted in Nurmes (541) from 2020."


def test_every_merger_ends_in_a_municipality_of_today():
    for code, change in mergers().items():
        assert code in municipalities()
        assert present_code(code) not in mergers(), change
    assert shown_code("205") == "Kajaani (205)"
