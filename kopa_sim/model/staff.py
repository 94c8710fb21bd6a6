"""Teachers now on the books, where a scenario gives them: what they teach, their age and contract."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Staff:
    """Teachers who hold a post in the school year before the first costed one. All arrays (row,).

    Attributes
    ----------
    municipality
        Index of the municipality that employs them.
    subject
        Index of the subject of the post.
    age
        Age in years on 31 December, in the middle of that school year.
    permanent
        Appointed until further notice; otherwise for a fixed term.
    posts
        Whole posts that the teachers of the row hold together.
    """

    municipality: Ints
    subject: Ints
    age: Ints
    permanent: Bools
    posts: Floats

    def __len__(self) -> int:
        return len(self.municipality)

    def covers(self, n_municipalities: int) -> Bools:
        """Return which municipalities are in the table: all their teachers are then known. (municipality,)"""
        covered: Bools = np.bincount(self.municipality, minlength=n_municipalities) > 0
        return covered
