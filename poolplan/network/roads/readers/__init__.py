"""Reading roads from files: OpenStreetMap extracts, exports of other tools, and plain link tables."""
