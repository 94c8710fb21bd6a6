"""A subject named in Finnish or Swedish is told by the name it has in scenarios."""

import pytest

from kopa_sim.model.subjects import SUBJECTS
from kopa_sim.report.texts import Texts
from kopa_sim.scenario.subject_words import SUBJECT_OF_WORD, subject_mend


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_name_that_reports_show_is_known(language):
    texts = Texts(language)
    for subject in SUBJECTS:
        if subject != "pre_primary":
            assert SUBJECT_OF_WORD[texts(f"words.{subject}").casefold()] == subject


def test_words_name_subjects_in_small_letters():
    assert set(SUBJECT_OF_WORD.values()) == set(SUBJECTS)
    assert all(word == word.casefold() for word in SUBJECT_OF_WORD)


def test_a_misspelled_english_name_comes_before_a_finnish_one_that_is_like_it():
    assert subject_mend("musci") == 'did you mean "music"?'
    assert subject_mend("Matematiikka") == 'in scenarios it is "mathematics"'
    assert subject_mend("xyzzy") == ""
