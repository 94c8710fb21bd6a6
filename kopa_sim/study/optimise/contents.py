"""What a planner may wish of the best network, and what is found."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures import Measure

Floats = NDArray[np.float64]
ObjectiveName = Literal["cost", "minutes", "frontier"]


@dataclass(frozen=True)
class Wishes:
    """What is wanted of a network, and within which limits.

    Attributes
    ----------
    objective
        Least cost; fewest minutes at no more cost than the base option; or the frontier between the two.
    base_option
        The option on which the found networks build; its closings stand.
    max_minutes
        No pupil of grades 0–9 travels longer one way than this, or than under the base option where that is longer.
        None leaves the legal day as the only limit.
    gap
        Share of the cost within which the answer should be proved.
    seconds
        Time for search and proof together; None stops by iterations alone, the same on every machine.
    frontier_points
        At least this many networks on the frontier, where there are so many.
    futures
        Representative sampled futures over which cost is averaged; 0 takes the mean future.
    keep, close
        Codes of schools that must stay, and of those that must close at some time.
    smallest_school_pupils
        No open school that a plan could close may have fewer pupils of grades 0–9.
    pairing, extending
        Whether grades of two schools may be divided between them, and whether buildings may be extended.
    opening
        Whether schools may open that some option of the scenario opens.
    open_borders
        Whether pupils may cross municipal borders.
    municipalities
        Codes of the municipalities whose schools may change; empty for all.
    upper_secondary
        Whether schools that teach upper secondary education may change; else they stay, unless named in ``close``.
    earliest_year
        First school year from whose 1 August a school may be closed; None for the first costed one.
    earliest_year_of_school
        The same for single schools, where it is later: code and year.
    most_closings_a_year, most_closings_each
        Most schools that close in a year in all municipalities together, and in each of them; those that the base
        option closes count among them. None for any number.
    receiving_stays
        A school that receives pupils of a closed school does not itself close before they have had so many school
        years in it, so that nobody is moved twice.
    spare_places
        Share of every school's places that is kept free when pupils of closed schools come to it (0–1).
    """

    objective: ObjectiveName = "cost"
    base_option: str = "as_is"
    max_minutes: float | None = None
    gap: float = 0.001
    seconds: float | None = 300.0
    frontier_points: int = 8
    futures: int = 0
    keep: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    smallest_school_pupils: float = 0.0
    pairing: bool = False
    extending: bool = False
    opening: bool = False
    open_borders: bool = False
    municipalities: tuple[str, ...] = ()
    upper_secondary: bool = False
    earliest_year: int | None = None
    earliest_year_of_school: tuple[tuple[str, int], ...] = ()
    most_closings_a_year: int | None = None
    most_closings_each: int | None = None
    receiving_stays: int = 0
    spare_places: float = 0.0


@dataclass(frozen=True)
class ClosedInto:
    """Pupils of a school that closes and where they go, in the mean future.

    Attributes
    ----------
    year
        School year from whose 1 August the school is closed.
    school, receiving
        Codes.
    pupils
        In that year, those who begin school then among them.
    minutes_before, minutes_after
        Their mean journey one way.
    """

    year: int
    school: str
    receiving: str
    pupils: float
    minutes_before: float
    minutes_after: float


@dataclass(frozen=True)
class FoundNetwork:
    """A network that was found, as an option.

    Attributes
    ----------
    option
        Id of the option, and its title in the scenario's language is made where it is written.
    measures
        What the option decides beside its base option, in the order they act.
    cost_eur
        Present value of gross cost in the mean future (or over the representative futures), by the simulator itself.
    searched_cost_eur, bound_eur
        Cost as the search counted it, and the proved bound on it; NaN where there is none.
    mean_minutes, longest_minutes
        One way, grades 0–9, over all costed years.
    gap
        (searched cost − bound) / searched cost; of the mean journey instead where that is to be least.
    proved
        Whether the gap is within the one wished for.
    routed_difference_eur
        Present value of gross cost less that of the base option, both with computed routes of school transport and
        over the same futures as ``cost_eur``; NaN where the rule stands in for routes, or they were not computed.
    gross_eur_year_municipality
        Gross cost in the mean future, or averaged over the representative futures, euros of the price year, not
        discounted; by costed year. None where unknown.
        (year, municipality)
    cost_eur_municipality
        Its present value. (municipality,)
    moved
        Where the pupils of the schools go that it closes beside those of the base option.
    breaks
        Which of the planner's wishes and limits the network does not keep, a phrase each: an option made by hand, or
        a network found whose full schools send pupils where the search did not look.
    """

    option: str
    measures: tuple[Measure, ...]
    plan: Plan
    cost_eur: float
    searched_cost_eur: float
    bound_eur: float
    mean_minutes: float
    longest_minutes: float
    closed: tuple[tuple[str, int], ...] = ()
    gap: float = float("nan")
    proved: bool = False
    routed_difference_eur: float = float("nan")
    gross_eur_year_municipality: Floats | None = None
    cost_eur_municipality: Floats | None = None
    moved: tuple[ClosedInto, ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Optimised:
    """The answer to a planner's wishes.

    Attributes
    ----------
    base
        The base option priced the same way.
    networks
        One for cost or minutes, the frontier from the cheapest to that with the fewest minutes.
    limit_reached
        Whether time ended search or proof before the wished gap was reached.
    notes
        What the reader should know, one sentence each: English, with what the catalogue needs to say it otherwise.
    hand_made
        The scenario's other options priced the same way, as the base is.
    """

    wishes: Wishes
    base: FoundNetwork
    networks: tuple[FoundNetwork, ...]
    limit_reached: bool
    notes: tuple[str, ...] = field(default=())
    hand_made: tuple[FoundNetwork, ...] = ()
