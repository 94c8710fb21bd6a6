"""The heart of a choice of sites: what is left to decide once some sites are open and others closed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Core:
    """Sites still undecided, and the areas whose school depends on them.

    Attributes
    ----------
    cost_site_area
        Cost of all pupils of an area at a site. (site, area)
    fixed_site
        Cost of keeping a site open. (site,)
    base_area
        Cost of an area at its cheapest site that is open for certain; infinite where there is none. (area,)
    decided
        Cost of what is decided: sites open for certain, and areas whose cheapest possible site is one of them.
    fewest, most
        Bounds on how many of the undecided sites are opened.
    site, area
        Numbers of the sites and areas in the whole problem. (site,), (area,)
    opened
        Sites open for certain, numbered as in the whole problem.
    """

    cost_site_area: Floats
    fixed_site: Floats
    base_area: Floats
    decided: float
    fewest: int
    most: int
    site: Ints
    area: Ints
    opened: Ints

    @property
    def settled(self) -> bool:
        """Whether nothing is left to choose."""
        return not len(self.site) or self.most <= 0

    @property
    def possible(self) -> bool:
        """Whether some choice opens as many sites as are wanted."""
        return self.fewest <= len(self.site) and self.most >= 0


def whole_core(cost_site_area: Floats, fixed_site: Floats, fewest: int, most: int) -> Core:
    """Return the problem with nothing decided."""
    n_sites, n_areas = cost_site_area.shape
    base = np.full(n_areas, np.inf)
    sites, areas = np.arange(n_sites), np.arange(n_areas)
    return Core(cost_site_area, fixed_site, base, 0.0, fewest, most, sites, areas, sites[:0])


def decide(core: Core, opened: Ints, closed: Ints) -> Core:
    """Return what is left when sites are opened and closed for certain.

    An area that no undecided site serves more cheaply than an open one is settled and leaves the core.

    Parameters
    ----------
    opened, closed
        Positions of sites in the core.
    """
    stays = np.ones(len(core.site), dtype=np.bool_)
    stays[opened] = stays[closed] = False
    base = np.minimum(core.base_area, core.cost_site_area[opened].min(axis=0, initial=np.inf))
    left = core.cost_site_area[stays]
    depends = left.min(axis=0, initial=np.inf) < base
    fewest, most = max(core.fewest - len(opened), 0), core.most - len(opened)
    if most <= 0:
        depends[:] = False
    return Core(
        np.ascontiguousarray(left[:, depends]),
        core.fixed_site[stays],
        base[depends],
        core.decided + float(core.fixed_site[opened].sum() + base[~depends].sum()),
        fewest,
        most,
        core.site[stays],
        core.area[depends],
        np.concatenate([core.opened, core.site[opened]]),
    )
