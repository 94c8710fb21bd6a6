"""What the law says about the journey to school, as pure rules that several stages share.

Basic Education Act (628/1998) section 32: transport is free when the journey is over five kilometres, or too
difficult, strenuous or dangerous; with waiting it may take two and a half hours a day, three hours when the
pupil had turned 13 before the school year began. A pupil who cannot be carried within that time is lodged
(section 33). In upper secondary education the journey is supported by Kela, and no daily ceiling applies.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.grades import UPPER_SECONDARY
from kopa_sim.model.parameters import Parameters

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

WAYS_A_DAY = 2
"""To school and back."""


@dataclass(frozen=True)
class TravelLaw:
    """Limits on the journey to school.

    Attributes
    ----------
    other_grounds_share
        Share of the pupils within the distance limit who are carried on other grounds than special needs.
    kela_limit_km
        Journey from which upper secondary students are supported.
    ceiling_min, ceiling_older_min
        Daily travel time allowed, both ways with waiting, before and after 13.
    turned_13_share_grade
        Share of each grade that had turned 13 when the school year began. (grade,)
    near_ceiling_share
        Share of the ceiling from which a journey counts as near it.
    danger_last_grade
        Last grade that may not walk a dangerous way.
    special_needs_share
        Share of all pupils who are carried for special needs, at any distance and on no scheduled bus.
    """

    other_grounds_share: float
    kela_limit_km: float
    ceiling_min: float
    ceiling_older_min: float
    turned_13_share_grade: Floats
    near_ceiling_share: float
    danger_last_grade: float = 6.0
    special_needs_share: float = 0.0

    @classmethod
    def of(cls, parameters: Parameters) -> "TravelLaw":
        """Read the limits in force."""
        return cls(
            other_grounds_share=parameters.number("transport.other_grounds_share"),
            kela_limit_km=parameters.number("transport.kela_limit_km"),
            ceiling_min=parameters.number("transport.daily_ceiling_min"),
            ceiling_older_min=parameters.number("transport.daily_ceiling_older_min"),
            turned_13_share_grade=parameters.vector("transport.turned_13_share"),
            near_ceiling_share=parameters.number("transport.near_ceiling_share"),
            danger_last_grade=parameters.number("transport.danger_last_grade"),
            special_needs_share=parameters.number("transport.special_needs_carried_share"),
        )

    def entitled_share(
        self,
        km: Floats,
        limit_km: Floats,
        grade: Ints,
        danger_share: Floats | None = None,
        danger_entitles: Ints | None = None,
    ) -> Floats:
        """Return the share of pupils whose journey is paid: all beyond the limit, some within it.

        Grades 0–9 travel at the municipality's cost beyond ``limit_km`` (strictly: "over five kilometres");
        upper secondary students are supported by Kela from its own limit on. All arrays have one shape.

        Parameters
        ----------
        danger_share
            Share of the pupils whose way is dangerous, which carries them up to ``danger_last_grade`` whatever its
            length; independent of the other grounds. None where nothing is dangerous.
        danger_entitles
            1 where the municipality carries pupils for danger, 0 where not, -1 where ``danger_last_grade`` rules.
        """
        other = min(self.other_grounds_share + self.special_needs_share, 1.0)
        within: Floats | float = other
        if danger_share is not None:
            entitles = grade <= self.danger_last_grade
            if danger_entitles is not None:
                entitles = np.where(danger_entitles < 0, entitles, danger_entitles > 0)
            counted = np.where(entitles, danger_share, 0.0)
            within = other + (1.0 - other) * counted
        carried = np.where(km > limit_km, 1.0, within)
        supported = (km >= self.kela_limit_km).astype(np.float64)
        return np.where(grade == UPPER_SECONDARY, supported, carried)

    def over_ceiling_share(self, day_min: Floats, grade: Ints) -> Floats:
        """Return the share of pupils whose day is longer on the road, both ways with waiting, than the law allows.

        Both ceilings meet in grade 7, where some pupils have turned 13 and some have not. Upper secondary
        education has no ceiling. Both arrays have one shape.
        """
        return self._by_ceiling(day_min > self.ceiling_min, day_min > self.ceiling_older_min, grade)

    def near_ceiling_or_over_share(self, day_min: Floats, grade: Ints) -> Floats:
        """Return the share of pupils whose day on the road reaches ``near_ceiling_share`` of the ceiling."""
        return self._by_ceiling(
            day_min >= self.near_ceiling_share * self.ceiling_min,
            day_min >= self.near_ceiling_share * self.ceiling_older_min,
            grade,
        )

    def _by_ceiling(self, younger: NDArray[np.bool_], older: NDArray[np.bool_], grade: Ints) -> Floats:
        turned_13 = self.turned_13_share_grade[grade]
        share = np.where(younger, 1.0 - turned_13, 0.0) + np.where(older, turned_13, 0.0)
        return np.where(grade == UPPER_SECONDARY, 0.0, share)
