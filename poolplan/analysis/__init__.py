"""Many plans side by side."""
