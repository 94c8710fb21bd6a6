"""What is said of one assumption and one verdict."""

from dataclasses import dataclass
from typing import Final

REASONS: Final[tuple[str, ...]] = (
    "none_in_range",
    "other_test",
    "less_influential",
    "acts_before_money",
)
"""Why no turning value is given: none in the stated range turns the verdict; a test other than money holds it,
whatever the money; others weigh more, and the value was not sought; the assumption acts on people, pupils or
teaching, before any money."""


@dataclass(frozen=True)
class TurningPoint:
    """The smallest change of one assumption that turns one verdict.

    Attributes
    ----------
    option, row
        Index of the option, and of the municipality with the region last.
    turning_value
        A value at which the model was run and gave another verdict, with none nearer to the value in force beyond
        ``search.CLOSE_SHARE`` of the range; NaN where ``reason`` says why there is none.
    influence_tax_points
        Change of the money slack from the low to the high end of the range in the mean future; NaN where not known.
    """

    option: int
    row: int
    parameter: str
    value_in_force: float
    turning_value: float
    verdict_now: str
    verdict_then: str
    influence_tax_points: float
    reason: str = ""

    @property
    def turns(self) -> bool:
        """Whether a turning value was found."""
        return not self.reason

    @property
    def direction(self) -> str:
        """``up`` or ``down``, empty where there is no turning value."""
        if not self.turns:
            return ""
        return "up" if self.turning_value > self.value_in_force else "down"

    @property
    def relative_change(self) -> float:
        """Change by the value in force; NaN where that is zero or there is no turning value."""
        if not self.turns or self.value_in_force == 0:
            return float("nan")
        return (self.turning_value - self.value_in_force) / abs(self.value_in_force)
