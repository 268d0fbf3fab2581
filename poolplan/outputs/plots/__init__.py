"""Plots: charts with axes, drawn by matplotlib as SVG whose text stays text and whose bytes repeat."""
