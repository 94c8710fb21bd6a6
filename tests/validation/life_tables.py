"""Survival by five-year groups from death rates, the way the United Nations' 2012 revision made its life tables.

Persons lived of age 0 and 1–4 follow Coale and Demeny (1983, West), those of ages 5–99 Greville's separation factor
as used in MORTPAK; from 100 on the rate is constant within a group.
"""

import numpy as np

WIDTHS = np.array([1.0, 4.0, *[5.0] * 21])
"""Years in the groups 0, 1–4, 5–9, …, 100–104, 105–109 of the death rates; 110+ comes last."""


def years_lived_before_death(rates, sex):
    """Return the mean years lived in a group by those who die in it. (group without the open one,)"""
    infant = rates[0]
    if infant >= 0.107:
        raise ValueError("the formulas are of infant death rates under 0.107")
    years = np.full(len(WIDTHS), 2.5)
    if sex == "male":
        years[:2] = 0.045 + 2.684 * infant, 1.651 - 2.816 * infant
    else:
        years[:2] = 0.053 + 2.800 * infant, 1.522 - 1.518 * infant
    inner = np.arange(2, 21)
    growth = np.log(rates[inner + 1] / rates[inner - 1])
    years[inner] = 2.5 - 25.0 / 12.0 * (rates[inner] - 0.1 * growth)
    return years


def years_lived(rates, sex):
    """Return person-years lived in 0–4, 5–9, …, 105–109 and 110+ per person born. (group,)"""
    closed = rates[:-1]
    before_death = years_lived_before_death(rates, sex)
    dying = WIDTHS * closed / (1 + (WIDTHS - before_death) * closed)
    dying[21:] = 1 - np.exp(-WIDTHS[21:] * closed[21:])
    alive = np.concatenate([[1.0], np.cumprod(1 - dying)])
    died = alive[:-1] - alive[1:]
    lived = WIDTHS * alive[1:] + before_death * died
    lived[21:] = died[21:] / closed[21:]
    return np.concatenate([[lived[0] + lived[1]], lived[2:], [alive[-1] / rates[-1]]])


def survival_by_group(rates, sex):
    """Return survival over five years from each group 0–4, …, 95–99, 100+, and from birth to 0–4.

    Those aged 95–99 and those aged 100 and over survive alike, at the ratio of the life table's own population.
    """
    lived = years_lived(rates, sex)
    hundred = lived[20:].sum()
    last = hundred / (lived[19] + hundred)
    return np.array([*lived[1:20] / lived[:19], last, last]), lived[0] / 5
