"""All teachers of a year: shared ones on their tours, those behind links, and the schools' own."""

import numpy as np

from kopa_sim.model.region import Schools
from kopa_sim.model.streams import Streams
from kopa_sim.operations.assumptions import Assumptions
from kopa_sim.operations.link_teachers import link_posts, link_teachers
from kopa_sim.operations.shared_teachers import shared_teachers
from kopa_sim.operations.staffed_year import StaffedYear
from kopa_sim.operations.teachers import Left, Teacher, own_teachers


def teachers_of_year(
    schools: Schools, staffed: StaffedYear, weeks: int, assumptions: Assumptions, streams: Streams
) -> list[Teacher]:
    """Return the teachers of one year: the schools' own, then shared ones, then those behind the links.

    The posts of shared teachers and of those behind links are among the posts of the yearly stage, so what they
    take is left out of the schools' own. Where that leaves too small a post for the lessons that stay, they are
    given by the hour.

    Parameters
    ----------
    weeks
        Teaching weeks of the year.
    """
    toured = shared_teachers(schools, staffed, weeks)
    linked = link_teachers(schools, staffed, assumptions)
    taken = toured.posts_school_subject + link_posts(linked, staffed.posts_school_subject.shape, assumptions)
    lessons = np.maximum(staffed.local_school_subject - toured.lessons_school_subject, 0.0)
    posts = np.maximum(staffed.posts_school_subject - taken, 0.0)
    enough = np.minimum(staffed.posts_school_subject, lessons / assumptions.full_post_lessons)
    left = Left(
        lessons=lessons,
        posts=np.where(taken > 0.0, np.maximum(posts, enough), staffed.posts_school_subject),
        standing=np.maximum(staffed.standing_posts_school_subject - taken, 0.0),
        km=np.maximum(staffed.driven_km_school_subject - toured.km_school_subject, 0.0),
    )
    own = own_teachers(schools, staffed, left, weeks, assumptions, streams)
    return own + toured.teachers + linked
