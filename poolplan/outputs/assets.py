"""Self-contained pages: folium's links to content networks become the scripts and styles installed with poolplan.

`hatch_build.py` puts them into `static/vendor/` when poolplan is installed, so drawing a map needs no network, and the
page made here may neither load nor send anything.
"""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NamedTuple

from branca.element import CssLink, Element, Figure, JavascriptLink

from poolplan.errors import PoolplanError
from poolplan.outputs.loads import loads

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "connect-src 'none'; base-uri 'none'; form-action 'none'"
)
"""Content security policy of every page: nothing but what stands in the file."""
TILE_HOST = "https://cyberjapandata.gsi.go.jp"
"""Where a page on which a reader may ask for background tiles may load pictures from, and nothing else."""

DROPPED = frozenset(
    {
        "bootstrap",
        "bootstrap_css",
        "glyphicons_css",
        "awesome_markers",
        "awesome_markers_css",
        "awesome_markers_font_css",
        "awesome_rotate_css",
    }
)
"""folium's names of what poolplan's pages never use: their markers are circles and SVG `DivIcon`s."""

ICON = "leaflet/dist/images/{}"
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "gif": "image/gif"}
FOLIUM_ID = re.compile(r"(?<=_)[0-9a-f]{32}(?![0-9A-Za-z])")
CSS_URL = re.compile(r"""url\(\s*(["']?)(?!data:|#)([^"')]+)\1\s*\)""")
SOURCE_MAP = re.compile(r"^//[#@] sourceMappingURL=.*$", re.MULTILINE)
VIEWPORT = re.compile(r"""<meta\s+name="viewport"[^>]*>""")


class AssetError(RuntimeError):
    """A page needs a file that poolplan does not carry: a defect of poolplan, not of the user's input."""


class Licence(NamedTuple):
    """Terms under which a script or style is passed on inside the pages."""

    name: str
    version: str
    licence: str
    """SPDX name, `BSD-2-Clause`."""
    text: str


def asset(name: str) -> str:
    """Return the text of an installed script or style by folium's name for it (`leaflet`, `leaflet_css`).

    What a style refers to stands in it as data URIs. Raises AssetError for a name that is not installed.
    """
    file = _record()["assets"].get(name)
    if file is None:
        raise AssetError(
            f"page assets: {name!r} is not installed; add its npm package and file to package.json, "
            "or its name to DROPPED in poolplan/outputs/assets.py if the pages do not use it"
        )
    text = (_vendor() / file).read_text(encoding="utf-8")
    if file.endswith(".css"):
        folder = file.rpartition("/")[0]
        return CSS_URL.sub(lambda found: f"url({data_uri(f'{folder}/{found[2]}')})", text)
    return _inside_script(SOURCE_MAP.sub("", text))


def licences() -> tuple[Licence, ...]:
    """Return the licences of everything installed for the pages, by name."""
    return tuple(
        Licence(told["name"], told["version"], told["licence"], (_vendor() / told["text"]).read_text(encoding="utf-8"))
        for told in _record()["packages"]
    )


def data_uri(file: str) -> str:
    """Return an installed file as a `data:` address; `file` is its path in the vendor folder."""
    kind = MEDIA_TYPES[file.rpartition(".")[2]]
    return f"data:{kind};base64,{b64encode((_vendor() / file).read_bytes()).decode()}"


def self_contained(figure: Figure, *, lang: str, title: str, has_tiles: bool = False) -> str:
    """Return a folium page as one HTML text that needs no network; equal figures give equal texts.

    `lang` is the page's language (`ja`, `en`), `title` its plain-text title. `has_tiles`: a reader may ask for tiles
    behind the map. A figure can be drawn once: folium adds to its parts while it renders them. Raises AssetError when
    the page would load anything from outside the file by itself.
    """
    for child in figure._children.values():
        child.render()
    head = "\n".join(_head(figure))
    body = f"{figure.html.render()}\n<script>\n{figure.script.render()}\n</script>"
    return _with_stable_ids(page_of(VIEWPORT.sub("", head), body, lang=lang, title=title, has_tiles=has_tiles))


def page_of(head: str, body: str, *, lang: str, title: str, has_tiles: bool = False) -> str:
    """Return a page under the policy from its parts, HTML that is escaped already; `title` is plain text.

    Raises AssetError when the page would load anything from outside the file.
    """
    policy = POLICY.replace("img-src", f"img-src {TILE_HOST}") if has_tiles else POLICY
    page = PAGE.format(lang=escape(lang), policy=policy, title=escape(title), head=head, body=body)
    outside = loads(page)
    if outside:
        raise AssetError(f"page {title!r} would load from outside the file: {', '.join(outside)}; inline it instead")
    return page


PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{head}
</head>
<body>
{body}
</body>
</html>
"""


def _head(figure: Figure) -> Iterator[str]:
    """Yield the page head's parts in folium's order, its links replaced by what they link to."""
    yield _notice()
    for name, part in figure.header._children.items():
        if isinstance(part, JavascriptLink | CssLink):
            yield from _inlined(name, part)
        elif name != "meta_http":
            yield part.render()


def _inlined(name: str, link: Element) -> Iterator[str]:
    if name in DROPPED:
        return
    tag = "script" if isinstance(link, JavascriptLink) else "style"
    yield f"<{tag}>{asset(name)}</{tag}>"
    if name == "leaflet":
        yield f"<script>{_default_icon()}</script>"


def _default_icon() -> str:
    """Return the script that gives Leaflet its default marker as data; it would look for files otherwise."""
    icons = {"iconUrl": "marker-icon.png", "iconRetinaUrl": "marker-icon-2x.png", "shadowUrl": "marker-shadow.png"}
    options = {option: data_uri(ICON.format(name)) for option, name in icons.items()}
    return f"delete L.Icon.Default.prototype._getIconUrl; L.Icon.Default.mergeOptions({json.dumps(options)});"


def _notice() -> str:
    """Return the licence texts as a comment: their terms ask that copies carry them."""
    texts = "\n\n".join(f"{told.name} {told.version} ({told.licence})\n{told.text.strip()}" for told in licences())
    return f"<!--\n{texts.replace('--', '- -')}\n-->"


def _inside_script(text: str) -> str:
    """Write a script so that it cannot end, or comment out, the element it stands in."""
    return re.sub(r"<(?=/script|!--)", r"\\x3C", text, flags=re.IGNORECASE)


def _with_stable_ids(page: str) -> str:
    """Replace folium's random ids by numbers in order of appearance."""
    known: dict[str, str] = {}
    return FOLIUM_ID.sub(lambda found: known.setdefault(found[0], f"n{len(known) + 1}"), page)


def check_installed() -> None:
    """Refuse to go on without the scripts of the pages.

    Raises:
        PoolplanError: they were never fetched.
    """
    _record()


def _vendor() -> Traversable:
    return files("poolplan.outputs") / "static" / "vendor"


@cache
def _record() -> dict[str, Any]:
    """Return what hatch_build.py told about the installed files."""
    path = _vendor() / "vendor.json"
    if not path.is_file():
        raise PoolplanError(f"{path}: the map's scripts are missing; run `python3 install.py` once, with network")
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record
