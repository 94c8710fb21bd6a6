import numpy as np
import pytest

from kopa_sim.model.people import PupilCounts
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import new_scenario
from kopa_sim.scenario.pupil_counts import counted_runs, pupils_of_run, tell_enrolment
from tests.scenario.spoiling import check_one_problem, problems_of, replace, table

HEADER = "year,municipality,grade,count\n"


def counts_table(years=(2023, 2024), grades=range(10), municipality="901", extra=""):
    rows = [f"{year},{municipality},{grade},{20 + grade}\n" for year in years for grade in grades]
    return table("pupil_counts", HEADER + "".join(rows) + extra)


def counted(*years, municipality=0):
    rows = [(year, grade) for year in years for grade in range(1, 10)]
    return PupilCounts(
        year=np.array([year for year, _ in rows]),
        municipality=np.full(len(rows), municipality),
        grade=np.array([grade for _, grade in rows]),
        count=np.array([10.0 * (year - 2000) + grade for year, grade in rows]),
    )


def test_pupils_stand_by_year_municipality_and_grade(folder):
    counts_table()(folder)
    counts = load_scenario(folder).demographic.pupil_counts
    assert len(counts.count) == 20
    assert pupils_of_run(counts, 0, (2023, 2024)).tolist() == [list(range(20, 30))] * 2


def test_a_scenario_without_the_table_has_no_counts(folder):
    assert load_scenario(folder).demographic.pupil_counts is None


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        (
            "2024,901,3,25\n",
            ["row 22", "column grade", "2024, municipality 901, grade 3 already stands in row 15"],
        ),
        ("2024,905,3,25\n", ["row 22", 'unknown municipality "905"']),
        ("2024,901,11,25\n", ["row 22", "column grade", '"11" is too large', "from 0 to 9"]),
        ("2024,901,3.5,25\n", ['"3.5" is not a whole number']),
        ("2041,901,3,25\n", ["row 22", "column year", "2041 is after the projection", "end_year 2040"]),
        ("2024,902,3,-1\n", ["row 22", "column count", "is negative"]),
        ("2024,902,3,\n", ["row 22", "column count", "the cell is empty"]),
    ],
)
def test_a_row_that_cannot_be_is_told_with_its_place(folder, extra, words):
    counts_table(extra=extra)(folder)
    check_one_problem(folder, ["pupil_counts.csv", *words])


def test_a_counted_year_needs_every_grade_of_basic_education(folder):
    counts_table(grades=[0, 1, 2, 3, 5, 6, 7, 9])(folder)
    found = problems_of(folder)
    assert len(found) == 2
    assert "2023, municipality 901: no row for grade 4, 8" in found[0]


def test_pre_primary_education_may_be_left_uncounted(folder):
    counts_table(grades=range(1, 10))(folder)
    counts = load_scenario(folder).demographic.pupil_counts
    assert np.isnan(pupils_of_run(counts, 0, (2023, 2024))[:, 0]).all()


@pytest.mark.parametrize(
    ("years", "run"),
    [
        ((2023, 2024), (2023, 2024)),
        ((2019, 2020, 2022, 2023, 2024), (2022, 2023, 2024)),
        ((2024,), None),
        ((2022, 2024), None),
        ((2021, 2022), None),
        ((2024, 2025, 2026), (2024, 2025, 2026)),
    ],
)
def test_the_last_years_running_are_used_if_they_reach_the_base_year(years, run):
    assert counted_runs(counted(*years), 2024).get(0) == run


class TestWhatIsTold:
    def told(self, counts, method="grade_progression"):
        findings = Findings()
        tell_enrolment(counts, method, ("901", "902"), 2024, findings)
        return findings.notices

    def test_nothing_of_a_scenario_that_neither_counts_nor_asks(self):
        assert self.told(None, "residents") == ()

    def test_counts_that_the_method_leaves_aside(self):
        (notice,) = self.told(counted(2023, 2024), "residents")
        assert "pupil_counts table is not used" in notice
        assert '"grade_progression"' in notice

    def problem(self, counts):
        findings = Findings()
        tell_enrolment(counts, "grade_progression", ("901", "902"), 2024, findings, "scenario.toml line 9")
        (problem,) = findings.problems
        assert problem.place == "scenario.toml line 9"
        assert findings.notices == ()
        return problem.read, problem.mend

    def test_where_counts_are_carried_on_and_where_not(self):
        first, second = self.told(counted(2023, 2024))
        assert first == (
            "Municipality 901: pupils of grades 1–9 are those counted in 2023–2024, carried on by grade progression."
        )
        assert "Municipality 902: pupils follow from the ages" in second
        assert "no rows of it" in second

    @pytest.mark.parametrize(
        ("years", "why"),
        [
            ((2024,), "only one year, 2024, is counted"),
            ((2021, 2022, 2024), "2021–2022, 2024 are counted, but 2023 is missing"),
            ((2021, 2022), "the last counted year, 2022, is before base_year 2024"),
        ],
    )
    def test_counts_that_cannot_be_carried_on_are_told_and_refused_where_none_can(self, years, why):
        good, bad = counted(2023, 2024), counted(*years, municipality=1)
        fields = ("year", "municipality", "grade", "count")
        both = PupilCounts(
            **{name: np.concatenate([getattr(c, name) for c in (good, bad)]) for name in fields}
        )
        assert "Municipality 902: its pupil_counts are NOT used" in self.told(both)[1]
        assert why in self.told(both)[1]
        assert why in self.problem(counted(*years))[0]

    def test_a_method_without_the_table(self):
        read, mend = self.problem(None)
        assert "the scenario names no pupil_counts table" in read
        assert "[tables]" in mend

    def test_a_scenario_tells_it_when_it_is_read(self, tmp_path):
        folder = tmp_path / "minimal"
        new_scenario(folder)
        counts_table()(folder)
        replace(
            "scenario.toml", "[economy]", '[demography]\nenrolment_method = "grade_progression"\n\n[economy]'
        )(folder)
        notices = load_scenario(folder).notices
        assert any("Municipality 901" in notice and "2023–2024" in notice for notice in notices)
