"""Population by municipality, sex and single year of age: the base year's table and the earlier years'."""

from collections.abc import Sequence

from kopa_sim.importers.merging import SourceFigures, places_of
from kopa_sim.importers.municipality_key import shown_code
from kopa_sim.importers.subjects import POPULATION
from kopa_sim.importers.writing import Rows
from kopa_sim.model.people import N_AGES, OLDEST_AGE, SEXES
from kopa_sim.scenario.findings import Findings, spans

_ALLOWED = "both sexes and every age 0 to 99 and 100 and over, as in table 11re (ages in single years)"


def population_rows(
    figures: SourceFigures, codes: Sequence[str], base_year: int | None, findings: Findings
) -> Rows | None:
    """Return the population table, or None after saying what is missing."""
    people = _people(figures)
    if base_year is None:
        return None
    holes = _holes(figures, people, codes, base_year)
    for code, words in holes.items():
        findings.add(
            "population",
            f"{shown_code(code)}, {base_year}: {words}",
            _ALLOWED,
            "choose all ages and both sexes when you download the table",
        )
    hidden = [key for key in figures.missing if key.subject == POPULATION and key.year_from == base_year]
    if hidden:
        findings.add(
            "population",
            f"{len(hidden)} figures of {base_year} are hidden or not available ({places_of(hidden)})",
            "a number in every cell",
            "--suppressed-as-zero reads every hidden figure as 0",
        )
    if holes or hidden:
        return None
    rows = [
        (code, sex, age, _whole(people[base_year, code, sex, age]))
        for code in sorted(codes)
        for sex in SEXES
        for age in range(N_AGES)
    ]
    return Rows(("municipality", "sex", "age", "count"), rows)


def history_rows(
    figures: SourceFigures, codes: Sequence[str], base_year: int | None, findings: Findings
) -> Rows | None:
    """Return the populations before the base year; a year that is not whole is left out with a notice."""
    people = _people(figures)
    years = sorted({year for year, *_ in people if base_year is not None and year < base_year})
    rows = []
    for year in years:
        hidden = any(key.subject == POPULATION and key.year_from == year for key in figures.missing)
        holes = _holes(figures, people, codes, year)
        if hidden or holes:
            why = "figures are hidden" if hidden else f"{len(holes)} municipalities are not whole"
            findings.notice(f"Population of {year} is left out of the history: {why}.")
            continue
        rows += [
            (year, code, sex, age, _whole(people[year, code, sex, age]))
            for code in sorted(codes)
            for sex in SEXES
            for age in range(N_AGES)
        ]
    return Rows(("year", "municipality", "sex", "age", "count"), rows)


def _people(figures: SourceFigures) -> dict[tuple[int, str, str, int], float]:
    return {
        (key.year_from, key.municipality, key.sex, key.age_from): value
        for key, value in figures.values.items()
        if key.subject == POPULATION
        and key.sex in SEXES
        and (key.age_from == key.age_to or key.age_from == OLDEST_AGE)
    }


def _holes(
    figures: SourceFigures, people: dict[tuple[int, str, str, int], float], codes: Sequence[str], year: int
) -> dict[str, str]:
    """Return in words what each municipality lacks."""
    holes: dict[str, str] = {}
    for code in codes:
        lacking = {
            sex: [age for age in range(N_AGES) if (year, code, sex, age) not in people] for sex in SEXES
        }
        if not any(lacking.values()):
            continue
        if all(len(ages) == N_AGES for ages in lacking.values()):
            grouped = any(key.municipality == code and key.subject == POPULATION for key in figures.values)
            holes[code] = (
                "the ages are in groups or the sexes are not apart"
                if grouped
                else "the files have no row of this municipality"
            )
        else:
            holes[code] = "; ".join(f"{sex}: no age {spans(ages)}" for sex, ages in lacking.items() if ages)
    return holes


def _whole(value: float) -> int:
    return round(value)
