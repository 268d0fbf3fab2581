"""`poolplan travel`: minutes between two tables of places, computed once and then read back."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from poolplan.errors import DataError, problems_of
from poolplan.network.roads.checksums import checksum, road_files
from poolplan.network.roads.clip import box_around
from poolplan.network.roads.inputs import Changes, Inputs, changes, positions
from poolplan.network.roads.kept_table import Kept, beside, load, load_inputs, save
from poolplan.network.roads.points import Place, read_points
from poolplan.network.roads.speed import DEFAULT, SpeedModel, model_path, read_speed_model
from poolplan.scenario.blocks import TravelBy
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.text import shown_path

if TYPE_CHECKING:
    from poolplan.network.roads.engines.interface import Engine

MOST_NAMED = 10
CACHE = ".poolplan-cache"
"""Folder beside the table where roads that were read once are kept."""
WAYS: tuple[TravelBy, ...] = ("bus", "walk")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Means:
    """What minutes are found by."""

    roads: Path | None = None
    """File of the roads; None gives straight lines with a detour, all marked approximate."""
    engine: str = "csr"
    """One of ENGINES."""
    speed_model: str = DEFAULT
    """Version of a shipped speed model, or a YAML file."""
    margin_m: float = 5_000.0
    """Roads are kept so far around the places."""
    url: str = ""
    """Address of a routing server, for engines that ask one."""
    walk_url: str = ""
    """Address of a server for people on foot, where the other knows buses or cars only."""

    @property
    def has_roads(self) -> bool:
        """True where there is more than straight lines to go by."""
        return self.roads is not None or bool(self.url)


@dataclass(frozen=True)
class Question:
    """Which minutes are wanted, and where they are kept."""

    origins: tuple[Place, ...]
    destinations: tuple[Place, ...]
    out: Path
    """The table; its snaps and lines are written beside it."""
    means: Means


def travel_between(from_: Path, to: Path, out: Path, means: Means, say: Say, *, refresh: bool) -> None:  # noqa: PLR0913
    """Make sure that the table of trips between two tables of places is there and up to date; see `travel_table`.

    Raises:
        DataError: as `travel_table`; and every problem of the two tables, together.
    """
    if not travel_table(Question(*read_both(from_, to), out, means), say, refresh=refresh):
        say(f"{shown_path(out)}: up to date, nothing computed")


def read_both(from_: Path, to: Path) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Read the places travelled from and those travelled to.

    Raises:
        DataError: every problem of the two tables, together.
    """
    found: dict[Path, tuple[Place, ...]] = {}

    def read(path: Path) -> None:
        found[path] = tuple(read_points(path))

    problems = problems_of(lambda: read(from_), lambda: read(to))
    if problems:
        raise DataError(problems)
    return found[from_], found[to]


def travel_table(question: Question, say: Say, *, refresh: bool) -> bool:
    """Make sure that a table of trips is there and up to date; returns whether anything was computed.

    Args:
        question: places, roads, engine and speed model.
        say: shows a sentence to the user.
        refresh: compute what changed since the table was written; without it such a table is refused.

    Raises:
        DataError: an input that cannot be used, or a table that rests on other inputs; no file is then changed.
    """
    now, out = _inputs(question), question.out
    old = load_inputs(out)
    is_damaged = old is None and _was_ours(out)
    changed = changes(old, now)
    if not changed.sentences:
        return False
    if old is not None and not refresh:
        told = f"rests on other inputs ({'; '.join(changed.sentences)})"
        raise DataError(f"{shown_path(out)}: {told}; add --refresh to compute what changed")
    kept = _computed(question, changed, old)
    if is_damaged:
        say(_set_aside(out))
    files = save(kept, now, out)
    for sentence in _summary(question, kept, files):
        say(sentence)
    return True


