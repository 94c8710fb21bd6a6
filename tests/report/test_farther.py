"""The areas whose way to school an option lengthens most."""

from dataclasses import replace

import numpy as np
import pytest

from kopa_sim.model.area_access import AREA_SUMS, AreaAccess
from kopa_sim.report.farther import NAMED_AREAS, farther_areas, farther_options
from kopa_sim.report.page import render_page
from kopa_sim.report.texts import texts_in


def area_access(pupils, minutes):
    """Two years of which the second is these minutes; each list by draw and then area."""
    pupils, minutes = np.array(pupils, dtype=float), np.array(minutes, dtype=float)
    sums = np.zeros((len(pupils), 2, pupils.shape[1], len(AREA_SUMS)))
    sums[..., AREA_SUMS.index("pupils")] = pupils[:, None]
    sums[:, 1, :, AREA_SUMS.index("minutes")] = pupils * minutes
    return AreaAccess((2026, 2029), sums, np.ones(sums.shape[:3]), {}, {})


def beside(result, present, own):
    return (replace(result.options[0], area_access=present), replace(result.options[1], area_access=own))


def test_areas_are_named_the_worst_first_and_those_that_gain_are_not(result):
    present = area_access([[4, 4, 4, 4]], [[10, 10, 10, 30]])
    own = area_access([[4, 4, 4, 4]], [[15, 10.4, 40, 20]])
    found = farther_areas(*beside(result, present, own))
    assert [(area.area, area.minutes) for area in found] == [(2, 30), (0, 5)]
    assert [area.pupils for area in found] == [4, 4]


def test_minutes_are_the_mean_over_futures_in_which_the_area_has_pupils(result):
    present = area_access([[2], [0], [4]], [[10], [0], [10]])
    own = area_access([[2], [0], [4]], [[20], [0], [40]])
    (found,) = farther_areas(*beside(result, present, own))
    assert found.minutes == pytest.approx(20)
    assert found.pupils == pytest.approx(2)


def test_an_area_with_hardly_a_pupil_is_not_named(result):
    present = area_access([[1, 4], [0, 4]], [[10, 10], [10, 10]])
    own = area_access([[1, 4], [0, 4]], [[90, 20], [90, 20]])
    found = farther_areas(*beside(result, present, own))
    assert [area.area for area in found] == [1]


def test_no_more_than_ten_are_named(result):
    present, own = area_access([[1] * 15], [[1] * 15]), area_access([[1] * 15], [range(10, 25)])
    found = farther_areas(*beside(result, present, own))
    assert [area.area for area in found] == list(range(14, 14 - NAMED_AREAS, -1))


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Whose way to school grows most"),
        ("fi", "Kenen koulumatka pitenee eniten"),
        ("sv", "Vems skolväg förlängs mest"),
    ],
)
def test_the_page_names_them_with_municipality_pupils_and_minutes(result, language, heading):
    pupils = [[3, 2, 2, 2, 2]]
    options = beside(result, area_access(pupils, [[9] * 5]), area_access(pupils, [[21, 9, 9, 9, 9]]))
    page = render_page(replace(result, options=options), [], texts_in(language))
    assert heading in page
    rows = '<tr><td>Alue 0</td><td>Kunta 1</td><td class="number">3</td><td class="number">+12</td></tr>'
    assert rows in page


def test_an_option_that_lengthens_no_way_says_so(result, english):
    same = area_access([[3, 2, 2, 2, 2]], [[9] * 5])
    run = replace(result, options=beside(result, same, same))
    assert [option.rows for option in farther_options(run, english)] == [()]
    assert "No area’s way grows by a minute." in render_page(run, [], english)


def test_a_run_that_was_not_measured_by_area_has_no_such_section(result, english):
    run = replace(result, options=tuple(replace(option, area_access=None) for option in result.options))
    assert farther_options(run, english) == ()
    assert 'id="farther"' not in render_page(run, [], english)
