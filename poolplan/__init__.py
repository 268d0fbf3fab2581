"""Plan where every school of a city swims, year by year, and show it on a map."""

__version__ = "0.1.0"
