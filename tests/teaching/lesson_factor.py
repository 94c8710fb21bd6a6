"""What the rules for lessons amount to in typical schools and in a mix of schools like the country's."""

from functools import cache

import numpy as np

from kopa_sim.model.grades import N_GRADES
from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.lessons import required_lessons
from tests.teaching.builders import parameters

TYPICAL = (
    ("1–6", 30),
    ("1–6", 60),
    ("1–6", 150),
    ("1–6", 350),
    ("7–9", 120),
    ("7–9", 400),
    ("1–9", 300),
    ("1–9", 700),
)
"""Grades and pupils, spread evenly over the grades."""
MIX = ((789, "1–6", 55), (923, "1–6", 233), (394, "7–9", 330), (233, "1–9", 620))
"""Schools, grades and mean size.

In 2016 789 of 2,339 schools had fewer than 100 pupils and 233 more than 500, and all of them 532,700 (Statistics
Finland). Mean sizes of these two are assumed; the rest follow from the totals and from a third of all pupils in
grades 7–9.
"""
PUBLISHED_RANGE = (1.3, 1.7)
"""Around 1.45: teaching cost per pupil of 2022 over 24.7 lessons for 17 at 2,500 euros, assistants included."""

REASONS = {
    "local_extra": "local addition",
    "split_groups": "split groups",
    "a2_language": "A2 language",
    "second_mother_tongue": "second mother tongue",
    "minority_religion": "other religions and ethics",
    "remedial": "remedial",
    "part_time_special": "part-time special teacher",
    "individual_support": "individual support",
    "special_classes": "special classes",
    "preparatory": "preparatory",
    "personal_guidance": "personal guidance",
}


def _grades(span):
    first, last = span.split("–")
    return range(int(first), int(last) + 1)


def typical_schools():
    """Pupils of the typical schools. (1, 1, school, grade)"""
    pupils = np.zeros((len(TYPICAL), N_GRADES))
    for school, (span, size) in enumerate(TYPICAL):
        grades = _grades(span)
        for place, grade in enumerate(grades):
            pupils[school, grade] = size // len(grades) + (place < size % len(grades))
    return pupils[None, None]


def mixed_schools():
    """Pupils of schools like the country's: sizes even between 0.4 and 1.6 times the mean, grades by chance."""
    random, rows = np.random.default_rng(2016), []
    for count, span, mean in MIX:
        grades = list(_grades(span))
        for size in np.linspace(0.4, 1.6, count) * mean:
            row = np.zeros(N_GRADES)
            row[grades] = random.poisson(size / len(grades), len(grades))
            rows.append(row)
    return np.array(rows)[None, None]


@cache
def lessons_by_reason(mixed):
    """Return pupils, groups and lessons by reason of each school."""
    pupils, chosen = mixed_schools() if mixed else typical_schools(), parameters()
    groups = form_groups(pupils, chosen)
    lessons = required_lessons(groups, pupils, np.ones(pupils.shape[1:3], dtype=bool), chosen)
    formed = groups.groups_draw_year_school_grade.sum(axis=3) + groups.special_groups_draw_year_school
    reasons = {name: hours[0, 0] for name, hours in lessons.by_reason().items()}
    return pupils[0, 0].sum(axis=1), formed[0, 0], reasons


def _row(label, pupils, groups, reasons):
    plan, whole = reasons["plan"], sum(reasons.values())
    shares = [f"{100 * reasons[name] / plan:.1f}" for name in REASONS]
    cells = [label, f"{pupils:,.0f}", f"{groups:,.0f}", f"{plan:,.0f}", *shares]
    return [*cells, f"{whole / plan:.2f}", f"{whole / pupils:.2f}"]


def mixed_totals():
    """Return pupils, groups and lessons by reason of all schools of the mix."""
    pupils, groups, reasons = lessons_by_reason(mixed=True)
    return pupils.sum(), groups.sum(), {name: hours.sum() for name, hours in reasons.items()}


def table():
    """The table of docs/lessons.md."""
    head = [
        "school",
        "pupils",
        "groups",
        "lessons of the plan",
        *REASONS.values(),
        "factor",
        "lessons a pupil",
    ]
    pupils, groups, reasons = lessons_by_reason(mixed=False)
    rows = [
        _row(
            f"grades {span}",
            pupils[at],
            groups[at],
            {name: float(hours[at]) for name, hours in reasons.items()},
        )
        for at, (span, _) in enumerate(TYPICAL)
    ]
    rows.append(_row("**2,339 schools like the country's**", *mixed_totals()))
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))
