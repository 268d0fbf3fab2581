"""Notified fares of chartered buses by region: the table that a scenario's bus prices are held against."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("tariffs.csv")


class Notified(NamedTuple):
    """What a region's notification says of a class of bus, before tax; a column of the table each."""

    per_hour_yen: int
    per_km_yen: int
    min_running_h: float
    checks_h: float
    km_step: int
    night_share: float
    """At most."""
    night_from: str
    night_until: str
    season_share: float
    """0: none is notified."""


@cache
def notified_fares() -> dict[str, dict[str, Notified]]:
    """Notified fares by region and class of bus.

    >>> notified_fares()["kyushu"]["large"].per_hour_yen
    6330
    """
    fares: dict[str, dict[str, Notified]] = {}
    with TABLE.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            fare = Notified(
                int(row["per_hour_yen"]),
                int(row["per_km_yen"]),
                float(row["min_running_h"]),
                float(row["checks_h"]),
                int(row["km_step"]),
                float(row["night_share"]),
                row["night_from"],
                row["night_until"],
                float(row["season_share"]),
            )
            fares.setdefault(row["region"], {})[row["bus_class"]] = fare
    return fares
