"""What the tables of access leave out for want of data, in words."""

import numpy as np

from kopa_sim.access.income_groups import NO_GROUP, income_groups
from kopa_sim.model.region import Areas

NO_INCOMES = (
    "no area has a mean income (column income of table areas): the way to school by income group is left out"
)


def access_notices(areas: Areas) -> tuple[str, ...]:
    """Return a notice where no income group can be told, or children live in areas that belong to none."""
    if np.isnan(areas.mean_income_eur).all():
        return (NO_INCOMES,)
    children = areas.children_area_band.sum(axis=1)
    apart = (income_groups(areas.mean_income_eur, children) == NO_GROUP) & (children > 0)
    if not apart.any():
        return ()
    count = "one area has" if apart.sum() == 1 else f"{apart.sum()} areas have"
    return (
        f"{count} no mean income (column income of table areas): {children[apart].sum():.0f} of"
        f" {children.sum():.0f} children are in no income group of table access_groups",
    )
