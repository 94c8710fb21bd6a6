def test_a_new_scenario_says_what_comes_next(kopa, tmp_path):
    answer = kopa("new", "net")
    assert answer.status == 0
    assert (tmp_path / "net" / "scenario.toml").is_file()
    assert "kopa check net" in answer.out
    assert "net/scenario.toml" in answer.out


def test_a_folder_with_something_in_it_is_left_alone(kopa, tmp_path):
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "mine.txt").write_text("mine")
    answer = kopa("new", "net")
    assert answer.status == 2
    assert "1 problem" in answer.err
    assert [path.name for path in (tmp_path / "net").iterdir()] == ["mine.txt"]


def test_the_answer_is_in_swedish_when_asked(kopa):
    assert kopa("new", "nat", "--lang", "sv").out.startswith("Skrev nat.")
