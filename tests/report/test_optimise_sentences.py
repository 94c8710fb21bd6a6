"""What the search tells is in the catalogue word for word, so that it can be said in every language."""

import ast
from pathlib import Path

import pytest

import kopa_sim.study
from kopa_sim.report.sentences import in_language, said
from kopa_sim.report.texts import LANGUAGES, catalogue, texts_in
from kopa_sim.study.optimise.sentences import Amount, Sentence, unkept

PARTS = ("place", "read", "allowed", "mend")


def written():
    """Every sentence in the code: its key, and its English."""
    for path in Path(kopa_sim.study.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            given = [of.value for of in node.args if isinstance(of, ast.Constant)]
            if node.func.id == "Sentence" and given:
                yield given[0], given[1]
            if node.func.id == "unkept":
                yield from (
                    (f"{given[0]}_{part}", text) for part, text in zip(PARTS, given[1:], strict=False)
                )


SENTENCES = sorted(set(written()))


def test_there_are_sentences_to_look_at():
    assert {"note_exempt", "note_borders", "breaks_minutes", "far_read", "why_shared"} <= dict(
        SENTENCES
    ).keys()


@pytest.mark.parametrize(("key", "english"), SENTENCES, ids=[key for key, _ in SENTENCES])
def test_every_sentence_stands_in_the_catalogue_in_its_own_words(key, english):
    assert catalogue("optimise")[key]["en"] == english


def test_numbers_are_written_as_the_language_writes_them():
    english = catalogue("optimise")["note_borders"]["en"]
    sentence = Sentence("note_borders", english, change=Amount(-1234.5, 2, signed=True))
    assert "changes cost by -1,234.50 M€ against the base" in sentence
    assert "−1\u00a0234,50 M€" in said(sentence, texts_in("fi"))
    assert said("left as it is", texts_in("fi")) == "left as it is"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_within_a_sentence_and_a_problem_are_told_in_the_language(language):
    problem = unkept(
        "cannot_close",
        "--close {school}",
        "the school cannot close: {reason}",
        school="takakyla",
        reason=Sentence("stays_kept", "--keep names it too"),
    )
    told = str(in_language(problem, texts_in(language)))
    reason = catalogue("optimise")["stays_kept"][language]
    assert told.startswith("--close takakyla\n")
    assert reason in told
