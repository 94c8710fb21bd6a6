"""The week of the page: for each option and day the map, and in words who is where and which lesson is lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from markupsafe import Markup

from kopa_sim.model.region import Schools
from kopa_sim.model.school_year_log import DisruptionEvent, PersonWeek
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.figures.options import marked_title
from kopa_sim.report.figures.school_week import (
    LINK_COLOUR,
    LOST_COLOUR,
    SUPERVISED_COLOUR,
    TAUGHT_COLOUR,
    TOUR_COLOUR,
    day_name,
    finding,
    shown,
)
from kopa_sim.report.school_week import (
    LINKS,
    LOST,
    ROAD,
    SUPERVISED,
    TAUGHT,
    OnTheMove,
    SchoolDay,
    SchoolWeek,
    place_of_schools,
)
from kopa_sim.report.texts import Texts
from kopa_sim.report.week_map import Sheet, day_map, lay_sheet
from kopa_sim.study.result import RunResult

COLUMNS: Final[dict[str, str]] = {
    "lessons_lost": "page.week_column_lost",
    "lessons_supervised": "page.week_column_supervised",
    "lessons_merged": "page.week_column_merged",
    "lessons_remote_cover": "page.week_column_remote_cover",
    "lessons_unqualified": "page.week_column_unqualified",
    "lessons_as_planned": "page.week_column_substitute",
}
"""Columns of a day's table, the worst outcome first, and their headings."""

HALF_A_MINUTE: Final = 0.5
"""What is less is no whole minute, and never written as none."""


@dataclass(frozen=True)
class SchoolRow:
    """What became of the lessons of one school on one day: a number for each of COLUMNS, empty for none."""

    school: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class DayPanel:
    """One day as the page shows it."""

    name: str
    summary: str
    picture: Markup
    rows: tuple[SchoolRow, ...]
    lost: tuple[str, ...]
    moves: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    runs: tuple[str, ...]


@dataclass(frozen=True)
class WeekPanel:
    """The week of the options that share it."""

    places: tuple[int, ...]
    titles: tuple[str, ...]
    days: tuple[DayPanel, ...]


@dataclass(frozen=True)
class WeekSection:
    """All that the section of the week shows."""

    finding: str
    headings: tuple[str, ...]
    key: tuple[tuple[str, str, str], ...]
    weeks: tuple[WeekPanel, ...]


def week_section(result: RunResult, texts: Texts) -> WeekSection | None:
    """Return the section of the week; None when no school year was kept day by day."""
    if not result.watched:
        return None
    weeks = shown(result)
    days = [day for _, week in weeks for day in week.days]
    sheet = lay_sheet(result.scenario.region, tuple(result.scenario.borders), days)
    return WeekSection(
        finding=finding(result, texts),
        headings=tuple(texts(heading) for heading in COLUMNS.values()),
        key=_key(texts),
        weeks=tuple(
            WeekPanel(
                tuple(places),
                tuple(marked_title(result.options[place], texts) for place in places),
                _days(result, sheet, week, texts),
            )
            for places, week in weeks
        ),
    )


def _key(texts: Texts) -> tuple[tuple[str, str, str], ...]:
    """Return the signs of the map: shape, colour and what it stands for."""
    return (
        ("disc", LOST_COLOUR, texts("figures.school_week_lost")),
        ("disc", SUPERVISED_COLOUR, texts("figures.school_week_supervised")),
        ("disc", TAUGHT_COLOUR, texts("figures.school_week_taught")),
        ("line", TOUR_COLOUR, texts("figures.school_week_tour")),
        ("dashes", LINK_COLOUR, texts("figures.school_week_link")),
        ("square", TOUR_COLOUR, texts("figures.school_week_road")),
        ("cross", LINK_COLOUR, texts("figures.school_week_link_down")),
    )


def _days(result: RunResult, sheet: Sheet, week: SchoolWeek, texts: Texts) -> tuple[DayPanel, ...]:
    return tuple(_day(result, sheet, day, texts) for day in week.days)


def _day(result: RunResult, sheet: Sheet, day: SchoolDay, texts: Texts) -> DayPanel:
    name, summary = day_name(day, texts), _summary(day, texts)
    return DayPanel(
        name=name,
        summary=summary,
        picture=day_map(sheet, result.scenario.region, day, f"{name}: {summary}"),
        rows=_rows(result, day, texts),
        lost=tuple(_lost(result, event, texts) for event in _worst_first(day.events)),
        moves=tuple(_move(result, move, texts, day.events) for move in day.moves),
        links=(
            *(_move(result, move, texts, day.events) for move in day.links),
            *_failures(result, day, texts),
        ),
        runs=tuple(_run(result, event, texts) for event in day.events if event.kind == "school_transport"),
    )


