"""Whatever happens to a download on its way, the planner gets a scenario or a list of problems, never a failure."""

import random
import shutil
from pathlib import Path

import pytest

from kopa_sim.importers.region_scenario import RegionWish, scenario_of_folder
from kopa_sim.scenario.findings import Findings
from kopa_sim.scenario.problems import ScenarioError

DOWNLOADS = Path(__file__).parent / "data" / "downloads"


def spoilt(content, chance):
    lines = content.split(b"\n")
    line = chance.randrange(len(lines))
    match chance.choice(["cut", "bytes", "twice", "gone", "blank"]):
        case "cut":
            return content[: chance.randrange(len(content))]
        case "bytes":
            changed = bytearray(content)
            for _ in range(chance.choice([1, 3, 20])):
                changed[chance.randrange(len(changed))] = chance.choice(b'0123456789;,"\n{}[]ax-.\xff')
            return bytes(changed)
        case "twice":
            lines.insert(line, lines[line])
        case "gone":
            del lines[line]
        case "blank":
            cells = lines[line].split(b",")
            cells[chance.randrange(len(cells))] = b""
            lines[line] = b",".join(cells)
    return b"\n".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_a_spoilt_file_is_no_failure(tmp_path, seed):
    chance = random.Random(seed)
    folder = tmp_path / "downloads"
    shutil.copytree(DOWNLOADS, folder)
    victim = chance.choice(sorted(folder.iterdir()))
    victim.write_bytes(spoilt(victim.read_bytes(), chance))
    findings = Findings()
    try:
        files = scenario_of_folder(folder, RegionWish(("205", "105", "697")), findings)
    except ScenarioError:
        return
    assert files or findings.problems
