"""The areas table: where the children of each municipality live."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import OLDEST_AGE
from kopa_sim.model.region import Areas
from kopa_sim.scenario.age_bands import BandColumn, band_columns
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.columns import BAND_COLUMN, OLDEST_CHILD, WOMEN_COLUMN
from kopa_sim.scenario.coordinates import read_coordinates
from kopa_sim.scenario.findings import Findings, shown
from kopa_sim.scenario.municipalities import refuse_repeats
from kopa_sim.scenario.rates import FERTILE_AGES

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SHARE_BAND = (0, 18)
"""Ages that a share of children stands for."""

SHARE_TOLERANCE = 0.01
"""How far the shares of a municipality may be from one, for rounding; they are then scaled to one."""

NOTICED_SHARE = 0.1
NOTICED_CHILDREN = 5
"""How far the children of the areas may be from the population's without a notice: one is given when the share is
exceeded and the number reached."""


def read_areas(
    columns: Columns, codes: tuple[str, ...], population: Floats | None, findings: Findings
) -> Areas:
    """Return the areas.

    Parameters
    ----------
    codes
        Codes of the municipalities.
    population
        Persons, which turn shares of children into persons; None if not read. (municipality, sex, age)
    """
    refuse_repeats(columns, "area", findings)
    municipality = columns.resolve("municipality", codes, "municipality", findings)
    x_m, y_m = read_coordinates(columns, findings)
    given = _bands(columns, findings)
    women = band_columns(columns, WOMEN_COLUMN, OLDEST_AGE, findings)
    _refuse_no_mothers(columns, women, findings)
    if women and population is not None:
        count = np.stack([columns.numbers[band.name] for band in women], axis=1)
        ages = tuple((band.first, band.last) for band in women)
        _notice_differences("women", municipality, codes, ages, count, population[:, 1:], findings)
    bands = tuple((band.first, band.last) for band in given)
    if bands:
        children = np.stack([columns.numbers[band.name] for band in given], axis=1)
        if population is not None:
            _notice_differences("children", municipality, codes, bands, children, population, findings)
    else:
        bands = (SHARE_BAND,)
        children = _children_of_shares(columns, municipality, codes, population, findings)
    if columns.sound.all() and (municipality >= 0).all():
        _refuse_childless(columns, municipality, codes, children, population, findings)
    return Areas(
        codes=columns.texts["area"],
        names=columns.texts["name"],
        municipality=municipality,
        x_m=x_m,
        y_m=y_m,
        area_m2=columns.numbers["area_m2"],
        bands=bands,
        children_area_band=children,
        mean_income_eur=columns.numbers["income"],
        population=columns.numbers["population"],
        languages=columns.texts["language"],
        women_bands=tuple((band.first, band.last) for band in women),
        women_area_band=np.stack([columns.numbers[band.name] for band in women], axis=1) if women else None,
        danger_share=np.nan_to_num(columns.numbers["danger_share"])
        if columns.given("danger_share")
        else None,
    )


def _refuse_no_mothers(columns: Columns, women: tuple[BandColumn, ...], findings: Findings) -> None:
    """Say when the columns of women, which tell where children are born, hold nobody who bears children."""
    first, last = FERTILE_AGES[0], FERTILE_AGES[-1]
    if women and not any(band.first <= last and band.last >= first for band in women):
        place = columns.table.header_place(women[0].name)
        findings.add(
            place, "women of no age at which children are born", f"a column of ages {first} to {last}"
        )


def _bands(columns: Columns, findings: Findings) -> tuple[BandColumn, ...]:
    """Return the columns of children, after saying whether they stand beside shares."""
    bands = band_columns(columns, BAND_COLUMN, OLDEST_CHILD, findings)
    allowed = "columns children_<from>_<to> with persons, or children_share with shares that sum to 1"
    if bands and columns.given("children_share"):
        findings.add(columns.table.header_place("children_share"), "children are given twice", allowed)
    if not bands and not columns.given("children_share"):
        findings.add(columns.table.header_place(), "no column says where the children live", allowed)
    return bands


def _children_of_shares(
    columns: Columns,
    municipality: Ints,
    codes: tuple[str, ...],
    population: Floats | None,
    findings: Findings,
) -> Floats:
    """Return persons of the one band that shares stand for. (area, 1)"""
    share = columns.numbers["children_share"]
    if not columns.given("children_share"):
        return np.full((len(columns), 1), np.nan)
    for row in np.flatnonzero(np.isnan(share) & columns.sound):
        columns.fault(findings, int(row), "children_share", "the cell is empty", "a share, 0 if no children")
    known = municipality >= 0
    sums = np.bincount(municipality[known], weights=np.nan_to_num(share)[known], minlength=len(codes))
    whole = np.bincount(municipality[known], weights=np.isnan(share)[known], minlength=len(codes)) == 0
    present = np.bincount(municipality[known], minlength=len(codes)) > 0
    for index in np.flatnonzero(present & whole & (abs(sums - 1) > SHARE_TOLERANCE)):
        findings.add(
            f"{columns.table.file}, column children_share",
            f"the shares of municipality {codes[index]} sum to {sums[index]:.4g}",
            "shares that sum to 1 in every municipality",
        )
    youngest, oldest = SHARE_BAND
    children = (
        np.ones(len(codes))
        if population is None
        else population[:, :, youngest : oldest + 1].sum(axis=(1, 2))
    )
    scaled = share / np.where(sums > 0, sums, 1.0)[municipality] * children[municipality]
    return scaled[:, None]


def _refuse_childless(
    columns: Columns,
    municipality: Ints,
    codes: tuple[str, ...],
    children: Floats,
    population: Floats | None,
    findings: Findings,
) -> None:
    """Say which municipalities have no area, or children in the population but in no area."""
    n_areas = np.bincount(municipality, minlength=len(codes))
    told = not np.isnan(children).any()
    in_areas = np.bincount(municipality, weights=children.sum(axis=1), minlength=len(codes))
    for index, code in enumerate(codes):
        if not code:
            continue
        if n_areas[index] == 0:
            findings.add(
                columns.table.file,
                f"municipality {code} has no area",
                "one area or more in every municipality",
            )
            continue
        residents = 0.0 if population is None else population[index, :, : SHARE_BAND[1] + 1].sum()
        if told and residents > 0 and in_areas[index] == 0:
            findings.add(
                columns.table.file,
                f"municipality {shown(code)} has {residents:.0f} children in the population and none in its areas",
                "children in one area or more",
            )


def _notice_differences(
    who: str,
    municipality: Ints,
    codes: tuple[str, ...],
    bands: tuple[tuple[int, int], ...],
    children_area_band: Floats,
    population: Floats,
    findings: Findings,
) -> None:
    """Notice the municipalities whose areas hold clearly other numbers of persons than the population table."""
    for index, code in enumerate(codes):
        in_areas = children_area_band[municipality == index].sum(axis=0)
        differing = []
        for (first, last), children in zip(bands, in_areas, strict=True):
            residents = population[index, :, first : last + 1].sum()
            apart = abs(children - residents)
            if apart > NOTICED_SHARE * residents and apart >= NOTICED_CHILDREN:
                differing.append(
                    f"ages {first}–{last}: {children:.0f} in the areas, {residents:.0f} in the population"
                )
        if differing:
            findings.notice(
                f"Municipality {code}: the areas table has other numbers of {who} than the population table"
                f" of base_year ({'; '.join(differing)})."
            )
