"""One teacher for several subjects: fragments of a post that are combined within a family of subjects.

Finnish subject teachers qualify in more than one subject (mathematics with physics and chemistry, biology with
geography and health education, history with religion), so a small school advertises one post for the fragments of
a family where they come to enough of a post together.
"""

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.model.subjects import SUBJECTS

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ALONE = -1
"""Family of a subject whose fragments are not combined with others'."""


def subject_families(parameters: Parameters) -> Ints:
    """Return the number of each subject's family, ALONE where it has none. (subject,)"""
    families = parameters.table("teaching.subject_families")
    return np.array([int(families.get(subject, ALONE)) for subject in SUBJECTS], dtype=np.intp)


def combined_lessons(
    fragments: Floats,
    obligation_h: Floats,
    smallest_part: Floats,
    families_subject: Ints,
    uncredited_h: Floats | None = None,
) -> Floats:
    """Return the lessons of each fragment that stand in a combined post. Shape of ``fragments``

    A family's fragments are added up in posts. Whole posts of the sum stand, and so does what is left of it from
    the smallest part post upward; each subject gets its part of them in proportion.

    Parameters
    ----------
    fragments
        Weekly lessons that fill no post of their own subject. (draw, …, subject)
    smallest_part
        Smallest part post as a share of a whole one, broadcast against a sum over subjects. (draw, …)
    uncredited_h
        Weekly lessons of the post that a part post is measured against, where credits lower ``obligation_h``; None
        where they do not.
    """
    standing = np.zeros_like(fragments)
    in_posts = fragments / obligation_h
    measured = in_posts if uncredited_h is None else fragments / uncredited_h
    for family in np.unique(families_subject[families_subject != ALONE]):
        members = np.flatnonzero(families_subject == family)
        together = in_posts[..., members].sum(axis=-1)
        whole = np.floor(together + 1e-9)
        rest = np.maximum(together - whole, 0.0)
        of_part = np.divide(rest, together, out=np.zeros_like(together), where=together > 0)
        is_part = of_part * measured[..., members].sum(axis=-1) >= smallest_part - 1e-9
        filled = whole + np.where(is_part, rest, 0.0)
        share = np.divide(filled, together, out=np.zeros_like(together), where=together > 0)
        standing[..., members] = fragments[..., members] * np.minimum(share, 1.0)[..., None]
    return standing


def in_steps(posts: Floats, step: Floats) -> Floats:
    """Return part posts as they are paid: rounded up to whole steps; to the lesson where the step is 0."""
    stepped = step > 0
    if not np.any(stepped):
        return posts
    steps = np.asarray(posts / np.maximum(step, 1e-12))
    steps -= 1e-9
    np.ceil(steps, out=steps)
    steps *= step
    return steps if np.all(stepped) else np.where(stepped, steps, posts)


def combined_posts(lessons_in_posts: Floats, step: Floats, families_subject: Ints) -> Floats:
    """Return combined posts as they are paid, by subject. Shape of ``lessons_in_posts``

    A family's posts are rounded up together, and each subject bears its part in proportion to its lessons.

    Parameters
    ----------
    lessons_in_posts
        Lessons that stand in combined posts, over the teaching obligation. (draw, …, subject)
    step
        Step in which part posts are paid, broadcast against a sum over subjects. (draw, …)
    """
    paid = np.zeros_like(lessons_in_posts)
    for family in np.unique(families_subject[families_subject != ALONE]):
        members = np.flatnonzero(families_subject == family)
        given = lessons_in_posts[..., members]
        together = given.sum(axis=-1)
        of_given = np.divide(
            in_steps(together, step), together, out=np.ones_like(together), where=together > 0
        )
        paid[..., members] = given * of_given[..., None]
    return paid
