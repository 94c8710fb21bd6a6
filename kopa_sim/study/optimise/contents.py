"""What a planner may wish of the best network, and what is found."""

from dataclasses import dataclass, field
from typing import Literal

from kopa_sim.model.plan import Plan
from kopa_sim.scenario.measures import Measure

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
    open_borders
        Whether pupils may cross municipal borders.
    municipalities
        Codes of the municipalities whose schools may change; empty for all.
    upper_secondary
        Whether schools that teach upper secondary education may change; else they stay, unless named in ``close``.
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
    open_borders: bool = False
    municipalities: tuple[str, ...] = ()
    upper_secondary: bool = False


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
        What the reader should know, one sentence each (English).
    hand_made
        The scenario's other options priced the same way, as the base is.
    """

    wishes: Wishes
    base: FoundNetwork
    networks: tuple[FoundNetwork, ...]
    limit_reached: bool
    notes: tuple[str, ...] = field(default=())
    hand_made: tuple[FoundNetwork, ...] = ()
