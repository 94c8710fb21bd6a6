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
    "philosophy_psychology",
)
"""Names along every subject axis. A teacher may teach a subject in basic and in upper secondary education alike."""

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

UPPER_SECONDARY_SUBJECTS: Final[Mapping[str, str]] = {
    "mother_tongue": "mother_tongue",
    "a_language": "languages",
    "b1_language": "languages",
    "other_languages": "languages",
    "common_mathematics": "mathematics",
    "basic_mathematics": "mathematics",
    "advanced_mathematics": "mathematics",
    "biology": "biology_geography",
    "geography": "biology_geography",
    "physics": "physics_chemistry",
    "chemistry": "physics_chemistry",
    "philosophy": "philosophy_psychology",
    "psychology": "philosophy_psychology",
    "history": "history_social_studies",
    "social_studies": "history_social_studies",
    "religion_ethics": "religion_ethics",
    "health_education": "health_education",
    "physical_education": "physical_education",
    "music": "music",
    "further_music": "music",
    "visual_arts": "visual_arts",
    "further_visual_arts": "visual_arts",
    "guidance": "guidance",
}
"""Syllabuses of general upper secondary education (Government Decree 810/2018), and whose teacher gives them."""

FORMER_SUBJECTS: Final[Mapping[str, str]] = {
    "upper_secondary": "upper secondary education is taught by subject: name its subjects, "
    + ", ".join(dict.fromkeys(UPPER_SECONDARY_SUBJECTS.values()))
}
"""Names that stood on the subject axis once, and what to write in their place."""
