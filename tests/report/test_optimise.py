"""What is written of the best networks: options that can be read, a scenario that is whole, tables and figure."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.cli.optimise import optimise_command
from kopa_sim.report.figures.cost_access import BADGE_POINTS
from kopa_sim.report.optimise_figure import draw, finding, render_frontier
from kopa_sim.report.optimise_folder import Asked, optimise_hash, write_optimised
from kopa_sim.report.optimise_options import measure_lines, options_toml, toml_value, with_free_ids
from kopa_sim.report.optimise_scenario import (
    CopyError,
    scenario_files,
    settings_file,
    with_options,
    write_scenario_copy,
)
from kopa_sim.report.optimise_tables import (
    NETWORK_MEASURES,
    costs_table,
    moves_table,
    networks_table,
    plan_table,
)
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.problems import ScenarioError
from kopa_sim.study.optimise.contents import ClosedInto, Wishes
from tests.optimised import answer, network
from tests.scenario.measures_page import EXAMPLES, entry

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"


@pytest.fixture
def net(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "net")
    return tmp_path / "net"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(MINIMAL)


def copied(net, tmp_path, options, **reading):
    """Write a copy of a scenario with options, and read it."""
    folder = tmp_path / "copy"
    original = load_scenario(net, **reading)
    write_scenario_copy(with_options(scenario_files(settings_file(net)), options), folder, original)
    return load_scenario(folder)


NEW = '[[options]]\nid = "new"\ntitle = "New"\nextends = "as_is"\n'


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_measure_is_written_as_a_planner_would_write_it(name):
    given = tomllib.loads(entry(name))["options"]["measures"][0]
    measure = MEASURES[name].model_validate(given)
    (written,) = tomllib.loads("\n".join(measure_lines(measure)))["options"]["measures"]
    assert MEASURES[name].model_validate(written) == measure
    assert set(written) <= set(given)


@pytest.mark.parametrize(
    "value",
    ['a "quoted" \\ name', "Töysä — 中", "line\nend\t\x7f", 3, 2.5, 1e30, True, False, ["a", "b"], []],
)
def test_values_are_read_back_as_they_were(value):
    assert tomllib.loads(f"key = {toml_value(value)}")["key"] == value


def test_what_toml_has_no_form_for_is_refused():
    with pytest.raises(TypeError):
        toml_value(None)


def test_new_options_take_the_first_free_numbers(scenario):
    wishes = Wishes(objective="frontier")
    found = answer(scenario, wishes, [(), (), ()])
    ids = [n.option for n in with_free_ids(found, {"frontier_02", "as_is"}).networks]
    assert ids == ["frontier_01", "frontier_03", "frontier_04"]


def test_options_stand_on_the_base_that_was_asked_for(scenario, english):
    text = options_toml(scenario, answer(scenario, Wishes(base_option="open_borders")), english)
    (option,) = tomllib.loads(text)["options"]
    assert option["extends"] == "open_borders"
    assert option["measures"] == [{"measure": "close_school", "school": "takakyla", "year": 2028}]


def test_a_copy_has_the_old_options_the_new_ones_and_the_readme(net, tmp_path):
    copy = copied(net, tmp_path, NEW)
    assert copy.options[-1].id == "new"
    assert copy.options[:-1] == load_scenario(net).options
    assert (tmp_path / "copy" / "README.md").read_bytes() == (net / "README.md").read_bytes()
    assert sorted(copy.inputs) == sorted(load_scenario(net).inputs)


def test_windows_line_ends_stay_windows_line_ends(net, tmp_path):
    settings = net / "scenario.toml"
    settings.write_bytes(settings.read_bytes().replace(b"\n", b"\r\n"))
    copied(net, tmp_path, NEW)
    written = (tmp_path / "copy" / "scenario.toml").read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n")


def test_a_file_without_a_last_line_end_gets_options_on_lines_of_their_own(net, tmp_path):
    settings = net / "scenario.toml"
    settings.write_text(settings.read_text(encoding="utf-8").rstrip() + "   # end", encoding="utf-8")
    assert copied(net, tmp_path, NEW).options[-1].id == "new"


def test_a_scenario_named_otherwise_is_scenario_toml_in_its_copy(net, tmp_path):
    (net / "scenario.toml").rename(net / "plan.toml")
    assert copied(net / "plan.toml", tmp_path, NEW).options[-1].id == "new"


def test_tables_outside_the_folder_come_into_the_copy(net, tmp_path):
    shutil.move(net / "areas.csv", tmp_path / "areas.csv")
    shutil.move(net / "population.csv", tmp_path / "other.csv")
    settings = net / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace('"areas.csv"', '"../areas.csv"')
    text = text.replace('"population.csv"', f"'{tmp_path / 'other.csv'}'")
    settings.write_text(text, encoding="utf-8")
    copy = copied(net, tmp_path, NEW, allow_outside=True)
    assert {"areas.csv", "other.csv"} <= set(copy.inputs)


def test_a_table_in_a_folder_below_stays_there(net, tmp_path):
    (net / "tables").mkdir()
    shutil.move(net / "areas.csv", net / "tables" / "areas.csv")
    settings = net / "scenario.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"areas.csv"', '"tables/areas.csv"'))
    assert "tables/areas.csv" in copied(net, tmp_path, NEW).inputs


def test_what_a_link_leads_to_is_copied_under_the_name_the_scenario_has_for_it(net, tmp_path):
    (net / "areas.csv").rename(net / "areas_2024.csv")
    (net / "areas.csv").symlink_to("areas_2024.csv")
    copied(net, tmp_path, NEW)
    assert not (tmp_path / "copy" / "areas.csv").is_symlink()


def test_options_in_one_list_cannot_be_added_to_and_it_is_said_before_the_search(net):
    text = (net / "scenario.toml").read_text(encoding="utf-8")
    head = text[: text.index("[[options]]")]
    closed = 'options = [{ id = "as_is", title = "As it is" }]\n'
    (net / "scenario.toml").write_text(closed + head, encoding="utf-8")
    with pytest.raises(ScenarioError, match="one list in brackets"):
        scenario_files(net / "scenario.toml")


def test_options_that_cannot_be_read_are_never_called_finished(net, tmp_path):
    with pytest.raises(CopyError, match="unknown school"):
        copied(
            net,
            tmp_path,
            NEW + '[[options.measures]]\nmeasure = "close_school"\nschool = "nowhere"\nyear = 2027\n',
        )


def test_a_table_that_changes_meanwhile_is_noticed(net, tmp_path):
    original = load_scenario(net)
    (net / "municipalities.csv").write_bytes((net / "municipalities.csv").read_bytes() + b"\n")
    files = with_options(scenario_files(net / "scenario.toml"), NEW)
    with pytest.raises(CopyError, match="was changed"):
        write_scenario_copy(files, tmp_path / "copy", original)


def test_the_same_answer_gives_the_same_bytes(net, tmp_path):
    scenario, files = load_scenario(net), scenario_files(net / "scenario.toml")
    for name in ("one", "two"):
        write_optimised(scenario, answer(scenario), files, tmp_path / name, Asked(1))
    for path in (tmp_path / "one").rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            assert path.read_bytes() == (tmp_path / "two" / path.relative_to(tmp_path / "one")).read_bytes()


def test_a_failure_leaves_nothing_behind(net, tmp_path):
    scenario, files = load_scenario(net), scenario_files(net / "scenario.toml")
    impossible = answer(scenario, closings=[(("takakyla", 2028), ("takakyla", 2030))])
    with pytest.raises(CopyError):
        write_optimised(scenario, impossible, files, tmp_path / "best", Asked(1))
    assert [path.name for path in tmp_path.iterdir()] == ["net"]


def test_other_wishes_give_another_folder_name(scenario):
    assert optimise_hash(scenario, Wishes(), 1) == optimise_hash(scenario, Wishes(), 1)
    assert len({optimise_hash(scenario, w, 1) for w in (Wishes(), Wishes(gap=0.1), Wishes(futures=3))}) == 3


def test_what_is_not_known_is_an_empty_cell(scenario):
    table = networks_table(answer(scenario, gap=float("nan"))).set_index(["option", "measure"])["value"]
    assert table.loc[:, ["bound_pv_eur", "gap_share"]].isna().all()


def test_a_pairing_is_one_row_for_each_of_its_schools(scenario):
    pair = MEASURES["pair_grades"].model_validate(
        {
            "measure": "pair_grades",
            "lower": "takakyla",
            "upper": "keskuskoulu",
            "last_lower_grade": 4,
            "year": 2027,
        }
    )
    border = MEASURES["cooperate"].model_validate(
        {"measure": "cooperate", "kind": "open_borders", "members": ("901", "902"), "year": 2026}
    )
    found = answer(scenario)
    found = replace(found, networks=(replace(found.networks[0], measures=(pair, border)),))
    assert plan_table(found)[["school", "action", "year"]].to_numpy().tolist() == [
        ["takakyla", "pair_lower_grades", 2027],
        ["keskuskoulu", "pair_upper_grades", 2027],
        ["", "cooperate", 2026],
    ]


def test_the_figure_says_what_the_cheapest_network_saves(scenario, english):
    told = finding(scenario, answer(scenario), english)
    assert "1.00\u00a0M€ less" in told
    assert "+5.0 min" in told


def test_the_figure_says_when_nothing_is_cheaper(scenario, english):
    assert finding(scenario, answer(scenario, closings=[()]), english).startswith("No network found (1)")


def test_the_figure_counts_the_hand_made_options_that_are_beaten(scenario, english):
    found = answer(scenario, closings=[(("takakyla", 2028),)])
    dearer = replace(network(scenario, "close_village"), cost_eur=49.5e6, mean_minutes=16.0)
    nearer = replace(dearer, option="together", mean_minutes=14.0)
    told = finding(scenario, replace(found, hand_made=(dearer, nearer)), english)
    assert "Of the 2 hand-made options 1 cost more" in told


def test_the_figure_is_drawn_in_every_language(scenario, texts):
    figure = render_frontier(scenario, answer(scenario, gap=0.02), texts)
    assert figure.png.startswith(b"\x89PNG")
    assert b"</svg>" in figure.svg
    assert figure.svg == render_frontier(scenario, answer(scenario, gap=0.02), texts).svg


PAGE = (Path(__file__).parents[2] / "docs" / "optimise.md").read_text(encoding="utf-8")


def test_every_measure_of_the_table_stands_in_its_page():
    for measure in NETWORK_MEASURES:
        assert f"`{measure}`" in PAGE, measure


def test_every_option_of_a_command_in_the_page_is_one_the_command_has(english):
    known = {name for option in optimise_command(english).params for name in option.opts}
    lines = [line.split("#")[0] for line in PAGE.splitlines() if line.startswith("kopa optimise")]
    assert len(lines) >= 5
    assert {word for line in lines for word in line.split() if word.startswith("-")} <= known


def test_the_example_of_the_measure_in_the_page_can_be_read():
    example = PAGE.split("```toml\n")[1].split("```")[0]
    (option,) = tomllib.loads(example)["options"]
    assert MEASURES["optimise_network"].model_validate(option["measures"][0]).max_minutes == 60


def test_a_bound_far_below_is_told_and_does_not_press_the_figure_together(scenario, english):
    figure = draw(scenario, answer(scenario, gap=0.4), english)
    (axes,) = figure.axes
    assert axes.get_ylim()[0] > -3
    assert "↓ −21" in [text.get_text() for text in axes.texts]


def detailed(scenario, option="optimised_1", closed=(("takakyla", 2028),), **given):
    """A network with two years of money less in the first municipality, and the village's pupils in two schools."""
    plain = network(scenario, option, closed)
    years, places = len(plain.plan.costed_years), len(scenario.region.municipalities)
    gross = np.full((years, places), 3_000_000.0)
    if closed:
        gross[2:, 0] -= 250_000.0
    moved = [ClosedInto(2028, s, to, n, 5.0, 20.0) for s, _ in closed for to, n in (("keskuskoulu", 30.0),)]
    return replace(
        plain,
        gross_eur_year_municipality=gross,
        cost_eur_municipality=gross.sum(axis=0),
        moved=tuple(moved),
        **given,
    )


