"""Imports every engine, so that each is in ENGINES."""

from poolplan.network.roads.engines import csr, osrm_embedded, osrm_server, reference, valhalla_server
from poolplan.network.roads.engines.interface import ENGINES

__all__ = ["ENGINES", "csr", "osrm_embedded", "osrm_server", "reference", "valhalla_server"]
