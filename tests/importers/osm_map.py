"""Small maps in OpenStreetMap's XML, drawn in metres of ETRS-TM35FIN."""

from xml.sax.saxutils import quoteattr

import numpy as np

from kopa_sim.scenario.projection import to_tm35fin

EAST, NORTH = 540_000.0, 7_130_000.0
"""Where the map's origin lies: the church of the minimal scenario."""


def degrees(x_m, y_m):
    """Longitude and latitude of a place, by Newton steps against the projection."""
    longitude, latitude = 27.8, 64.3
    for _ in range(20):
        x, y = to_tm35fin(np.array(longitude), np.array(latitude))
        longitude += (x_m - float(x)) / (111_320 * np.cos(np.radians(latitude)))
        latitude += (y_m - float(y)) / 111_400
    return longitude, latitude


def osm(nodes, ways):
    """Return a map of {id: (east, north)} in metres from the origin and ways of (ids, {tag: value})."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="by hand">']
    for number, (x, y) in nodes.items():
        longitude, latitude = degrees(EAST + x, NORTH + y)
        lines.append(f'<node id="{number}" version="1" lat="{latitude:.7f}" lon="{longitude:.7f}"/>')
    for number, (points, tags) in enumerate(ways, start=1):
        refs = "".join(f'<nd ref="{point}"/>' for point in points)
        told = "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
        lines.append(f'<way id="{number}" version="1">{refs}{told}</way>')
    return "\n".join([*lines, "</osm>\n"])
