"""Where within an area its children live."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopa_sim.model.region import Areas
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.points import POINTS_PER_AREA, spread_points
from tests.scenario.spoiling import check_one_problem, table


def areas_of(sizes_m2):
    n = len(sizes_m2)
    return Areas(
        codes=tuple(f"{i}" for i in range(n)),
        names=("",) * n,
        municipality=np.zeros(n, dtype=np.intp),
        x_m=np.linspace(300_000, 600_000, n),
        y_m=np.linspace(6_700_000, 7_500_000, n),
        area_m2=np.array(sizes_m2, dtype=float),
        bands=((0, 18),),
        children_area_band=np.ones((n, 1)),
        mean_income_eur=np.full(n, np.nan),
        population=np.full(n, np.nan),
        languages=("fi",) * n,
    )


def radius_of(areas):
    points = spread_points(areas)
    return np.hypot(points.x_m - areas.x_m[points.area], points.y_m - areas.y_m[points.area])


@given(st.lists(st.floats(1.0, 1e11), min_size=1, max_size=5))
def test_twelve_points_lie_around_the_middle_within_half_the_radius_of_the_land(sizes):
    areas = areas_of(sizes)
    points = spread_points(areas)
    allowed = np.clip(0.5 * np.sqrt(np.array(sizes) / np.pi), 300, 12_000)
    away = radius_of(areas).reshape(len(sizes), POINTS_PER_AREA)
    assert (away <= allowed[:, None] * (1 + 1e-9)).all()
    assert np.bincount(points.area, weights=points.weight) == pytest.approx(1.0)
    assert np.bincount(points.area, weights=points.weight * points.x_m) == pytest.approx(areas.x_m, abs=1e-5)
    assert np.bincount(points.area, weights=points.weight * points.y_m) == pytest.approx(areas.y_m, abs=1e-5)


def test_the_points_fill_the_disc_evenly():
    # a disc of one kilometre filled evenly has its mean distance at two thirds of the radius
    away = radius_of(areas_of([4e6 * np.pi]))
    assert away.mean() == pytest.approx(2000 / 3, rel=0.03)
    assert away.max() > 900


@pytest.mark.parametrize(("size_m2", "farthest_m"), [(1e4, 300), (1e11, 12_000), (np.nan, 1000)])
def test_a_block_has_some_extent_a_wilderness_few_homes_and_an_unknown_size_a_kilometre(size_m2, farthest_m):
    assert 0.9 * farthest_m < radius_of(areas_of([size_m2])).max() <= farthest_m


def test_points_lie_together_by_area_and_areas_in_order():
    points = spread_points(areas_of([1e6, 1e7, 1e8]))
    assert points.area.tolist() == sorted(points.area.tolist())
    assert len(points) == 3 * POINTS_PER_AREA


class TestAGivenTable:
    ROWS = "area,x,y,weight\n90201,560500,7136000,3\n90101,540000,7130500,2\n90101,541000,7130000,6\n"

    def test_weights_sum_to_one_in_every_area(self, folder):
        table("points", self.ROWS)(folder)
        points = load_scenario(folder).region.points
        assert np.bincount(points.area, weights=points.weight) == pytest.approx(np.ones(5))
        first = points.area == 0
        assert points.weight[first].tolist() == [0.25, 0.75]
        assert points.x_m[first].tolist() == [540_000, 541_000]

    def test_areas_without_a_point_get_those_of_the_rule_and_that_is_said(self, folder):
        table("points", self.ROWS)(folder)
        scenario = load_scenario(folder)
        assert np.bincount(scenario.region.points.area).tolist() == [2, 12, 12, 1, 12]
        assert any("no point in area 90102, 90103, 90202" in notice for notice in scenario.notices)

    def test_danger_is_given_by_point_and_is_none_where_nothing_is_said(self, folder):
        dangers = ("danger_share", 0.4, "", 1)
        rows = [f"{row},{danger}" for row, danger in zip(self.ROWS.split(), dangers, strict=True)]
        table("points", "\n".join(rows) + "\n")(folder)
        danger = load_scenario(folder).region.points.danger_share
        assert danger[:2].tolist() == [0.0, 1.0]
        assert sorted(danger)[-2:] == [0.4, 1.0]
        assert (danger > 0).sum() == 2

    def test_a_danger_beyond_one_is_told(self, folder):
        table("points", "area,x,y,weight,danger_share\n90201,560500,7136000,3,40\n")(folder)
        check_one_problem(folder, ["danger_share", "40", "0 to 1"])

    def test_a_point_without_danger_has_that_of_its_area(self, folder):
        lines = (folder / "areas.csv").read_text(encoding="utf-8").splitlines()
        danger = ["danger_share", "0.5", "", "", "0.25", ""]
        rows = [f"{line},{cell}" for line, cell in zip(lines, danger, strict=True)]
        (folder / "areas.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        points = load_scenario(folder).region.points
        assert np.unique(points.danger_share[points.area == 0]).tolist() == [0.5]
        table(
            "points", "area,x,y,weight,danger_share\n90101,540000,7130500,2,0.1\n90201,560500,7136000,3,\n"
        )(folder)
        points = load_scenario(folder).region.points
        assert points.danger_share[points.area == 0].tolist() == [0.1]
        assert points.danger_share[points.area == 3].tolist() == [0.25]
