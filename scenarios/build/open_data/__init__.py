"""Building scenario folders from open data: each module holds one rule."""
