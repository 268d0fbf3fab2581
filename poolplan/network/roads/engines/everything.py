"""Imports every engine, so that each is in ENGINES."""

from poolplan.network.roads.engines import csr, reference
from poolplan.network.roads.engines.interface import ENGINES

__all__ = ["ENGINES", "csr", "reference"]
