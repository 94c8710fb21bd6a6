"""distribution.csv: how many pupils have how long a way to school, in minutes and in kilometres."""

import numpy as np
import pandas as pd

from kopa_sim.model.area_access import QUANTITIES
from kopa_sim.report.statistics import summarise
from kopa_sim.report.tables.access_areas import anchor_year_key, measured
from kopa_sim.report.tables.frame import OTHER_DECIMALS, Key, Rows
from kopa_sim.report.tables.keys import ALL, municipality_key, option_key
from kopa_sim.study.result import RunResult


def distribution_table(result: RunResult) -> pd.DataFrame:
    """Return pupils of grades 0–9 by bin in the anchor years, where any future has pupils in it."""
    edges = {name: values.astype(int) for name, values in measured(result.as_is).bin_edges.items()}
    bins = Key("bin_from", tuple(sorted({int(edge) for values in edges.values() for edge in values})))
    place = {name: [bins.labels.index(edge) for edge in values] for name, values in edges.items()}
    keys = (
        option_key(result),
        anchor_year_key(result),
        municipality_key(result, last=ALL),
        Key("quantity", QUANTITIES),
        bins,
    )
    rows = Rows(keys)
    for index, option in enumerate(result.options):
        for quantity, name in enumerate(QUANTITIES):
            pupils = measured(option).pupils_draw_year_municipality_bin[name]
            everyone = np.concatenate([pupils, pupils.sum(axis=2, keepdims=True)], axis=2)
            statistics = summarise(everyone)
            year, home, place_of = np.nonzero((everyone > 0).any(axis=0))
            codes = np.stack(
                [
                    np.full(len(year), index),
                    year,
                    home,
                    np.full(len(year), quantity),
                    np.array(place[name], dtype=np.intp)[place_of],
                ]
            )
            rows.add_rows(statistics[:, year, home, place_of], codes)
    return rows.frame(OTHER_DECIMALS)
