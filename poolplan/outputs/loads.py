"""What would a browser load for this page? Pages must answer: nothing outside the file."""

import re
from html.parser import HTMLParser

LOADING = frozenset({"src", "srcset", "poster", "background", "data", "href", "xlink:href", "manifest", "ping"})
"""Attributes that make a browser fetch something."""
LINKS = frozenset({"a", "area"})
"""Elements whose `href` is followed only when a person clicks."""
CSS_LOAD = re.compile(r"""url\(\s*["']?(?!data:|blob:|#)([^"')\s]*)|@import\s+["']?([^"';\s]+)""", re.IGNORECASE)


def loads(page: str) -> list[str]:
    """Return the addresses outside the file that an HTML page would load by itself, sorted.

    >>> loads('<img src="data:,"><a href="https://example.org">more</a><script src="map.js"></script>')
    ['map.js']
    >>> loads('<style>@import "more.css"; p { background: url(pool.png) }</style>')
    ['more.css', 'pool.png']
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return sorted(reader.found)


class _Reader(HTMLParser):
    """Collects addresses while it reads; text of scripts is not looked into."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.in_style = tag == "style"
        for name, value in attrs:
            if name == "style":
                self._read_style(value or "")
            elif name in LOADING and not (name == "href" and tag in LINKS):
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.in_style = False if tag == "style" else self.in_style

    def handle_data(self, data: str) -> None:
        if self.in_style:
            self._read_style(data)

    def _read_style(self, text: str) -> None:
        self.found.update(found[1] or found[2] or "" for found in CSS_LOAD.finditer(text))

    def _note(self, address: str) -> None:
        if not address.startswith(("data:", "blob:", "#")):
            self.found.add(address)
