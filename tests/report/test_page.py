import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from kopa_sim.report.figures import RenderedFigure
from kopa_sim.report.findings import regional_findings, sentence
from kopa_sim.report.page import LARGEST_INLINE_SVG, inline_svg, option_row, picture_of, render_page
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.defaults import load_defaults
from tests.report.synthetic import HOSTILE

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
    assert "economy.discount_rate" in page
    assert "scenario.toml:12" in page
    assert result.scenario.notices[0] in page
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
    row = option_row(regional_findings(result)[0], english)
    assert row.numbers[1] == row.numbers[2] == "–"
    assert row.numbers[0].endswith("%")


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
