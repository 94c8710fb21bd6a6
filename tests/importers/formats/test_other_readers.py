"""The same files read by other people's readers: pyjstat for JSON-stat, pyaxis for PX.

They know neither symbols nor roles, and pyaxis no labels that run over lines, so that only numbers and labels of
plain files can be compared.
"""

import itertools

import numpy as np
import pytest
from pyaxis import pyaxis
from pyjstat import pyjstat

from kopa_sim.importers.formats import read_table
from tests.importers.formats import writers
from tests.importers.formats.writers import AGE, AREA, CONTENTS, SEX, YEAR, table

PLAIN = table(AREA, AGE, SEX, YEAR, CONTENTS, symbols={0: "..", 7: ".."})


def long(one):
    """A table as rows of labels and a number."""
    labels = itertools.product(*(d.labels for d in one.dimensions))
    return [(*key, value) for key, value in zip(labels, one.values.ravel().tolist(), strict=True)]


def alike(ours, theirs):
    theirs = list(theirs)
    assert [row[:-1] for row in ours] == [tuple(row[:-1]) for row in theirs]
    np.testing.assert_array_equal([row[-1] for row in ours], [float(row[-1]) for row in theirs])


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")
@pytest.mark.parametrize("as_object", [False, True])
@pytest.mark.parametrize("index", ["object", "array"])
def test_json_stat_as_pyjstat_reads_it(index, as_object):
    text = writers.json_stat(PLAIN, 2, as_object, index).decode()
    frame = pyjstat.Dataset.read(text).write("dataframe")
    alike(long(read_table(text.encode(), "a.json")[0]), frame.itertuples(index=False))


@pytest.mark.parametrize("stub", [1, 2, 4])
def test_px_as_pyaxis_reads_it(stub, tmp_path):
    file = tmp_path / "a.px"
    file.write_bytes(writers.px(PLAIN, stub, "iso-8859-15"))
    frame = pyaxis.parse(str(file), encoding="iso-8859-15")["DATA"]
    alike(long(read_table(file, "a.px")[0]), frame.itertuples(index=False))
