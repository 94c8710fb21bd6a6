"""The unit of a table, column or measure, read from its name as the tables name things."""

from typing import Final

SUFFIXES: Final[dict[str, str]] = {
    "_eur": "EUR",
    "_min": "min",
    "_min_difference": "min",
    "_km": "km",
    "_share": "1",
    "_tax_points": "income-tax points",
    "_slack_pupils": "persons",
    "_points_difference": "income-tax points",
    "_year": "year",
    "_hours": "h/year",
}
NAMES: Final[dict[str, str]] = {
    "population": "persons",
    "starters": "persons",
    "pupils": "persons",
    "flows": "persons",
    "groups": "groups",
    "special_classes": "groups",
    "rooms": "rooms",
    "places": "places",
    "open": "1",
    "share": "1",
    "in_force": "1",
    "posts": "posts",
    "tax_points": "income-tax points",
    "surplus_posts": "posts",
    "dismissed_posts": "posts",
    "costs": "EUR/year",
    "school_costs": "EUR/year",
    "funding": "EUR/year",
    "budget": "EUR/year, nominal",
    "overtime_hours": "lessons/week",
    "operations_lessons": "lessons/year",
    "unstaffed_lessons": "lessons/year",
    "qualified_planned_lessons": "lessons/year",
    "operations_subjects": "lessons/year",
    "neighbour_days_filled": "days/year",
    "regional_days_filled": "days/year",
    "regional_days_asked": "days/year",
    "regional_days_waited": "days/year",
    "own_pool_days_waited": "days/year",
    "regional_absences": "absences/year",
    "pool_wait_days_mean": "days",
    "regional_pool_wait_days_mean": "days",
    "substitute_absences": "absences/year",
    "overtime_cover_lessons": "lessons/year",
    "watched_lessons": "lessons/year",
    "vacant_days": "post-days/year",
    "pupil_days_over_one_lost": "pupil-days/year",
    "pupil_late_days": "pupil-days/year",
    "pupil_late_lessons": "pupil-lessons/year",
    "students": "persons",
    "small_provider_index": "1",
    "minutes_difference": "min",
    "gini_min": "1",
    "places_per_pupil": "places/pupil",
}
PREFIXES: Final[dict[str, str]] = {
    "hours_": "lessons/week",
    "lessons_": "lessons/year",
    "substitute_days_": "days/year",
    "theil_": "1",
}


def unit_of(name: str) -> str:
    """Return the unit of what bears the name; "1" for shares and indices, empty when the name does not tell."""
    if name in NAMES:
        return NAMES[name]
    for suffix, unit in SUFFIXES.items():
        if name.endswith(suffix):
            return unit
    return next((unit for prefix, unit in PREFIXES.items() if name.startswith(prefix)), "")
