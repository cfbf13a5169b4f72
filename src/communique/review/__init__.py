"""Pages for people: one record, and what changed between two runs with the decisions on it."""
