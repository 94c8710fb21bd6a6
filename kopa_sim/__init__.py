"""Project pupils and compare ways to provide education."""
