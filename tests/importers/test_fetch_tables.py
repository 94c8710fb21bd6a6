"""The list of tables that can be asked for."""

import pytest

from kopa_sim.importers.fetch import fetch_table
from kopa_sim.importers.fetch_client import PxWebClient
from kopa_sim.importers.fetch_tables import known_tables
from tests.importers.formats.writers import dimension, table
from tests.importers.pxweb_service import Service

CODES = ("SSS", "KU005", "KU020", "MK01")
YEARS = tuple(map(str, range(2012, 2026)))


@pytest.fixture(autouse=True)
def straight_to_this_machine(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def served(known):
    """A table with the areas and years that the service's table has."""
    areas = [dimension(label, *CODES, codes=CODES) for label in known.areas]
    year = dimension("Vuosi", *YEARS, codes=YEARS, role="time")
    return table(*areas, year, dimension("Tiedot", "Kuolleet", codes=("vm11",), role="metric"))


def test_every_table_is_listed_once_with_its_source():
    tables = known_tables()
    assert set(tables) == {"11re", "12dq", "12ak", "11ae", "11a2", "11a7", "11a1", "14wx"}
    assert all(one.source.startswith("https://pxdata.stat.fi/") and one.what for one in tables.values())


@pytest.mark.parametrize("number", sorted(known_tables()))
def test_municipalities_the_country_and_the_last_years_are_asked_for(number):
    known = known_tables()[number]
    with Service(served(known), folder=f"/{known.database}", number=number) as service:
        client = PxWebClient(sleep=lambda _: None)
        fetched = fetch_table(service.base_url, known.database, number, known.selection(["020"]), client)
        whole = fetch_table(service.base_url, known.database, number, known.selection(), client)
    assert all(d.codes == ("SSS", "KU020") for d in fetched.dimensions[: len(known.areas)])
    assert all(d.codes == ("SSS", "KU005", "KU020") for d in whole.dimensions[: len(known.areas)])
    assert fetched.dimensions[-2].codes == (YEARS[-known.years :] if known.years else YEARS)
