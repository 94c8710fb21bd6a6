"""What the planner writes: the scenario folder, its validation, the defaults behind it, and the measures.

``load.load_scenario`` reads and checks a folder, ``new.new_scenario`` writes one to begin with,
``describe.describe_settings`` lists the parameters in force, ``options.option_measures`` gives an option's measures.
They are imported from their modules: this package is also imported for the defaults alone, which must stay quick.
"""
