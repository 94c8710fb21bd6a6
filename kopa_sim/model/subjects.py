"""Subjects a teacher is appointed for, along the subject axis."""

from collections.abc import Mapping
from typing import Final

SUBJECTS: Final[tuple[str, ...]] = (
    "pre_primary",
    "class_teaching",
    "special_education",
    "special_class_teaching",
    "mother_tongue",
    "languages",
    "mathematics",
    "physics_chemistry",
    "biology_geography",
    "history_social_studies",
    "religion_ethics",
    "health_education",
    "music",
    "visual_arts",
    "crafts",
    "physical_education",
    "home_economics",
    "guidance",
    "optional_subjects",
    "upper_secondary",
)
"""Names along every subject axis. Upper secondary teaching is one post pool until its subjects are modelled."""

N_SUBJECTS: Final[int] = len(SUBJECTS)

SHAREABLE: Final[tuple[str, ...]] = tuple(
    subject
    for subject in SUBJECTS
    if subject not in ("pre_primary", "class_teaching", "special_class_teaching")
)
"""Subjects whose posts schools can share or whose lessons can be given over a link."""

PLAN_SUBJECTS: Final[Mapping[str, str]] = {
    "mother_tongue": "mother_tongue",
    "a1_language": "languages",
    "b1_language": "languages",
    "mathematics": "mathematics",
    "environmental_studies": "biology_geography",
    "physics_chemistry": "physics_chemistry",
    "biology_geography": "biology_geography",
    "health_education": "health_education",
    "religion_ethics": "religion_ethics",
    "history_social_studies": "history_social_studies",
    "music": "music",
    "visual_arts": "visual_arts",
    "crafts": "crafts",
    "physical_education": "physical_education",
    "home_economics": "home_economics",
    "optional_arts": "optional_subjects",
    "optional_subjects": "optional_subjects",
    "guidance": "guidance",
}
"""Rows of the lesson plan of grades 1-9 (Government Decree 422/2012), and the subject whose teacher gives them."""
