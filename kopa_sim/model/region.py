"""Where people live and where the schools are: municipalities, areas, points and schools.

Every noun is a table of columns along one axis; positions along that axis are the indices the other nouns
use. Coordinates are ETRS-TM35FIN metres.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.criteria import FundingCriteria, criteria_not_given
from kopa_sim.model.depots import Depots
from kopa_sim.model.kitchens import Kitchens
from kopa_sim.model.staff import Staff
from kopa_sim.model.tickets import Tickets

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

PROVIDERS: Final[tuple[str, ...]] = ("municipal", "joint", "state", "private")
OUTSIDE: Final[str] = "outside"
"""Code of the pseudo-municipality that closes money flows with the rest of the country."""


@dataclass(frozen=True)
class Municipalities:
    """Municipalities of the region. All arrays (municipality,).

    Money columns are euros of the price year per year; NaN means "not given". ``given_criteria`` is None where no
    funding criterion is given.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    land_km2: Floats
    income_tax_base_eur: Floats
    state_share_other_eur: Floats
    state_share_equalisation_eur: Floats
    given_criteria: FundingCriteria | None = None

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def criteria(self) -> FundingCriteria:
        """Circumstances that funding rules look at beside ages, NaN where not given."""
        return criteria_not_given(len(self)) if self.given_criteria is None else self.given_criteria


@dataclass(frozen=True)
class Areas:
    """Small areas, such as postcode areas. All arrays (area,) unless said.

    Attributes
    ----------
    municipality
        Index of the municipality the area belongs to.
    bands
        Age bands for which children are given, as (first age, last age).
    children_area_band
        Children by band, persons. (area, band)
    mean_income_eur, population
        NaN where not given.
    women_bands, women_area_band
        Age bands for which women are given, and women by band, persons; None where not given. (area, band)
    danger_share
        Share of the pupils whose way may not be walked, for points that have none of their own; None where not given.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    municipality: Ints
    x_m: Floats
    y_m: Floats
    area_m2: Floats
    bands: tuple[tuple[int, int], ...]
    children_area_band: Floats
    mean_income_eur: Floats
    population: Floats
    languages: tuple[str, ...]
    women_bands: tuple[tuple[int, int], ...] = ()
    women_area_band: Floats | None = None
    danger_share: Floats | None = None

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True)
class Points:
    """Where within an area its children live. All arrays (point,).

    Attributes
    ----------
    area
        Index of the area; points of one area are consecutive and areas are in order.
    weight
        Share of the area's children at the point; sums to one within an area.
    danger_share
        Share of the pupils at the point whose way may not be walked, whatever its length; None where not given.
    """

    area: Ints
    x_m: Floats
    y_m: Floats
    weight: Floats
    danger_share: Floats | None = None

    def __len__(self) -> int:
        return len(self.area)


@dataclass(frozen=True)
class Schools:
    """Schools of the region as they are now. All arrays (school,) unless said.

    Attributes
    ----------
    municipality
        Index of the municipality where the school stands.
    grades_school_grade
        Grades taught. (school, grade)
    places
        Pupils the building can take.
    providers
        One of PROVIDERS for each school.
    special
        True for schools of special-needs education.
    given_intake
        Pupils of a school that is not filled by nearest-school rules; NaN for the others.
    condition
        Remaining technical value of the building as a share of new, 0 to 1; NaN where not given.
    bell_min
        When lessons begin, minutes after midnight; NaN where not given, None where no school has it.
    ticket_column
        Column of the region's tickets; -1 for a school that no ticket leads to, None where there are no tickets.
    kitchens
        One of model.kitchens.KITCHENS for each school, empty where not given; None where no school has it.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    municipality: Ints
    x_m: Floats
    y_m: Floats
    grades_school_grade: Bools
    places: Floats
    floor_area_m2: Floats
    providers: tuple[str, ...]
    special: Bools
    languages: tuple[str, ...]
    given_intake: Floats
    built_year: Floats
    condition: Floats
    annual_property_cost_eur: Floats
    book_value_eur: Floats
    rooms: Floats
    remote_ready: Bools
    bell_min: Floats | None = None
    ticket_column: Ints | None = None
    kitchens: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def municipal(self) -> Bools:
        """Schools whose cost the municipalities carry: municipal and joint providers. (school,)"""
        return np.array([provider in ("municipal", "joint") for provider in self.providers], dtype=np.bool_)

    @property
    def fills_by_distance(self) -> Bools:
        """Schools that take their catchment; the others take their given intake. (school,)"""
        return np.isnan(self.given_intake)


@dataclass(frozen=True)
class Region:
    """The region of a scenario: all that stands still while people come and go.

    ``tickets`` are those of scheduled public transport; None where no pupil rides it to school. ``staff`` are the
    teachers now on the books; None where their posts follow from the first year. ``depots`` are where school vehicles
    stand at night; None where nobody said. ``kitchens`` are where meals are cooked; None where that follows from the
    schools.
    """

    municipalities: Municipalities
    areas: Areas
    points: Points
    schools: Schools
    tickets: Tickets | None = None
    staff: Staff | None = None
    depots: Depots | None = None
    kitchens: Kitchens | None = None
