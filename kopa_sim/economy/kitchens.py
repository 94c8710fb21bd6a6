"""Which schools cook, and whence the others get their food."""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.kitchens import Kitchens
from kopa_sim.model.parameters import Parameters
from kopa_sim.model.region import Region, Schools

Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

METRES_PER_KM = 1000.0


def kitchens_of(region: Region, parameters: Parameters) -> Kitchens:
    """Return the kitchens of a region: the ones it knows, else those that the schools table and the rule give.

    A school's kitchen is what the table says. Where it says nothing, schools of at least
    ``economy.cooking_kitchen_from_places`` places cook. Food is brought to the others from their municipality's main
    kitchen: the cooking one with the most places. Where no school of a municipality would cook and the table does not
    say so of all, its largest one does; where the table says that all of them heat, the kitchen stands outside the
    schools and is taken to lie at the largest one. Schools that municipalities do not pay for have no kitchen here.
    """
    if region.kitchens is not None:
        return region.kitchens
    schools = region.schools
    cooks = _cooks(schools, parameters)
    for_others, straight_km = np.zeros(len(schools), dtype=np.bool_), np.zeros(len(schools))
    for municipality in np.unique(schools.municipality):
        own = np.flatnonzero((schools.municipality == municipality) & schools.municipal)
        if not len(own):
            continue
        cooks[own] |= _must_cook(schools, own, cooks[own])
        cooking = own[cooks[own]]
        main = _main_kitchen(schools, cooking if len(cooking) else own)
        fed = own[~cooks[own]]
        away_m = np.hypot(schools.x_m[fed] - schools.x_m[main], schools.y_m[fed] - schools.y_m[main])
        straight_km[fed] = away_m / METRES_PER_KM
        for_others[main] = cooks[main] and len(fed) > 0
    return Kitchens(cooks, for_others, straight_km)


def _cooks(schools: Schools, parameters: Parameters) -> Bools:
    """Return which schools cook by the table, else by their places. (school,)"""
    by_places = schools.places >= parameters.number("economy.cooking_kitchen_from_places")
    if schools.kitchens is None:
        return by_places & schools.municipal
    given = np.array(schools.kitchens)
    cooks: Bools = np.where(given == "", by_places, given == "cooking") & schools.municipal
    return cooks


def _must_cook(schools: Schools, own: Ints, cooks: Bools) -> Bools:
    """Return which of a municipality's schools cooks because no other does and the table leaves it open. (own,)"""
    unsaid = np.ones(len(own), dtype=np.bool_)
    if schools.kitchens is not None:
        unsaid = np.array([schools.kitchens[school] == "" for school in own], dtype=np.bool_)
    must = np.zeros(len(own), dtype=np.bool_)
    if not cooks.any() and unsaid.any():
        must[own == _main_kitchen(schools, own[unsaid])] = True
    return must


def _main_kitchen(schools: Schools, among: Ints) -> int:
    """Return the largest school of those that teach now, else of all."""
    teaching = among[schools.grades_school_grade[among].any(axis=1)]
    return _largest(schools, teaching if len(teaching) else among)


def _largest(schools: Schools, among: Ints) -> int:
    """Return the school with the most places; the first of equals."""
    return int(among[np.argmax(schools.places[among])])
