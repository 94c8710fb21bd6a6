"""Reading a scenario folder: everything in it is checked, and everything wrong is said at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import ParameterValue
from kopa_sim.model.region import Region
from kopa_sim.scenario.conflicts import refuse_conflicts
from kopa_sim.scenario.contents import Scenario
from kopa_sim.scenario.curriculum import check_curriculum
from kopa_sim.scenario.defaults import load_defaults
from kopa_sim.scenario.depots import VEHICLES_START, tell_unused_depots
from kopa_sim.scenario.findings import Findings, spans
from kopa_sim.scenario.header import Header, read_header
from kopa_sim.scenario.lesson_plan import check_lesson_plan, check_religions
from kopa_sim.scenario.nearest import did_you_mean
from kopa_sim.scenario.notice_months import check_notice_months
from kopa_sim.scenario.options import WrittenOption, read_options
from kopa_sim.scenario.places import Places, read_people, read_places
from kopa_sim.scenario.problems import Problem, ScenarioError
from kopa_sim.scenario.pupil_counts import GRADE_PROGRESSION, METHOD, tell_enrolment
from kopa_sim.scenario.references import Known
from kopa_sim.scenario.roads import ACCESS_LIMIT, tell_far_from_roads
from kopa_sim.scenario.settings import read_settings
from kopa_sim.scenario.sources import Sources
from kopa_sim.scenario.strange_counts import tell_strange_counts
from kopa_sim.scenario.table_files import read_border_file, read_tables, tell_unnamed_files
from kopa_sim.scenario.toml_file import TomlFile, parse_toml, tables_alone
from kopa_sim.scenario.uncertainty import read_uncertainty

Floats = NDArray[np.float64]

SCENARIO_FILE: Final[str] = "scenario.toml"


def load_scenario(path: Path | str, *, allow_outside: bool = False) -> Scenario:
    """Read a scenario folder and check everything that can be checked without projecting anybody.

    Parameters
    ----------
    path
        The folder, or the scenario.toml in it.
    allow_outside
        Whether tables may lie outside the folder.

    Raises
    ------
    ScenarioError
        With every problem found, each with its place, what was read and what is allowed.
    """
    findings = Findings()
    folder, file = _locate(Path(path))
    sources = Sources(folder, findings, allow_outside=allow_outside)
    content = sources.read(file, str(path))
    toml = None if content is None else parse_toml(file, content, findings)
    if content is not None and toml is None:
        _check_tables_alone(file, content, sources, findings)
    scenario = None if toml is None else _read(toml, folder, sources, findings)
    if scenario is None or findings.problems:
        raise ScenarioError(findings.problems)
    return scenario


def _locate(path: Path) -> tuple[Path, str]:
    """Return the scenario's folder and the name of its TOML file."""
    try:
        if path.is_file():
            return path.parent, path.name
        if (path / SCENARIO_FILE).is_file():
            return path, SCENARIO_FILE
        is_folder, parent = path.is_dir(), path.parent
        there = [entry.name for entry in (path if is_folder else parent).iterdir()]
    except (OSError, ValueError):
        is_folder, there = False, []
    if is_folder and SCENARIO_FILE in there:
        problem = Problem(
            str(path),
            f"{SCENARIO_FILE} is no file: it is a folder, or a link that leads nowhere",
            "a TOML file",
        )
    elif is_folder:
        toml_files = [name for name in there if name.endswith(".toml")]
        mend = did_you_mean(SCENARIO_FILE, toml_files)
        problem = Problem(str(path), f"the folder has no {SCENARIO_FILE}", f"a file {SCENARIO_FILE}", mend)
    else:
        mend = did_you_mean(path.name, there) or "kopa new FOLDER writes a scenario to begin with"
        problem = Problem(
            str(path), "there is no such folder or file", f"a folder with {SCENARIO_FILE}", mend
        )
    raise ScenarioError([problem])


