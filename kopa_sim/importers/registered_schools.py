"""A school of the official register, before its grades, places and floor area are decided."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class RegisteredSchool:
    """One school of the register.

    Attributes
    ----------
    kind
        perusaste (comprehensive), lukio (upper secondary), perusaste_ja_lukio or erityiskoulu (special).
    known_grades
        Grades where the register extract or a stated fact gives them, else empty.
    basis, source
        How the grades are known, and from where.
    provider
        municipal, joint, state or private.
    x, y
        ETRS-TM35FIN metres.
    home_language
        Language of the pupils of the municipality's areas; schools in another one take a given intake.
    """

    register_number: str
    code: str
    name: str
    municipality: str
    kind: str
    known_grades: str
    basis: str
    source: str
    provider: str
    x: int
    y: int
    postcode: str
    language: str
    home_language: str = "fi"

    @property
    def special(self) -> bool:
        """Whether it is a school of special-needs education."""
        return self.kind == "erityiskoulu"

    @property
    def given_intake(self) -> bool:
        """Whether it takes a given intake instead of a catchment."""
        return self.special or self.provider in ("state", "private") or self.language != self.home_language


def slug(name: str) -> str:
    """Return a name in ASCII snake case: ä and å become a, ö becomes o."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
