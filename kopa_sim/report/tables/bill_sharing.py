"""bill_sharing.csv: every cost that an agreement makes common, divided by every rule side by side."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kopa_sim.model.ledger import BILL_SHARING_RULES, JointBill
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.frame import Key, Rows, decimals_of
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key, year_key
from kopa_sim.study.result import RunResult

Floats = NDArray[np.float64]

PARTS: Final[tuple[str, ...]] = ("schools", "office", "transport", "teachers")
"""What of an agreement is common."""

BILL_MEASURES: Final[tuple[str, ...]] = ("joint_cost_eur", "in_force", "share", "paid_eur")
"""The first two stand at the municipality ALL, the others at each member."""

JOINT_COST, IN_FORCE, SHARE, PAID = range(len(BILL_MEASURES))


def labels_of_bills(bills: Sequence[JointBill]) -> tuple[str, ...]:
    """Return the names of the agreements of an option's bills; of equal ones the later have a number."""
    numbers = {bill.number: bill.agreement for bill in bills}
    named: dict[int, str] = {}
    for number, name in sorted(numbers.items()):
        before = sum(numbers[other] == name for other in named)
        named[number] = f"{name} ({before + 1})" if before else name
    return tuple(named[bill.number] for bill in bills)


def bill_sharing_table(result: RunResult) -> pd.DataFrame:
    """Return common bills, and what every member would pay of them under every rule, in years that have them."""
    bills = [option.money.costs.joint_bills for option in result.options]
    labels = [labels_of_bills(of) for of in bills]
    names = tuple(dict.fromkeys(name for of in labels for name in of))
    rows = Rows(
        (
            option_key(result),
            Key("agreement", names),
            Key("part", PARTS),
            Key("rule", BILL_SHARING_RULES),
            year_key(result),
            municipality_key(result, last=ALL),
            Key("measure", BILL_MEASURES),
        )
    )
    for option, own in enumerate(result.options):
        for bill, label in zip(bills[option], labels[option], strict=True):
            for rule in range(len(BILL_SHARING_RULES)):
                values, keep = _of_rule(bill, rule, own.plan.costed)
                rows.add(values, keep, (option, names.index(label), PARTS.index(bill.part), rule))
    frame = rows.frame(decimals_of(BILL_MEASURES))
    ordered = ["option", "year", "agreement", "part", "rule", "municipality", "measure"]
    return frame[[*ordered, *(name for name in frame.columns if name not in ordered)]]


def _of_rule(bill: JointBill, rule: int, costed: slice) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the statistics of one bill under one rule, and which of them there are.

    (statistic, year, municipality and ALL, measure), (year, municipality and ALL, measure)
    """
    total = bill.total_draw_year[:, costed]
    share = bill.share_rule_draw_year_municipality[rule][:, costed]
    values = np.zeros((*share.shape[:2], share.shape[2] + 1, len(BILL_MEASURES)))
    values[:, :, -1, JOINT_COST] = total
    values[:, :, -1, IN_FORCE] = float(bill.in_force == BILL_SHARING_RULES[rule])
    values[:, :, :-1, SHARE] = share
    values[:, :, :-1, PAID] = share * total[:, :, None]
    keep = np.zeros(values.shape[1:], dtype=np.bool_)
    keep[:, -1, [JOINT_COST, IN_FORCE]] = True
    keep[np.ix_(range(len(keep)), list(bill.members), [SHARE, PAID])] = True
    keep &= (total != 0).any(axis=0)[:, None, None]
    return summarise(values), keep
