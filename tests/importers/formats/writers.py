"""Small writers of each format, as the published serialisers write them, to read back."""

import io
import itertools
import json

import numpy as np
from openpyxl import Workbook

from kopa_sim.importers.stat_table import Dimension, StatTable


def table(*dimensions, values=None, symbols=None, title="Väestö"):
    """Return a table whose cells count up from 1 unless given."""
    sizes = tuple(map(len, dimensions))
    cells = np.arange(1.0, np.prod(sizes) + 1) if values is None else np.array(values, dtype=float)
    cells = cells.ravel().copy()
    for position in symbols or {}:
        cells[position] = np.nan
    return StatTable("t", title, tuple(dimensions), cells.reshape(sizes), dict(symbols or {}))


def dimension(label, *labels, codes=None, role=""):
    return Dimension(label, tuple(codes or ("",) * len(labels)), tuple(labels), role)


AREA = dimension("Alue", "KOKO MAA", "Akaa", "Koski Tl", codes=("SSS", "KU020", "KU284"), role="geo")
AGE = dimension("Ikä", "Yhteensä", "0", "100 -", codes=("SSS", "000", "100-"))
SEX = dimension("Sukupuoli", "Miehet", "Naiset", codes=("1", "2"))
YEAR = dimension("Vuosi", "2024", "2025*", codes=("2024", "2025"), role="time")
CONTENTS = dimension("Tiedot", "Väestö 31.12.", codes=("vaesto",), role="metric")


def shown(value):
    return f"{value:.10g}" if abs(value) < 1e9 else repr(float(value))


def cell_texts(one):
    return [one.symbols.get(at) or shown(value) for at, value in enumerate(one.values.ravel())]


def blocks(one, stub):
    """Yield the stub labels of each row and its cells."""
    cells = cell_texts(one)
    width = int(np.prod([len(d) for d in one.dimensions[stub:]]))
    keys = itertools.product(*(d.labels for d in one.dimensions[:stub]))
    for at, key in enumerate(keys):
        yield key, cells[at * width : (at + 1) * width]


def pivoted_csv(one, stub, separator=",", heading=True, encoding="iso-8859-15"):
    """Text as PxWeb's viewer saves it: labels in quotes that are not doubled, columns joined with blanks."""
    names = [" ".join(key) for key in itertools.product(*(d.labels for d in one.dimensions[stub:]))]
    lines = [f'"{one.title}"', ""] if heading else []
    lines.append(separator.join(f'"{name}"' for name in [d.label for d in one.dimensions[:stub]] + names))
    lines += [separator.join([*(f'"{label}"' for label in key), *cells]) for key, cells in blocks(one, stub)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def excel_csv(one, stub):
    """The same file opened and saved again in a Finnish Excel."""
    names = [" ".join(key) for key in itertools.product(*(d.labels for d in one.dimensions[stub:]))]
    header = [d.label for d in one.dimensions[:stub]] + names
    pad = ";" * (len(header) - 1)
    lines = [one.title + pad, pad, ";".join(map(excel_cell, header))]
    for key, cells in blocks(one, stub):
        lines.append(
            ";".join(
                [
                    *map(excel_cell, key),
                    *(cell.replace(".", ",") if cell[0].isdigit() else cell for cell in cells),
                ]
            )
        )
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def excel_cell(text):
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';"') else text


