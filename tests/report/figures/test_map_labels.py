"""Names on the map keep clear of marks and of one another."""

import itertools

import pytest
from matplotlib.path import Path

from kopa_sim.report.figures.map_labels import Clearing, Label, place_labels, size_of, stands_off


def _label(text, x, y, **settings):
    return Label(text, x, y, **{"radius": 3.0, "font_size": 8.0} | settings)


def _boxes(labels, middles):
    for label, (x, y) in zip(labels, middles, strict=True):
        width, height = size_of(label)
        yield x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _overlap(one, other):
    return min(one[2], other[2]) > max(one[0], other[0]) and min(one[3], other[3]) > max(one[1], other[1])


def test_a_name_alone_stands_to_the_right_of_its_mark():
    ((x, y),) = place_labels([_label("Kylä", 50, 50)], Clearing(200, 100))
    assert x > 50
    assert y == 50


def test_neighbours_do_not_cover_one_another():
    labels = [_label(f"Koulu {n}", 100 + 4 * n, 100) for n in range(5)]
    boxes = list(_boxes(labels, place_labels(labels, Clearing(300, 200))))
    assert not any(_overlap(one, other) for one, other in itertools.combinations(boxes, 2))


def test_a_name_stays_on_the_map():
    labels = [_label("Pitkä nimi", 195, 95)]
    (box,) = _boxes(labels, place_labels(labels, Clearing(200, 100)))
    assert box[2] <= 200


def test_a_name_avoids_what_stands_there():
    clearing = Clearing(200, 100)
    clearing.add((52, 40, 90, 60), 4.0)
    labels = [_label("Kylä", 50, 50)]
    (box,) = _boxes(labels, place_labels(labels, clearing))
    assert not _overlap(box, (52, 40, 90, 60))


def test_a_name_stays_within_its_border_when_it_can():
    left = Path([(0, 0), (50, 0), (50, 100), (0, 100), (0, 0)])
    ((x, _),) = place_labels([_label("Kunta", 48, 50, border=(left,))], Clearing(200, 100))
    assert x < 50


@pytest.mark.parametrize(("middle", "stands"), [((62.0, 50.0), False), ((90.0, 80.0), True)])
def test_a_name_that_stands_apart_needs_a_line(middle, stands):
    assert stands_off(_label("ABC", 50, 50), middle) is stands
