"""Whatever bytes a file holds, the planner gets a scenario or a list of problems, never a traceback."""

import io
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kopa_sim.scenario.load import load_scenario
from kopa_sim.scenario.new import template_files
from kopa_sim.scenario.problems import ScenarioError

FILES = template_files()
READ = sorted(name for name in FILES if not name.endswith(".md"))
EXTRA = {
    "events": "municipality,year,event,sex,age_from,age_to,count\n901,2023,births,both,15,49,20\n"
    "902,2022,deaths,male,0,100,9\n",
    "moves": "origin,destination,year_from,year_to,count\n901,outside,2019,2023,4\n902,901,2019,2023,6\n",
    "observations": "year,municipality,area,age_from,age_to,count\n2025,901,90101,7,12,140\n2026,902,,0,6,40\n",
    "points": "area,x,y,weight\n90101,540000,7130000,1\n90102,552000,7130000,2.5\n",
    "travel_times": "area,school,minutes,km\n90101,mallila,25,21\n90102,takakyla,3,\n",
    "tickets": "school,area,municipality,price_eur,per,grades\nmallila,90202,,94,month,7-9\nmallila,,902,800,year,\n",
    "depots": "depot,name,x,y,municipality,vehicles\ntown,Town,540000,7130000,,\nb,B,552000,7130000,901,taxi\n",
    "roads_nodes": "node,x,y\na,540000,7130000\nb,552000,7130000\n",
    "roads_edges": "from,to,length_km,road_class,closed\na,b,13.5,regional,no\nb,a,14,ferry,\n",
    "rates": "rate,sex,age,value\nmortality,male,0,0.002\nfertility,female,30,0.09\n",
    "history": "year,municipality,sex,age,count\n2023,901,male,0,9\n",
}


def load(changed):
    """Load the minimal scenario with some files changed; return whether it is one."""
    with tempfile.TemporaryDirectory() as place:
        for name, content in {**FILES, **changed}.items():
            (Path(place) / name).write_bytes(content)
        try:
            load_scenario(Path(place))
        except ScenarioError as error:
            assert error.problems
            assert all(problem.place and problem.read for problem in error.problems)
            assert all(c.isprintable() or c == "\n" for c in str(error))
            return False
    return True


@st.composite
def mutations(draw, content):
    """The content with a few places overwritten, cut out or doubled."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        stop = min(len(content), start + draw(st.integers(0, 30)))
        put = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b'"', b"\n", b",", b";", b"[", b"]", b"{", b"=", b"-", b"1e999", b"0x" + b"f" * 5000]
                ),
                st.sampled_from(
                    [b"true", b"nan", b"-inf", b"2024-01-01", b"[[options]]\n", b"[[]]", b"'''", b"\xff"]
                ),
                st.just(content[start:stop] * 2),
            )
        )
        content = content[:start] + put + content[stop:]
    return content


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_scenario_file(data):
    load({"scenario.toml": data.draw(mutations(FILES["scenario.toml"]))})


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from([name for name in READ if name != "scenario.toml"]))
def test_a_damaged_table(data, name):
    load({name: data.draw(mutations(FILES[name]))})


@settings(max_examples=70, deadline=None)
@given(st.data(), st.sampled_from(sorted(EXTRA)))
def test_a_damaged_optional_table(data, name):
    named = {name, *("roads_nodes", "roads_edges")} if name.startswith("roads") else {name}
    lines = "".join(f'{each} = "{each}.csv"\n' for each in sorted(named))
    toml = FILES["scenario.toml"].replace(b"[tables]\n", f"[tables]\n{lines}".encode())
    others = {f"{each}.csv": EXTRA[each].encode() for each in named}
    load({"scenario.toml": toml, **others, f"{name}.csv": data.draw(mutations(EXTRA[name].encode()))})


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(READ))
def test_any_bytes_at_all(content, name):
    assert not load({name: content})


@cache
def workbook():
    book = Workbook()
    for line in FILES["schools.csv"].decode().splitlines():
        book.active.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook(data):
    toml = FILES["scenario.toml"].replace(b'"schools.csv"', b'"schools.xlsx#Sheet"')
    load({"scenario.toml": toml, "schools.xlsx": data.draw(mutations(workbook()))})


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 5000,
        "a = " + "{b = " * 3000,
        "base_year = 0x" + "f" * 5000,
        "[demography]\nfertility_level = 0x" + "f" * 5000,
        "[uncertainty]\n'demography.fertility_level' = {distribution = 'normal', mean = 0x"
        + "f" * 999
        + ", sd = 1}",
        "[[options]]\nid = ['as_is']\n[[options.measures]]\nmeasure = {}",
        "[[options]]\nid = 'a'\nmeasures = [[1], {measure = 'close_school', year = 0x" + "f" * 5000 + "}]",
        "options = [1]",
        "tables = [1]\nuncertainty = 3\neconomy = []",
        "[tables]\nareas = ''\nschools = '#'\npopulation = '.xlsx#'\nmunicipalities = '" + "a" * 5000 + "'",
    ],
    ids=range(10),
)
def test_texts_that_are_sound_toml_and_make_no_sense(text):
    assert not load({"scenario.toml": text.encode()})
