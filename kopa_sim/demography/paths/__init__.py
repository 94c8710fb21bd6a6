"""Random paths of the sampled futures: their form, their chance, and the fit of their spread to past errors."""
