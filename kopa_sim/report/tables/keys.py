"""The key columns that tables share."""

from kopa_sim.model.grades import GRADE_BANDS, GRADES
from kopa_sim.model.region import OUTSIDE
from kopa_sim.report.tables.frame import Key
from kopa_sim.study.result import RunResult

ALL = "ALL"
"""Label of the whole region in the tables that have it."""


def option_key(result: RunResult) -> Key:
    """Return the options, as_is first."""
    return Key("option", tuple(option.plan.option for option in result.options))


def year_key(result: RunResult) -> Key:
    """Return the costed years."""
    return Key("year", result.as_is.plan.costed_years)


def municipality_key(result: RunResult, *, name: str = "municipality", last: str = "") -> Key:
    """Return the municipalities, with one more label such as ALL or outside where the axis has it."""
    codes = result.scenario.region.municipalities.codes
    return Key(name, (*codes, last) if last else codes)


def outside_key(result: RunResult) -> Key:
    """Return the municipalities and the pseudo-municipality that closes the sums."""
    return municipality_key(result, last=OUTSIDE)


def school_key(result: RunResult) -> Key:
    """Return the schools."""
    return Key("school", result.scenario.region.schools.codes)


def area_key(result: RunResult) -> Key:
    """Return the areas."""
    return Key("area", result.scenario.region.areas.codes)


GRADE_KEY = Key("grade", GRADES)
BAND_KEY = Key("grade_band", GRADE_BANDS)
BAND_OR_ALL_KEY = Key("grade_band", (*GRADE_BANDS, "all"))