def _check_tables_alone(file: str, content: bytes, sources: Sources, findings: Findings) -> None:
    """Say what is wrong with the tables of a scenario whose TOML file cannot be read as a whole."""
    toml = tables_alone(file, content)
    if toml is None:
        return
    tables = read_tables(toml, sources, findings, complete=False)
    places = read_places(tables, read_border_file(toml, sources, findings), findings)
    read_people(tables, places, Header("", "", None, None, None, None), findings)


@dataclass(frozen=True)
class _Written:
    """What scenario.toml says beside the tables."""

    header: Header
    values: Mapping[str, ParameterValue]
    origins: Mapping[str, str]


def _read(toml: TomlFile, folder: Path, sources: Sources, findings: Findings) -> Scenario | None:
    """Return the scenario, or None where too little could be read to make one."""
    specs = load_defaults()
    header = read_header(toml, findings)
    values, origins = read_settings(toml, specs, findings)
    check_lesson_plan(toml, values, specs, findings)
    check_curriculum(toml, values, specs, findings)
    check_religions(toml, values, origins, findings)
    check_notice_months(toml, values, findings)
    uncertainty, spread_at = read_uncertainty(toml, specs, origins, findings)
    tables = read_tables(toml, sources, findings)
    borders = read_border_file(toml, sources, findings)
    tell_unnamed_files(toml, folder, findings)
    first = None if header.horizon is None else header.horizon[1]
    places = read_places(tables, borders, findings, first)
    people = read_people(tables, places, header, findings)
    options = _read_options(toml, _Written(header, values, origins), places, findings)
    region = places.region
    if header.horizon is None or people is None or region is None or header.price_year is None:
        return None
    base_year, first_year, end_year = header.horizon
    _tell_early_years(header, people.history, findings)
    tell_unused_depots(region.depots, values.get(VEHICLES_START), findings)
    codes = region.municipalities.codes
    asked_at = origins.get(METHOD, METHOD)
    tell_enrolment(people.pupil_counts, values.get(METHOD), codes, base_year, findings, asked_at)
    if people.pupil_counts is not None and values.get(METHOD) == GRADE_PROGRESSION:
        residents = people.population_municipality_sex_age
        tell_strange_counts(people.pupil_counts, codes, residents, base_year, first_year, findings)
    if places.roads is not None and not findings.problems:
        tell_far_from_roads(places.roads, region, values.get(ACCESS_LIMIT), findings)
    return Scenario(
        name=folder.resolve().name,
        folder=folder,
        title=header.title,
        language=header.language,
        base_year=base_year,
        first_year=first_year,
        end_year=end_year,
        price_year=header.price_year,
        region=region,
        demographic=people,
        values=values,
        options=tuple(option.spec for option in options),
        origins=origins | spread_at,
        uncertainty=uncertainty,
        travel_times=places.travel_times,
        borders=places.borders,
        inputs=dict(sorted(sources.inputs.items())),
        notices=findings.notices,
        roads=places.roads,
    )


def _read_options(
    toml: TomlFile, written: _Written, places: Places, findings: Findings
) -> tuple[WrittenOption, ...]:
    """Return the options, after saying what they name that does not exist and which measures conflict."""
    horizon = written.header.horizon
    known = Known(
        schools=places.school_names,
        municipalities=places.municipality_names,
        years=None if horizon is None else horizon[1:],
    )
    options = read_options(toml, known, findings)
    region: Region | None = places.region
    if region is not None and horizon is not None:
        years = tuple(range(horizon[1] - 2, horizon[2] + 1))
        refuse_conflicts(toml, options, region, years, horizon[1], written.values, findings)
    return options


def _tell_early_years(header: Header, history: Mapping[int, Floats], findings: Findings) -> None:
    """Notice from where the years before base_year come that compensation rests on."""
    if header.horizon is None:
        return
    base_year, first_year, _ = header.horizon
    early = range(first_year - 2, base_year)
    known, unknown = [y for y in early if y in history], [y for y in early if y not in history]
    if known:
        findings.notice(f"Residents of {spans(known)} come from the history table.")
    if unknown:
        findings.notice(
            f"Residents of {spans(unknown)} are not known: those of base_year {base_year} stand in for them."
        )
