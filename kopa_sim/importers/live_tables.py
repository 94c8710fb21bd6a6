"""Tables asked from the live service for an import: of its municipalities, in the years it needs."""

from collections.abc import Sequence

from kopa_sim.importers.fetch import BASE_URL, fetch_table
from kopa_sim.importers.fetch_client import PxWebClient
from kopa_sim.importers.fetch_tables import KnownTable, known_tables
from kopa_sim.importers.merging import wanted_today
from kopa_sim.importers.stat_table import StatTable
from kopa_sim.importers.statfin import Wish
from kopa_sim.scenario.findings import Findings, listed
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.problems import ScenarioError


def fetched_tables(
    names: Sequence[str], wish: Wish, findings: Findings, service: str | None = None
) -> list[StatTable]:
    """Return tables asked from a PxWeb service by their numbers: 11re, 12dq …

    Parameters
    ----------
    service
        Address of a PxWeb service; None for Statistics Finland's.

    Raises
    ------
    ScenarioError
        If a table is not known, the service cannot be reached, or it answers something else.
    """
    if not names:
        return []
    known = known_tables()
    for name in names:
        if name not in known:
            allowed = listed(f"{table.number} ({table.what})" for table in known.values())
            findings.add("--fetch", f'"{name}" is not a known table', allowed, did_you_mean(name, known))
    codes = None if wish.municipalities is None else wanted_today(wish.municipalities, findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    client = PxWebClient()
    return [_fetched(known[name], codes, wish.year, service or BASE_URL, client) for name in names]


def _fetched(
    table: KnownTable, codes: Sequence[str] | None, base_year: int | None, service: str, client: PxWebClient
) -> StatTable:
    selection = dict(table.selection(codes))
    if base_year is not None and table.years:
        selection["Vuosi"] = [str(year) for year in range(base_year - table.years + 1, base_year + 1)]
    return fetch_table(service, table.database, table.number, selection, client)