def csv_of_cells(one, codes=False):
    """One row per cell: PxWeb's csv2 with labels, csv3 with codes."""
    rows = itertools.product(*((d.codes if codes else d.labels) for d in one.dimensions))
    lines = [",".join([*(f'"{d.label}"' for d in one.dimensions), '"value"'])]
    lines += [
        ",".join([*(f'"{label}"' for label in key), cell])
        for key, cell in zip(rows, cell_texts(one), strict=True)
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def px(one, stub, encoding="utf-8", codepage=None, extra=""):
    codepage = encoding if codepage is None else codepage
    quoted = lambda texts: ",".join(f'"{text}"' for text in texts)  # noqa: E731
    lines = ['CHARSET="ANSI";', 'AXIS-VERSION="2013";']
    lines += [f'CODEPAGE="{codepage}";'] if codepage else []
    lines += ['LANGUAGE="fi";', f'TITLE="{one.title}";']
    if stub:
        lines.append(f"STUB={quoted(d.label for d in one.dimensions[:stub])};")
    if one.dimensions[stub:]:
        lines.append(f"HEADING={quoted(d.label for d in one.dimensions[stub:])};")
    for d in one.dimensions:
        lines.append(f'VALUES("{d.label}")={quoted(d.labels)};')
        if any(d.codes):
            lines.append(f'CODES("{d.label}")={quoted(d.codes)};')
        if d.role == "time":
            lines.append(f'TIMEVAL("{d.label}")=TLIST(A1),{quoted(d.codes)};')
        if d.role == "metric":
            lines.append(f'CONTVARIABLE="{d.label}";')
        if d.role == "geo":
            lines.append(f'MAP("{d.label}")="Alue 2025";')
    cells = [f'"{cell}"' if at in one.symbols else cell for at, cell in enumerate(cell_texts(one))]
    return ("\n".join(lines) + "\n" + extra + "DATA=\n" + " ".join(cells) + ";\n").encode(encoding)


def json_stat(one, version=2, as_object=False, index="object"):
    """JSON-stat 2.0, or 1.x with everything in a wrapper and id, size and role inside dimension."""
    ids = [f"variable_{at}_20260101" for at in range(len(one.dimensions))]
    codes = [d.codes if any(d.codes) else tuple(f"c{at}" for at in range(len(d))) for d in one.dimensions]
    role = {}
    inside = {}
    for name, d, own in zip(ids, one.dimensions, codes, strict=True):
        if d.role:
            role.setdefault(d.role, []).append(name)
        category = {"label": dict(zip(own, d.labels, strict=True))}
        if index == "array":
            category["index"] = list(own)
        elif index == "object" or len(own) > 1:
            category["index"] = {code: place for place, code in enumerate(own)}
        inside[name] = {"label": d.label, "category": category}
    cells = [None if at in one.symbols else value for at, value in enumerate(one.values.ravel().tolist())]
    value = {str(at): cell for at, cell in enumerate(cells) if cell is not None} if as_object else cells
    status = {str(at): symbol for at, symbol in one.symbols.items()}
    shape = {"id": ids, "size": [len(d) for d in one.dimensions], "role": role}
    body = {"label": one.title, "source": "Tilastokeskus", "value": value, "status": status}
    if version == 1:
        return json.dumps({"dataset": {**body, "dimension": {**inside, **shape}}}).encode()
    return json.dumps({"version": "2.0", "class": "dataset", **body, **shape, "dimension": inside}).encode()


def workbook(one, stub, code_and_text=False, footnotes=True, sheets=("Taulukko",)):
    """A workbook as PxWeb writes it: blank repeats of headings and of stub labels, footnotes below."""
    book = Workbook()
    book.remove(book.active)
    for name in sheets:
        _fill_sheet(book.create_sheet(name), one, stub, code_and_text, footnotes)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill_sheet(sheet, one, stub, code_and_text, footnotes):
    heading = one.dimensions[stub:]
    left = stub * (2 if code_and_text else 1)
    sheet.append([one.title])
    sheet.append([])
    columns = list(itertools.product(*(d.labels for d in heading)))
    before = [None] * len(heading)
    rows = [[None] * left for _ in heading]
    for key in columns:
        fresh = False
        for at, label in enumerate(key):
            fresh = fresh or label != before[at]
            rows[at].append(label if fresh else None)
        before = list(key)
    for row in rows:
        sheet.append(row)
    _fill_body(sheet, one, stub, code_and_text)
    if footnotes:
        for text in (
            "",
            "Ennakkotieto merkitään tähdellä.",
            "",
            "Viimeksi päivitetty:",
            "20260401 08:00",
            "Lähde:",
        ):
            sheet.append([text] if text else [])


def _fill_body(sheet, one, stub, code_and_text):
    codes = list(itertools.product(*(d.codes for d in one.dimensions[:stub])))
    last = [None] * stub
    numbers = one.values.reshape(len(codes), -1)
    for at, (key, cells) in enumerate(blocks(one, stub)):
        row, fresh = [], False
        for place, label in enumerate(key):
            fresh = fresh or (codes[at][place], label) != last[place]
            pair = [codes[at][place], label] if code_and_text else [label]
            row += pair if fresh else [None] * len(pair)
            last[place] = (codes[at][place], label)
        row += [cell if np.isnan(number) else number for cell, number in zip(cells, numbers[at], strict=True)]
        sheet.append(row)
