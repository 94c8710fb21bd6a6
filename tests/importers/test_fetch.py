"""Asking a PxWeb service, played by a small server on this machine."""

import json
from math import prod

import numpy as np
import pytest
import requests

from kopa_sim.importers.fetch import fetch_table
from kopa_sim.importers.fetch_client import PxWebClient
from kopa_sim.scenario.problems import ScenarioError
from tests.importers.formats.writers import AGE, AREA, CONTENTS, SEX, YEAR, table
from tests.importers.pxweb_service import Service

POPULATION = table(AREA, AGE, SEX, YEAR, CONTENTS, symbols={5: "..", 30: "."})


class Time:
    """A clock that only waiting moves."""

    def __init__(self):
        self.now = 0.0
        self.waits = []

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds

    def client(self, **limits):
        return PxWebClient(clock=lambda: self.now, sleep=self.sleep, **limits)


@pytest.fixture(autouse=True)
def straight_to_this_machine(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


@pytest.fixture
def service():
    with Service(POPULATION) as one:
        yield one


def fetch(service, selection=None, client=None, number="11re"):
    return fetch_table(service.base_url, "StatFin/vaerak", number, selection or {}, client or Time().client())


def problem_of(call):
    with pytest.raises(ScenarioError) as caught:
        call()
    (problem,) = caught.value.problems
    return problem


def test_a_whole_table_comes_as_the_service_holds_it(service):
    service.config = {**service.config, "maxCells": 1000}
    fetched = fetch(service)
    assert fetched.dimensions == POPULATION.dimensions
    np.testing.assert_array_equal(fetched.values, POPULATION.values)
    assert fetched.symbols == POPULATION.symbols
    assert len(service.questions) == 1


@pytest.mark.parametrize("most_cells", [1, 3, 7, 12, 35])
def test_large_questions_are_asked_in_parts_that_the_service_allows(service, most_cells):
    service.config = {**service.config, "maxCells": most_cells, "maxCalls": 1000}
    fetched = fetch(service)
    np.testing.assert_array_equal(fetched.values, POPULATION.values)
    assert fetched.symbols == POPULATION.symbols
    sizes = [prod(len(one["selection"]["values"]) for one in asked["query"]) for asked in service.questions]
    assert max(sizes) <= most_cells
    assert sum(sizes) == POPULATION.values.size


def test_variables_are_chosen_by_label_and_categories_by_code_label_or_pattern(service):
    fetched = fetch(
        service, {"alue": ["KU*"], "Sukupuoli": ["naiset"], "Vuosi": ["last 1"], "Ikä": ["0", "100-"]}
    )
    assert [d.codes for d in fetched.dimensions] == [
        ("KU020", "KU284"),
        ("000", "100-"),
        ("2",),
        ("2025",),
        ("vaesto",),
    ]
    np.testing.assert_array_equal(fetched.values, POPULATION.values[1:, 1:, 1:, 1:])


def test_a_service_that_tells_no_limits_is_asked_as_pxweb_is_delivered(service):
    service.config = None
    assert fetch(service).values.size == POPULATION.values.size


def test_no_more_calls_are_made_in_a_window_than_the_service_allows(service):
    service.config = {"maxCells": 1, "maxCalls": 5, "timeWindow": 10}
    time = Time()
    fetch(service, {"Sukupuoli": ["1"], "Vuosi": ["2024"]}, time.client())
    assert service.calls == 3 + 9
    assert time.waits == [10.0, 10.0]


def test_the_service_may_ask_to_wait(service):
    service.failures = [(429, {"Retry-After": "7"}, b""), (429, {}, b"")]
    time = Time()
    fetched = fetch(service, {"Vuosi": ["2025"], "Sukupuoli": ["1"]}, time.client())
    assert time.waits == [7.0, 10.0]
    assert fetched.values.size == 9


def test_a_date_to_wait_for_that_is_past_asks_for_no_wait(service):
    service.failures = [(429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, b"")]
    time = Time()
    fetch(service, {"Sukupuoli": ["1"]}, time.client())
    assert time.waits == [0.0]


@pytest.mark.parametrize(
    ("failure", "read", "mend"),
    [
        ((404, {}, b"<html>"), "there is no such table (HTTP 404)", "StatFin_Passiivi"),
        ((403, {}, b""), "perhaps as too large (HTTP 403)", "fewer years"),
        ((400, {}, b"{}"), "does not understand the question (HTTP 400)", "choose other years"),
        ((503, {}, b"down"), "the service fails (HTTP 503)", "try again later"),
        ((429, {"Retry-After": "900"}, b""), "too many calls (HTTP 429)", "try again in 900 s"),
        ((200, {}, b"<html>Login</html>"), "the answer is no JSON", "save the table"),
        ((200, {}, b'{"version": "2.0"'), "the answer is no JSON", "save the table"),
        ((200, {}, b"{}"), "holds no JSON-stat data set", "json-stat2"),
        ((200, {}, b'{"dimension": 3}'), '"dimension" is no object', ""),
    ],
)
def test_answers_that_are_none_are_told_with_the_address(service, failure, read, mend):
    service.failures = [failure]
    problem = problem_of(lambda: fetch(service, {"Sukupuoli": ["1"]}))
    assert problem.place.startswith(service.base_url)
    assert read in problem.read
    assert mend in problem.mend


def test_a_service_that_goes_on_refusing_is_left_alone(service):
    service.failures = [(429, {"Retry-After": "1"}, b"")] * 9
    problem = problem_of(lambda: fetch(service, {"Sukupuoli": ["1"]}))
    assert "too many calls" in problem.read
    assert len(service.failures) == 5


def test_answers_to_another_question_are_refused(service):
    def other_categories(parsed):
        category = parsed["dimension"][parsed["id"][0]]["category"]
        category["label"] = {code + "x": label for code, label in category["label"].items()}
        category["index"] = list(category["label"])
        return parsed

    service.changed = other_categories
    assert "other categories" in problem_of(lambda: fetch(service)).read

    def other_variables(parsed):
        parsed["dimension"][parsed["id"][0]]["label"] = "Maakunta"
        return parsed

    service.changed = other_variables
    assert "answered the variables Maakunta" in problem_of(lambda: fetch(service)).read


def test_a_failure_half_way_gives_no_table(service):
    service.config = {**service.config, "maxCells": 12}
    service.changed = lambda parsed: service.failures.append((500, {}, b"")) or parsed
    assert "HTTP 500" in problem_of(lambda: fetch(service)).read
    assert len(service.questions) == 1


def test_what_the_table_does_not_have_is_told_before_it_is_asked_for(service):
    with pytest.raises(ScenarioError) as caught:
        fetch(service, {"Alu": ["KU020"], "Vuosi": ["1999"]})
    first, second = caught.value.problems
    assert 'no variable "Alu"' in first.read
    assert 'did you mean "Alue"?' in first.mend
    assert 'Vuosi has no "1999"' in second.read
    assert "2024, 2025" in second.allowed
    assert not service.questions


def test_tables_are_found_by_number_in_the_folder_since_their_files_are_renamed(service):
    assert fetch(service, {"Sukupuoli": ["1"]}, number="statfin_vaerak_pxt_11re.px").title == "Väestö"
    problem = problem_of(lambda: fetch(service, number="12dq"))
    assert 'the folder has no table "12dq"' in problem.read
    assert "11re" in problem.allowed


@pytest.mark.parametrize("described", [b"[]", b"{}", b"null", b'{"title": "x", "variables": [{"code": 1}]}'])
def test_a_description_that_is_none(service, described):
    service.described = lambda path: (200, described)
    problem = problem_of(lambda: fetch(service, number="x.px"))
    assert "does not describe a table" in problem.read


def test_no_network():
    with Service(POPULATION) as gone:
        pass
    problem = problem_of(lambda: fetch(gone))
    assert "cannot be reached" in problem.read
    assert "check the network" in problem.mend


@pytest.mark.parametrize("address", ["", "stat.fi", "file:///etc", "http://", "http://127.0.0.1:99999"])
def test_addresses_that_are_none(address):
    problem = problem_of(lambda: fetch_table(address, "StatFin/vaerak", "x.px", {}, Time().client()))
    assert "cannot be reached" in problem.read


def test_a_service_that_does_not_answer_in_time(service, monkeypatch):
    send = requests.adapters.HTTPAdapter.send

    def impatient(self, request, **how):
        return send(self, request, **{**how, "timeout": 0.2})

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", impatient)
    service.failures = [("slow", {}, json.dumps({}).encode())]
    problem = problem_of(lambda: fetch(service, {"Sukupuoli": ["1"]}))
    assert "did not answer in time" in problem.read
