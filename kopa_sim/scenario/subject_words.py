"""Finnish and Swedish names of subjects, to tell a planner who wrote one which name stands in scenarios.

The names that reports show are among them; others are what schools call a subject or part of it.
"""

from collections.abc import Mapping
from typing import Final

from kopa_sim.model.subjects import FORMER_SUBJECTS, SUBJECTS
from kopa_sim.scenario.nearest import did_you_mean, nearest

_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "pre_primary": ("esiopetus", "esikoulu", "förskoleundervisning", "förskola"),
    "class_teaching": ("luokanopetus", "luokanopettaja", "klassundervisning", "klasslärare"),
    "special_education": ("erityisopetus", "erityisopettaja", "specialundervisning", "speciallärare"),
    "special_class_teaching": ("erityisluokanopetus", "erityisluokanopettaja", "specialklassundervisning"),
    "mother_tongue": ("äidinkieli", "äidinkieli ja kirjallisuus", "modersmål", "modersmål och litteratur"),
    "languages": ("kielet", "vieraat kielet", "englanti", "ruotsi", "språk", "engelska", "svenska", "finska"),
    "mathematics": ("matematiikka", "matematik"),
    "physics_chemistry": ("fysiikka ja kemia", "fysiikka", "kemia", "fysik och kemi", "fysik", "kemi"),
    "biology_geography": (
        "biologia ja maantieto",
        "biologia",
        "maantieto",
        "maantiede",
        "ympäristöoppi",
        "biologi och geografi",
        "biologi",
        "geografi",
        "omgivningslära",
    ),
    "history_social_studies": (
        "historia ja yhteiskuntaoppi",
        "historia",
        "yhteiskuntaoppi",
        "historia och samhällslära",
        "samhällslära",
    ),
    "religion_ethics": (
        "uskonto ja elämänkatsomustieto",
        "uskonto",
        "elämänkatsomustieto",
        "religion och livsåskådningskunskap",
        "religion",
        "livsåskådningskunskap",
    ),
    "health_education": ("terveystieto", "hälsokunskap"),
    "music": ("musiikki", "musik"),
    "visual_arts": ("kuvataide", "kuvaamataito", "bildkonst"),
    "crafts": ("käsityö", "käsityöt", "tekninen työ", "tekstiilityö", "slöjd"),
    "physical_education": ("liikunta", "gymnastik"),
    "home_economics": ("kotitalous", "huslig ekonomi"),
    "guidance": ("oppilaanohjaus", "opinto-ohjaus", "opinto-ohjaaja", "elevhandledning", "studiehandledning"),
    "optional_subjects": ("valinnaiset aineet", "valinnaisaineet", "valfria ämnen"),
    "philosophy_psychology": (
        "filosofia ja psykologia",
        "filosofia",
        "psykologia",
        "filosofi och psykologi",
        "filosofi",
        "psykologi",
    ),
}

SUBJECT_OF_WORD: Final[Mapping[str, str]] = {
    word: subject for subject, words in _NAMES.items() for word in words
}
"""The name in scenarios of a subject named in Finnish or Swedish, in small letters."""


def subject_mend(word: str) -> str:
    """Return what to write for an unknown subject: a former name, one in Finnish or Swedish, or a misspelled one."""
    if word in FORMER_SUBJECTS:
        return FORMER_SUBJECTS[word]
    plain = word.strip().casefold()
    known = SUBJECT_OF_WORD.get(plain, "")
    if not known and (misspelled := did_you_mean(word, SUBJECTS)):
        return misspelled
    known = known or SUBJECT_OF_WORD.get(nearest(plain, SUBJECT_OF_WORD) or "", "")
    return f'in scenarios it is "{known}"' if known else ""
