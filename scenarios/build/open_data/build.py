"""Building one scenario folder's tables from its source extracts."""

import argparse
from pathlib import Path

from open_data.areas import measure_areas, write_areas
from open_data.borders import write_borders
from open_data.events import write_events, write_moves
from open_data.extracts import read_extracts
from open_data.observations import observe, write_observations
from open_data.people import write_municipalities, write_population
from open_data.points import place_children, write_points
from open_data.rates import write_rates
from open_data.regions import RegionSpec
from open_data.schools import decide_teaching, make_schools, write_schools
from open_data.summary import summarise

SCENARIOS = Path(__file__).resolve().parents[2]


def build(region: RegionSpec, output: Path) -> list[str]:
    """Write every table of a region into ``output`` and return the summary."""
    extracts = read_extracts(SCENARIOS / region.folder / "source", region)
    areas = measure_areas(extracts, region)
    observed = observe(extracts, areas)
    teaching = decide_teaching(extracts, areas, observed)
    points = place_children(extracts, areas, teaching.primary_schools)
    schools = make_schools(extracts, areas, points, observed, teaching)
    output.mkdir(parents=True, exist_ok=True)
    write_municipalities(extracts, region, output)
    write_population(extracts, region, output)
    write_events(extracts, output)
    write_moves(extracts, region, output)
    write_rates(extracts, output)
    write_areas(areas, output)
    write_points(points, areas, output)
    write_observations(observed, areas, output)
    write_schools(schools, output)
    write_borders(extracts, output)
    return summarise(extracts, region, areas, observed, schools)


def main(region: RegionSpec) -> None:
    """Build into the scenario folder, or into --output."""
    parser = argparse.ArgumentParser(description=f"Build the tables of scenarios/{region.folder}.")
    parser.add_argument("--output", type=Path, default=SCENARIOS / region.folder)
    print("\n".join(build(region, parser.parse_args().output)))
