"""Who travels to the schools of an option in a simulated year: shared teachers on their tours, and pupils."""

from kopa_sim.model.journeys import Transport
from kopa_sim.model.plan import Plan
from kopa_sim.model.tours import TourVisit, TravellingTeacher
from kopa_sim.operations import SchoolRuns, Travels
from kopa_sim.teaching.pool_tours import PoolTours, SolvedYear


def travels_of(plan: Plan, tours: tuple[PoolTours, ...], transport: Transport) -> Travels:
    """Return the tours and the school runs of an option.

    Parameters
    ----------
    transport
        School transport of the simulated futures. Pupils with a ticket for a scheduled bus ride no school run.
    """
    carried = transport.entitled
    if transport.ticket_pupils is not None:
        carried = carried - transport.ticket_pupils
    return Travels(lambda year: tours_of_year(plan, tours, year), SchoolRuns(carried, transport.vehicles))


def tours_of_year(plan: Plan, tours: tuple[PoolTours, ...], year: int) -> tuple[TravellingTeacher, ...]:
    """Return the shared teachers of a year: of each pool that works then, those of the nearest solved year.

    Nobody where no tours are solved. Of two solved years as near the earlier one counts. A solved year in which
    other schools of the pool are open than in the wanted one counts only when no other is at hand.
    """
    if not tours:
        return ()
    at = plan.years.index(year)
    found: list[TravellingTeacher] = []
    for pool, solved_years in zip(plan.teacher_pools, (pool.solved for pool in tours), strict=True):
        if pool.years[at] and solved_years:
            found += travelling_teachers(pool.name, _nearest(plan, solved_years, at))
    return tuple(found)


def _nearest(plan: Plan, solved_years: tuple[SolvedYear, ...], at: int) -> SolvedYear:
    def distance(solved: SolvedYear) -> tuple[bool, int, int]:
        place = plan.years.index(solved.year)
        other_schools = bool((plan.open_year_school[place] != plan.open_year_school[at]).any())
        return other_schools, abs(place - at), place

    return min(solved_years, key=distance)


def travelling_teachers(pool: str, solved: SolvedYear) -> list[TravellingTeacher]:
    """Return the teachers of a pool's tours, schools and subjects numbered as those of the region."""
    schools, subjects = solved.schools.tolist(), solved.subjects.tolist()
    visits: dict[int, list[TourVisit]] = {person.number: [] for person in solved.after.people}
    for visit in sorted(solved.after.visits, key=lambda each: (each.weekday, each.order)):
        lessons = tuple(
            (subject, lessons)
            for subject, lessons in zip(subjects, solved.held_on(visit).tolist(), strict=True)
            if lessons > 0.0
        )
        visits[visit.person].append(
            TourVisit(visit.weekday - 1, schools[visit.school], lessons, visit.leg_km, visit.home_km)
        )
    return [
        TravellingTeacher(
            pool, person.number, schools[person.home_base], person.share, tuple(visits[person.number])
        )
        for person in solved.after.people
    ]
