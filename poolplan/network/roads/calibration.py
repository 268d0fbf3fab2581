"""`poolplan travel --calibrate`: a speed model of the city's own, from a few timed bus runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from poolplan.errors import DataError
from poolplan.network.roads.calibrate import Errors, Fit, calibrated_text, fit, read_runs
from poolplan.network.roads.command import Means, Question, Say, engine_of, read_both
from poolplan.network.roads.speed import read_speed_model
from poolplan.network.roads.trips import door_to_door
from poolplan.scenario.text import shown_path


class Tables(NamedTuple):
    """What is known of some timed runs."""

    from_: Path
    """The places left."""
    to: Path
    """The places come to."""
    runs: Path
    """The runs: school, site, minutes, and `run` where a pair was driven more than once."""


def calibrate_between(tables: Tables, out: Path, means: Means, say: Say) -> None:
    """Write a speed model that fits timed runs, and say how far it was off before and after.

    Args:
        tables: places and runs.
        out: YAML file to write; nothing there is replaced.
        means: roads, engine and the model to start from.
        say: shows a sentence to the user.

    Raises:
        DataError: every problem of the three tables; roads that cannot be used; a file in the place of `out`.
    """
    if out.exists():
        raise DataError(f"{shown_path(out)}: is there already; give another file for the fitted model with --out")
    if out.suffix.lower() not in (".yaml", ".yml"):
        raise DataError(f"{shown_path(out)}: a speed model is a YAML file; give a name that ends in .yaml with --out")
    model = read_speed_model(means.speed_model)
    question = Question(*read_both(tables.from_, tables.to), out, means)
    doors, _ = door_to_door(engine_of(question, model), question.origins, question.destinations, "bus", model)
    fitted = fit(*read_runs(tables.runs, doors), model)
    text = calibrated_text(means.speed_model, model, fitted, tables.runs)
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise DataError(f"{shown_path(out)}: cannot be written ({error.strerror}); give another file") from error
    for sentence in _told(fitted, model.hours.time_factor, model.stops_min, out):
        say(sentence)


def _told(fitted: Fit, old_factor: float, old_stops_min: float, out: Path) -> Iterator[str]:
    yield (
        f"{fitted.runs} runs: time factor {old_factor:.2f} -> {fitted.time_factor:.2f}, "
        f"stops {old_stops_min:.1f} -> {fitted.stops_min:.1f} min"
    )
    yield f"error before: {_errors_told(fitted.before)}"
    yield f"error after: {_errors_told(fitted.after)}"
    if np.isfinite(fitted.unseen.mean_min):
        yield f"error to expect of other runs: {_errors_told(fitted.unseen)}"
    yield f"{shown_path(out)}: written; use it with --speed-model, or as places.speed_model of a scenario"


def _errors_told(errors: Errors) -> str:
    """Say how far off minutes are.

    >>> _errors_told(Errors(-0.5, 1.5, 2.0))
    '1.5 min in the mean (0.5 min too quick), 2.0 min at most'
    """
    side = "slow" if errors.mean_min > 0 else "quick"
    off = f"{abs(errors.mean_min):.1f} min too {side}"
    return f"{errors.mean_absolute_min:.1f} min in the mean ({off}), {errors.largest_min:.1f} min at most"
