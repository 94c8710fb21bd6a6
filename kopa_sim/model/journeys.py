"""How far it is: distance and time from every point to every school, and who goes where."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import N_GRADES

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Journeys:
    """One-way journeys from points to schools.

    Attributes
    ----------
    km_point_school
        Length of the way along roads; infinite where there is no path. (point, school)
    minutes_point_school
        Door to door in one direction, walking below the walking limit, else by transport with waiting and
        pick-up; infinite where there is no path. (point, school)
    km_school_school
        Road distance between schools. (school, school)
    extra_home_minutes_point_school
        Minutes that the way home takes longer than the way to school; None where both take as long.
        (point, school)
    walking_km_point_school
        Length of the shortest way on foot, along dangerous roads too; None where only one length is known.
        (point, school)
    dangerous_point_school
        Whether the shortest way on foot uses a road that a child may not walk; None where roads are not known.
        (point, school)
    """

    km_point_school: Floats
    minutes_point_school: Floats
    km_school_school: Floats
    extra_home_minutes_point_school: Floats | None = None
    walking_km_point_school: Floats | None = None
    dangerous_point_school: Bools | None = None

    @property
    def shortest_km_point_school(self) -> Floats:
        """Length of the shortest way, which limits of distance are measured by. (point, school)"""
        return self.km_point_school if self.walking_km_point_school is None else self.walking_km_point_school

    def day_minutes(self, point: Ints, school: Ints) -> Floats:
        """Return the minutes of a whole day, there and back with waiting, for pairs of point and school. (pair,)"""
        both_ways: Floats = 2.0 * self.minutes_point_school[point, school]
        if self.extra_home_minutes_point_school is None:
            return both_ways
        longer: Floats = both_ways + self.extra_home_minutes_point_school[point, school]
        return longer


@dataclass(frozen=True)
class YearCatchment:
    """Who goes where in one year, as arcs: the pupils of one area and grade bound for one school.

    Attributes
    ----------
    area, grade, school
        Indices of each arc, sorted by (area, grade, school). (arc,)
    share
        Share of the area's pupils of the grade that the arc carries; the arcs of a served (area, grade) sum
        to one. (arc,)
    cell_arc, cell_point, cell_share
        The points behind each arc, sorted by arc: ``cell_share`` is the share of the arc's pupils that live
        at the point and sums to one within an arc. (cell,)
    """

    area: Ints
    grade: Ints
    school: Ints
    share: Floats
    cell_arc: Ints
    cell_point: Ints
    cell_share: Floats

    def __len__(self) -> int:
        return len(self.area)

    def arc_mean(self, value_cell: Floats) -> Floats:
        """Return the mean over each arc's pupils of a value given by cell. (arc,)"""
        weights = self.cell_share * value_cell
        return np.bincount(self.cell_arc, weights=weights, minlength=len(self)).astype(np.float64)


@dataclass(frozen=True)
class Unproved:
    """How much better than an assignment whose search was cut short another might be.

    Attributes
    ----------
    minutes_share
        Share of its minutes, a pupil moved from the present school counting as a long journey.
    pupils_beyond
        Pupils beyond the places who may have had one.
    """

    minutes_share: float
    pupils_beyond: float


@dataclass(frozen=True)
class Catchments:
    """Catchments of one option; equal years share one object.

    ``unproved_year`` has what is open of every year whose assignment is not proved best, None for all others; empty
    where every year is.
    """

    years: tuple[int, ...]
    by_year: tuple[YearCatchment, ...]
    unproved_year: tuple[Unproved | None, ...] = ()


@dataclass(frozen=True)
class PupilFlows:
    """Pupils along each arc of the catchments in every draw.

    Attributes
    ----------
    catchments
        The arcs.
    pupils_by_year
        For each year an array of persons. (draw, arc)
    """

    catchments: Catchments
    pupils_by_year: tuple[Floats, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """School years, first_year − 2 … end_year."""
        return self.catchments.years

    @property
    def draws(self) -> int:
        """Number of futures."""
        return int(self.pupils_by_year[0].shape[0])

    def sum_arcs(self, year_index: int, key_arc: Ints, size: int, weight_arc: Floats | None = None) -> Floats:
        """Return pupils (times a weight) of one year summed by a key of the arcs. (draw, size)

        The sum runs along the arcs in order, so it is the same on any machine and number of workers.
        """
        pupils = self.pupils_by_year[year_index]
        values = pupils if weight_arc is None else pupils * weight_arc
        order = np.argsort(key_arc, kind="stable")
        keys = key_arc[order]
        total = np.zeros((pupils.shape[0], size))
        if len(keys):
            starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
            total[:, keys[starts]] = np.add.reduceat(values[:, order], starts, axis=1)
        return total

    def pupils_draw_year_school_grade(self, n_schools: int) -> Floats:
        """Return pupils by school and grade. (draw, year, school, grade)"""
        result = np.zeros((self.draws, len(self.years), n_schools, N_GRADES))
        for index, arcs in enumerate(self.catchments.by_year):
            key = arcs.school * N_GRADES + arcs.grade
            result[:, index] = self.sum_arcs(index, key, n_schools * N_GRADES).reshape(
                -1, n_schools, N_GRADES
            )
        return result


@dataclass(frozen=True)
class Transport:
    """School transport of an option, for costing. All arrays (draw, year, school) over the Plan's years.

    Attributes
    ----------
    entitled
        Pupils of grades 0–9 carried daily at the municipality's cost; the lodged are not among them.
    vehicle_km
        Minibus-equivalent kilometres driven a year: each size of vehicle counts by the ratio of its price per
        kilometre to that of a minibus, so that one price covers all.
    vehicle_h
        Hours driven a year.
    vehicles
        Vehicles a school day.
    boarded
        Pupils of grades 0–9 over the legal daily ceiling, who are lodged.
    student_km
        Upper secondary: student-kilometres a year of those supported by Kela.
    own_student_km
        Upper secondary: student-kilometres a year that families pay.
    ticket_pupils
        Those of the entitled who ride a scheduled bus with a ticket, in no school vehicle. None where there are none.
    ticket_eur
        Price of their tickets a year, in euros of the price year. None where there are none.
    carried_km_draw_year_home_school
        One-way kilometres that pupils in school vehicles ride on a morning, by where they live; None where no
        agreement divides transport. (draw, year, home municipality, school)
    """

    entitled: Floats
    vehicle_km: Floats
    vehicle_h: Floats
    vehicles: Floats
    boarded: Floats
    student_km: Floats
    own_student_km: Floats
    ticket_pupils: Floats | None = None
    ticket_eur: Floats | None = None
    carried_km_draw_year_home_school: Floats | None = None


@dataclass(frozen=True)
class Access:
    """Journey measures by home municipality, with the whole region last.

    ``values`` maps a measure of access.csv to (draw, year, municipality + 1, grade band + 1); the last band
    is all pupils of grades 0–9. NaN where a cell has no pupils. Years are the Plan's.
    ``pupils_draw_bin`` counts pupils of grades 0–9 by minutes in the last costed year.
    ``over_ceiling_draw_year_municipality`` counts pupils of grades 0–9 over the legal daily ceiling.
    """

    years: tuple[int, ...]
    values: dict[str, Floats]
    over_ceiling_draw_year_municipality: Floats
    minutes_bin_edges: Floats
    pupils_draw_bin: Floats
