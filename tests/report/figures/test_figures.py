"""Every figure draws, in every language, on awkward runs too, and gives the same bytes twice."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest

from kopa_sim.report.figures import FIGURES, render_figure, write_figures
from kopa_sim.report.figures.cost_by_item import yearly_cost_item
from kopa_sim.report.figures.cost_difference import STEPS, moving_steps, steps_to_net_cost
from kopa_sim.report.figures.journey_times import class_labels, class_shares
from kopa_sim.report.figures.network_by_option import HEADING, pupils_school_option, row_labels, rows_of
from kopa_sim.report.figures.options import marked_title, numbered_title, option_colour
from kopa_sim.report.figures.pupils_by_school import blocks_of_schools, school_label
from kopa_sim.report.figures.pupils_by_year import children_draw_year_municipality, known_years
from kopa_sim.report.figures.school_map import closed_schools, distinct_networks, lay_ground, round_counts
from kopa_sim.report.figures.style import WrittenNumbers, house_style, ink_on, svg_bytes, wrap
from kopa_sim.report.findings import yearly_net_cost
from kopa_sim.report.texts import texts_in
from tests.report.synthetic import Size, make_result

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_a_picture_with_a_finding(name, result, english):
    figure = render_figure(name, result, english)
    assert ElementTree.fromstring(figure.svg).tag.endswith("svg")
    assert figure.png.startswith(PNG)
    assert figure.finding[0].isupper() or not figure.finding[0].isalpha()
    assert figure.finding.endswith(".")
    assert figure.note


@pytest.mark.parametrize("name", FIGURES)
def test_findings_are_told_in_every_language(name, result, texts):
    finding = FIGURES[name].finding(result, texts)
    assert "{" not in finding


@pytest.mark.parametrize("name", ["cost_by_item", "school_map"])
def test_a_figure_gives_the_same_bytes_twice(name, result, english):
    first, again = render_figure(name, result, english), render_figure(name, result, english)
    assert first == again


@pytest.mark.parametrize("name", FIGURES)
def test_a_run_of_as_is_alone_draws(name, english):
    alone = make_result(Size(options=1, municipalities=2))
    with house_style(name):
        FIGURES[name].draw(alone, english)
    assert FIGURES[name].finding(alone, english)


@pytest.mark.parametrize("name", FIGURES)
def test_hostile_names_stay_out_of_the_drawing(name, hostile, english):
    with house_style(name):
        svg = svg_bytes(FIGURES[name].draw(hostile, english), name)
    assert b"<script" not in svg
    ElementTree.fromstring(svg)


@pytest.mark.parametrize("name", ["pupils_by_school", "cost_by_item"])
def test_a_name_with_dollars_is_not_read_as_a_formula(name, result, english):
    region = result.scenario.region
    schools = replace(region.schools, names=(r"$\frac{1$", *region.schools.names[1:]))
    options = tuple(replace(o, plan=replace(o.plan, title=r"$\sqrt{$")) for o in result.options)
    scenario = replace(result.scenario, region=replace(region, schools=schools))
    render_figure(name, replace(result, scenario=scenario, options=options), english)


def test_the_map_draws_without_borders(result, english):
    render_figure("school_map", replace(result, scenario=replace(result.scenario, borders=())), english)


def test_a_region_without_pupils_draws(result, english):
    empty = tuple(
        replace(o, pupils_draw_year_school_grade=np.zeros_like(o.pupils_draw_year_school_grade))
        for o in result.options
    )
    for name in ("pupils_by_school", "network_by_option", "school_map"):
        with house_style(name):
            FIGURES[name].draw(replace(result, options=empty), english)


def test_drawing_leaves_matplotlibs_settings_alone(result, english):
    before = dict(mpl.rcParams)
    render_figure("verdict_shares", result, english)
    assert dict(mpl.rcParams) == before


def test_files_are_named_after_the_figure(result, english, tmp_path):
    write_figures([render_figure("verdict_shares", result, english)], tmp_path / "figures")
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [
        "verdict_shares.png",
        "verdict_shares.svg",
    ]


def test_the_waterfall_ends_at_the_change_of_the_net_cost(result):
    option = result.options[1]
    change = yearly_net_cost(option) - yearly_net_cost(result.as_is)
    assert steps_to_net_cost(result, option).sum() == pytest.approx(change)


def test_the_bars_of_cost_make_the_gross_cost(result):
    option = result.options[1]
    gross = option.money.costs.gross_draw_year_municipality[:, option.plan.costed].sum(axis=2).mean()
    assert yearly_cost_item(option).sum() == pytest.approx(gross)


def test_journey_classes_take_every_pupil_once(result, texts):
    shares = class_shares(result.as_is)
    assert shares.sum() == pytest.approx(1.0)
    assert len(class_labels(texts)) == len(shares)
    pupils = result.as_is.access.pupils_draw_bin
    assert shares[0] == pytest.approx(pupils[:, :2].sum() / pupils.sum())
    assert shares[3] == pytest.approx(pupils[:, 6:9].sum() / pupils.sum())


def test_children_of_school_age_are_six_to_fifteen(result):
    people = result.population_draw_year_municipality_sex_age
    expected = people[2, 1, 0, :, 6:16].sum()
    assert children_draw_year_municipality(result)[2, 1, 0] == expected


def test_closed_schools_have_no_number_in_the_table_of_options(result):
    table = pupils_school_option(result)
    assert np.isnan(table[1, 1])
    assert np.isfinite(table[:, 0]).all()


def test_options_with_the_same_schools_share_a_map(result):
    assert [len(options) for options in distinct_networks(result)] == [1, 1]
    same = replace(result, options=(result.as_is, replace(result.options[1], plan=result.as_is.plan)))
    assert [len(options) for options in distinct_networks(same)] == [2]


def test_many_schools_stand_in_columns_of_even_length():
    assert [len(block) for block in blocks_of_schools(np.arange(90))] == [30, 30, 30]
    assert [len(block) for block in blocks_of_schools(np.arange(3))] == [3]


def test_long_names_are_cut_to_the_room_there_is():
    assert school_label("a" * 40, 1) == "a" * 33 + "…"
    assert school_label("short", 3) == "short"


def test_many_schools_draw(english):
    with house_style("x"):
        FIGURES["network_by_option"].draw(make_result(Size(schools=90, areas=90, draws=2)), english)


def test_titles_break_into_lines():
    assert wrap("one two three", 7) == "one two\nthree"
    assert wrap("", 7) == ""


def test_options_that_the_law_forbids_are_marked(result, texts):
    option = result.options[1]
    marked = replace(option, plan=replace(option.plan, only_if_law_allowed=True))
    assert texts("page.only_if_law") in marked_title(marked, texts)


def test_no_option_passing_is_said_plainly():
    result = make_result()
    nowhere = tuple(
        replace(
            o,
            verdict=replace(
                o.verdict,
                values={
                    **o.verdict.values,
                    "sustainable_share": np.zeros((8, 3)),
                    "sustainability_gap_tax_points": np.full((8, 3), 0.25 + place),
                },
            ),
        )
        for place, o in enumerate(result.options)
    )
    finding = FIGURES["verdict_shares"].finding(replace(result, options=nowhere), texts_in("en"))
    assert finding == (
        "None of the 2 options passes in any future. “Nykyinen verkko” has the smallest sustainability gap: 0.25"
        " income-tax points are missing."
    )


def test_each_municipality_has_a_heading_in_the_table_of_options(result):
    municipality = np.array([0, 0, 1])
    assert rows_of(np.array([1, 0, 2]), municipality).tolist() == [HEADING, 1, 0, HEADING, 2]
    rows = rows_of(np.arange(3), result.scenario.region.schools.municipality[:3])
    labels = row_labels(rows, result, 1)
    assert labels[0] == result.scenario.region.municipalities.names[0]
    assert labels[1] == result.scenario.region.schools.names[0]


def test_options_keep_their_number_and_colour(result, english):
    assert numbered_title(result, 1, english, 99).startswith("1  ")
    assert option_colour(0) != option_colour(1)
    assert option_colour(8) == option_colour(0)


def test_letters_stand_out_from_their_ground():
    assert ink_on("#000000") == "white"
    assert ink_on("#ffffff") == "#222222"


def test_ticks_have_as_many_decimals_as_they_need():
    written = WrittenNumbers(texts_in("fi"), signed=True)
    assert written.format_ticks([-0.5, 0.0, 0.5]) == ["−0,5", "0,0", "+0,5"]
    assert written.format_ticks([0.0, 1000.0]) == ["0", "+1\u00a0000"]
    assert WrittenNumbers(texts_in("en"), signed=False)(0.25) == "0.25"


def test_items_that_change_nowhere_are_left_out_of_the_waterfall():
    steps = np.zeros((2, len(STEPS)))
    steps[1, 0] = -700.0
    assert moving_steps(steps).tolist() == [0, len(STEPS) - 1]


def test_years_that_are_alike_in_every_future_are_known():
    assert known_years(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 4.0]])) == 2
    assert known_years(np.array([[1.0, 2.0], [3.0, 2.0]])) == 1
    assert known_years(np.ones((2, 3))) == 3


def test_the_map_names_closed_schools_and_holds_every_place(result):
    option = result.options[1]
    assert np.flatnonzero(closed_schools(result, option)).tolist() == [1]
    ground = lay_ground(result, 2)
    schools = result.scenario.region.schools
    places = ground.points(schools.x_m, schools.y_m)
    assert (places >= 0).all()
    assert (places <= np.array(ground.size_in) * 72).all()


def test_circles_are_explained_with_round_numbers():
    assert round_counts(1130.0) == [1000, 200, 20]
    assert round_counts(3.0) == [2]
    assert round_counts(0.2) == [1]


@pytest.mark.parametrize(
    ("draw", "least"), [("net_cost_pv_difference_eur", 1.0), ("mean_min_difference", 1.0)]
)
def test_next_to_nothing_does_not_look_like_much(draw, least, result, english):
    tiny = tuple(
        replace(
            o,
            verdict=replace(o.verdict, values={**o.verdict.values, draw: np.full((8, 3), 1e-3 * place)}),
        )
        for place, o in enumerate(result.options)
    )
    with house_style("x"):
        axes = FIGURES["cost_access"].draw(replace(result, options=tiny), english).axes[0]
    low, high = axes.get_xlim() if draw == "mean_min_difference" else axes.get_ylim()
    assert high - low >= (least if draw == "mean_min_difference" else 0.5) - 1e-9


def test_no_option_saving_is_said_plainly(result, english):
    dear = tuple(
        replace(
            o,
            verdict=replace(
                o.verdict, values={**o.verdict.values, "net_cost_pv_difference_eur": np.full((8, 3), 1e6)}
            ),
        )
        for o in result.options
    )
    finding = FIGURES["cost_access"].finding(replace(result, options=dear), english)
    assert finding == "None of the 1 options costs less than as it is."


def test_the_break_even_figure_carries_its_assumptions_in_itself(result, texts):
    with house_style("break_even"):
        drawn = FIGURES["break_even"].draw(result, texts)
    written = " ".join(" ".join(text.get_text().split()) for text in drawn.texts)
    room = texts(
        "figures.break_even_caption", lessons="12", room=24, title=result.scenario.title, price_year=2025
    )
    assert room in written
