"""Children by postcode area beside later counts, for docs/validation.md."""

from functools import partial

from kopa_sim.scenario.defaults import load_defaults
from tests.validation.area_ageing import foretold, missed, unchanged
from tests.validation.comparison import SHARE, Comparison

TITLE = "Children by area"
INTRODUCTION = """Children of ages 7–15 by postcode area, shared out from an earlier count by `share_areas` with
default parameters; the municipality's children are those counted (`tests/validation/area_ageing.py`). The figure
beside is what unchanged shares of every band of ages miss by; the band is to do better."""

PAIRS = ((2013, 2018), (2019, 2024), (2013, 2020))
DEFAULTS = load_defaults()


def ours(first: int, last: int) -> float:
    """Return Σ |error| over areas as a share of the pupils counted."""
    moving = DEFAULTS["demography.child_moves_within_municipality_share"].value
    rule = DEFAULTS["demography.movers_settle_as"].value
    return missed(foretold(first, last, moving, rule), first, last)


def _row(first: int, last: int) -> Comparison:
    naive = missed(unchanged(first, last), first, last)
    return Comparison(
        what=f"Pupils by postcode area {first} → {last}, Σ abs. error",
        published=f"{naive:.1%} with unchanged shares",
        source="Statistics Finland, Paavo",
        ours=partial(ours, first, last),
        low=0.0,
        high=naive,
        unit=SHARE,
        independent=False,
        remark="where movers settle was chosen on these three comparisons",
    )


COMPARISONS = tuple(_row(*years) for years in PAIRS)
