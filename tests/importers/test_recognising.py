"""What a table is, told by roles and printed names in three languages, never by identifiers."""

import pytest

from kopa_sim.importers.facts import recognise
from kopa_sim.importers.subjects import subject_of
from tests.importers.tables import dimension, stat_table

AREAS = {"fi": ("Alue", "KOKO MAA"), "sv": ("Område", "HELA LANDET"), "en": ("Area", "WHOLE COUNTRY")}
AGES = {"fi": ("Ikä", "Yhteensä"), "sv": ("Ålder", "Totalt"), "en": ("Age", "Total")}
SEXES = {
    "fi": ("Sukupuoli", "Yhteensä", "Miehet", "Naiset"),
    "sv": ("Kön", "Totalt", "Män", "Kvinnor"),
    "en": ("Sex", "Total", "Males", "Females"),
}
YEARS = {"fi": "Vuosi", "sv": "År", "en": "Year"}
CONTENTS = {"fi": "Tiedot", "sv": "Uppgifter", "en": "Information"}


def table_in(language, contents, *, named=True, **more):
    def label(text):
        return text if named else ""

    area, country = AREAS[language]
    age, every_age = AGES[language]
    sex, *sexes = SEXES[language]
    return stat_table(
        dimension(label(area), (country, "Kajaani", "Sotkamo")),
        dimension(label(age), (every_age, *(str(i) for i in range(100)), "100 -")),
        dimension(label(sex), sexes),
        dimension(label(YEARS[language]), ("2018", "2019*")),
        dimension(label(CONTENTS[language]), contents),
        **more,
    )


@pytest.mark.parametrize("named", [True, False], ids=["named", "without names of variables"])
@pytest.mark.parametrize(
    ("language", "content"),
    [("fi", "Väestö 31.12."), ("sv", "Folkmängd 31.12"), ("en", "Population 31 Dec")],
)
def test_population_in_three_languages(language, content, named):
    found = recognise(table_in(language, [content], named=named))
    assert found.names == {"population"}
    assert found.years == ((2018, 2018), (2019, 2019))
    assert (found.roles.area, found.roles.age, found.roles.sex, found.roles.year) == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Elävänä syntyneet", "births"),
        ("Live births", "births"),
        ("Levande födda", "births"),
        ("Kuolleet", "deaths"),
        ("Deaths", "deaths"),
        ("Döda", "deaths"),
        ("Kuntien välinen tulomuutto", "in_migration"),
        ("Intermunicipal in-migration", "in_migration"),
        ("Omflyttning mellan kommuner, inflyttning", "in_migration"),
        ("Kuntien välinen lähtömuutto", "out_migration"),
        ("Intermunicipal out-migration", "out_migration"),
        ("Maahanmuutto", "immigration"),
        ("Immigration", "immigration"),
        ("Invandring", "immigration"),
        ("Maastamuutto", "emigration"),
        ("Emigration", "emigration"),
        ("Utvandring", "emigration"),
        ("Väestö 31.12. (ennuste 2021)", "projection"),
        ("Population 31 Dec (projection 2024)", "projection"),
        ("Kuolevuuskerroin", "mortality"),
        ("Hedelmällisyyskerroin", "fertility"),
        ("Kuolleena syntyneet", ""),
        ("Nettomaahanmuutto", ""),
        ("Net immigration", ""),
        ("Luonnollinen väestönlisäys", ""),
        ("Kokonaismuutos", ""),
        ("Väestö, %", ""),
        ("Avioerot", ""),
    ],
)
def test_what_a_label_counts(text, subject):
    assert subject_of(text) == subject


def test_the_title_tells_what_the_contents_leave_open():
    table = table_in(
        "fi", ["Väestö 31.12."], title="128v -- Väestöennuste 2019: Väestö iän mukaan, 2019-2040"
    )
    assert recognise(table).names == {"projection"}


def test_the_components_of_a_projection_are_no_registered_events():
    contents = ["Elävänä syntyneet", "Kuolleet"]
    assert recognise(table_in("fi", contents, title="Väestöennuste 2024: Väestönmuutokset")).names == set()


def test_one_table_may_hold_several_things():
    contents = ["Elävänä syntyneet", "Kuolleet", "Luonnollinen väestönlisäys", "Maahanmuutto"]
    found = recognise(table_in("fi", contents, title="11ae -- Väestönmuutokset alueittain"))
    assert found.names == {"births", "deaths", "immigration"}


def test_a_divorce_is_nothing_we_read_though_the_title_speaks_of_population():
    assert recognise(table_in("fi", ["Avioerot"], title="Väestönmuutokset alueittain")).names == set()


def test_the_direction_of_moves_may_stand_in_a_variable_of_its_own():
    table = stat_table(
        dimension("Alue", ("Kajaani", "Sotkamo")),
        dimension("Muuttosuunta", ("Tulomuutto", "Lähtömuutto", "Nettomuutto")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Kuntien välinen muutto",)),
    )
    assert recognise(table).names == {"in_migration", "out_migration"}


def test_any_other_variable_is_taken_at_its_total():
    total = stat_table(
        dimension("Alue", ("Kajaani", "Sotkamo")),
        dimension("Kieli", ("suomi", "ruotsi", "Yhteensä")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Kuolleet",)),
    )
    (subject,) = recognise(total).subjects
    assert subject.chosen[1] == 2


def test_a_variable_without_a_total_stands_in_the_way():
    table = stat_table(
        dimension("Alue", ("Kajaani", "Sotkamo")),
        dimension("Kieli", ("suomi", "ruotsi")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Kuolleet",)),
    )
    assert recognise(table).stuck == ("Kieli",)


def test_roles_of_the_file_go_before_names():
    table = stat_table(
        dimension("alue_23_20260101", ("Kajaani",), ("KU205",), "geo"),
        dimension("timeperiod_y", ("2025",), ("2025",), "time"),
        dimension("contentscode", ("Kuolleet",), ("vaerak",), "metric"),
    )
    found = recognise(table)
    assert (found.roles.area, found.roles.year) == (0, 1)
    assert found.names == {"deaths"}


def test_pairs_of_municipalities_are_moves():
    table = stat_table(
        dimension("Lähtöalue", ("Kajaani", "Sotkamo")),
        dimension("Tuloalue", ("Kajaani", "Sotkamo")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Kuntien välinen muutto",)),
    )
    assert recognise(table).names == {"moves"}


def test_the_year_of_a_table_without_years_is_that_of_its_title_or_the_one_given():
    dimensions = (dimension("Alue", ("Kajaani",)), dimension("Tiedot", ("Kuolleet",)))
    assert recognise(stat_table(*dimensions, title="Kuolleet 2019")).years == ((2019, 2019),)
    assert recognise(stat_table(*dimensions), 2018).years == ((2018, 2018),)
    assert recognise(stat_table(*dimensions)).years == (None,)


def test_moves_by_age_without_all_ages_together_are_refused():
    table = stat_table(
        dimension("Lähtöalue", ("Kajaani", "Sotkamo")),
        dimension("Tuloalue", ("Kajaani", "Sotkamo")),
        dimension("Ikä", ("0 - 14", "15 -")),
        dimension("Vuosi", ("2019",)),
        dimension("Tiedot", ("Kuntien välinen muutto",)),
    )
    assert recognise(table).stuck == ("Ikä",)
