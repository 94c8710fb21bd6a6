"""Which schools a pool or a remote group has, when members are named by school, municipality or both."""

from kopa_sim.model.region import Region


def member_schools(
    region: Region, school_codes: tuple[str, ...], municipality_codes: tuple[str, ...]
) -> tuple[int, ...]:
    """Return the indices of the named schools and of all catchment-filled schools of named municipalities."""
    municipalities = {region.municipalities.codes.index(code) for code in municipality_codes}
    fills = region.schools.fills_by_distance
    return tuple(
        index
        for index, code in enumerate(region.schools.codes)
        if code in school_codes
        or (int(region.schools.municipality[index]) in municipalities and fills[index])
    )
