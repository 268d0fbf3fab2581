"""Fitting the speed model to a few timed bus runs: the peak factor, and the minutes that are not spent driving."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field
from ruamel.yaml import YAML
from scipy.optimize import lsq_linear

from poolplan.errors import DataError
from poolplan.network.roads.checksums import SHORT, checksum
from poolplan.network.roads.geodesy import Floats
from poolplan.network.roads.points import Ident, Place
from poolplan.network.roads.speed import SpeedModel, model_path
from poolplan.network.roads.trips import Doors
from poolplan.network.tables import Row, read_table
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.text import read_text, shown_path

FEWEST_FOR_STOPS = 5
"""With fewer runs the stops keep their minutes: two unknowns would follow chance."""
LEAST_SPREAD = 1.5
"""The longest run must take so many times the shortest, or stops and driving cannot be told apart."""
FACTORS, STOPS_MIN = (0.2, 5.0), (0.0, 60.0)
"""What a speed model allows."""


class RunRow(Row):
    """A timed bus run: a class leaves the door of a school and stands at the door of the pool so many minutes later."""

    school: Ident
    """Id of the place it left."""
    site: Ident
    """Id of the place it came to."""
    minutes: Annotated[float, Field(gt=0, le=240, allow_inf_nan=False, json_schema_extra={"unit": "minutes"})]
    """Door to door, boarding and alighting included."""
    run: str = ""
    """Tells runs of the same pair apart, for example a date."""


class Errors(NamedTuple):
    """How far minutes lie from timed runs."""

    mean_min: float
    """Mean of the model's minutes less the timed ones: above zero, the model is too slow."""
    mean_absolute_min: float
    largest_min: float


@dataclass(frozen=True)
class Fit:
    """What the runs say about the model."""

    time_factor: float
    stops_min: float
    runs: int
    before: Errors
    after: Errors
    unseen: Errors
    """Of each run by a fit to the others: what to expect of runs that were not timed."""


def read_runs(path: Path, doors: Doors) -> tuple[Floats, Floats]:
    """Read timed runs; returns their minutes, and the model's minutes of the same pairs.

    Raises:
        DataError: every bad row, and every run between places that have no trip.
    """
    problems: list[str] = []
    rows = read_table(path, RunRow, ("school", "site", "run"), problems)
    starts, ends = _positions(doors.origins), _positions(doors.destinations)
    model: list[float] = []
    for row in rows:
        where = f"{shown_path(path)}, line {row.line}"
        unknown = [(name, known) for name, known in ((row.school, starts), (row.site, ends)) if name not in known]
        problems += [f"{where}: no place '{name}'{did_you_mean(name, known)}; mend the id" for name, known in unknown]
        if not unknown:
            minutes = float(doors.minutes[starts[row.school], ends[row.site]])
            model.append(minutes)
            if not np.isfinite(minutes):
                problems.append(f"{where}: no way by road from '{row.school}' to '{row.site}'; leave this run out")
    if not rows and not problems:
        problems.append(f"{shown_path(path)}: holds no run; add a line for each: school, site, minutes")
    if problems:
        raise DataError(problems)
    return np.array([row.minutes for row in rows]), np.array(model)


def _positions(places: Sequence[Place]) -> dict[str, int]:
    return {place.id: position for position, place in enumerate(places)}


def fit(timed_min: Floats, model_min: Floats, model: SpeedModel) -> Fit:
    """Fit peak factor and stops to timed runs by least squares, within what a speed model allows.

    Args:
        timed_min: minutes of the runs, door to door.
        model_min: the model's minutes of the same pairs.
        model: the model that gave them.
    """
    moving_min = (model_min - model.stops_min) / model.hours.time_factor
    stops_min, factor = _fitted(timed_min, moving_min, model)
    others = [np.arange(len(timed_min)) != run for run in range(len(timed_min))]
    unseen = [_fitted(timed_min[rest], moving_min[rest], model) for rest in others] if len(timed_min) > 1 else []
    told = [stops + factor_ * moving for (stops, factor_), moving in zip(unseen, moving_min, strict=False)]
    return Fit(
        time_factor=factor,
        stops_min=stops_min,
        runs=len(timed_min),
        before=_errors(model_min, timed_min),
        after=_errors(stops_min + factor * moving_min, timed_min),
        unseen=_errors(np.array(told), timed_min[: len(told)]),
    )


def _fitted(timed_min: Floats, moving_min: Floats, model: SpeedModel) -> tuple[float, float]:
    """Return minutes of stops and the factor."""
    if len(timed_min) < FEWEST_FOR_STOPS or moving_min.max() < LEAST_SPREAD * moving_min.min():
        found = lsq_linear(moving_min[:, None], timed_min - model.stops_min, FACTORS).x
        return model.stops_min, float(found[0])
    columns = np.column_stack([np.ones_like(moving_min), moving_min])
    low, high = zip(STOPS_MIN, FACTORS, strict=True)
    stops_min, factor = lsq_linear(columns, timed_min, (low, high)).x
    return float(stops_min), float(factor)


def _errors(model_min: Floats, timed_min: Floats) -> Errors:
    """How far some minutes lie from others.

    >>> _errors(np.array([10.0, 13.0]), np.array([9.0, 15.0]))
    Errors(mean_min=-0.5, mean_absolute_min=1.5, largest_min=2.0)
    """
    if not len(model_min):
        return Errors(np.nan, np.nan, np.nan)
    off = model_min - timed_min
    return Errors(float(off.mean()), float(np.abs(off).mean()), float(np.abs(off).max()))


def calibrated_text(named: str, model: SpeedModel, fitted: Fit, runs: Path) -> str:
    """Return the YAML of a speed model with the fitted values; everything else, comments included, as it was.

    Args:
        named: version or file of the model.
        model: the same, read.
        fitted: what the runs say.
        runs: their table, named in the sources.
    """
    yaml = YAML()
    yaml.width = 120
    yaml.preserve_quotes = True
    tree = yaml.load(read_text(model_path(named)))
    mark = checksum(runs)[:SHORT]
    source = f"{fitted.runs} timed bus runs ({runs.name} {mark})"
    tree["version"] = f"{model.version}+{mark}"
    band = tree["bands"][model.band]
    band["time_factor"] = round(fitted.time_factor, 3)
    band["source"] = f"time factor: {source}; speeds: {band['source']}"
    if fitted.stops_min != model.stops_min:
        _share_stops(tree["stops"], model, fitted.stops_min)
        tree["stops"]["source"] = f"together: {source}; shares as in {model.version}"
        tree["stops"].pop("assumed", None)
    text = StringIO()
    yaml.dump(tree, text)
    return text.getvalue()


def _share_stops(stops: dict[str, float], model: SpeedModel, stops_min: float) -> None:
    """Give boarding, turning and alighting their old shares of the new minutes; boarding takes what rounding leaves."""
    scale = stops_min / model.stops_min if model.stops_min else 0.0
    stops["turning_min"] = round(model.stops.turning_min * scale, 2)
    stops["alighting_min"] = round(model.stops.alighting_min * scale, 2)
    stops["boarding_min"] = round(stops_min - stops["turning_min"] - stops["alighting_min"], 2)
