"""The week that is shown: which one it is, who is where, and what the page and the figure tell of it."""

import re
from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.report.figures import WEEK_FIGURES, render_figure
from kopa_sim.report.figures.school_week import shown
from kopa_sim.report.page import render_page
from kopa_sim.report.school_week import (
    LOST,
    SUPERVISED,
    TAUGHT,
    log_of,
    place_of_schools,
    school_week,
    weeks_shown,
)
from kopa_sim.report.week_page import week_section
from kopa_sim.study.shown_week import most_disrupted_week
from tests.report.school_year import BAD_WEEK, LANGUAGES, event, larger_year_log, year_log


def kept(result, *logs):
    """The run with a log in each option that has one."""
    options = tuple(
        replace(option, operations=replace(option.operations, log=log))
        for option, log in zip(result.options, logs, strict=True)
    )
    return replace(result, options=options)


@pytest.fixture(scope="module")
def watched(result):
    return kept(result, year_log(), larger_year_log(4))


@pytest.fixture(scope="module")
def bad_week():
    return school_week(year_log(), BAD_WEEK)


def test_the_worst_week_of_january_is_shown_though_others_are_worse():
    log = year_log()
    worse_in_autumn = event(10, "absence", 0, LANGUAGES, 500.0, "lessons_lost")
    assert most_disrupted_week(log) == BAD_WEEK
    assert most_disrupted_week(replace(log, events=(worse_in_autumn, *log.events))) == BAD_WEEK


def test_lessons_given_as_planned_do_not_make_a_week_bad():
    log = year_log(bad_week=BAD_WEEK + 1)
    covered = event(5 * BAD_WEEK, "absence", 0, LANGUAGES, 900.0, "lessons_as_planned")
    assert most_disrupted_week(replace(log, events=(covered, *log.events))) == BAD_WEEK + 1


def test_a_year_without_january_has_its_worst_week():
    log = year_log()
    autumn = replace(
        log, calendar=log.calendar[:50], events=(event(12, "link", 2, LANGUAGES, 2.0, "lessons_lost"),)
    )
    assert most_disrupted_week(autumn) == 2


def test_a_day_tells_who_is_at_which_school(bad_week):
    monday, tuesday, wednesday, *_ = bad_week.days
    assert [move.schools for move in monday.moves] == [(0, 2)]
    assert monday.moves[0].lessons == 4.0
    assert [move.schools for move in tuesday.moves] == [(0, 1)]
    assert wednesday.moves == ()
    assert [link.schools for link in wednesday.links] == [(0, 2, 3)]


def test_a_teacher_who_stays_at_home_is_not_on_the_move(bad_week):
    told = {move.person.person for day in bad_week.days for move in (*day.moves, *day.links)}
    assert "koulu_0/class_teaching/0/2026" not in told


def test_trouble_stands_beside_the_teacher_it_met(bad_week):
    assert bad_week.days[0].moves[0].trouble == ("late",)
    assert bad_week.days[3].moves[0].trouble == ("breakdown",)


