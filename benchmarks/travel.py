"""Minutes over roads: how long reading, searching and a second run take, and whether two engines and two maps agree.

`python -m benchmarks.travel --roads FILE --points 150x180`; `--make FILE --cities N` writes made-up roads.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

import networkx as nx
import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from benchmarks.road_city import write_cities
from poolplan.network.roads.clip import Box
from poolplan.network.roads.engines.csr import GraphEngine, Joined
from poolplan.network.roads.engines.reference import digraph
from poolplan.network.roads.graph import RoadGraph
from poolplan.network.roads.points import Place, read_points
from poolplan.network.roads.readers.files import READERS, read_roads
from poolplan.network.roads.speed import DEFAULT, read_speed_model

WORLD = Box(-180, -90, 180, 90)
REPEATS = 3
ASKED_OF_NETWORKX = 15
"""Origins: networkx takes a third of a second for each."""
MARGIN_M = 5_000.0
T = TypeVar("T")


class Timed(NamedTuple):
    """What a step took."""

    wall_s: float
    cpu_s: float


def timed(step: Callable[[], T], repeats: int = 1) -> tuple[T, Timed]:
    """Take a step; returns what it gave, and its quickest time."""
    wall, cpu = perf_counter(), process_time()
    found = step()
    took = Timed(perf_counter() - wall, process_time() - cpu)
    again = [timed(step)[1] for _ in range(repeats - 1)]
    return found, min([took, *again], key=lambda each: each.cpu_s)


def draw_places(graph: RoadGraph, count: int, seed: int, name: str) -> list[Place]:
    """Draw places near junctions of a graph."""
    draw = random.Random(seed)  # noqa: S311 - a benchmark needs no secrets
    chosen = draw.choices(range(graph.junctions), k=count)
    return [
        Place(
            f"{name}{number}",
            float(graph.longitude[at]) + draw.uniform(-3e-4, 3e-4),
            float(graph.latitude[at]) + draw.uniform(-3e-4, 3e-4),
        )
        for number, at in enumerate(chosen)
    ]


def rows_of_matrix(graph: RoadGraph, origins: Sequence[Place], destinations: Sequence[Place]) -> list[tuple[str, str]]:
    """Our engine against scipy on the bare arrays and against networkx, on the same arcs."""
    engine = GraphEngine(graph, read_speed_model(DEFAULT), tuple(origins))
    joined, join_time = timed(lambda: engine.joined(origins, destinations, "bus"))
    (minutes, metres), ours = timed(lambda: engine.search(joined), REPEATS)
    bare = bare_arrays(joined)
    _, scipy_time = timed(lambda: dijkstra(bare, indices=joined.starts), REPEATS)
    asked = min(ASKED_OF_NETWORKX, len(origins))
    (seconds, theirs_m), sample = timed(lambda: by_networkx(joined, asked))
    scale = len(origins) / asked
    _, lengths = timed(lambda: lengths_by_networkx(joined, asked))
    networkx_time, lengths_time = (Timed(took.wall_s * scale, took.cpu_s * scale) for took in (sample, lengths))
    minutes, metres = minutes[:asked], metres[:asked]
    apart = float(np.nanmax(np.abs(np.where(np.isfinite(seconds), minutes * 60 - seconds, np.nan))))
    same_gaps = bool((np.isfinite(minutes) == np.isfinite(seconds)).all())
    off_m = np.abs(np.where(np.isfinite(theirs_m), metres - theirs_m, 0.0))
    return [
        ("junctions, links", f"{graph.junctions:,}, {graph.links:,}"),
        ("places joined to the roads", shown(join_time)),
        (f"matrix {len(origins)} x {len(destinations)}", shown(ours)),
        ("scipy's Dijkstra on the bare arrays", f"{shown(scipy_time)}: ours {ours.cpu_s / scipy_time.cpu_s:.2f} x"),
        (f"networkx, minutes alone (from {asked}, scaled)", compared(lengths_time, ours)),
        ("networkx, minutes and metres", compared(networkx_time, ours)),
        ("largest difference from networkx", f"{apart:.4f} s, missing pairs {'the same' if same_gaps else 'DIFFER'}"),
        ("metres that differ by over 1 m (equally quick ways)", f"{(off_m > 1).mean():.2%}"),
    ]


def bare_arrays(joined: Joined) -> csr_array:
    """The arcs as plain seconds, of parallel arcs the quickest."""
    arcs = joined.arcs
    order = np.lexsort((arcs.seconds, arcs.head, arcs.tail))
    tail, head = arcs.tail[order], arcs.head[order]
    first = np.append([True], (tail[1:] != tail[:-1]) | (head[1:] != head[:-1]))
    values = np.maximum(arcs.seconds[order][first], 1e-6)
    return csr_array((values, (tail[first], head[first])), shape=(arcs.nodes, arcs.nodes))


def by_networkx(joined: Joined, asked: int) -> tuple[np.ndarray, np.ndarray]:
    """Seconds from the first places to all as networkx finds them, and metres of the quickest way."""
    net = digraph(joined.arcs)
    shape = asked, len(joined.ends)
    seconds, metres = np.full(shape, np.inf), np.full(shape, np.inf)
    for row, start in enumerate(joined.starts[:asked].tolist()):
        found, ways = nx.single_source_dijkstra(net, start, weight="seconds")
        for column, end in enumerate(joined.ends.tolist()):
            if end in found:
                seconds[row, column] = found[end]
                metres[row, column] = nx.path_weight(net, ways[end], "metres")
    return seconds, metres


def lengths_by_networkx(joined: Joined, asked: int) -> None:
    """Search the first places' ways with networkx and keep only their seconds."""
    net = digraph(joined.arcs)
    for start in joined.starts[:asked].tolist():
        nx.single_source_dijkstra_path_length(net, start, weight="seconds")