def _inputs(question: Question) -> Inputs:
    means = question.means
    model, roads = read_speed_model(means.speed_model), means.roads
    places = [*question.origins, *question.destinations]
    return Inputs(
        roads=checksum(*road_files(roads)) if roads else "",
        model=checksum(model_path(means.speed_model)),
        engine=" ".join(filter(None, (means.engine, means.url, means.walk_url))) if means.has_roads else "",
        margin_m=means.margin_m,
        area=box_around(places, means.margin_m) if roads else (),
        ways=WAYS,
        origins=positions(question.origins),
        destinations=positions(question.destinations),
        zones=model.school_zone is not None and roads is not None,
    )


def _was_ours(out: Path) -> bool:
    """Say whether a damaged or edited table of ours stands here.

    Raises:
        DataError: a file of someone else does.
    """
    if not out.exists():
        return False
    if beside(out, "inputs.json").is_file():
        return True
    raise DataError(
        f"{shown_path(out)}: is there already and was not computed by poolplan; give another file with --out"
    )


def _set_aside(out: Path) -> str:
    """Keep a table that was changed since it was computed, and say so."""
    edited = beside(out, "edited.csv")
    shutil.copyfile(out, edited)
    was = f"{shown_path(out)}: was changed or damaged since it was computed"
    return f"{was}; kept as {edited.name} and computed anew"


def _computed(question: Question, changed: Changes, old: Inputs | None) -> Kept:
    from poolplan.network.roads.compute import Task, compute

    model = read_speed_model(question.means.speed_model)
    task = Task(engine_of(question, model), model, question.origins, question.destinations, WAYS)
    all_new = changed.origins >= {place.id for place in question.origins}
    return compute(task, changed, None if old is None or all_new else load(question.out))


def engine_of(question: Question, model: SpeedModel) -> "Engine | None":
    """Open the engine; None where there are neither roads nor a server."""
    from poolplan.network.roads.engines.everything import ENGINES
    from poolplan.network.roads.engines.interface import Job

    means = question.means
    if means.engine not in ENGINES:
        near = did_you_mean(means.engine, ENGINES)
        raise DataError(f"engine '{means.engine}'{near}: not known; give one of {', '.join(ENGINES)}")
    if not means.has_roads and means.engine == Means.engine:
        return None
    places = (*question.origins, *question.destinations)
    keep_in = question.out.parent / CACHE
    job = Job(
        model=model,
        places=places,
        schools=question.origins,
        roads=means.roads,
        url=means.url,
        walk_url=means.walk_url,
        margin_m=means.margin_m,
        keep_in=keep_in,
    )
    return ENGINES[means.engine](job)


def _summary(question: Question, kept: Kept, files: Sequence[Path]) -> Iterator[str]:
    """Say what was written, and every place and pair that deserves a look."""
    counts = {way: sum(trip.travel_by == way for trip in kept.trips) for way in WAYS}
    told = ", ".join(f"{count:,} by {way}" if way == "bus" else f"{count:,} on foot" for way, count in counts.items())
    yield f"{shown_path(files[0])}: {told}; beside it {', '.join(path.name for path in files[1:])}"
    pairs = len(question.origins) * len(question.destinations)
    if counts["bus"] < pairs:
        yield f"no way by bus: {pairs - counts['bus']:,} of {pairs:,} pairs; they have no row"
    guessed = sum(trip.source.startswith("approximate") for trip in kept.trips)
    if guessed:
        yield f"approximate (straight line x detour): {guessed:,} of {len(kept.trips):,} rows"
    yield from _doubts(kept, read_speed_model(question.means.speed_model).joining.lost_m)


def _doubts(kept: Kept, lost_m: float) -> Iterator[str]:
    """Name the places that lie far from their road, the farthest first."""
    far: dict[str, float] = {}
    for snap in kept.snaps:
        if snap.doubtful:
            far[snap.place] = max(snap.metres, far.get(snap.place, 0.0))
    ordered = sorted(far.items(), key=lambda item: (-item[1], item[0]))
    for place, metres in ordered[:MOST_NAMED]:
        how = "no trips: " if metres > lost_m else "doubtful: "
        yield f"{how}{place} lies {metres:,.0f} m from the nearest road; check its coordinates and the roads around it"
    if len(ordered) > MOST_NAMED:
        yield f"and {len(ordered) - MOST_NAMED} more places far from a road; see the table of snaps"
