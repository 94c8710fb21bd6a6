from dataclasses import replace

import numpy as np

from kopa_sim.cli.verdict_table import numbers_of, print_verdicts
from kopa_sim.report.findings import regional_findings
from kopa_sim.report.replications import precision_sentence
from tests.report.synthetic import HOSTILE


def test_numbers_are_written_as_the_language_does(result, english, texts):
    finding = replace(
        regional_findings(result)[1],
        sustainable_share=0.625,
        pv_difference_eur=-2_340_000.0,
        per_pupil_eur=14_091.4,
        minutes_difference=3.24,
    )
    assert numbers_of(finding, english) == ("62%", "\u22122.34", "14,091", "+3.2")
    if texts.language != "en":
        assert numbers_of(finding, texts)[1] == "\u22122,34"


def test_as_is_is_not_compared_with_itself(result, english):
    numbers = numbers_of(regional_findings(result)[0], english)
    assert numbers[1] == numbers[3] == "–"


def test_every_option_has_its_row(result, texts, capsys):
    print_verdicts(result, texts)
    out = capsys.readouterr().out
    assert all(option.plan.option in out for option in result.options)
    assert texts.word(result.options[1].verdict.verdicts[-1]) in out


def test_names_are_never_read_as_markup(result, english, capsys):
    odd = replace(result, scenario=replace(result.scenario, title=f"[red]{HOSTILE}[/]"))
    print_verdicts(odd, english)
    assert f"[red]{HOSTILE}[/]" in capsys.readouterr().out


def test_a_measure_without_any_value_is_a_dash(result, english):
    option = result.options[1]
    values = {**option.verdict.values, "mean_min_difference": np.full((8, 3), np.nan)}
    empty = replace(option, verdict=replace(option.verdict, values=values))
    finding = regional_findings(replace(result, options=(result.as_is, empty)))[1]
    assert numbers_of(finding, english)[3] == "–"


def test_a_run_without_school_years_says_what_its_verdicts_leave_out(result, texts, capsys):
    print_verdicts(replace(result, replications=0), texts)
    told = texts("commands.table_no_replications")
    assert "--replications 0" in told
    assert told in " ".join(capsys.readouterr().out.split())
    print_verdicts(replace(result, replications=2), texts)
    assert told not in " ".join(capsys.readouterr().out.split())


def test_a_run_with_school_years_says_how_sure_it_is_of_them(result, texts, capsys):
    print_verdicts(result, texts)
    told = " ".join(precision_sentence(result, texts).split())
    assert told in " ".join(capsys.readouterr().out.split())
