"""One made-up run for all tests of the report, and one whose names are written to do harm."""

import pytest

from kopa_sim.report.tables import build_tables
from kopa_sim.report.texts import texts_in
from tests.report.synthetic import make_result


@pytest.fixture(scope="session")
def result():
    return make_result()


@pytest.fixture(scope="session")
def hostile():
    return make_result(hostile=True)


@pytest.fixture(scope="session")
def tables(result):
    return build_tables(result)


@pytest.fixture(params=["en", "fi", "sv"])
def texts(request):
    return texts_in(request.param)


@pytest.fixture
def english():
    return texts_in("en")
