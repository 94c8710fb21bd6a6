"""Help in the reader's language, the words that click puts into it among them."""

import pytest

from kopa_sim.cli.help_words import WORDS
from kopa_sim.report.texts import texts_in

COMMANDS = (
    [],
    ["run"],
    ["check"],
    ["new"],
    ["optimise"],
    ["coalitions"],
    ["import"],
    ["import", "roads"],
    ["import", "statfin"],
)


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_english_word_is_left_in_a_help_text(kopa, language, command):
    told = kopa("--lang", language, *command, "--help")
    assert told.status == 0
    for english in ("Usage", "Options", "Commands", "[OPTIONS]", "ARGS", "RANGE", "required", "default:"):
        assert english not in told.out
    texts = texts_in(language)
    assert told.out.startswith(texts("commands.help_usage") + "kopa")
    assert texts("commands.help_options") + ":\n" in told.out


def test_english_help_reads_as_ever(kopa):
    told = kopa("optimise", "--help").out
    assert told.startswith("Usage: kopa optimise [OPTIONS] SCENARIO\n")
    assert "--gap NUMBER" in told
    assert "--points WHOLE NUMBER" in told


def test_every_word_of_click_has_its_words_in_the_catalogue():
    for language in ("en", "fi", "sv"):
        assert all(texts_in(language)(name) for name in WORDS.values())
