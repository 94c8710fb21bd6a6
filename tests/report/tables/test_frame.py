import numpy as np

from kopa_sim.report.tables.frame import Key, Rows, any_nonzero, decimals_of, round_to

COLOURS = Key("colour", ("red", "blue"))
YEARS = Key("year", (2026, 2027))


def test_rows_stand_in_the_order_of_the_keys():
    rows = Rows((YEARS, COLOURS), ("mean",))
    rows.add(np.array([[[1.0, 2.0], [3.0, 4.0]]]))
    frame = rows.frame(2)
    assert list(frame.columns) == ["year", "colour", "mean"]
    assert frame.to_numpy().tolist() == [
        [2026, "red", 1.0],
        [2026, "blue", 2.0],
        [2027, "red", 3.0],
        [2027, "blue", 4.0],
    ]


def test_only_the_kept_cells_become_rows():
    rows = Rows((YEARS, COLOURS), ("mean",))
    rows.add(np.array([[[1.0, 2.0], [3.0, 4.0]]]), keep=np.array([[False, True], [False, False]]))
    assert rows.frame(2)["mean"].tolist() == [2.0]


def test_a_mask_of_the_last_keys_holds_for_all_the_others():
    rows = Rows((YEARS, COLOURS), ("mean",))
    rows.add(np.array([[[1.0, 2.0], [3.0, 4.0]]]), keep=np.array([True, False]))
    assert rows.frame(2)["mean"].tolist() == [1.0, 3.0]


def test_leading_keys_are_shared_by_what_is_added_at_once():
    rows = Rows((COLOURS, YEARS), ("mean",))
    rows.add(np.array([[5.0, 6.0]]), leading=(1,))
    rows.add(np.array([[7.0, 8.0]]), leading=(0,))
    assert rows.frame(2)["colour"].tolist() == ["blue", "blue", "red", "red"]


def test_rows_may_be_given_one_by_one():
    rows = Rows((COLOURS, YEARS), ("mean",))
    rows.add_rows(np.array([[9.0]]), np.array([[1], [0]]))
    assert rows.frame(2).to_numpy().tolist() == [["blue", 2026, 9.0]]


def test_a_table_without_rows_still_has_its_columns():
    frame = Rows((COLOURS, YEARS)).frame(2)
    assert list(frame.columns) == ["colour", "year", "mean", "p05", "p50", "p95"]
    assert len(frame) == 0


def test_euros_have_cents_and_other_numbers_six_decimals():
    assert decimals_of(["net_cost_eur", "over_limit_share"]).tolist() == [2, 6]


def test_each_row_is_rounded_as_its_measure_asks():
    rows = Rows((Key("measure", ("cost_eur", "some_share")),), ("mean",))
    rows.add(np.array([[1.23456789, 1.23456789]]))
    assert rows.frame(decimals_of(["cost_eur", "some_share"]))["mean"].tolist() == [1.23, 1.234568]


def test_no_minus_zero_is_written():
    rounded = round_to(np.array([[-0.001]]), np.array([2]))
    assert str(rounded[0, 0]) == "0.0"


def test_a_cell_counts_when_any_future_differs_from_zero():
    assert any_nonzero(np.array([[0.0, 0.0], [0.0, -1.0]])).tolist() == [False, True]
