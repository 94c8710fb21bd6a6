import pytest

from kopa_sim.importers.categories import NEWBORN, TOTAL, age_range, sex_of, year_in, years_of


@pytest.mark.parametrize(
    ("label", "ages"),
    [
        ("0", (0, 0)),
        ("99", (99, 99)),
        ("007", (7, 7)),
        ("100 -", (100, 100)),
        ("100-", (100, 100)),
        ("100+", (100, 100)),
        ("0 - 4", (0, 4)),
        ("5–9", (5, 9)),
        ("95 -", (95, 100)),
        ("60 - 110", (60, 100)),
        ("Alle 20", (0, 19)),
        ("under 20", (0, 19)),
        ("- 19", (0, 19)),
        ("45 or over", (45, 100)),
        ("yli 44", (45, 100)),
        ("7-12-vuotiaat", (7, 12)),
        ("3 år", (3, 3)),
        ("3 years", (3, 3)),
        ("Yhteensä", TOTAL),
        ("Total", TOTAL),
        ("Totalt", TOTAL),
        ("Tuntematon", ""),
        ("Helsinki", None),
        ("2019", None),
        ("9 - 5", None),
    ],
)
def test_ages_as_statistics_write_them(label, ages):
    assert age_range(label) == ages


def test_codes_stand_in_for_labels_that_tell_nothing():
    assert age_range("Alle vuoden ikäiset", "alle0") == NEWBORN
    assert age_range("100 vuotta täyttäneet", "100-") == (100, 100)
    assert age_range("kaikki iät", "SSS") == TOTAL


@pytest.mark.parametrize("male", ["Miehet", "Males", "Men", "Män", "miehet"])
@pytest.mark.parametrize("female", ["Naiset", "Females", "Women", "Kvinnor"])
def test_sexes_in_three_languages(male, female):
    assert (sex_of(male), sex_of(female)) == ("male", "female")


def test_sexes_as_codes_and_totals():
    assert [sex_of("", code) for code in ("SSS", "1", "2")] == ["both", "male", "female"]
    assert sex_of("Yhteensä") == sex_of("Total") == sex_of("Totalt") == "both"
    assert sex_of("Kajaani") is None


def test_a_preliminary_year_is_that_year():
    assert years_of("2025*") == (2025, 2025)
    assert years_of("2014-2018") == (2014, 2018)
    assert years_of("", "2020") == (2020, 2020)
    assert years_of("2024Q2") is None


def test_the_only_year_of_a_title():
    assert year_in("Väestö 31.12.2019") == 2019
    assert year_in("Väestö 1972-2019") is None
