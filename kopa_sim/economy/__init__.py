"""What does it cost, who pays, and is it sustainable: costs, funding, budget and the verdict.

=========================  ================================================================================
:func:`taxable_income`     what an income-tax point is worth
:func:`cost_option`        every cost item by school and by payer
:func:`fund_option`        state share, compensation, agreed payments, unit price: one file a statute
:func:`book_budget`        the first five calendar years, nominal, with capital as accounts show it
:func:`discount_factors`   the weight of each year in a present value
:func:`judge_option`       the verdict beside "as it is"
=========================  ================================================================================
"""

from kopa_sim.economy.budget import BUDGET_ITEMS, book_budget
from kopa_sim.economy.costs import cost_option
from kopa_sim.economy.funding import fund_option
from kopa_sim.economy.net_cost_path import PATH_MEASURES
from kopa_sim.economy.present_value import discount_factors
from kopa_sim.economy.tax_base import taxable_income
from kopa_sim.economy.verdict import judge_option
from kopa_sim.economy.verdict_rates import RATE_MEASURES

__all__ = [
    "BUDGET_ITEMS",
    "PATH_MEASURES",
    "RATE_MEASURES",
    "book_budget",
    "cost_option",
    "discount_factors",
    "fund_option",
    "judge_option",
    "taxable_income",
]
