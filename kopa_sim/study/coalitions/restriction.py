"""A measure as it is when only some municipalities cooperate."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar, get_args, get_origin

from kopa_sim.model.region import Region
from kopa_sim.scenario.measures import Measure
from kopa_sim.scenario.measures.base import Reference
from kopa_sim.scenario.measures.cooperate import Cooperate
from kopa_sim.scenario.measures.remote_teaching import RemoteTeaching
from kopa_sim.scenario.measures.share_principal import SharePrincipal
from kopa_sim.scenario.measures.share_teachers import ShareTeachers
from kopa_sim.study.coalitions.cooperation import home_of, partners

Pool = ShareTeachers | RemoteTeaching | SharePrincipal
Kind = TypeVar("Kind", bound=Measure)


def restricted(measure: Measure, region: Region, together: frozenset[str]) -> tuple[Measure, ...]:
    """Return what becomes of a measure when only the municipalities of a coalition cooperate.

    A measure that crosses no border stays. An agreement holds between those of its members who are in the coalition.
    Schools of the coalition's members stay one pool, under one principal or on one link; every other municipality
    has these with its own schools alone. What is left of fewer than two falls away, and so does a pair of schools or
    a closing whose receiving school is beyond the border, unless both municipalities are in the coalition.
    """
    tied = partners(measure, region)
    if not tied:
        return (measure,)
    if isinstance(measure, Cooperate):
        return _agreement(measure, region, together)
    if isinstance(measure, ShareTeachers | RemoteTeaching | SharePrincipal):
        return _pools(measure, region, tied, together)
    return (measure,) if tied <= together else ()


def _agreement(measure: Cooperate, region: Region, together: frozenset[str]) -> tuple[Measure, ...]:
    members = tuple(code for code in measure.members if code in together)
    if len(set(members)) < 2 or (measure.kind == "purchase" and members != measure.members):
        return ()
    kept = _of(measure, region, together)
    if (measure.schools and not kept.schools) or (measure.mother_school and not kept.mother_school):
        return ()
    if measure.exit_payer and not kept.exit_payer:
        kept = kept.model_copy(update={"exit_fee_eur": None, "exit_fee_years": None})
    return (kept,)


def _pools(
    measure: Pool, region: Region, tied: frozenset[str], together: frozenset[str]
) -> tuple[Measure, ...]:
    """Return the pool of the coalition and those of every other municipality, in the order of the region."""
    joint = tied & together if len(tied & together) > 1 else frozenset()
    parts = [joint] if joint else []
    parts += [frozenset((code,)) for code in region.municipalities.codes if code in tied - joint]
    pools = []
    for part in parts:
        pool = _of(measure, region, part)
        if part != joint and not isinstance(pool, SharePrincipal):
            pool = pool.model_copy(update={"name": f"{pool.name} {min(part)}"})
        if _enough(pool, region):
            pools.append(pool)
    return tuple(pools)


def _enough(pool: Pool, region: Region) -> bool:
    """Return whether two schools are left to share."""
    named = frozenset() if isinstance(pool, SharePrincipal) else frozenset(pool.municipalities)
    fills, schools = region.schools.fills_by_distance, region.schools
    whole = sum(
        bool(fills[at]) and region.municipalities.codes[home] in named and code not in pool.schools
        for at, (code, home) in enumerate(zip(schools.codes, schools.municipality, strict=True))
    )
    return len(set(pool.schools)) + whole >= 2


def _of(measure: Kind, region: Region, kept: frozenset[str]) -> Kind:
    """Return a measure that names of municipalities and schools only those that are kept."""
    changed = {}
    for name, field in type(measure).model_fields.items():
        kinds = {of.kind for of in field.metadata if isinstance(of, Reference)} | _kinds(field.annotation)
        belongs = _belonging(kinds, region, kept)
        if belongs is not None:
            changed[name] = _kept(getattr(measure, name), belongs, field.default)
    return measure.model_copy(update=changed)


def _kinds(annotation: Any) -> set[str]:
    """Return what a field's annotation says that it names."""
    if get_origin(annotation) is Annotated:
        own = {of.kind for of in get_args(annotation)[1:] if isinstance(of, Reference)}
        return own | _kinds(get_args(annotation)[0])
    return set().union(*(_kinds(part) for part in get_args(annotation)))


def _belonging(kinds: set[str], region: Region, kept: frozenset[str]) -> Callable[[str], bool] | None:
    """Return what tells whether a code of a field is kept; None where the field names neither kind."""
    if "municipality" in kinds:
        return kept.__contains__
    if "school" in kinds:
        return lambda code: code in region.schools.codes and home_of(region, (code,)) <= kept
    return None


def _kept(value: Any, belongs: Callable[[str], bool], default: Any) -> Any:
    """Return a value without the codes that are not kept."""
    if isinstance(value, tuple):
        return tuple(code for code in value if belongs(code))
    if isinstance(value, Mapping):
        return {code: term for code, term in value.items() if belongs(code)}
    return value if value is None or belongs(value) else default
