"""What the planner may ask: the schema, the reader and the checks."""
