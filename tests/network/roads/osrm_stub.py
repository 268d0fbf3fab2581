"""A routing server on this computer whose roads are straight lines: it speaks OSRM's and Valhalla's dialects."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from poolplan.network.roads.geodesy import straight_metres
from poolplan.network.roads.points import Place

M_PER_S = 10.0
NOWHERE_E = 130.5
"""East of here there are no roads."""
REFUSED_E = 140.0
"""East of here the server refuses to answer."""
Point = tuple[float, float]


def metres(start: Point, end: Point) -> float | None:
    """Straight line; None where one of the two is beyond the roads."""
    if max(start[0], end[0]) > NOWHERE_E:
        return None
    return float(straight_metres([Place("a", *start)], [Place("b", *end)])[0, 0])


def seconds(start: Point, end: Point) -> float | None:
    """10 metres a second."""
    way = metres(start, end)
    return None if way is None else way / M_PER_S


class Handler(BaseHTTPRequestHandler):
    """Answers tables, routes and snaps, and counts the questions."""

    asked: list[str]

    def do_GET(self) -> None:
        """OSRM."""
        parts = urlsplit(self.path)
        self.asked.append(parts.path.split("/")[1])
        points = [(float(x), float(y)) for x, y in (p.split(",") for p in parts.path.rsplit("/", 1)[1].split(";"))]
        self.say(
            *(
                osrm_table(points, parse_qs(parts.query, separator="&"))
                if "/table/" in self.path
                else osrm_route(*points)
            )
        )

    def do_POST(self) -> None:
        """Valhalla."""
        self.asked.append(self.path)
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/locate":
            self.say(
                200,
                [
                    {"edges": [{"correlated_lon": p["lon"], "correlated_lat": p["lat"] + 0.0001}]}
                    for p in question["locations"]
                ],
            )
        elif self.path == "/sources_to_targets":
            self.say(*valhalla_table(question))
        else:
            self.say(400, {"error": "No path could be found for input", "error_code": 442})

    def say(self, code: int, answer: Any) -> None:
        """Answer with JSON."""
        body = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


def osrm_table(points: list[Point], options: dict[str, list[str]]) -> tuple[int, Any]:
    """A table between positions of the points; each place stands 11 m from its road."""
    if max(point[0] for point in points) > REFUSED_E:
        return 400, {"code": "InvalidQuery", "message": "Too far east"}
    starts, ends = ([points[int(i)] for i in options[key][0].split(";")] for key in ("sources", "destinations"))
    return 200, {
        "code": "Ok",
        "durations": [[seconds(a, b) for b in ends] for a in starts],
        "distances": [[metres(a, b) for b in ends] for a in starts],
        "sources": [{"location": list(point), "distance": 11.0} for point in starts],
        "destinations": [{"location": list(point), "distance": 11.0} for point in ends],
    }


def osrm_route(start: Point, end: Point) -> tuple[int, Any]:
    """The straight line, or OSRM's refusal."""
    if metres(start, end) is None:
        return 400, {"code": "NoRoute", "message": "Impossible route between points"}
    return 200, {"code": "Ok", "routes": [{"geometry": {"type": "LineString", "coordinates": [start, end]}}]}


def valhalla_table(question: dict[str, Any]) -> tuple[int, Any]:
    """A table in kilometres and seconds, or Valhalla's refusal of one without any way."""
    starts, ends = ([(p["lon"], p["lat"]) for p in question[key]] for key in ("sources", "targets"))
    cells = [
        [
            {"time": seconds(a, b), "distance": None if metres(a, b) is None else (metres(a, b) or 0) / 1000}
            for b in ends
        ]
        for a in starts
    ]
    if all(cell["time"] is None for row in cells for cell in row):
        return 400, {"error": "Locations are in unconnected regions", "error_code": 170}
    return 200, {"sources_to_targets": cells, "units": "kilometers"}


@contextmanager
def routing_server() -> Iterator[tuple[str, list[str]]]:
    """Run the server; gives its address and the list of what it was asked."""
    asked: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Counting", (Handler,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
