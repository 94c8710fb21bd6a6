"""Subjects a teacher is appointed for, along the subject axis."""

from typing import Final

SUBJECTS: Final[tuple[str, ...]] = (
    "pre_primary",
    "class_teaching",
    "special_education",
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
    subject for subject in SUBJECTS if subject not in ("pre_primary", "class_teaching")
)
"""Subjects whose posts schools can share or whose lessons can be given over a link."""
