"""Asking a routing server that the user named: one JSON answer a question, or one sentence that says what failed."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from poolplan.errors import DataError

AT_ONCE = 50
"""Origins and destinations per question: both servers allow it as they are delivered."""
WAIT_S = 120.0
OSM = "© OpenStreetMap contributors"
"""Both servers route on OpenStreetMap."""
ADVICE = "check the address and that the server runs"


class RefusedError(DataError):
    """A server that answers, but refuses the question."""

    def __init__(self, sentence: str, said: str) -> None:
        super().__init__(sentence)
        self.said = said
        """The server's own words."""


def address(named: str) -> str:
    """Return the address of a server without a slash at its end.

    >>> address("http://127.0.0.1:5000/")
    'http://127.0.0.1:5000'

    Raises:
        DataError: it is no address of a web server.
    """
    parts = urlsplit(named)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DataError(f"routing server '{named}': is no address; give one such as http://127.0.0.1:5000")
    return named.rstrip("/")


def shown(url: str) -> str:
    """Return what of an address may stand in a table: neither path nor password.

    >>> shown("https://user:secret@routes.example:8002/valhalla?key=1")
    'routes.example:8002'
    """
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def ask(url: str, question: dict[str, Any] | None = None) -> Any:
    """Return the JSON answer to a GET, or to a POST of the question.

    Raises:
        RefusedError: the server says why it does not answer.
        DataError: no answer, or none that is JSON.
    """
    body = None if question is None else json.dumps(question).encode()
    request = Request(url, data=body, headers={"Content-Type": "application/json"})  # noqa: S310 - see `address`
    try:
        with urlopen(request, timeout=WAIT_S) as reply:  # noqa: S310 - see `address`
            return json.load(reply)
    except HTTPError as error:
        said = _said(error)
        raise RefusedError(f"routing server {shown(url)}: answers {error.code} ({said}); {ADVICE}", said) from error
    except URLError as error:
        raise DataError(f"routing server {shown(url)}: cannot be reached ({error.reason}); {ADVICE}") from error
    except (OSError, ValueError) as error:
        raise DataError(f"routing server {shown(url)}: gives no usable answer ({error}); {ADVICE}") from error


def _said(error: HTTPError) -> str:
    """Return the sentence in which a server explains its refusal."""
    try:
        told = json.load(error)
        return str(told.get("message") or told.get("error") or error.reason)
    except (OSError, ValueError, AttributeError):
        return str(error.reason)


def parts_of(length: int) -> Iterator[slice]:
    """Yield slices that cover so many places, each small enough for one question.

    >>> list(parts_of(60))
    [slice(0, 50, None), slice(50, 60, None)]
    """
    yield from (slice(first, min(first + AT_ONCE, length)) for first in range(0, length, AT_ONCE))
