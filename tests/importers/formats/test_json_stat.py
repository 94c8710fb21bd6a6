"""JSON-stat as the service gives it today, and as it was saved before."""

import json

import numpy as np
import pytest

from kopa_sim.importers.formats import read_table
from kopa_sim.scenario.problems import ScenarioError

TODAY = {
    "version": "2.0",
    "class": "dataset",
    "label": "Väestö 31.12. muuttujina Alue, Ikä, Sukupuoli, Vuosi ja Tiedot",
    "source": "Tilastokeskus, väestörakenne",
    "role": {"time": ["timeperiod_y"], "geo": ["alue_23_20260101"], "metric": ["contentscode"]},
    "id": [
        "alue_23_20260101",
        "ikaryhma_10_20180101",
        "sukupuoli_9_20180101",
        "timeperiod_y",
        "contentscode",
    ],
    "size": [1, 1, 1, 5, 1],
    "dimension": {
        "alue_23_20260101": {
            "label": "Alue",
            "category": {"index": {"KU091": 0}, "label": {"KU091": "Helsinki"}},
        },
        "ikaryhma_10_20180101": {
            "label": "Ikä",
            "category": {"index": {"SSS": 0}, "label": {"SSS": "Yhteensä"}},
        },
        "sukupuoli_9_20180101": {"label": "Sukupuoli", "category": {"label": {"SSS": "Yhteensä"}}},
        "timeperiod_y": {
            "label": "Vuosi",
            "category": {"index": ["2021", "2022", "2023", "2024", "2025"], "label": {"2025": "2025*"}},
        },
        "contentscode": {
            "label": "Tiedot",
            "category": {"index": {"vaerak-vaesto": 0}, "label": {"vaerak-vaesto": "Väestö 31.12."}},
        },
    },
    "value": [658457, 664028, 674500, 684018, 694392],
}
PAAVO = {
    "dataset": {
        "status": {"1": "..", "3": ".."},
        "dimension": {
            "Postinumeroalue": {
                "label": "Postinumeroalue",
                "category": {
                    "index": {"88900": 1, "88600": 0},
                    "label": {
                        "88900": "88900 Kuhmo Keskus (Kuhmo)",
                        "88600": "88600 Sotkamo Keskus (Sotkamo)",
                    },
                },
            },
            "Tiedot": {
                "label": "Tiedot",
                "category": {
                    "index": {"he_vakiy": 0, "he_0_2": 1},
                    "label": {"he_vakiy": "Asukkaat yhteensä", "he_0_2": "0-2-vuotiaat"},
                },
            },
            "id": ["Postinumeroalue", "Tiedot"],
            "size": [2, 2],
            "role": {"metric": ["Tiedot"]},
        },
        "label": "Paavo",
        "value": [5500, None, 6000, None],
    }
}


def one(dataset):
    (table,) = read_table(json.dumps(dataset).encode(), "file.json")
    return table


def test_variables_are_known_by_label_and_role_whatever_their_identifiers():
    table = one(TODAY)
    assert [(d.label, d.role) for d in table.dimensions] == [
        ("Alue", "geo"),
        ("Ikä", ""),
        ("Sukupuoli", ""),
        ("Vuosi", "time"),
        ("Tiedot", "metric"),
    ]
    assert [d.codes[0] for d in table.dimensions] == ["KU091", "SSS", "SSS", "2021", "vaerak-vaesto"]
    assert table.dimensions[3].labels == ("2021", "2022", "2023", "2024", "2025*")
    assert table.values.ravel().tolist() == [658457, 664028, 674500, 684018, 694392]


def test_older_saves_keep_everything_under_one_more_key():
    table = one(PAAVO)
    assert table.dimensions[0].codes == ("88600", "88900")
    assert table.dimensions[0].labels[0].startswith("88600")
    assert table.dimensions[1].role == "metric"
    assert table.values[:, 0].tolist() == [5500, 6000]
    assert dict(table.symbols) == {1: "..", 3: ".."}


@pytest.mark.parametrize("status", [{"17": ".."}, None, [".."] * 5, ".."])
def test_cells_by_position_and_missing_ones_with_their_symbol(status):
    dataset = {**TODAY, "value": {"0": 1, "4": 2.5}}
    dataset |= {"status": {"1": ".."}} if status == {"17": ".."} else {"status": status} if status else {}
    table = one(dataset)
    assert table.values.ravel()[[0, 4]].tolist() == [1, 2.5]
    assert np.isnan(table.values.ravel()[1:4]).all()
    assert set(table.symbols) == {1, 2, 3}
    assert table.symbols[1] == (".." if status else "")


def test_several_data_sets_in_one_older_file():
    both = read_table(json.dumps({"a": PAAVO["dataset"], "b": PAAVO["dataset"]}).encode(), "file.json")
    assert [table.source for table in both] == ["file.json#a", "file.json#b"]


def changed(**parts):
    return {**TODAY, **parts}


@pytest.mark.parametrize(
    ("dataset", "read"),
    [
        (changed(value=[1, 2]), '"value" holds 2 cells, the dimensions make 5'),
        (changed(value=["1", 2, 3, 4, 5]), '"1" in "value" is no number'),
        (changed(value=[True, 2, 3, 4, 5]), 'true in "value" is no number'),
        (changed(value={"5": 1}), "lies outside the 5 cells"),
        (changed(value={"x": 1}), "is no position"),
        (changed(value=None), '"value" is no list or object of cells'),
        (changed(size=[1, 1, 1, 4, 1]), '"size" is'),
        (changed(id=["Alue"], size=[1]), 'dimension "Alue" has no categories'),
        (changed(id=[]), '"id" names no dimension'),
        (changed(id="Alue"), '"id" is no list of names'),
        (changed(dimension=[]), '"dimension" is no object'),
        ({"data": []}, "this JSON holds no JSON-stat data set"),
        ([1, 2], "this JSON holds no JSON-stat data set"),
    ],
)
def test_faults_are_told_in_words(dataset, read):
    with pytest.raises(ScenarioError) as caught:
        one(dataset)
    assert read in caught.value.problems[0].read


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"version": "2.0",\n"id": [', "file.json row 2"),
        ('{"value": NaN}', "file.json"),
        ("[" * 100_000, "file.json"),
    ],
)
def test_text_that_is_no_json(text, place):
    with pytest.raises(ScenarioError) as caught:
        read_table(text.encode(), "file.json")
    assert caught.value.problems[0].place == place


def test_a_table_larger_than_memory_is_refused_before_it_is_built():
    index = {str(at): at for at in range(60_000)}
    dimension = {"category": {"index": index, "label": {}}}
    dataset = {
        "id": ["a", "b"],
        "size": [60_000] * 2,
        "dimension": {"a": dimension, "b": dimension},
        "value": {},
    }
    with pytest.raises(ScenarioError, match="60000 x 60000"):
        one(dataset)
