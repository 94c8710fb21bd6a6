import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kopa_sim.model.parameters import Parameters
from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.figures.options import option_colour
from kopa_sim.report.findings import lead, regional_findings, sentence
from kopa_sim.report.page import (
    LARGEST_INLINE_SVG,
    badge,
    breakable,
    inline_svg,
    option_row,
    picture_of,
    render_page,
)
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.defaults import load_defaults
from tests.report.synthetic import DEFAULT_VALUES, HOSTILE

SVG = b"""<?xml version="1.0" encoding="utf-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="619pt" height="300pt" viewBox="0 0 619 300">
 <metadata>
  <a href="http://example.org/"/>
 </metadata>
 <defs><path id="glyph"/></defs><use xlink:href="#glyph"/><g clip-path="url(#clip)"/>
</svg>
"""


def _figure(svg=SVG, finding="Seven < eight."):
    return RenderedFigure("some", "Title", finding, "A note.", svg, b"\x89PNG")


class Links(HTMLParser):
    """Collects everything that a browser would fetch, and the tags it meets."""

    def __init__(self):
        super().__init__()
        self.fetched, self.tags, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.fetched += [
            value for name, value in attrs if name in ("src", "href", "xlink:href", "srcset", "data")
        ]

    def handle_data(self, data):
        self.text.append(data)


def _parsed(page):
    parser = Links()
    parser.feed(page)
    return parser


@pytest.fixture
def page(result, texts):
    return render_page(result, [_figure()], texts)


def test_nothing_is_fetched_from_anywhere(page):
    assert all(value.startswith(("#", "data:")) for value in _parsed(page).fetched)
    assert "url(http" not in page
    assert "@import" not in page
    assert "http://example.org" not in page


def test_the_page_is_in_the_language_asked_for(page, texts):
    assert f'<html lang="{texts.language}">' in page
    assert texts("page.heading_verdict") in page


def test_the_verdict_stands_before_everything_else(page, result, texts):
    told = "".join(_parsed(page).text)
    for finding in regional_findings(result):
        assert sentence(finding, texts) in told
    assert told.index(texts("page.heading_verdict")) < told.index(texts("page.heading_figures"))


def test_every_municipality_has_its_row(page, result):
    for name in result.scenario.region.municipalities.names:
        assert f"<td>{name}</td>" in page


def test_assumptions_notices_and_seed_are_told(page, result):
    assert "economy.discount_rate" in "".join(_parsed(page).text)
    assert "scenario.toml:12" in page
    assert all(notice in page for notice in result.notices)
    assert str(result.seed) in page


def test_calibrated_parameters_say_so(page):
    told = "".join(_parsed(page).text)
    calibrated = [spec.calibrated_to for spec in load_defaults().values() if spec.calibrated_to]
    assert all(total in told for total in calibrated)


def test_hostile_names_do_no_harm(hostile):
    page = render_page(hostile, [_figure(finding=HOSTILE)], texts_in("en"))
    parsed = _parsed(page)
    assert "script" not in parsed.tags
    assert HOSTILE in "".join(parsed.text)


def test_the_page_forbids_scripts_to_the_browser(page):
    assert "default-src 'none'" in page


def test_an_option_the_law_does_not_allow_is_marked_everywhere(result, texts):
    option = result.options[1]
    marked = replace(option, plan=replace(option.plan, only_if_law_allowed=True))
    page = render_page(replace(result, options=(result.as_is, marked)), [], texts)
    assert page.count(texts("page.only_if_law")) >= 4


def test_without_operations_the_page_says_what_was_not_tested(result, english):
    silent = replace(result, options=tuple(replace(option, operations=None) for option in result.options))
    assert english("page.no_operations") in render_page(silent, [], english)


def test_as_is_is_not_compared_with_itself(result, english):
    row = option_row(result, regional_findings(result)[0], english)
    told = [number for number, _ in row.numbers]
    assert [told[place] for place in (2, 3, 5, 6)] == ["–"] * 4
    assert told[0].endswith("%")
    assert not any(second for _, second in row.numbers)


def test_the_row_of_an_option_tells_nine_futures_in_ten(result, english):
    found = replace(
        regional_findings(result)[1],
        pv_difference_eur=-1.5e6,
        pv_difference_low_eur=-2e6,
        pv_difference_high_eur=-1e6,
        binding_constraint="none",
    )
    row = option_row(result, found, english)
    told = [f"{number} {second}".replace("\u00a0", " ") for number, second in row.numbers]
    assert told[2] == "−1.50 M€ −2.00 M€ … −1.00 M€"
    assert row.constraint == ""


def test_the_page_begins_with_what_it_found(page, result, texts):
    told = "".join(_parsed(page).text)
    first = lead(regional_findings(result), texts)
    assert told.index(first) < told.index(sentence(regional_findings(result)[0], texts))


def test_the_thresholds_are_those_in_force(result, english):
    values = {**DEFAULT_VALUES, **result.scenario.values, "sustainability.pass_share": 0.73}
    page = render_page(replace(result, parameters=Parameters(result.draws, values)), [], english)
    assert "at least 73% of the futures" in page


def test_links_lead_to_headings_of_the_page(page):
    anchors = [value for value in _parsed(page).fetched if value.startswith("#")]
    assert len(anchors) >= 9
    assert all(f'id="{anchor[1:]}"' in page for anchor in anchors if "glyph" not in anchor)


def test_an_option_has_its_number_and_colour_in_every_part(page, result):
    assert page.count(badge(1)) == 6
    assert option_colour(1) in badge(1)


def test_names_of_parameters_break_at_their_joints_only():
    assert breakable("a_b.c<") == "a_<wbr>b.<wbr>c&lt;"


def test_an_svg_in_the_page_has_identifiers_of_its_own():
    svg = inline_svg(SVG, "cost", 'says "this"')
    assert svg.startswith('<svg role="img" aria-label="says &#34;this&#34;"')
    assert 'id="cost-glyph"' in svg
    assert 'href="#cost-glyph"' in svg
    assert "url(#cost-clip)" in svg
    assert "metadata" not in svg
    assert not re.search(r"<svg[^>]* (width|height)=", svg)


def test_a_very_large_figure_stands_as_a_picture():
    large = _figure(svg=b"<svg>" + b" " * LARGEST_INLINE_SVG)
    assert picture_of(large).startswith('<img alt="Title. Seven &lt; eight." src="data:image/png;base64,')


def test_the_page_never_claims_to_repeat_the_project_it_learns_from(page):
    assert "KOPA" not in page.replace("kopa_sim", "")


def test_the_row_of_an_option_tells_the_lessons_by_qualified_teachers(result, english):
    found = replace(regional_findings(result)[1], qualified_teaching_share=0.8964)
    assert option_row(result, found, english).numbers[-1] == ("89.6%", "")
    untested = replace(found, qualified_teaching_share=float("nan"))
    assert option_row(result, untested, english).numbers[-1] == ("–", "")


def test_the_row_of_an_option_tells_the_lessons_that_nobody_gives(result, english):
    found = replace(regional_findings(result)[1], qualified_teaching_share=0.9, not_given_share=0.0123)
    assert option_row(result, found, english).numbers[-1] == ("90.0%", "no teacher for 1.2%")


def test_the_floor_stands_in_the_heading(page, texts):
    assert texts("page.column_qualified", floor=texts.percent(0.9)) in page