def test_every_lesson_of_the_week_is_counted_once(bad_week):
    outcomes = ((LOST,), (SUPERVISED,), TAUGHT)
    told = sum(day.lessons(kind) for day in bad_week.days for kind in outcomes)
    log = year_log()
    assert told == sum(one.lessons for one in log.events if one.day // 5 == BAD_WEEK)
    assert sum(day.lessons((LOST,)) for day in bad_week.days) == 9.0
    by_school = sum(day.lessons_school((LOST,), 4) for day in bad_week.days)
    assert by_school.tolist() == [5.0, 0.0, 4.0, 0.0]


def test_an_option_without_a_log_has_the_week_of_as_is(result):
    run = kept(result, year_log(), None)
    assert log_of(run, run.options[1]) is run.as_is.operations.log
    first, second = weeks_shown(run)
    assert first == second
    assert [places for places, _ in shown(run)] == [[0, 1]]


def test_all_options_show_the_week_that_is_worst_as_it_is(watched):
    first, second = weeks_shown(watched)
    assert first.number == second.number == BAD_WEEK
    assert [places for places, _ in shown(watched)] == [[0], [1]]


def test_a_run_without_logs_shows_no_week(result, english):
    assert not result.watched
    assert week_section(result, english) is None
    assert 'id="week"' not in render_page(result, [], english)


def test_the_figure_is_the_same_twice_and_tells_what_is_lost(watched, texts):
    first, again = (render_figure("school_week", watched, texts) for _ in range(2))
    assert first == again
    assert first.png.startswith(b"\x89PNG")
    told = WEEK_FIGURES["school_week"].finding(watched, texts)
    assert "{" not in told
    assert "2027" in told


def test_the_finding_counts_the_lessons_of_as_is(watched, english):
    told = WEEK_FIGURES["school_week"].finding(watched, english)
    assert "Mon 4/1 – Fri 8/1" in told
    assert "9 lessons are lost" in told


def test_no_option_may_lose_fewer(result, english):
    run = kept(result, year_log(), year_log())
    assert "No option loses fewer" in WEEK_FIGURES["school_week"].finding(run, english)


def test_the_page_names_teachers_schools_and_reasons(watched, texts):
    section = week_section(watched, texts)
    monday, tuesday, wednesday, thursday, friday = section.weeks[0].days
    route, trouble = monday.moves[0]
    assert route.endswith("Kylän 0. koulu → Kylän 2. koulu")
    assert trouble == f"{texts.word('late')} 25 min"
    assert len(tuesday.lost) == 1
    assert texts.word("absence") in tuesday.lost[0]
    assert texts.word("class_teaching") in tuesday.lost[0]
    assert ("Kylän 2. koulu", texts.word("link")) in wednesday.links
    assert wednesday.runs[0].startswith("Kylän 3. koulu: 14 ")
    assert wednesday.runs[0].endswith("20 min")
    assert thursday.moves[0][1] == texts.word("breakdown")
    assert friday.rows[0].numbers == ("", "", "5", "", "", "")


def at_one_address(result, school, other):
    """The run in which a school stands where another one stands."""
    scenario = result.scenario
    schools = scenario.region.schools
    x_m, y_m = schools.x_m.copy(), schools.y_m.copy()
    x_m[school], y_m[school] = x_m[other], y_m[other]
    moved = replace(scenario.region, schools=replace(schools, x_m=x_m, y_m=y_m))
    return replace(result, scenario=replace(scenario, region=moved))


def test_nobody_drives_between_schools_at_one_address(watched, texts):
    run = at_one_address(watched, 2, 0)
    assert place_of_schools(run.scenario.region.schools)[:4] == (0, 1, 0, 3)
    monday, tuesday, wednesday, thursday, _ = week_section(run, texts).weeks[0].days
    assert monday.moves == thursday.moves == ()
    assert tuesday.moves[0][0].endswith("Kylän 0. koulu → Kylän 1. koulu")
    assert len(wednesday.links) == 2


def test_schools_at_one_address_are_one_stop_of_a_drive(watched, texts):
    log = year_log()
    teacher = replace(log.persons[1], tour=(((0, 2.0), (2, 1.0), (1, 1.0)), *log.persons[1].tour[1:]))
    run = kept(watched, replace(log, persons=(log.persons[0], teacher)), None)
    (route, _), *_ = week_section(at_one_address(run, 2, 0), texts).weeks[0].days[0].moves
    assert route.endswith(": Kylän 0. koulu / Kylän 2. koulu → Kylän 1. koulu")


def test_less_than_a_minute_is_not_written_as_none(watched, result, texts):
    log = year_log()
    early = tuple(replace(one, minutes=min(one.minutes, 0.3)) for one in log.events)
    days = week_section(kept(watched, replace(log, events=early), None), texts).weeks[0].days
    (run,) = days[2].runs
    assert "0 min" not in run
    assert run == texts("page.week_late_run_little", school="Kylän 3. koulu", pupils="14")
    assert days[0].moves[0][1] == texts.word("late")


def test_a_day_without_trouble_says_so(result, english):
    log = year_log()
    run = kept(result, replace(log, events=()), None)
    page = render_page(run, [], english)
    assert english("page.week_quiet") in page


def test_the_page_can_be_read_day_by_day_without_script(watched, texts):
    page = render_page(watched, [], texts)
    assert "<script" not in page
    assert page.count('type="radio"') == 10
    assert page.count('class="week-day"') == 10
    assert len(re.findall(r'type="radio"[^>]*checked', page)) == 2
    assert f'<a href="#week">{texts("page.heading_week")}</a>' in page
    for label in re.findall(r'<label for="([^"]+)"', page):
        assert page.count(f'id="{label}"') == 1


def test_print_and_readers_without_style_see_every_day(watched, english):
    page = render_page(watched, [], english)
    style = page[page.index("<style>") : page.index("</style>")]
    hidden = style.index(".week-day { display: none; }")
    assert style.rindex("@media screen", 0, hidden) > style.rindex(
        "}\n", 0, style.rindex("@media screen", 0, hidden)
    )
    assert "prefers-reduced-motion" in style


def test_names_written_to_do_harm_stay_text(hostile, english):
    run = kept(hostile, year_log(), None)
    page = render_page(run, [], english)
    assert "<script" not in page
    render_figure("school_week", run, english)


def test_the_largest_disc_is_the_school_with_most_lessons(watched, english):
    section = week_section(watched, english)
    radii = [
        float(radius)
        for week in section.weeks
        for day in week.days
        for radius in re.findall(r'r="([\d.]+)" fill', day.picture)
    ]
    assert max(radii) == pytest.approx(17.0)
    assert np.min(radii) >= 2.2
