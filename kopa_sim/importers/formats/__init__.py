"""Files as statistical offices save them to tables: CSV, PX, JSON-stat and workbooks, told apart by content."""

from kopa_sim.importers.formats.read import read_table

__all__ = ["read_table"]
