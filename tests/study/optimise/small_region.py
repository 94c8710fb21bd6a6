"""A small made-up region in which closing alone is not the best: written as a scenario's own files."""

import shutil
from pathlib import Path

from kopa_sim.scenario.load import load_scenario

MINIMAL = Path(__file__).parents[3] / "scenarios" / "minimal"

AS_IS = '[[options]]\nid = "as_is"\ntitle = "As it is"\n'
HEAD = "school,name,municipality,x,y,grades,places,floor_area_m2,built,condition,book_value_eur,rooms,remote_ready\n"


def school(code, x, y, grades, places, floor_area_m2, municipality=901):
    return f"{code},{code.title()},{municipality},{x},{y},{grades},{places},{floor_area_m2},1994,0.6,500000,12,yes"


OTHER = school("mallila", 560000, 7136000, "0-9", 150, 2100, municipality=902)


def region(folder, schools, end_year=2028, options=""):
    """Return the scenario with these schools beside that of the other municipality."""
    shutil.copytree(MINIMAL, folder, dirs_exist_ok=True)
    settings = (folder / "scenario.toml").read_text(encoding="utf-8")
    settings = settings[: settings.index("[[options]]")].replace("end_year = 2040", f"end_year = {end_year}")
    (folder / "scenario.toml").write_text(settings + AS_IS + options, encoding="utf-8")
    (folder / "schools.csv").write_text(HEAD + "\n".join([*schools, OTHER]) + "\n", encoding="utf-8")
    return load_scenario(folder)
