"""Borders of the municipalities, for maps."""

import json
from pathlib import Path

from open_data.extracts import Extracts


def write_borders(extracts: Extracts, folder: Path) -> None:
    """Write borders.geojson: one feature a line, with the official code and the Finnish name."""
    source = json.loads(extracts.borders.read_text(encoding="utf-8"))
    features = [
        {
            "type": "Feature",
            "properties": {"code": item["properties"]["code"], "name": item["properties"]["nimi"]},
            "geometry": item["geometry"],
        }
        for item in source["features"]
    ]
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    (folder / "borders.geojson").write_bytes(text.encode("utf-8"))
