"""What people read of a study of coalitions, on a game of two municipalities made by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kopa_sim.cli.coalitions import coalitions_command
from kopa_sim.report.coalitions_figure import finding, render_gains
from kopa_sim.report.coalitions_folder import Asked, write_coalitions
from kopa_sim.report.coalitions_page import render_html, render_markdown, table_rows
from kopa_sim.report.coalitions_tables import coalitions_table, shares_table
from kopa_sim.report.coalitions_words import words_of
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study.coalitions import Coalitions, Game
from kopa_sim.study.coalitions.sharing import share

MINIMAL = Path(__file__).parents[2] / "scenarios" / "minimal"
RULES = ("by_pupils", "by_residents", "by_use_hours", "by_use_km", "by_tax_base", "equal")


@pytest.fixture(scope="module")
def scenario():
    return load_scenario(MINIMAL)


def game(alone=(100_000.0, 0.0), together=300_000.0, agreed=(50_000.0, 250_000.0), draws=4):
    """Two municipalities; the second draw is 10 % worse for everybody."""
    scale = np.linspace(1.0, 0.9, draws)
    worth = {0: 0 * scale, 1: alone[0] * scale, 2: alone[1] * scale, 3: together * scale}
    return Game(
        option="open_borders",
        title="Open <borders>",
        players=(0, 1),
        worth=worth,
        gain_as_agreed=np.outer(scale, agreed),
        cost_before=np.outer(scale, (9e6, 4e6)),
        counted={rule: np.outer(np.ones(draws), (3.0, 1.0)) for rule in RULES},
        exact=True,
    )


def plain(text):
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def answer(*games):
    return Coalitions(tuple(share(each) for each in games), seed=1, draws=4, model_runs=3, coalitions=3)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_paragraph_for_each_municipality_in_every_language(scenario, language):
    words = words_of(scenario, share(game()), texts_in(language))
    assert [name for name, _ in words.paragraphs] == ["Esimerkkilä", "Mallila"]
    for name, paragraph in words.paragraphs:
        assert paragraph.startswith(name)
        assert "{" not in paragraph


def test_who_does_better_alone_is_told_so_and_by_how_much(scenario):
    first, second = (plain(text) for _, text in words_of(scenario, share(game()), texts_in("en")).paragraphs)
    assert "Alone it would do 47,500 € better" in first
    assert "better off alone in 100% of the futures" in first
    assert "gain by leaving under: as agreed" in first
    assert "worse in every future" in second
    assert "stays, as nobody with it gains by leaving, under: as agreed" in second
    assert "Shapley value, +181,000 € to +199,000 €" in first


def test_a_loss_is_called_a_loss_and_shared_as_one(scenario):
    lossy = share(game(alone=(0.0, 0.0), together=-80_000.0, agreed=(-50_000.0, -30_000.0)))
    words = words_of(scenario, lossy, texts_in("en"))
    assert plain(words.lines[0]).startswith("Together the 2 municipalities lose 76,000 €")
    assert "No group of them gains" in words.lines[1]
    assert "no rule can give everyone what they have alone" in words.lines[2]
    assert plain(words.paragraphs[0][1]).startswith("Esimerkkilä loses 47,500 €")


def test_nothing_is_called_nothing(scenario):
    words = words_of(scenario, share(game((0.0, 0.0), 0.0, (0.0, 0.0))), texts_in("en"))
    assert "neither gains nor loses" in words.paragraphs[0][1]
    assert "Alone it would have the same." in words.paragraphs[0][1]


def test_names_of_options_are_safe_on_the_page(scenario):
    coalitions, texts = answer(game()), texts_in("en")
    figures = [render_gains(scenario, found, texts) for found in coalitions.games]
    html = render_html(scenario, coalitions, figures, texts)
    assert "Open &lt;borders&gt;" in html
    assert "<borders>" not in html.replace("Open &lt;borders&gt;", "")
    assert "Open \\<borders\\>" in render_markdown(scenario, coalitions, figures, texts)


def test_the_figure_says_who_gains_and_which_rules_last(scenario):
    told = finding(share(game()), texts_in("en"))
    assert told.startswith("Open <borders>. As agreed, 2 of 2 municipalities gain.")
    assert "Everyone stays under: by pupils" in told


def test_the_table_on_screen_says_who_would_leave(scenario):
    rows = {row[0]: tuple(map(plain, row)) for row in table_rows(scenario, share(game()), texts_in("en"))}
    assert rows["as agreed"][1:] == ("+0.05", "+0.24", "0%", "Esimerkkilä (+47,500 €)")
    assert rows["Shapley value"][3:] == ("100%", "nobody")
    assert rows["by pupils"][1:3] == ("+0.24", "+0.05")


def test_shares_of_the_table_sum_to_the_worth_of_everybody(scenario):
    coalitions = answer(game())
    worth, shares = coalitions_table(scenario, coalitions), shares_table(scenario, coalitions)
    everybody = worth[(worth.coalition == "901 + 902") & (worth.measure == "worth_eur")]["mean"].item()
    assert everybody == pytest.approx(285_000.0)
    added = worth[(worth.coalition == "901 + 902") & (worth.measure == "added_eur")]["mean"].item()
    assert added == pytest.approx(190_000.0)
    gains = shares[shares.measure == "gain_eur"]
    for (_, _), rule in gains.groupby(["rule", "divided"]):
        members = rule[rule.municipality != "ALL"]
        assert len(members) == 2
        for column in ("mean", "expected"):
            assert members[column].sum() == pytest.approx(everybody, abs=0.02)
    leaving = shares[(shares.rule == "as_agreed") & (shares.measure == "leaving_gain_eur")]
    assert leaving.leaving.tolist() == ["901", "", "901"]
    epsilon = shares[shares.measure == "epsilon_eur"]["expected"].item()
    assert epsilon == pytest.approx(-95_000.0)


def test_a_folder_is_whole_and_the_same_every_time(scenario, tmp_path):
    coalitions = answer(game())
    first, second = (write_coalitions(scenario, coalitions, tmp_path / of, Asked()) for of in "ab")
    names = sorted(path.relative_to(first).as_posix() for path in first.rglob("*") if path.is_file())
    assert names == [
        "coalitions.html",
        "coalitions.md",
        "figures/coalitions_open_borders.png",
        "figures/coalitions_open_borders.svg",
        "manifest.json",
        "tables/coalition_shares.csv",
        "tables/coalitions.csv",
    ]
    for name in names:
        if name != "manifest.json":
            assert (first / name).read_bytes() == (second / name).read_bytes()


def test_it_is_told_who_should_cooperate(scenario):
    texts = texts_in("en")
    assert "everybody together does: 190,000 €" in plain(words_of(scenario, share(game()), texts).lines[1])
    three = game()
    draws = np.ones(4)
    worth = {0: 0.0, 1: 0.0, 2: 0.0, 3: 50.0, 4: 0.0, 5: 0.0, 6: 0.0, 7: 20.0}
    of_three = replace(
        three,
        players=(0, 1, 1),
        worth={coalition: value * 1000.0 * draws for coalition, value in worth.items()},
        gain_as_agreed=np.outer(draws, (10_000.0, 10_000.0, 0.0)),
        cost_before=np.outer(draws, (1e6, 1e6, 1e6)),
        counted={rule: np.ones((4, 3)) for rule in RULES},
    )
    told = plain(words_of(scenario, share(of_three), texts).lines[1])
    assert told.startswith("Cooperation adds most when only these take part: Esimerkkilä, Mallila.")
    assert "50,000 €" in told


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_sampled_orders_are_told_with_their_error_and_leave_the_core_open(scenario, language):
    texts = texts_in(language)
    sampled = replace(game(), exact=False, orders=np.array([[0, 1], [1, 0], [1, 0], [0, 1]]))
    words = words_of(scenario, share(sampled), texts)
    assert texts("coalitions.core_unknown") in words.lines
    error = texts.euros(0.0)
    told = texts("coalitions.fair_sampled", shapley=texts.euros(190_000, signed=True), error=error)
    assert told in words.paragraphs[0][1]


def test_the_page_of_the_documentation_asks_for_options_that_exist():
    page = (MINIMAL.parents[1] / "docs" / "coalitions.md").read_text(encoding="utf-8")
    known = {name for option in coalitions_command(texts_in("en")).params for name in option.opts}
    lines = [line.split("#")[0] for line in page.splitlines() if line.startswith("kopa coalitions")]
    asked = {word for line in lines for word in line.split() if word.startswith("-")}
    assert len(lines) == 3
    assert asked <= known
    assert "--orders" in known
