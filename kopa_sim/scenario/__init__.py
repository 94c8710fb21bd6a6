"""What the planner writes: the scenario folder, its validation, the defaults behind it, and the measures."""
