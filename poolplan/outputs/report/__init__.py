"""The report: what a facility planner hands to the education board and the finance section, one module per section."""
