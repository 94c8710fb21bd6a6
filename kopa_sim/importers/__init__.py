"""Official files to scenario tables."""
