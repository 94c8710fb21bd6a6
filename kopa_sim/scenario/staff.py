"""The staff table: teachers who hold a post in the school year before the first costed one."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from kopa_sim.model.region import Schools
from kopa_sim.model.staff import Staff
from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.scenario.cells import Columns
from kopa_sim.scenario.findings import Findings, listed, shown

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

OLDEST_USUAL: Final[int] = 68
"""Age beyond which a teacher on the books deserves a second look."""


def read_staff(
    columns: Columns,
    municipalities: tuple[str, ...],
    schools: Schools | None,
    findings: Findings,
    first_year: int | None,
) -> Staff:
    """Return the teachers on the books, after saying which rows cannot be.

    A school stands for the municipality it is in; its teachers may be moved to others there.
    """
    employer = _employers(columns, municipalities, schools, findings)
    subject = np.array(
        [SUBJECTS.index(text) if text in SUBJECTS else -1 for text in columns.texts["subject"]], dtype=np.intp
    )
    share = np.nan_to_num(columns.numbers["post_share"], nan=1.0)
    count = np.nan_to_num(columns.numbers["count"], nan=1.0)
    sound = columns.sound & (employer >= 0) & (subject >= 0)
    staff = Staff(
        municipality=employer[sound],
        subject=subject[sound],
        age=columns.whole("age")[sound],
        permanent=columns.flag("permanent")[sound],
        posts=(share * count)[sound],
    )
    if len(staff):
        _tell(columns, staff, count[sound], municipalities, findings, first_year)
    return staff


def _employers(
    columns: Columns, municipalities: tuple[str, ...], schools: Schools | None, findings: Findings
) -> Ints:
    """Return the municipality that employs the teachers of each row; -1 after saying why there is none."""
    named = columns.resolve("municipality", municipalities, "municipality", findings)
    codes = None if schools is None else schools.codes
    school = columns.resolve("school", codes, "school", findings)
    employer = named.copy()
    for row in np.flatnonzero(~np.array(columns.table.ragged)).tolist():
        if not columns.texts["municipality"][row] and not columns.texts["school"][row]:
            read = "neither a municipality nor a school is given"
            columns.fault(
                findings, row, "municipality", read, "the municipality or the school of the teachers"
            )
        elif schools is not None and school[row] >= 0:
            employer[row] = _employer_of(columns, row, int(named[row]), int(school[row]), schools, findings)
    return employer


def _employer_of(
    columns: Columns, row: int, named: int, school: int, schools: Schools, findings: Findings
) -> int:
    """Return the municipality of a row that names a school, -1 after saying why it is not the employer."""
    at, code = int(schools.municipality[school]), schools.codes[school]
    if not schools.municipal[school]:
        read = f"school {shown(code)} is {schools.providers[school]}: its teachers are on the books of others"
        columns.fault(findings, row, "school", read, "a school of a municipality")
        return -1
    if named not in (-1, at):
        read = f"school {shown(code)} is not in municipality {columns.texts['municipality'][row]}"
        columns.fault(findings, row, "municipality", read, "the municipality of the school, or an empty cell")
        return -1
    return at


def _tell(
    columns: Columns,
    staff: Staff,
    count: Floats,
    municipalities: tuple[str, ...],
    findings: Findings,
    first_year: int | None,
) -> None:
    """Notice what the table says, whom it leaves out, and ages that deserve a second look."""
    file, posts = columns.table.file, staff.posts.sum()
    when = "" if first_year is None else f" in the school year {first_year - 1}"
    findings.notice(
        f"{file}: {count.sum():g} teachers hold {posts:.1f} posts{when},"
        f" {staff.posts[staff.permanent].sum() / posts:.0%} of them permanent; mean age"
        f" {(staff.age * count).sum() / count.sum():.1f}. Posts beyond need follow from them."
    )
    missing = [
        code
        for code, covered in zip(municipalities, staff.covers(len(municipalities)), strict=True)
        if code and not covered
    ]
    if missing:
        findings.notice(
            f"{file}: no teachers of municipality {listed(missing, 8)} are given: there the posts on the books are"
            " those needed in the first years."
        )
    old = int(count[staff.age > OLDEST_USUAL].sum())
    if old:
        findings.notice(
            f"{file}: {old} teachers are older than {OLDEST_USUAL}; is the year of birth taken for the age?"
        )
