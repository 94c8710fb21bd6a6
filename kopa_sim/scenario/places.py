"""The nouns of a scenario made from its tables: the region, and the people in it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.people import DemographicData
from kopa_sim.model.region import Areas, Municipalities, Region, Schools
from kopa_sim.model.roads import RoadNetwork
from kopa_sim.scenario.areas import read_areas
from kopa_sim.scenario.borders import read_borders
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.contents import Border, TravelTimes
from kopa_sim.scenario.depots import read_depots
from kopa_sim.scenario.events import read_events, read_moves
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.header import Header
from kopa_sim.scenario.housing import divide_housing, read_housing
from kopa_sim.scenario.language_tracks import (
    Tracks,
    divide_areas,
    divide_observations,
    divide_points,
    divide_tickets,
    divide_travel_times,
    read_tracks,
)
from kopa_sim.scenario.municipalities import read_municipalities
from kopa_sim.scenario.observations import read_observations
from kopa_sim.scenario.official_projection import read_official_projection
from kopa_sim.scenario.points import read_points
from kopa_sim.scenario.population import read_history, read_population
from kopa_sim.scenario.pupil_counts import read_pupil_counts
from kopa_sim.scenario.rates import read_rates
from kopa_sim.scenario.roads import read_roads
from kopa_sim.scenario.schools import read_schools
from kopa_sim.scenario.staff import read_staff
from kopa_sim.scenario.tickets import read_tickets
from kopa_sim.scenario.travel_times import read_travel_times

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Places:
    """Everything that stands still, as far as it could be read; a noun is None where its table could not be.

    A noun may have faults, all of which have been said: it serves to check the rest, not to be run. ``areas`` are
    those of the table; those of the region are divided by language as ``tracks`` says.
    """

    municipalities: Municipalities | None = None
    population_municipality_sex_age: Floats | None = None
    areas: Areas | None = None
    tracks: Tracks | None = None
    schools: Schools | None = None
    region: Region | None = None
    travel_times: TravelTimes | None = None
    borders: tuple[Border, ...] = ()
    roads: RoadNetwork | None = None

    @property
    def municipality_names(self) -> Mapping[str, str] | None:
        """Names of the municipalities by code."""
        found = self.municipalities
        return None if found is None else dict(zip(found.codes, found.names, strict=True))

    @property
    def school_names(self) -> Mapping[str, str] | None:
        """Names of the schools by code."""
        found = self.schools
        return None if found is None else dict(zip(found.codes, found.names, strict=True))


def read_places(
    tables: Mapping[str, Columns],
    border_file: tuple[str, bytes] | None,
    findings: Findings,
    first_year: int | None = None,
) -> Places:
    """Return the region and what belongs to it, after saying where the tables do not fit together."""
    if "municipalities" not in tables:
        return Places()
    municipalities = read_municipalities(tables["municipalities"], findings)
    codes = municipalities.codes
    population = read_population(tables["population"], codes, findings) if "population" in tables else None
    areas = read_areas(tables["areas"], codes, population, findings) if "areas" in tables else None
    tracks = read_tracks(tables["areas"], findings) if "areas" in tables else None
    divided = None if areas is None or tracks is None else divide_areas(areas, tracks)
    schools = read_schools(tables["schools"], codes, divided, findings) if "schools" in tables else None
    region, travel_times = None, None
    if areas is not None and tracks is not None and divided is not None:
        points = divide_points(read_points(tables.get("points"), areas, findings), tracks)
        region = None if schools is None else Region(municipalities, divided, points, schools)
        if schools is not None and "travel_times" in tables:
            given = read_travel_times(tables["travel_times"], areas.codes, schools.codes, findings)
            travel_times = divide_travel_times(given, tracks)
        if region is not None and schools is not None and "tickets" in tables:
            tickets, column = read_tickets(tables["tickets"], areas, schools.codes, codes, findings)
            schools = replace(schools, ticket_column=column)
            region = replace(region, schools=schools, tickets=divide_tickets(tickets, tracks))
    if "depots" in tables:
        depots = read_depots(tables["depots"], codes, divided, findings)
        region = None if region is None else replace(region, depots=depots if len(depots) else None)
    if "staff" in tables:
        staff = read_staff(tables["staff"], codes, schools, findings, first_year)
        region = None if region is None else replace(region, staff=staff if len(staff) else None)
    borders = () if border_file is None else read_borders(*border_file, codes, findings)
    nodes, edges = tables.get("roads_nodes"), tables.get("roads_edges")
    roads = read_roads(nodes, edges, findings, has_table="travel_times" in tables)
    return Places(municipalities, population, areas, tracks, schools, region, travel_times, borders, roads)


def read_people(
    tables: Mapping[str, Columns], places: Places, header: Header, findings: Findings
) -> DemographicData | None:
    """Return what the demography starts from, or None where the population is not known."""
    schedules = read_rates(tables.get("rates"), findings)
    if places.municipalities is None:
        return None
    codes, areas, horizon = places.municipalities.codes, places.areas, header.horizon
    history = (
        read_history(tables["history"], codes, header.base_year, findings) if "history" in tables else {}
    )
    span = None if horizon is None else (horizon[0], horizon[2])
    people = places.population_municipality_sex_age
    known = None if people is None else people.sum(axis=(1, 2))
    events = read_events(tables["events"], codes, findings, known, span) if "events" in tables else None
    moves = read_moves(tables["moves"], codes, findings, known, span) if "moves" in tables else None
    observations = None
    if "observations" in tables:
        observations = read_observations(
            tables["observations"],
            codes,
            None if areas is None else areas.codes,
            None if areas is None else areas.municipality,
            None if horizon is None else (horizon[0], horizon[2]),
            findings,
        )
        if places.tracks is not None:
            observations = divide_observations(observations, places.tracks)
    pupil_counts = None
    if "pupil_counts" in tables:
        end_year = None if horizon is None else horizon[2]
        pupil_counts = read_pupil_counts(tables["pupil_counts"], codes, end_year, findings)
    official, housing = None, None
    if "projection" in tables:
        official = read_official_projection(tables["projection"], codes, span, findings)
    if "housing" in tables:
        housing = read_housing(tables["housing"], None if areas is None else areas.codes, span, findings)
        if places.tracks is not None:
            housing = divide_housing(housing, places.tracks)
    population = places.population_municipality_sex_age
    if population is None or header.base_year is None:
        return None
    return DemographicData(
        base_year=header.base_year,
        population_municipality_sex_age=population,
        history=history,
        events=events,
        moves=moves,
        schedules=schedules,
        observations=observations,
        official=official,
        housing=housing,
        pupil_counts=pupil_counts,
    )
