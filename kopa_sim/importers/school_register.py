"""The official register of educational institutions as it is downloaded, to the schools of a region."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

import numpy as np

from kopa_sim.importers.borders import Rings, municipality_at
from kopa_sim.importers.categories import plain
from kopa_sim.importers.municipality_key import merger_message, place_of, present_code
from kopa_sim.importers.registered_schools import RegisteredSchool, slug
from kopa_sim.scenario.coordinates import FINLAND_DEG, FINLAND_M
from kopa_sim.scenario.delimited import SEPARATORS, clean, decode
from kopa_sim.scenario.findings import Findings, listed
from kopa_sim.scenario.projection import to_tm35fin

_FIELDS: Final = {
    "number": ("tunn", "register_number", "oppilaitostunnus", "oppilaitosnumero", "tunnus"),
    "name": ("onimi", "name", "nimi", "oppilaitos", "oppilaitoksen nimi"),
    "type": ("oltyp", "type", "oppilaitostyyppi", "tyyppi"),
    "status": ("olo", "status", "tila"),
    "municipality": ("municipality_code", "kunta", "kuntanumero", "kuntakoodi", "municipality", "kommun"),
    "x": ("x", "euref_x", "itä", "east"),
    "y": ("y", "euref_y", "pohjoinen", "north"),
    "longitude": ("lon", "longitude", "lng"),
    "latitude": ("lat", "latitude"),
    "point": ("the_geom", "geom", "geometry", "wkt", "shape"),
    "grades": ("grades", "luokat", "vuosiluokat"),
    "basis": ("grades_basis",),
    "provider": ("provider", "järjestäjä", "omistaja"),
    "postcode": ("postcode", "postinumero", "postnummer"),
    "language": ("language", "kieli", "opetuskieli"),
}
_FIELD_OF: Final = {word: name for name, words in _FIELDS.items() for word in words}
_TYPES: Final = {"11": "perusaste", "12": "erityiskoulu", "15": "lukio", "19": "perusaste_ja_lukio"}
_KINDS: Final = frozenset(_TYPES.values())
_STATES: Final = {
    "1": "closed during the year",
    "2": "merged into another school",
    "3": "removed from the school system",
    "6": "no activity",
    "7": "removed from the register",
}
_PROVIDERS: Final = {
    "municipal (assumed)": "municipal",
    "municipal": "municipal",
    "kunta": "municipal",
    "federation of municipalities": "joint",
    "kuntayhtymä": "joint",
    "joint": "joint",
    "state": "state",
    "valtio": "state",
    "private": "private",
    "yksityinen": "private",
}
_BY_NAME: Final = (
    ("state", r"normaalikoulu|harjoittelukoulu|övningsskola|valteri"),
    ("private", r"steiner|kristilli|kristliga"),
)
"""Providers that a name tells, where the register has none."""

_LANGUAGE_BY_NAME: Final = (
    ("sv", r"skola|gymnasium|lärcent|högstadi|lågstadi|skolcent"),
    ("fi", r"koulu|lukio|opisto|yläaste|ala-aste"),
)
"""Languages that a name tells; a name that tells none is in the municipality's own."""

_POINT: Final = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_HEADER_LINES: Final[int] = 5

Record = dict[str, str]


@dataclass(frozen=True)
class LeftOut:
    """A row of the register that becomes no school, and why."""

    number: str
    name: str
    reason: str


@dataclass(frozen=True)
class Register:
    """Schools of the region in the order of municipality, name and number."""

    schools: list[RegisteredSchool]
    left_out: list[LeftOut]


def records_of(content: bytes) -> list[Record] | None:
    """Return the rows of a register file by field, or None where the file is none: CSV, or GeoJSON with points."""
    text = decode(content)
    if text.lstrip().startswith("{"):
        return _records_of_geojson(text)
    lines = text.splitlines()
    for number in range(min(_HEADER_LINES, len(lines))):
        for separator in SEPARATORS:
            header = next(csv.reader([lines[number]], delimiter=separator), [])
            names = [_FIELD_OF.get(plain(clean(cell)), "") for cell in header]
            if _is_register(names):
                rows = csv.reader(io.StringIO("\n".join(lines[number + 1 :])), delimiter=separator)
                return [_record(names, cells) for cells in rows if any(map(str.strip, cells))]
    return None


def _is_register(names: Sequence[str]) -> bool:
    placed = "point" in names or {"x", "y"} <= set(names) or {"longitude", "latitude"} <= set(names)
    return {"number", "name", "type"} <= set(names) and placed


def _record(names: Sequence[str], cells: Sequence[str]) -> Record:
    """Return a row by field; cells that a short row lacks are empty."""
    record: Record = {}
    for name, cell in zip_longest(names, cells[: len(names)], fillvalue=""):
        if name and name not in record:
            record[name] = clean(cell)
    return record


def _records_of_geojson(text: str) -> list[Record] | None:
    try:
        collection = json.loads(text)
    except ValueError:
        return None
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or not features:
        return None
    records = [_of_feature(feature) for feature in features]
    return records if all(_is_register(list(record)) for record in records[:1]) else None


def _of_feature(feature: Any) -> Record:
    properties = feature.get("properties") or {}
    record = dict.fromkeys(("number", "name", "type") if "tunn" in properties else (), "")
    record |= {
        _FIELD_OF[plain(name)]: "" if value is None else str(value)
        for name, value in properties.items()
        if plain(name) in _FIELD_OF
    }
    geometry = feature.get("geometry") or {}
    if geometry.get("type") == "Point":
        record["x"], record["y"] = (repr(float(each)) for each in geometry["coordinates"][:2])
    return record


