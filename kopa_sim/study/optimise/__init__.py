"""The best network of a scenario: the simulator as the price of a plan, search and proof."""