def _summary(day: SchoolDay, texts: Texts) -> str:
    away = {event.person for event in day.events if event.person and event.kind not in (*ROAD, *LINKS)}
    return texts(
        "page.week_summary",
        away=len(away),
        taught=texts.number(day.lessons(TAUGHT)),
        supervised=texts.number(day.lessons((SUPERVISED,))),
        lost=texts.number(day.lessons((LOST,))),
    )


def _rows(result: RunResult, day: SchoolDay, texts: Texts) -> tuple[SchoolRow, ...]:
    names = result.scenario.region.schools.names
    by_outcome = [day.lessons_school((outcome,), len(names)) for outcome in COLUMNS]
    met = [school for school in range(len(names)) if any(lessons[school] > 0 for lessons in by_outcome)]
    met.sort(key=lambda school: [-lessons[school] for lessons in by_outcome])
    return tuple(
        SchoolRow(names[school], tuple(_lessons(lessons[school], texts) for lessons in by_outcome))
        for school in met
    )


def _lessons(lessons: float, texts: Texts) -> str:
    """Return lessons with a decimal where they are not whole; nothing for none."""
    if lessons <= 0.0:
        return ""
    return texts.number(lessons, 0 if abs(lessons - round(lessons)) < 0.05 else 1)


def _worst_first(events: Iterable[DisruptionEvent]) -> list[DisruptionEvent]:
    lost = [event for event in events if event.outcome == LOST and event.lessons > 0.0]
    return sorted(lost, key=lambda event: (event.school, -event.lessons))


def _lost(result: RunResult, event: DisruptionEvent, texts: Texts) -> str:
    return texts(
        "page.week_lost_lesson",
        school=result.scenario.region.schools.names[event.school],
        subject=texts.word(SUBJECTS[event.subject]) if event.subject >= 0 else "–",
        lessons=_lessons(event.lessons, texts) or "0",
        reason=texts.word(event.kind),
    )


def teacher_name(result: RunResult, person: PersonWeek, texts: Texts) -> str:
    """Return how the page calls a teacher: subject and the school of the post."""
    schools = result.scenario.region.schools
    return f"{texts.word(SUBJECTS[person.subject])} ({schools.names[person.home_base]})"


def _move(
    result: RunResult, move: OnTheMove, texts: Texts, events: tuple[DisruptionEvent, ...]
) -> tuple[str, str]:
    """Return where a teacher is that day, and what went wrong."""
    names = result.scenario.region.schools.names
    route = (
        ", ".join(names[school] for school in move.schools[1:])
        if move.person.over_link
        else _route(move.schools, result.scenario.region.schools)
    )
    minutes = max((e.minutes for e in events if e.person == move.person.person), default=0.0)
    late = f" {texts.number(minutes)} min" if minutes >= HALF_A_MINUTE else ""
    trouble = ", ".join(texts.word(kind) + (late if kind == "late" else "") for kind in move.trouble)
    return f"{teacher_name(result, move.person, texts)}: {route}", trouble


def _route(schools_of_day: tuple[int, ...], schools: Schools) -> str:
    """Return the schools of a drive in order; those at one address stand together, for nobody drives between them."""
    places = place_of_schools(schools)
    stops = groupby(schools_of_day, key=lambda school: places[school])
    return " → ".join(" / ".join(dict.fromkeys(schools.names[at] for at in stop)) for _, stop in stops)


def _run(result: RunResult, event: DisruptionEvent, texts: Texts) -> str:
    """Return which school's pupils came late, and how late."""
    return texts(
        "page.week_late_run" if event.minutes >= HALF_A_MINUTE else "page.week_late_run_little",
        school=result.scenario.region.schools.names[event.school],
        pupils=texts.number(event.pupils),
        minutes=texts.number(event.minutes),
    )


def _failures(result: RunResult, day: SchoolDay, texts: Texts) -> tuple[tuple[str, str], ...]:
    names = result.scenario.region.schools.names
    return tuple((names[school], texts.word("link")) for school in day.schools_with(("link",)))
