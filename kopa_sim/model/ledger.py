"""Money: what is paid, by whom, for what; what comes in; and what follows for the verdict."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

COST_ITEMS: Final[tuple[str, ...]] = (
    "teaching",
    "support_staff",
    "transport",
    "meals",
    "welfare",
    "administration",
    "property_running",
    "property_capital",
    "transition",
    "ict",
    "disruption",
)
"""Items of costs.csv. property_capital is cash: repairs, extensions, sale, demolition, residual value. disruption is
what substitutes and all else in the simulated school years cost beyond the plan."""

PAYERS: Final[tuple[str, ...]] = ("municipality", "other_municipality", "state", "kela", "family")
GROSS_PAYERS: Final[tuple[str, ...]] = ("municipality", "other_municipality")
"""Payers whose rows make up the gross cost of municipalities."""

FUNDING_ITEMS: Final[tuple[str, ...]] = (
    "state_share",
    "tax_base_equalisation",
    "home_municipality_compensation",
    "cooperation_payment",
    "upper_secondary_unit_price",
    "upper_secondary_contribution",
    "vocational",
)


BILL_SHARING_RULES: Final[tuple[str, ...]] = ("by_pupils", "by_residents", "by_use", "by_tax_base", "equal")
"""Rules by which members may divide a common bill; those of a game between them stand beside (docs/coalitions.md)."""


@dataclass(frozen=True)
class JointBill:
    """A cost that an agreement makes common, and its members' shares under every rule, over the Plan's years.

    Attributes
    ----------
    agreement
        Name of the agreement.
    number
        Its place among the Plan's agreements.
    part
        What of it is common: schools, office, transport or teachers.
    in_force
        The rule by which the bill is divided; ``host`` where one member bears it whole; empty where it stays where
        it stands and a price, a fee or the statute settles instead.
    members
        Indices of the municipalities that agree.
    host
        Index of the one that runs it.
    cost_draw_year_municipality
        The bill by the municipality where it stands, zero in years without it. (draw, year, municipality)
    share_rule_draw_year_municipality
        Shares under each of BILL_SHARING_RULES; they sum to one. (rule, draw, year, municipality)
    settled_year_school
        For the part schools: whose bill it is. (year, school)
    """

    agreement: str
    number: int
    part: str
    in_force: str
    members: tuple[int, ...]
    host: int
    cost_draw_year_municipality: Floats
    share_rule_draw_year_municipality: Floats
    settled_year_school: NDArray[np.bool_] | None = None

    @property
    def total_draw_year(self) -> Floats:
        """The whole bill. (draw, year)"""
        total: Floats = self.cost_draw_year_municipality.sum(axis=2)
        return total

    @property
    def share_draw_year_municipality(self) -> Floats | None:
        """The shares in force; None where the bill stays where it stands. (draw, year, municipality)"""
        if self.in_force == "host":
            shares = np.zeros(self.share_rule_draw_year_municipality.shape[1:])
            shares[:, :, self.host] = 1.0
            return shares
        if not self.in_force:
            return None
        in_force: Floats = self.share_rule_draw_year_municipality[BILL_SHARING_RULES.index(self.in_force)]
        return in_force


UPKEEP_MEASURES: Final[tuple[str, ...]] = (
    "repairs_eur",
    "repair_debt_eur",
    "condition_share",
    "renovation_due_share",
)
"""Measures of repairs.csv: what is repaired, what is left, the building's value as a share of new, and whether a
major renovation is due."""


@dataclass(frozen=True)
class Costs:
    """Costs of an option in euros of the price year, over the Plan's years (costed tables start at first_year).

    Attributes
    ----------
    school_draw_year_school_item
        All money by school, all payers together; what belongs to no single school (the education office,
        surplus posts) is spread over the municipality's schools by pupils. (draw, year, school, item)
    municipal_draw_year_municipality_payer_item
        The same money by payer. (draw, year, municipality, payer, item). Over payers and municipalities it sums
        to the schools' sum item by item; an agreed bill share stands at the paying municipality under
        other_municipality, with the equal reduction at the host.
    accounting_capital_draw_year_municipality
        Capital rent or depreciation: the accounting view of property_capital. (draw, year, municipality)
    accounting_capital_draw_year_school
        The same by school. (draw, year, school)
    write_down_draw_year_municipality
        Book value written off at closing: a memo item. (draw, year, municipality)
    repair_debt_draw_year_school
        Repairs due and not yet made. (draw, year, school)
    steady_wear_draw_year_municipality
        What a year wears off the buildings that teach, by who pays for them: a memo item. (draw, year, municipality)
    upkeep_draw_year_school_measure
        Repairs and condition of buildings; NaN where none stands. (draw, year, school, UPKEEP_MEASURES)
    joint_bills
        Costs that agreements make common, already among the others.
    """

    years: tuple[int, ...]
    school_draw_year_school_item: Floats
    municipal_draw_year_municipality_payer_item: Floats
    accounting_capital_draw_year_municipality: Floats
    accounting_capital_draw_year_school: Floats
    write_down_draw_year_municipality: Floats
    repair_debt_draw_year_school: Floats
    steady_wear_draw_year_municipality: Floats
    upkeep_draw_year_school_measure: Floats
    joint_bills: tuple[JointBill, ...] = ()

    @property
    def gross_draw_year_municipality(self) -> Floats:
        """Gross cost: what municipalities pay. (draw, year, municipality)"""
        paid = [PAYERS.index(payer) for payer in GROSS_PAYERS]
        gross: Floats = self.municipal_draw_year_municipality_payer_item[:, :, :, paid].sum(axis=(3, 4))
        return gross


@dataclass(frozen=True)
class Funding:
    """Funding of an option in euros of the price year, over the Plan's years.

    ``funding_draw_year_municipality_item`` is (draw, year, municipality + 1, item); the last municipality is
    the pseudo-municipality ``outside`` that closes compensation and cooperation payments to zero.
    """

    years: tuple[int, ...]
    funding_draw_year_municipality_item: Floats

    @property
    def total_draw_year_municipality(self) -> Floats:
        """Funding of the region's municipalities, without ``outside``. (draw, year, municipality)"""
        total: Floats = self.funding_draw_year_municipality_item[:, :, :-1].sum(axis=3)
        return total


