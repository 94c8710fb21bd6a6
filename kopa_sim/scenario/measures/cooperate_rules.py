"""What the fields of an agreement must be together."""

from collections.abc import Mapping
from typing import Any, Final

from kopa_sim.scenario.measures.base import ORDER_OF_YEARS, Rule

PRICE_RULES_OF_KIND: Final[Mapping[str, tuple[str, ...]]] = {
    "open_borders": ("statutory", "per_pupil"),
    "purchase": ("statutory", "per_pupil", "cost_shares", "fixed_fee"),
    "joint_school": ("cost_shares", "per_pupil", "statutory", "fixed_fee"),
    "host_municipality": ("cost_shares", "per_pupil", "statutory", "fixed_fee"),
    "joint_authority": ("cost_shares", "per_pupil"),
    "satellite": ("cost_shares", "per_pupil", "statutory", "fixed_fee"),
    "shared_administration": ("cost_shares", "fixed_fee"),
    "teacher_pool": ("cost_shares", "fixed_fee"),
    "shared_transport": ("cost_shares",),
}
"""Price rules that fit each kind, the usual one first."""

BY_USE_KINDS: Final[tuple[str, ...]] = ("shared_transport", "teacher_pool")
"""Kinds whose members usually pay for what each of them uses."""


def price_rule_of(measure: Any) -> str:
    """Return how members settle: by the rule written, else by what their price tells, else as the kind usually is."""
    if measure.price_rule is not None:
        return str(measure.price_rule)
    if measure.price_per_pupil_eur is not None:
        return "per_pupil"
    if measure.yearly_fee_eur is not None:
        return "fixed_fee"
    return PRICE_RULES_OF_KIND[measure.kind][0]


def bill_sharing_of(measure: Any) -> str:
    """Return the rule by which members divide the bill: the one written, else the kind's usual one."""
    return measure.bill_sharing or ("by_use" if measure.kind in BY_USE_KINDS else "by_pupils")


def _too_few(measure: Any) -> str:
    return "" if len(set(measure.members)) >= 2 else "cooperation takes at least two different municipalities"


def _not_two_parties(measure: Any) -> str:
    wrong = measure.kind == "purchase" and len(measure.members) != 2
    return "purchase has two members: the buyer, then the seller" if wrong else ""


def _nothing_joint(measure: Any) -> str:
    wrong = measure.kind == "joint_school" and not measure.schools
    return "joint_school needs the schools whose cost is shared, in schools" if wrong else ""


def _no_mother(measure: Any) -> str:
    if measure.kind == "satellite":
        if measure.mother_school is None or not measure.schools:
            return "satellite needs mother_school, and its sites in other municipalities in schools"
        return "mother_school is one of the sites" if measure.mother_school in measure.schools else ""
    return "" if measure.mother_school is None else "mother_school is for satellite only"


def _host_no_member(measure: Any) -> str:
    if measure.host is None:
        return ""
    if measure.host not in measure.members:
        return f"host {measure.host!r} is not a member; members: {', '.join(measure.members)}"
    told = measure.kind in ("purchase", "satellite", "open_borders")
    return f"{measure.kind} takes no host: the kind tells who teaches" if told else ""


def _unfit_price_rule(measure: Any) -> str:
    rule, fit = price_rule_of(measure), PRICE_RULES_OF_KIND[measure.kind]
    if rule in fit:
        return ""
    return f"{measure.kind} cannot be settled by {rule}; allowed: {', '.join(fit)}"


def _price_and_rule(measure: Any) -> str:
    rule = price_rule_of(measure)
    if rule == "per_pupil" and measure.price_per_pupil_eur is None:
        return "price_rule per_pupil needs price_per_pupil_eur"
    if rule != "per_pupil" and measure.price_per_pupil_eur is not None:
        return f"price_per_pupil_eur has no use under price_rule {rule}"
    if rule == "fixed_fee" and measure.yearly_fee_eur is None:
        return "price_rule fixed_fee needs yearly_fee_eur"
    if rule != "fixed_fee" and measure.yearly_fee_eur is not None:
        return f"yearly_fee_eur has no use under price_rule {rule}"
    return ""


