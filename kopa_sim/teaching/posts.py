"""From weekly lessons to posts: whole posts, overtime, part posts, and hours nobody makes a living of.

A teacher of a subject gives a fixed number of lessons a week, the teaching obligation (OVTES). Lessons come in
whole posts until fewer than one post's are left. A small remainder goes to the appointed teachers as overtime; a
larger one, from about half a post, is a part-time post, filled like a post and paid in whole steps. Smaller
fragments are combined within a family of subjects where one teacher may have them all; what lies between is given
by an hourly teacher, is less often in qualified hands, and sometimes finds no teacher at all. Twelve lessons of
music thus cost a school three quarters of a post, and eight may go untaught.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.parameters import Parameters
from kopa_sim.teaching.by_draw import along_draws
from kopa_sim.teaching.combined_posts import combined_lessons, combined_posts, in_steps, subject_families
from kopa_sim.teaching.draw_runs import joined_runs

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROUNDING: Final[float] = 1e-9
"""Slack in posts, so that lessons which add up to whole posts count as such."""


@dataclass(frozen=True)
class FillingRules:
    """How lessons become posts and who fills them. All numbers (draw,).

    ``part_post_step_share`` is the step in which part posts are advertised and paid; 0 pays to the lesson.

    ``families_subject`` numbers the subjects that one teacher may have together, for lessons whose last axis is
    the subject; None combines nothing.
    """

    overtime_limit_h: Floats
    smallest_part_post_share: Floats
    qualified_posts_share: Floats
    qualified_hourly_share: Floats
    part_post_step_share: Floats
    families_subject: Ints | None = None

    def of_run(self, run: slice) -> "FillingRules":
        """Return the rules of some draws; one of a single draw holds for all."""

        def chosen(value_draw: Floats) -> Floats:
            return value_draw if value_draw.size == 1 else value_draw[run]

        return replace(
            self,
            overtime_limit_h=chosen(self.overtime_limit_h),
            smallest_part_post_share=chosen(self.smallest_part_post_share),
            qualified_posts_share=chosen(self.qualified_posts_share),
            qualified_hourly_share=chosen(self.qualified_hourly_share),
            part_post_step_share=chosen(self.part_post_step_share),
        )


def filling_rules(parameters: Parameters) -> FillingRules:
    """Return the rules in force."""
    return FillingRules(
        parameters.draws("teaching.overtime_limit_h"),
        parameters.draws("teaching.smallest_part_post_share"),
        parameters.draws("teaching.qualified_posts_share"),
        parameters.draws("teaching.qualified_hourly_share"),
        parameters.draws("teaching.part_post_step_share"),
        subject_families(parameters),
    )


@dataclass(frozen=True)
class SplitLessons:
    """What appointed teachers give of some lessons, and what is left to hourly teachers. All of one shape.

    Attributes
    ----------
    whole_posts
        Posts filled by the lessons of one subject alone.
    part_posts
        Part posts of one subject and posts combined within a family, as they are paid: in steps, so that they hold
        more lessons than they give.
    overtime_hours
        Weekly lessons the appointed give as overtime.
    hourly_hours
        Weekly lessons that make no post, whether or not anyone is found to give them.
    """

    whole_posts: Floats
    part_posts: Floats
    overtime_hours: Floats
    hourly_hours: Floats

    def of_run(self, run: slice) -> "SplitLessons":
        """Return the lessons of some draws."""
        return SplitLessons(
            self.whole_posts[run], self.part_posts[run], self.overtime_hours[run], self.hourly_hours[run]
        )


@dataclass(frozen=True)
class FilledPosts:
    """Posts for given lessons, and how the lessons are given. All arrays have the shape of the lessons.

    Attributes
    ----------
    standing_posts
        Whole and part posts: appointments that outlast a school year.
    hourly_posts
        Lessons given by hourly teachers, in posts.
    overtime_hours
        Weekly lessons given as overtime.
    qualified_hours, unqualified_hours, not_given_hours
        Weekly lessons; they sum to the lessons asked for.
    """

    standing_posts: Floats
    hourly_posts: Floats
    overtime_hours: Floats
    qualified_hours: Floats
    unqualified_hours: Floats
    not_given_hours: Floats


def split_whole_posts(
    lessons: Floats, obligation_h: Floats, overtime_limit_draw: Floats
) -> tuple[Floats, Floats, Bools]:
    """Return whole posts, the lessons left over, and whether overtime covers those.

    Overtime covers a remainder within the limit for each appointed teacher; without a whole post there is
    nobody to give it.
    """
    whole = np.asarray(lessons / obligation_h)
    whole += ROUNDING
    np.floor(whole, out=whole)
    left = np.asarray(whole * obligation_h)
    np.subtract(lessons, left, out=left)
    np.maximum(left, 0.0, out=left)
    return whole, left, left <= along_draws(overtime_limit_draw, lessons.ndim) * whole


def split_lessons(
    lessons: Floats, obligation_h: Floats, rules: FillingRules, uncredited_h: Floats | None = None
) -> SplitLessons:
    """Return what stands in posts and overtime, and what is left over.

    Whole posts and their overtime come first, then part posts, then posts combined within a family of subjects.

    Parameters
    ----------
    lessons
        Weekly lessons of one subject at one employer along the last axes; the first axis is the draw.
    obligation_h
        Weekly lessons of a whole post, broadcast against the lessons.
    uncredited_h
        Weekly lessons of a whole post without credits, if ``obligation_h`` is lowered by them: a part post is
        measured against these, so that no fragment becomes a post by its credit alone.
    """
    obligations = np.broadcast_to(obligation_h, lessons.shape)
    uncredited = None if uncredited_h is None else np.broadcast_to(uncredited_h, lessons.shape)

    def of_run(run: slice) -> SplitLessons:
        part_of_h = None if uncredited is None else uncredited[run]
        return _split_run(lessons[run], obligations[run].copy(), rules.of_run(run), part_of_h)

    return joined_runs(of_run, lessons.shape)


def _split_run(
    lessons: Floats, obligation_h: Floats, rules: FillingRules, uncredited_h: Floats | None
) -> SplitLessons:
    """Return the split of a run of draws; all arrays have one shape."""
    axes = lessons.ndim
    whole, left, by_overtime = split_whole_posts(lessons, obligation_h, rules.overtime_limit_h)
    overtime = np.where(by_overtime, left, 0.0)
    left -= overtime
    part_of_h = obligation_h if uncredited_h is None else uncredited_h
    smallest = along_draws(rules.smallest_part_post_share, axes) * part_of_h
    smallest -= ROUNDING
    part = np.where(left >= smallest, left, 0.0)
    left -= part
    paid = in_steps(part / obligation_h, along_draws(rules.part_post_step_share, axes))
    if rules.families_subject is not None:
        of_post = along_draws(rules.smallest_part_post_share, axes - 1)
        combined = combined_lessons(left, obligation_h, of_post, rules.families_subject, uncredited_h)
        step = along_draws(rules.part_post_step_share, axes - 1)
        left -= combined
        combined /= obligation_h
        paid += combined_posts(combined, step, rules.families_subject)
    return SplitLessons(whole, paid, overtime, np.maximum(left, 0.0, out=left))


def fill_split(
    lessons: Floats, split: SplitLessons, obligation_h: Floats, unfilled_share: Floats, rules: FillingRules
) -> FilledPosts:
    """Return the posts of lessons that are split already, and in whose hands they are.

    Parameters
    ----------
    lessons
        Weekly lessons; what ``split`` leaves to hourly teachers is part of them.
    obligation_h
        Weekly lessons of a whole post, broadcast against the lessons.
    unfilled_share
        Share of hourly lessons for which nobody is found, broadcast against the lessons.
    """
    obligations = np.broadcast_to(obligation_h, lessons.shape)
    unfilled = np.broadcast_to(unfilled_share, lessons.shape)

    def of_run(run: slice) -> FilledPosts:
        return _fill_run(lessons[run], split.of_run(run), obligations[run], unfilled[run], rules.of_run(run))

    return joined_runs(of_run, lessons.shape)


def _fill_run(
    lessons: Floats, split: SplitLessons, obligation_h: Floats, unfilled_share: Floats, rules: FillingRules
) -> FilledPosts:
    """Return the posts of a run of draws; all arrays have one shape."""
    axes = lessons.ndim
    not_given = split.hourly_hours * unfilled_share
    hourly = split.hourly_hours - not_given
    appointed = lessons - split.hourly_hours
    qualified = appointed * along_draws(rules.qualified_posts_share, axes)
    qualified_hourly = hourly * along_draws(rules.qualified_hourly_share, axes)
    appointed -= qualified
    qualified += qualified_hourly
    appointed += np.subtract(hourly, qualified_hourly, out=qualified_hourly)
    hourly /= obligation_h
    return FilledPosts(
        standing_posts=split.whole_posts + split.part_posts,
        hourly_posts=hourly,
        overtime_hours=split.overtime_hours,
        qualified_hours=qualified,
        unqualified_hours=appointed,
        not_given_hours=not_given,
    )


def fill_posts(
    lessons: Floats, obligation_h: Floats, unfilled_share: Floats, rules: FillingRules
) -> FilledPosts:
    """Return the posts that give weekly lessons. Parameters as in ``split_lessons`` and ``fill_split``."""
    obligations = np.broadcast_to(obligation_h, lessons.shape)
    unfilled = np.broadcast_to(unfilled_share, lessons.shape)

    def of_run(run: slice) -> FilledPosts:
        of_post, rules_run = obligations[run].copy(), rules.of_run(run)
        split = _split_run(lessons[run], of_post, rules_run, None)
        return _fill_run(lessons[run], split, of_post, unfilled[run], rules_run)

    return joined_runs(of_run, lessons.shape)
