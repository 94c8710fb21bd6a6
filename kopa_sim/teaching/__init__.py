"""How many groups, lessons and posts: from pupils to teachers.

``form_groups`` turns pupils by grade into teaching groups, with composite classes where they save lessons.
``staff_schools`` turns groups into lessons by subject and posts, with shared teachers and remote teaching.
"""

from kopa_sim.teaching.groups import form_groups
from kopa_sim.teaching.staffing import staff_schools

__all__ = ["form_groups", "staff_schools"]
