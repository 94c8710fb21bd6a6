"""From how many pupils and how far: four ways to teach a subject in a small school, and where they cost the same.

``BreakEvenQuestion`` says what is to be taught, ``yearly_costs`` prices the four ways for many numbers of pupils and
distances at once, and ``break_even_km`` tells the distance at which two of them cost the same.
"""

from kopa_sim.study.break_even.crossing import break_even_km, cheapest_way
from kopa_sim.study.break_even.question import WAYS, BreakEvenQuestion, questions
from kopa_sim.study.break_even.ways import yearly_costs

__all__ = ["WAYS", "BreakEvenQuestion", "break_even_km", "cheapest_way", "questions", "yearly_costs"]