def test_cost_is_told_by_municipality_and_year_beside_the_base(scenario):
    found = replace(answer(scenario), base=detailed(scenario, "as_is", ()), networks=(detailed(scenario),))
    table = costs_table(scenario, found).set_index(["option", "municipality", "year"])
    assert len(table) == 3 * 15
    assert table.loc[("optimised_1", "901", 2027), "difference_eur"] == 0
    assert table.loc[("optimised_1", "901", 2028)].tolist() == [2_750_000, 3_000_000, -250_000]
    assert table.loc[("optimised_1", "902", 2028), "difference_eur"] == 0
    assert table.loc[("optimised_1", "ALL", 2028)].tolist() == [5_750_000, 6_000_000, -250_000]


def test_who_receives_whom_is_told_in_a_row_each(scenario):
    found = replace(answer(scenario), networks=(detailed(scenario),))
    (row,) = moves_table(found).to_numpy().tolist()
    assert row == ["optimised_1", 2028, "takakyla", "keskuskoulu", 30, 5, 20]


def test_a_hand_made_option_that_breaks_wishes_is_counted_and_marked(scenario, english):
    breaking = replace(network(scenario, "close_village"), breaks=("too far", "too early"))
    found = answer(scenario, hand_made=(breaking,))
    table = networks_table(found).set_index(["option", "measure"])["value"]
    assert table["close_village", "broken_wishes"] == 2
    assert table["found_0", "broken_wishes"] == 0
    (legend,) = draw(scenario, found, english).legends
    told = [text.get_text().replace("\n", " ") for text in legend.get_texts()]
    assert "Close the village school (does not keep all wishes and limits)" in told


def test_options_on_the_same_point_are_drawn_beside_one_another(scenario, english):
    alike = [replace(network(scenario, name), option=name) for name in ("close_village", "together")]
    figure = draw(scenario, answer(scenario, closings=[()], hand_made=alike), english)
    numbers = [text for text in figure.axes[0].texts if text.get_bbox_patch() is not None]
    aside = np.array([text.xyann for text in numbers])
    apart = np.hypot(*(aside[:, None] - aside[None]).transpose(2, 0, 1))
    assert len(numbers) == 3
    assert apart[np.triu_indices(3, 1)].min() >= BADGE_POINTS
    assert np.hypot(*aside.T).min() >= BADGE_POINTS
    assert all(text.arrow_patch is not None for text in numbers)
