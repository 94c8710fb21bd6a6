"""docs/measures.md: every measure with its fields and every table with its columns, from the code itself."""

import typing

from kopa_sim.scenario.measures import MEASURES
from kopa_sim.scenario.measures.base import Reference
from kopa_sim.scenario.table_specs import TABLES


def _first_sentences(model):
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _kind(annotation, metadata):
    for mark in metadata:
        if isinstance(mark, Reference):
            return {"span": "grades", "year": "year"}.get(mark.kind, f"{mark.kind} code or name")
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return ", ".join(f"`{choice}`" for choice in parts)
    if origin is typing.Annotated:
        return _kind(parts[0], parts[1:])
    if origin is tuple:
        return f"list of: {_kind(parts[0], ())}"
    if parts:
        return " or ".join(_kind(part, ()) for part in parts if part is not type(None))
    return {"int": "whole number", "float": "number", "str": "text", "bool": "true or false"}.get(
        getattr(annotation, "__name__", ""), ""
    )


def _default(field):
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return ", ".join(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def page():
    """Return the whole page."""
    lines = [
        "# Measures and tables",
        "",
        "What a planner may write: every measure of `[[options.measures]]` and every column of the tables. This page",
        "is made from the code. Years are school years from `first_year` to `end_year`; a measure acts on 1 August of",
        "its year.",
        "",
    ]
    for name, model in MEASURES.items():
        lines += [
            f"## {name}",
            "",
            _first_sentences(model),
            "",
            "| field | default | takes | meaning |",
            "|---|---|---|---|",
        ]
        for key, field in model.model_fields.items():
            if key == "measure":
                continue
            kind = _kind(field.annotation, field.metadata)
            lines.append(f"| `{key}` | {_default(field)} | {kind} | {field.description or ''} |")
        lines.append("")
    lines += ["# Tables", ""]
    specs = TABLES.values() if hasattr(TABLES, "values") else TABLES
    for spec in specs:
        lines += [f"## {spec.name}", "", "| column | needed | meaning |", "|---|---|---|"]
        lines += [f"| `{c.name}` | {'yes' if c.required else 'no'} | {c.meaning} |" for c in spec.columns]
        if spec.family_name:
            lines.append(
                f"| `{spec.family_name}` | one or more, or a share | children of these ages, persons |"
            )
        lines.append("")
    return "\n".join(lines)
