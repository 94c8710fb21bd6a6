"""What the planner writes: the scenario folder, its validation, the defaults behind it, and the measures.

``load.load_scenario`` reads and checks a folder, ``new.new_scenario`` writes one to begin with,
``options.option_measures`` gives the measures of an option.
They are imported from their modules: this package is also imported for the defaults alone, which must stay quick.
"""
