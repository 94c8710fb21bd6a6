"""The age schedules of fertility and mortality: given in the rates table, else those of Finland in 2019."""

from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import N_AGES, SEXES, Schedules
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, spans

Floats = NDArray[np.float64]

DEFAULT_FILE: Final[str] = "schedules_finland_2019.csv"
"""Shipped beside the other defaults; its sources stand in the .md file of the same name."""

FERTILE_AGES: Final[range] = range(15, 50)
"""Ages at which a given fertility schedule must have a rate; at other ages it may, and is 0 where it has none."""

CHILDREN_PER_WOMAN: Final[tuple[float, float]] = (0.1, 15.0)
"""Children per woman over her life beyond which a schedule is a mistake."""


def default_schedules() -> Schedules:
    """Return the schedules of the whole of Finland in 2019 (Statistics Finland, CC BY 4.0)."""
    text = files("kopa_sim.scenario.defaults").joinpath(DEFAULT_FILE).read_text(encoding="utf-8")
    fertility, mortality = np.zeros(N_AGES), np.zeros((len(SEXES), N_AGES))
    for line in text.splitlines()[1:]:
        rate, sex, age, value = line.split(",")
        if rate == "fertility":
            fertility[int(age)] = float(value)
        else:
            mortality[SEXES.index(sex), int(age)] = float(value)
    return Schedules(fertility, mortality)


def read_rates(columns: Columns | None, findings: Findings) -> Schedules:
    """Return the given schedules; a rate that the table does not give is Finland's of 2019, and said so."""
    default = default_schedules()
    if columns is None:
        findings.notice(
            "No rates table: fertility and mortality by age have the shape of the whole of Finland in 2019"
            " (Statistics Finland)."
        )
        return default
    rates, given = _fill(columns, findings)
    _refuse_gaps(columns.table.file, given, findings)
    _refuse_impossible(columns.table.file, rates, given, findings)
    for rate in ("fertility", "mortality"):
        if not given[rate].any():
            findings.notice(
                f"{columns.table.file} gives no {rate}: that of the whole of Finland in 2019 is used."
            )
    female = SEXES.index("female")
    return Schedules(
        fertility_age=rates["fertility"][female] if given["fertility"].any() else default.fertility_age,
        mortality_sex_age=rates["mortality"] if given["mortality"].any() else default.mortality_sex_age,
    )


def _fill(columns: Columns, findings: Findings) -> tuple[dict[str, Floats], dict[str, NDArray[np.bool_]]]:
    """Return each rate and which of it is given, both (sex, age)."""
    shape = (len(SEXES), N_AGES)
    rates = {rate: np.zeros(shape) for rate in ("fertility", "mortality")}
    given = {rate: np.zeros(shape, dtype=np.bool_) for rate in rates}
    ages = columns.whole("age")
    for row, (rate, sex) in enumerate(zip(columns.texts["rate"], columns.texts["sex"], strict=True)):
        if not rate or not sex or np.isnan(columns.numbers["age"][row]):
            continue
        if rate == "fertility" and sex != "female":
            columns.fault(findings, row, "sex", f'fertility of sex "{sex}"', "female")
            continue
        cell = (SEXES.index(sex), ages[row])
        if given[rate][cell]:
            columns.fault(
                findings, row, "age", f"{rate}, {sex}, age {ages[row]} stands twice", "every age once"
            )
        given[rate][cell] = True
        rates[rate][cell] = np.nan_to_num(columns.numbers["value"][row])
    return rates, given


def _refuse_impossible(
    file: str, rates: dict[str, Floats], given: dict[str, NDArray[np.bool_]], findings: Findings
) -> None:
    """Say when a schedule is of another unit or of nobody: far too many children, or none, or no deaths at all."""
    children = float(rates["fertility"].sum())
    least, most = CHILDREN_PER_WOMAN
    if given["fertility"].any() and not least <= children <= most:
        allowed = f"births per woman and year of age, {least:g} to {most:g} children per woman in all"
        findings.add(file, f"fertility sums to {children:g} children per woman", allowed)
    for sex, deaths, there in zip(SEXES, rates["mortality"], given["mortality"], strict=True):
        if there.all() and not deaths.any():
            findings.add(file, f"mortality, {sex}: 0 at every age", "deaths per person and year")


def _refuse_gaps(file: str, given: dict[str, NDArray[np.bool_]], findings: Findings) -> None:
    needed = {"fertility": {"female": FERTILE_AGES}, "mortality": dict.fromkeys(SEXES, range(N_AGES))}
    for rate, by_sex in needed.items():
        if not given[rate].any():
            continue
        for sex, ages in by_sex.items():
            missing = [age for age in ages if not given[rate][SEXES.index(sex), age]]
            if missing:
                findings.add(
                    file,
                    f"{rate}, {sex}: no row for age {spans(missing)}",
                    f"every age {ages[0]} to {ages[-1]}, or no {rate} at all",
                )
