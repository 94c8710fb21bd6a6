"""The nouns that travel between the stages: frozen dataclasses of arrays with named axes.

Axes always stand in this order, leading ones optional: ``option, draw, year, municipality | school | area |
point, sex, age | grade, item``. Nothing here reads files, prints, or draws random numbers without being
handed a stream.
"""
