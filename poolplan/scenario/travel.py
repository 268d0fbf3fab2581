"""How a scenario wants minutes found, where it names roads instead of a finished table of trips."""

from typing import Annotated, Literal

from pydantic import Field

from poolplan.scenario.blocks import Block, Share, Text

EngineName = Literal["csr", "networkx", "osrm", "osrm-embedded", "valhalla"]


class Travel(Block):
    """How minutes are found on `places.roads`; the trips are kept in the table that `places.travel` names."""

    engine: EngineName = "csr"
    """What finds the ways: csr; networkx to compare with; osrm-embedded; or a server, osrm or valhalla, at `url`."""
    url: Text | None = None
    """Address of an OSRM or Valhalla server; nothing is asked over the network where this is left out."""
    walk_url: Text | None = None
    """Address of an OSRM server for people on foot; without one, walks are straight lines with a detour."""
    speed_model: Text = "japan-city-1"
    """Version of a speed model that comes with poolplan; one of the city's own is named in `places.speed_model`."""
    margin_km: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False, json_schema_extra={"unit": "kilometres"})] = 5
    """Roads are kept so far around the places."""
    error_share: Share = 0
    """Minutes may be wrong by this share either way; trips that may then cross a limit are listed in `to_check.csv`."""
    approximate_error_share: Share = 0.2
    """The same of trips guessed from the straight line: ways of 1.07 to 1.41 times the line stand for 1.3 times."""
