"""From where births, deaths and moves are known, and who was not counted at launch: lines for `kopa check`."""

from typing import Final

import numpy as np

from kopa_sim.demography import Launch
from kopa_sim.model.people import EVENTS, N_AGES, DemographicData
from kopa_sim.model.region import Region

_TOLD: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("births", ("births",), "fertility is the country's (rates table, or its default)"),
    ("deaths", ("deaths",), "mortality is the country's (rates table, or its default)"),
    (
        "moves within the country",
        ("in_migration", "out_migration"),
        "the country's rate, as many in as out (demography.default_out_migration_rate_share)",
    ),
    (
        "moves across the country's border",
        ("immigration", "emigration"),
        "the country's rate, as many in as out (demography.default_emigration_rate_share)",
    ),
)
"""What is told, the events it is learnt from, and what stands in where there are none."""


def sources_of_people(region: Region, data: DemographicData, launch: Launch) -> tuple[str, ...]:
    """Return where births, deaths and moves come from, one sentence each, and who was not counted at launch."""
    lines = [_event_line(data, *told) for told in _TOLD]
    return (*lines, *_uncounted_line(region, data, launch))


def _event_line(data: DemographicData, name: str, events: tuple[str, ...], instead: str) -> str:
    years: set[int] = set()
    if data.events is not None:
        wanted = np.isin(data.events.event, [EVENTS.index(event) for event in events])
        years = {int(year) for year in data.events.year[wanted & np.isfinite(data.events.count)]}
    if years:
        return f"{name}: learnt from the events table, {_spans(years)}"
    if name == "moves within the country" and data.moves is not None:
        first, last = int(data.moves.year_from.min()), int(data.moves.year_to.max())
        return f"{name}: learnt from the moves table, {_spans(set(range(first, last + 1)))}, without ages"
    if "migration" in events[0] and _has_net(data):
        return f"{name}: only net migration is given; used where demography.migration_form = net_counts"
    return f"{name}: not given; {instead}"


def _has_net(data: DemographicData) -> bool:
    return data.events is not None and bool((data.events.event == EVENTS.index("net_migration")).any())


def _spans(years: set[int]) -> str:
    """Return years as spans: 2015, 2018–2019."""
    parts: list[list[int]] = []
    for year in sorted(years):
        if parts and parts[-1][-1] == year - 1:
            parts[-1].append(year)
        else:
            parts.append([year])
    return ", ".join(str(part[0]) if len(part) == 1 else f"{part[0]}–{part[-1]}" for part in parts)


def _uncounted_line(region: Region, data: DemographicData, launch: Launch) -> list[str]:
    """Say which residents of the launch year no count tells of: futures begin to differ only after it."""
    if data.observations is None or launch.launch_year == data.base_year:
        return []
    counted = np.zeros((len(region.municipalities), N_AGES), dtype=np.bool_)
    seen = data.observations.year == launch.launch_year
    rows = zip(
        data.observations.municipality[seen],
        data.observations.age_from[seen],
        data.observations.age_to[seen],
        strict=True,
    )
    for municipality, first, last in rows:
        counted[municipality, first : last + 1] = True
    if counted.all():
        return []
    any_age = [bool(ages.any()) for ages in counted]
    without = [code for code, told in zip(region.municipalities.codes, any_age, strict=True) if not told]
    ages = np.flatnonzero(~counted[any_age].any(axis=0))
    who = [f"ages {ages[0]}–{ages[-1]}"] if len(ages) else []
    who += [f"municipalities {', '.join(without)}"] if without else []
    who = who or ["some ages of some municipalities"]
    return [
        f"the counts of {launch.launch_year} do not tell of {' and of '.join(who)}: their numbers up to then are the"
        f" expected ones in every future, which differ only from {launch.launch_year + 1} on"
    ]
