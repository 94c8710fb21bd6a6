"""From the register of educational institutions to the schools of a scenario."""

from collections.abc import Hashable, Mapping
from typing import Final

from kopa_sim.importers.registered_schools import RegisteredSchool, slug
from open_data.extracts import Extracts

PROVIDERS: Final = {
    "municipal (assumed)": "municipal",
    "federation of municipalities": "joint",
    "state": "state",
    "private": "private",
}

# register number of a school that carries the name of the building it is housed in
RENAMED: Final = {"06696": "Hammaslahden koulu"}


def reason_left_out(record: Mapping[Hashable, str]) -> str:
    """Return why a row of the register becomes no school; empty when it does."""
    if "aikuislukio" in record["name"].lower():
        return "adult education"
    if "closed" in record["status"]:
        return "closed by the city on 1 August 2024, though still in the register"
    return ""


def read_register(extracts: Extracts) -> tuple[list[RegisteredSchool], list[tuple[str, str, str]]]:
    """Return the schools, and (register number, name, reason) of the rows left out."""
    facts = extracts.school_facts.set_index("register_number")
    rows: list[RegisteredSchool] = []
    left_out: list[tuple[str, str, str]] = []
    for record in extracts.schools.sort_values(["municipality_code", "name", "register_number"]).to_dict(
        "records"
    ):
        number = record["register_number"]
        reason = reason_left_out(record)
        if reason:
            left_out.append((number, record["name"], reason))
            continue
        name = RENAMED.get(number, record["name"])
        grades, basis, source = record["grades"], "register extract", record["grades_basis"]
        if number in facts.index:
            grades, basis, source = facts.loc[number, ["grades", "basis", "source"]]
        elif grades in ("", "first grades"):
            grades, basis, source = "", "", ""
        rows.append(
            RegisteredSchool(
                register_number=number,
                code=slug(name),
                name=name,
                municipality=record["municipality_code"],
                kind=record["type"],
                known_grades=grades.replace(" and ", "+").replace("upper secondary", "upper_secondary"),
                basis=basis,
                source=source,
                provider=PROVIDERS[record["provider"]],
                x=int(record["x"]),
                y=int(record["y"]),
                postcode=record["postcode"],
                language=record["language"],
            )
        )
    codes = [row.code for row in rows]
    if len(set(codes)) != len(codes):
        raise ValueError("two schools of the region have the same name")
    return rows, left_out