def read_register(
    source: str,
    records: Sequence[Record],
    codes: Sequence[str],
    rings: Mapping[str, Rings],
    home_languages: Mapping[str, str],
    findings: Findings,
) -> Register:
    """Return the schools of the municipalities.

    Parameters
    ----------
    rings
        Borders that tell the municipality of a point, where the file has no column of municipalities.
    home_languages
        Code -> language of the pupils of the municipality's areas.
    """
    schools: list[RegisteredSchool] = []
    left_out: list[LeftOut] = []
    placeless: list[str] = []
    for record in records:
        point = _point_m(record)
        code = _municipality(record, point, rings, findings)
        if code not in codes:
            placeless += [record["name"]] if point is None and not code else []
            continue
        reason = _reason_left_out(record, point)
        if reason:
            left_out.append(LeftOut(record.get("number", ""), record["name"], reason))
        elif point is not None:
            schools.append(_school(record, code, point, home_languages.get(code, "fi")))
    _check_places(source, records, rings, placeless, findings)
    for item in left_out:
        findings.notice(f"{source}: {item.name} ({item.number}) is left out: {item.reason}.")
    schools.sort(key=lambda school: (school.municipality, school.name, school.register_number))
    return Register(_with_own_codes(schools), left_out)


def _check_places(
    source: str,
    records: Sequence[Record],
    rings: Mapping[str, Rings],
    placeless: Sequence[str],
    findings: Findings,
) -> None:
    if not rings and not any(record.get("municipality") for record in records):
        findings.add(
            source,
            "the register has no column of municipalities",
            "a column municipality_code (or kunta), or borders to find each school's municipality by its point",
            "give --borders FILE with the municipalities as GeoJSON",
        )
    elif placeless:
        findings.notice(
            f"{source}: {len(placeless)} schools without coordinates are passed over ({listed(placeless, 5)})."
        )


def _municipality(
    record: Record, point: tuple[float, float] | None, rings: Mapping[str, Rings], findings: Findings
) -> str:
    place = place_of(record.get("municipality", ""))
    if place.kind == "municipality":
        today = present_code(place.code)
        if today != place.code:
            findings.notice(merger_message(place.code))
        return today
    return municipality_at(rings, *point) if point is not None else ""


def _point_m(record: Record) -> tuple[float, float] | None:
    """Return easting and northing of a school given in metres or degrees, also with latitude first."""
    pairs = [
        (record.get("x", ""), record.get("y", "")),
        (record.get("longitude", ""), record.get("latitude", "")),
    ]
    match = _POINT.search(record.get("point", ""))
    pairs += [(match[1], match[2])] if match else []
    for texts in pairs:
        try:
            first, second = (np.array(float(text.replace(",", "."))) for text in texts)
        except ValueError:
            continue
        for x, y in ((first, second), (second, first)):
            if FINLAND_M.holds(x, y):
                return float(x), float(y)
            if FINLAND_DEG.holds(x, y):
                east, north = to_tm35fin(x, y)
                return float(east), float(north)
    return None


def _reason_left_out(record: Record, point: tuple[float, float] | None) -> str:
    status, kind = plain(record.get("status", "")), _kind(record)
    if status.isdecimal() and int(status):
        return _STATES.get(str(int(status)), f"not in force (olo {status})")
    if re.search(r"closed|lakkaut|nedlagd", status):
        return "closed"
    if not kind:
        return f"institution of type {record.get('type', '')}, not a comprehensive or upper secondary school"
    if re.search(r"aikuislukio|vuxengymnasi", plain(record["name"])):
        return "adult education"
    return "no coordinates" if point is None else ""


def _kind(record: Record) -> str:
    text = plain(record.get("type", ""))
    return text if text in _KINDS else _TYPES.get(text.split(" ")[0].split(".")[0], "")


def _school(record: Record, code: str, point: tuple[float, float], home_language: str) -> RegisteredSchool:
    name = record["name"]
    stated = _PROVIDERS.get(plain(record.get("provider", "")), "")
    by_name = next((provider for provider, words in _BY_NAME if re.search(words, plain(name))), "municipal")
    by_name_language = (word for word, words in _LANGUAGE_BY_NAME if re.search(words, plain(name)))
    language = record.get("language", "") or next(by_name_language, home_language)
    grades = record.get("grades", "").replace(" and ", "+").replace("upper secondary", "upper_secondary")
    known = (
        grades if re.fullmatch(r"(\d(-\d)?|upper_secondary)(\+(\d(-\d)?|upper_secondary))*", grades) else ""
    )
    number = record.get("number", "")
    return RegisteredSchool(
        register_number=number.zfill(5) if number.isdecimal() else number,
        code=slug(name) or f"school_{number}",
        name=name,
        municipality=code,
        kind=_kind(record),
        known_grades=known,
        basis="register file" if known else "",
        source=record.get("basis", "") if known else "",
        provider=stated or by_name,
        x=round(point[0]),
        y=round(point[1]),
        postcode=record.get("postcode", "").zfill(5) if record.get("postcode") else "",
        language=language,
        home_language=home_language,
    )


def _with_own_codes(schools: Sequence[RegisteredSchool]) -> list[RegisteredSchool]:
    """Return the schools with codes that differ: the register number is added where names are alike."""
    often = Counter(school.code for school in schools)
    return [
        replace(school, code=f"{school.code}_{school.register_number}") if often[school.code] > 1 else school
        for school in schools
    ]
