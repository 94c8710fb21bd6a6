"""Money: what is paid, by whom, for what; what comes in; and what follows for the verdict."""

from dataclasses import dataclass
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
)
"""Items of costs.csv. property_capital is cash: repairs, extensions, sale, demolition, residual value."""

PAYERS: Final[tuple[str, ...]] = ("municipality", "other_municipality", "state", "kela", "family")
GROSS_PAYERS: Final[tuple[str, ...]] = ("municipality", "other_municipality")
"""Payers whose rows make up the gross cost of municipalities."""

FUNDING_ITEMS: Final[tuple[str, ...]] = (
    "state_share",
    "tax_base_equalisation",
    "home_municipality_compensation",
    "cooperation_payment",
    "upper_secondary_unit_price",
    "vocational",
)


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
    """

    years: tuple[int, ...]
    school_draw_year_school_item: Floats
    municipal_draw_year_municipality_payer_item: Floats
    accounting_capital_draw_year_municipality: Floats
    accounting_capital_draw_year_school: Floats
    write_down_draw_year_municipality: Floats
    repair_debt_draw_year_school: Floats

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
    """

    values: dict[str, Floats]
    verdicts: tuple[str, ...]
    binding_constraints: tuple[str, ...]
