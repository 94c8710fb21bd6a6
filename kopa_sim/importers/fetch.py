"""Tables straight from a PxWeb service (API v1): asked in parts as large as it allows, joined to one."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

import numpy as np

from kopa_sim.importers.fetch_client import MOST_CELLS, PxWebClient
from kopa_sim.importers.fetch_selection import Selection, Variable, choose, question, split
from kopa_sim.importers.formats.json_stat import tables_of_parsed
from kopa_sim.importers.formats.limits import too_many_cells
from kopa_sim.importers.stat_table import Dimension, StatTable
from kopa_sim.scenario.findings import Findings, listed, shown
from kopa_sim.scenario.problems import Problem, ScenarioError

BASE_URL: Final[str] = "https://pxdata.stat.fi/PXWeb/api/v1"
"""Statistics Finland's open databases."""


def fetch_table(
    base_url: str,
    database: str,
    table: str,
    selection: Selection,
    client: PxWebClient | None = None,
    language: str = "fi",
) -> StatTable:
    """Return a table as the service holds it now, whole or not at all.

    Parameters
    ----------
    base_url
        Address of the service up to the version: https://pxdata.stat.fi/PXWeb/api/v1.
    database
        Database and folder: StatFin/vaerak.
    table
        Number of the table (11re), looked up in the folder since files are renamed; or the file's name, with .px.
    selection
        Label of a variable -> patterns of its categories: codes or labels with * for any letters, or "last 5". What
        is not selected comes whole.
    client
        Makes the calls; one for many tables, so that the service's limit of calls holds over all of them.
    language
        fi, sv or en: of the labels in selection and answer.

    Raises
    ------
    ScenarioError
        When the service cannot be reached or refuses, or the answer is not what was asked for.
    """
    client = client or PxWebClient()
    root = f"{base_url.rstrip('/')}/{quote(language)}"
    folder = f"{root}/{quote(database.strip('/'))}"
    url = f"{folder}/{quote(_file_of(client, folder, table))}"
    variables = _variables(url, client.get(url))
    findings = Findings()
    codes = choose(url, variables, selection, findings)
    too_many_cells(url, tuple(map(len, codes.values())), findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    parts = list(split(codes, _most_cells(client, root)))
    answers = [_answer(url, client.post(url, question(part))) for part in parts]
    return _joined(url, variables, codes, parts, answers)


def _file_of(client: PxWebClient, folder: str, table: str) -> str:
    """Return the name of the file of a table's number: 11re is statfin_vaerak_pxt_11re.px, or 11re.px since 2026."""
    if table.endswith(".px"):
        return table
    entries = client.get(folder)
    names = (
        [str(entry.get("id")) for entry in entries if isinstance(entry, dict) and entry.get("type") == "t"]
        if isinstance(entries, list)
        else []
    )
    found = [name for name in names if name == f"{table}.px" or name.endswith(f"_{table}.px")]
    if len(found) != 1:
        read = f"the folder has {len(found) or 'no'} table{'s' * (len(found) > 1)} {shown(table)}"
        raise ScenarioError([Problem(folder, read, listed(names))])
    return found[0]


def _most_cells(client: PxWebClient, root: str) -> int:
    """Return how many cells the service gives at once, and hold its limit of calls."""
    try:
        told = client.get(f"{root}/?config")
    except ScenarioError:  # a service need not tell its limits
        return MOST_CELLS
    if not isinstance(told, dict):
        return MOST_CELLS
    client.most_calls = _positive(told.get("maxCalls"), client.most_calls)
    client.window_seconds = float(_positive(told.get("timeWindow"), int(client.window_seconds)))
    return _positive(told.get("maxCells", told.get("maxValues")), MOST_CELLS)


def _positive(told: object, otherwise: int) -> int:
    return told if isinstance(told, int) and told > 0 else otherwise


def _variables(url: str, described: object) -> list[Variable]:
    """Return the variables that a table's description lists."""
    import statfin

    variables: list[Variable] = []
    try:
        # an empty description would make the library ask again
        table = statfin.Table(url, described or {"title": "", "variables": []})
        variables = [
            Variable(
                str(one.code),
                str(one.text),
                tuple(str(value.code) for value in one.values),
                tuple(str(value.text) for value in one.values),
            )
            for one in table.variables
        ]
    except (TypeError, KeyError, AttributeError):
        pass
    if not variables or not all(variable.codes for variable in variables):
        read = "the answer does not describe a table"
        raise ScenarioError([Problem(url, read, "title and variables, as PxWeb API 1 gives them")])
    return variables


def _answer(url: str, parsed: Any) -> StatTable:
    findings = Findings()
    tables = tables_of_parsed(url, parsed, findings)
    if findings.problems:
        raise ScenarioError(findings.problems)
    return tables[0]


def _joined(
    url: str,
    variables: Sequence[Variable],
    codes: Mapping[str, tuple[str, ...]],
    parts: Sequence[Mapping[str, tuple[str, ...]]],
    answers: Sequence[StatTable],
) -> StatTable:
    """Return the one table whose parts the answers are."""
    order = _order(url, variables, answers[0])
    dimensions = tuple(
        Dimension(variable.label, codes[variable.identifier], _labels(variable, codes), given.role)
        for variable, given in zip(order, answers[0].dimensions, strict=True)
    )
    sizes = tuple(map(len, dimensions))
    places = np.arange(int(np.prod(sizes)), dtype=np.int64).reshape(sizes)
    values = np.full(sizes, np.nan)
    symbols: dict[int, str] = {}
    for part, answer in zip(parts, answers, strict=True):
        asked = [part[variable.identifier] for variable in order]
        if [one.codes for one in answer.dimensions] != asked:
            read = "the service answered other categories than it was asked for"
            raise ScenarioError([Problem(url, read, "", "try again: the table may just have been updated")])
        block = np.ix_(
            *(
                [dimension.codes.index(code) for code in given]
                for dimension, given in zip(dimensions, asked, strict=True)
            )
        )
        values[block] = answer.values
        flat = places[block].ravel()
        symbols.update((int(flat[at]), symbol) for at, symbol in answer.symbols.items())
    return StatTable(url, answers[0].title, dimensions, values, dict(sorted(symbols.items())))


def _labels(variable: Variable, codes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    known = dict(zip(variable.codes, variable.labels, strict=True))
    return tuple(known[code] for code in codes[variable.identifier])


def _order(url: str, variables: Sequence[Variable], answer: StatTable) -> list[Variable]:
    """Return the variables in the order of the answer's axes."""
    by_label = {variable.label: variable for variable in variables}
    labels = [dimension.label for dimension in answer.dimensions]
    if sorted(labels) != sorted(by_label):
        read = f"the service answered the variables {listed(labels)}"
        raise ScenarioError([Problem(url, read, listed(by_label))])
    return [by_label[label] for label in labels]
