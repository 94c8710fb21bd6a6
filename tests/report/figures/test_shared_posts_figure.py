"""The figure of shared posts: what it draws and what it says."""

from dataclasses import replace
from pathlib import Path

import pytest

from kopa_sim.report.figures import TOUR_FIGURES, render_figure
from kopa_sim.report.figures.shared_posts import last_year, most_shared, totals
from kopa_sim.report.texts import texts_in
from kopa_sim.scenario.load import load_scenario
from kopa_sim.study import run_scenario

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"


@pytest.fixture(scope="module")
def shared():
    scenario = load_scenario(MINIMAL)
    quick = {"transport.method": "rule", "teaching.tours_method": "quick", "teaching.tours_futures": 1.0}
    options = ["shared_teachers", "together"]
    scenario = replace(scenario, values={**scenario.values, **quick})
    return run_scenario(scenario, draws=2, replications=0, option_ids=options)


def test_it_is_drawn_the_same_twice(shared, english):
    first, again = (render_figure("shared_posts", shared, english) for _ in range(2))
    assert first == again
    assert first.png.startswith(b"\x89PNG")


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_it_tells_lessons_and_kilometres_in_every_language(shared, language):
    texts = texts_in(language)
    told = TOUR_FIGURES["shared_posts"].finding(shared, texts)
    found = totals(shared, most_shared(shared))
    assert texts.number(found.in_posts) in told
    assert texts.number(round(found.km)) in told
    assert "{" not in told


def test_it_is_of_the_option_that_shares_most(shared):
    assert most_shared(shared).plan.option == "together"
    found = totals(shared, most_shared(shared))
    (pool,) = last_year(most_shared(shared))
    assert found.posts == pool[1].after.posts
    assert found.qualified_after > found.qualified_before
    assert 0 < found.in_posts <= found.offered


def test_pools_that_make_no_post_are_drawn_too(shared, english):
    def without_posts(pool):
        solved = tuple(
            replace(year, sharing=replace(year.sharing, after=year.sharing.before)) for year in pool.solved
        )
        return replace(pool, solved=solved)

    options = tuple(
        replace(option, tours=tuple(without_posts(pool) for pool in option.tours))
        for option in shared.options
    )
    none = replace(shared, options=options)
    assert totals(none, most_shared(none)).posts == 0
    render_figure("shared_posts", none, english)


def test_a_pool_that_never_works_has_no_figure(shared):
    options = tuple(
        replace(option, tours=tuple(replace(pool, solved=()) for pool in option.tours))
        for option in shared.options
    )
    assert not replace(shared, options=options).toured
