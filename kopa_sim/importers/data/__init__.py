"""The key of municipalities, and which of them have become part of another."""
