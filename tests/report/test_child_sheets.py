"""The child impact sheets of the page, by hand: a village school of 24 children closes."""

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from kopa_sim.model.area_access import IMPACT_SUMS, ChildImpact, ImpactRows
from kopa_sim.report.child_sheets import child_sheets
from kopa_sim.report.page import render_page
from kopa_sim.report.texts import texts_in
from tests.report.synthetic import HOSTILE

# of 24 children 18 go west, from 1 to 7 km, and 6 go east, from 2 to 6 km; three of four are in grade 1; 12 min a km
SUMS = {
    "pupils_grade_1": [24 - 6, 18 - 4.5, 6 - 1.5],
    "pupils_grade_4": [6, 4.5, 1.5],
    "before_km": [30, 18, 12],
    "after_km": [162, 126, 36],
    "before_minutes": [360, 216, 144],
    "after_minutes": [1944, 1512, 432],
    "after_over_5km": [24, 18, 6],
    "after_transported": [24, 18, 6],
    "before_dangerous": [6, 6, 0],
    "after_dangerous": [0, 0, 0],
}
LONGEST = [[24, 84, 2, 7], [12, 84, 1, 7], [24, 72, 2, 6]]
LONGER = {
    "en": "grows by 66 minutes one way when it closes, from 15 to 81; 100% of them then live over five kilometres",
    "fi": "pitenee 66 minuuttia suuntaansa, kun koulu lakkaa: ennen 15, sitten 81 minuuttia",
    "sv": "blir 66 minuter längre i en riktning när skolan stängs, från 15 till 81",
}


def impact(rows, longest=None, *, danger_known=True, draws=8, **sums):
    values = np.zeros((draws, len(rows), len(IMPACT_SUMS)))
    for name, of_row in sums.items():
        values[..., IMPACT_SUMS.index(name)] = of_row
    year, school, receiving = np.array(rows).T
    ways = np.full((len(rows), 4), np.nan) if longest is None else np.array(longest, float)
    return ChildImpact(
        ImpactRows(year, school, receiving),
        values,
        np.broadcast_to(ways, (draws, *ways.shape)).copy(),
        danger_known,
    )


def with_impact(result, found):
    return replace(result, options=(result.options[0], replace(result.options[1], child_impact=found)))


def the_year(result):
    """Position of 2027, when option 1 closes school 1."""
    return result.options[1].plan.years.index(2027)


def village(result, **changed):
    rows = [(the_year(result), 1, receiving) for receiving in (-1, 0, 2)]
    return with_impact(result, impact(rows, LONGEST, **(SUMS | changed)))


def only_sheet(result, texts):
    ((option,),) = (child_sheets(result, texts),)
    (found,) = option.sheets
    return found


class Tags(HTMLParser):
    """The tags of a page and the text between them."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text.append(data)


def test_the_sheet_says_who_the_children_are_and_where_they_go(result, english):
    found = only_sheet(village(result), english)
    assert (found.school, found.year) == ("Kylän 1. koulu", 2027)
    assert found.grades == (("1", "18"), ("4", "6.0"))
    assert [(school.name, school.pupils, school.km) for school in found.receiving] == [
        ("Kylän 0. koulu", "18", ("1.0", "7.0")),
        ("Kylän 2. koulu", "6.0", ("2.0", "6.0")),
    ]
    assert found.receiving[1].minutes == ("24", "72")


def test_the_sheet_has_ways_shares_and_danger_before_and_after(result, english):
    compared = {
        name: (before, after) for name, before, after in only_sheet(village(result), english).compared
    }
    assert compared["Mean way one way, min"] == ("15", "81")
    assert compared["Longest way one way, min"] == ("24", "84")
    assert compared["Mean way, km"] == ("1.2", "6.8")
    assert compared["Longest way, km"] == ("2.0", "7.0")
    assert compared["Live over five kilometres from school"] == ("0%", "100%")
    assert compared["Journey is paid for"] == ("0%", "100%")
    assert compared["Way is too dangerous to walk"] == ("25%", "0%")
    assert {
        "Children in a group, of the grades concerned",
        "School’s pupils in groups of several grades",
    } < set(compared)


def test_danger_is_left_out_where_nothing_is_known_of_it(result, english):
    found = only_sheet(village(result, danger_known=False), english)
    assert "Way is too dangerous to walk" not in {name for name, _, _ in found.compared}


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_one_sentence_states_the_finding_on_a_page_that_needs_no_script(result, language):
    page = render_page(village(result), [], texts_in(language))
    tags = Tags()
    tags.feed(page)
    assert LONGER[language] in "".join(tags.text)
    assert 'id="children"' in page
    assert "details" in tags.tags
    assert "script" not in tags.tags


def test_a_way_that_shortens_or_stays_is_told_so(result, english):
    shorter = village(result, after_minutes=[360 - 24 * 5, 0, 0])
    assert "becomes 5 minutes shorter one way" in only_sheet(shorter, english).finding
    alike = village(result, after_minutes=[360 + 24 * 0.4, 0, 0])
    assert "stays about as long when it closes: 15 minutes" in only_sheet(alike, english).finding


def test_children_of_lost_grades_are_not_told_that_their_school_closes(result, english):
    # school 2 stays open, so nothing leaves with it
    rows = [(the_year(result), 2, receiving) for receiving in (-1, 0, 3)]
    found = only_sheet(with_impact(result, impact(rows, LONGEST, **SUMS)), english)
    assert "when it no longer teaches their grades" in found.finding
    assert found.services == ()


def test_special_classes_that_leave_are_named_and_their_absence_too(result, english):
    run, at = village(result), the_year(result)
    special = run.as_is.special_classes_draw_year_school.copy()
    for classes, told in ((2.0, "Special classes: 2.0"), (0.0, "No special class and no cooking kitchen")):
        special[:, at, 1] = classes
        as_is = replace(run.as_is, special_classes_draw_year_school=special.copy())
        (service,) = only_sheet(replace(run, options=(as_is, run.options[1])), english).services
        assert service.startswith(told)


def test_a_school_without_children_in_any_future_has_a_sentence_and_no_figures(result, english):
    empty = with_impact(result, impact([(the_year(result), 1, receiving) for receiving in (-1, 0)]))
    found = only_sheet(empty, english)
    assert found.finding == "In no future would any child go to the school in 2027."
    assert found.compared == found.grades == found.receiving == ()
    assert found.finding in render_page(empty, [], english)


def test_names_do_no_harm(hostile, english):
    page = render_page(hostile, [], english)
    tags = Tags()
    tags.feed(page[page.index('id="children"') : page.index('id="figures"')])
    assert "script" not in tags.tags
    assert HOSTILE in "".join(tags.text)


def test_options_that_close_nothing_have_no_sheets(result, english):
    as_is = replace(result, options=result.options[:1])
    assert child_sheets(as_is, english) == ()
    assert 'id="children"' not in render_page(as_is, [], english)