def _unfit_purchase_shares(measure: Any) -> str:
    if measure.kind != "purchase" or price_rule_of(measure) != "cost_shares":
        return ""
    if bill_sharing_of(measure) in ("by_pupils", "by_use"):
        return ""
    return "a purchase at cost price is divided by_pupils or by_use: the buyer pays for its own pupils alone"


def _exit_without_payer(measure: Any) -> str:
    fee = measure.exit_fee_eur is not None or measure.exit_fee_years is not None
    if measure.exit_fee_eur is not None and measure.exit_fee_years is not None:
        return "give the exit fee in euros or in years, not both"
    if fee and measure.exit_payer is None:
        return "an exit fee needs exit_payer, the member that leaves"
    if not fee and measure.exit_payer is not None:
        return "exit_payer needs exit_fee_eur or exit_fee_years"
    if measure.exit_payer is not None and measure.exit_payer not in measure.members:
        return f"exit_payer {measure.exit_payer!r} is not a member; members: {', '.join(measure.members)}"
    return ""


def _exit_without_end(measure: Any) -> str:
    told = measure.exit_payer is not None or measure.notice_years is not None
    return (
        "exit terms need last_year, the last school year of the agreement"
        if told and not measure.last_year
        else ""
    )


def _notice_too_long(measure: Any) -> str:
    if measure.last_year is None or measure.notice_years is None:
        return ""
    lasts = int(measure.last_year) - int(measure.year) + 1
    if lasts >= measure.notice_years:
        return ""
    earliest = int(measure.year) + measure.notice_years - 1
    return (
        f"{measure.notice_years} years of notice cannot be served from {measure.year} to {measure.last_year}:"
        f" last_year is {earliest} at the earliest"
    )


def _nothing_owed_yearly(measure: Any) -> str:
    wrong = measure.exit_fee_years is not None and price_rule_of(measure) == "statutory"
    return (
        "exit_fee_years has nothing to count: under price_rule statutory members owe each other nothing"
        if wrong
        else ""
    )


def _pool_fields(measure: Any) -> str:
    set_fields = [name for name in POOL_FIELDS if getattr(measure, name) is not None]
    if measure.kind == "teacher_pool" or not set_fields:
        return ""
    return f"{', '.join(set_fields)}: for teacher_pool only"


POOL_FIELDS: Final[tuple[str, ...]] = ("subjects", "longest_leg_km", "longest_driving_min", "home_base")
"""Fields that say how a teacher pool works, as in share_teachers."""

_PRICE = ("kind", "price_rule", "price_per_pupil_eur", "yearly_fee_eur")

COOPERATION_RULES: Final[tuple[Rule, ...]] = (
    Rule(("members",), _too_few),
    Rule(("kind", "members"), _not_two_parties),
    Rule(("kind", "schools"), _nothing_joint),
    Rule(("kind", "schools", "mother_school"), _no_mother),
    Rule(("kind", "members", "host"), _host_no_member),
    Rule(_PRICE, _unfit_price_rule),
    Rule(_PRICE, _price_and_rule),
    Rule((*_PRICE, "bill_sharing"), _unfit_purchase_shares),
    Rule(("members", "exit_fee_eur", "exit_fee_years", "exit_payer"), _exit_without_payer),
    Rule(("last_year", "exit_payer", "notice_years"), _exit_without_end),
    Rule(("year", "last_year", "notice_years"), _notice_too_long),
    Rule((*_PRICE, "exit_fee_years"), _nothing_owed_yearly),
    Rule(("kind", *POOL_FIELDS), _pool_fields),
    ORDER_OF_YEARS,
)
"""What is judged of every agreement as it is written."""