def read_step(roads: Path, places: Path) -> None:
    """Read the roads in this process and print what it took: memory is told by process."""
    listed = read_points(places)
    graph, took = timed(lambda: read_roads(roads, listed, MARGIN_M))
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall": took.wall_s, "cpu": took.cpu_s, "mb": peak_mb, "links": graph.links}))  # noqa: T201


def rows_of_reading(roads: Path, places: Path) -> list[tuple[str, str]]:
    """Reading in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.travel", "--roads", str(roads), "--read-around", str(places)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)  # noqa: S603
    size = f"{roads.stat().st_size / 1e6:.1f} MB"
    return [(f"read and build from {size}", f"{told['wall']:.1f} s ({told['cpu']:.1f} s of CPU), {told['mb']:.0f} MB")]


def rows_of_command(roads: Path, folder: Path) -> list[tuple[str, str]]:
    """The whole command, once from nothing and once unchanged."""
    files = [
        "--roads",
        roads,
        "--from",
        folder / "from.csv",
        "--to",
        folder / "to.csv",
        "--out",
        folder / "minutes.csv",
    ]
    command = [sys.executable, "-m", "poolplan", "travel", *map(str, files)]
    rows = []
    for name in ("first", "second, unchanged inputs"):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _, took = timed(lambda: subprocess.run(command, capture_output=True, check=True))  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        rows.append((f"poolplan travel, {name} run", f"{took.wall_s:.2f} s ({cpu:.2f} s of CPU)"))
    return rows


def compared(theirs: Timed, ours: Timed) -> str:
    """Their seconds, and how many times ours that is, by the processor's time."""
    return f"{shown(theirs)}: {theirs.cpu_s / ours.cpu_s:.3g} x ours"


def shown(took: Timed) -> str:
    """Seconds by the clock and of the processor: on a busy machine only the second says something."""
    return f"{took.wall_s:.2f} s ({took.cpu_s:.2f} s of CPU)"


def write_places(path: Path, places: Sequence[Place]) -> None:
    """Write a table that the command reads."""
    rows = [f"{place.id},{place.longitude:.6f},{place.latitude:.6f}" for place in places]
    path.write_text("\n".join(["id,longitude,latitude", *rows]) + "\n", encoding="utf-8")


def measure(roads: Path, points: tuple[int, int], box: Box) -> list[tuple[str, str]]:
    """Every row of the table for one file of roads."""
    reader = next(read for end, read in READERS.items() if roads.name.endswith(end))
    graph = reader(roads, box)
    origins, destinations = draw_places(graph, points[0], 1, "s"), draw_places(graph, points[1], 2, "p")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_places(folder / "from.csv", origins)
        write_places(folder / "to.csv", destinations)
        write_places(folder / "all.csv", [*origins, *destinations])
        reading = rows_of_reading(roads, folder / "all.csv")
        command = rows_of_command(roads, folder)
    return [*reading, *rows_of_matrix(graph, origins, destinations), *command]


def main() -> None:
    """Read the arguments; measure, or make a city."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=Path, help="any file that poolplan travel reads")
    parser.add_argument("--points", default="150x180", help="places travelled from x to")
    parser.add_argument("--box", default="", help="west,south,east,north in degrees: draw places only there")
    parser.add_argument("--read-around", type=Path, help="only read the roads around a table of places")
    parser.add_argument("--make", type=Path, help="write a made-up extract instead")
    parser.add_argument("--junctions", type=int, default=64_000)
    parser.add_argument("--cities", type=int, default=1)
    asked = parser.parse_args()
    if asked.make:
        write_cities(asked.make, asked.junctions, asked.cities)
    elif asked.read_around:
        read_step(asked.roads, asked.read_around)
    else:
        origins, destinations = (int(part) for part in asked.points.split("x"))
        box = Box(*(float(edge) for edge in asked.box.split(","))) if asked.box else WORLD
        print(f"| {asked.roads.name} | measured |\n|---|---|")  # noqa: T201
        for name, value in measure(asked.roads, (origins, destinations), box):
            print(f"| {name} | {value} |")  # noqa: T201


if __name__ == "__main__":
    main()