@dataclass(frozen=True)
class Money:
    """Costs, funding and tax base of one option.

    ``tax_base_draw_year_municipality`` is taxable income in euros of the price year. (draw, year, municipality)
    """

    costs: Costs
    funding: Funding
    tax_base_draw_year_municipality: Floats

    @property
    def net_draw_year_municipality(self) -> Floats:
        """Net cost = gross cost − funding. (draw, year, municipality)"""
        net: Floats = self.costs.gross_draw_year_municipality - self.funding.total_draw_year_municipality
        return net


@dataclass(frozen=True)
class Verdict:
    """The verdict on one option by municipality, with the whole region last.

    Attributes
    ----------
    values
        Measure of verdict.csv -> (draw, municipality + 1); NaN where a measure has no value in a draw.
    verdicts
        sustainable, conditional or not_sustainable for each municipality and the region.
    binding_constraints
        The test that most often fails: money, journey_ceiling, qualified_teaching, law, member or none.
    path
        Measure of net_cost.csv -> (draw, costed year, municipality + 1); NaN where it has no value.
    discount_rates
        Rates of present_values.csv, the one in force among them.
    at_rates
        Measure of present_values.csv -> (draw, rate, municipality + 1).
    """

    values: dict[str, Floats]
    verdicts: tuple[str, ...]
    binding_constraints: tuple[str, ...]
    path: dict[str, Floats] = field(default_factory=dict)
    discount_rates: tuple[float, ...] = ()
    at_rates: dict[str, Floats] = field(default_factory=dict)
