"""Cost of a pupil by size of school, against what is known of it."""

from tests.validation.comparison import COUNT, Comparison
from tests.validation.school_size import BAND, UPPER_SECONDARY_CLASSES, relative, upper_secondary_ratio

TITLE = "Cost of a pupil by size of school"
INTRODUCTION = (
    "From default parameters alone, without journeys: [school_size.md](school_size.md) has the curves and says why a"
    " figure falls outside. Upper secondary ratios are those of providers in 2000, with a slack of 0.1 stated"
    " beforehand; nothing in the curriculum by subject was set to reach them."
)

_BASIC = tuple(
    Comparison(
        f"grades 1–6, {size} pupils, of a school of 300",
        f"{low:g}–{high:g}",
        "derived from means of municipalities by type, VATT 2006 and cost statistics 2015–2022",
        lambda size=size: relative("grades 1–6", size),
        low,
        high,
        COUNT,
        independent=True,
        remark="a sanity band, not an observation",
    )
    for size, (low, high) in BAND.items()
)
REMARKS = {
    "under 100": "ours at 70 students; the class is wide, and cost falls steeply within it (the curves: 1.6 at 50"
    " students, 2.3 at 30), so the figure hangs on who was in it. Personal guidance follows students at every size"
    " and flattens the ratio a little",
}
"""By the name of a class of sizes."""

_UPPER = tuple(
    Comparison(
        f"upper secondary, {name} students, of 400 and more",
        f"{ratio:.2f}",
        "OPH, cost by size of provider 2000",
        lambda students=students: upper_secondary_ratio(students),
        ratio - 0.1,
        ratio + 0.1,
        COUNT,
        independent=True,
        remark=REMARKS.get(name, f"ours at {students} students"),
    )
    for name, (students, ratio) in UPPER_SECONDARY_CLASSES.items()
)
COMPARISONS: tuple[Comparison, ...] = (*_BASIC, *_UPPER)
