"""Years in which something is decided: which schools move where, which pools are repaired, rebuilt or retired."""

from typing import NamedTuple

from poolplan.outputs.money import number_text, year_text, yen_text
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.stays import changes_of
from poolplan.outputs.words import named, word

WORKS = ("repair", "rebuild", "retire")


class Decision(NamedTuple):
    """A year, and what happens in it."""

    year: int
    name: str
    """Year as people write it, with the stage."""
    moves: list[str]
    works: list[tuple[str, list[str]]]
    """Name of the works, and the pools."""
    figures: list[tuple[str, str]]


def decisions_of(book: Book) -> list[Decision]:
    """Return the years with decisions, in order."""
    moves, works = _moves(book), _works(book)
    years = sorted(moves.keys() | works.keys())
    stages = {stage.year: number for number, stage in enumerate(book.scenario.programme.stages, start=1)}
    return [
        Decision(
            year=year,
            name=_name(book, year, stages.get(year)),
            moves=moves.get(year, []),
            works=[(named("works", kind, book.lang), found) for kind, found in works.get(year, {}).items()],
            figures=figures_of(book, year),
        )
        for year in years
    ]


def _name(book: Book, year: int, stage: int | None) -> str:
    name = year_text(year, book.lang)
    return f"{name} {word('stage', book.lang).format(n=stage)}" if stage else name


def figures_of(book: Book, year: int) -> list[tuple[str, str]]:
    """Name and value of the figures of a year."""
    lang, values = book.lang, book.figures(year)
    return [
        (word("schools_moved", lang), number_text(values["schools_moved"])),
        (word("ro_pools", lang), number_text(values["pools_in_use"])),
        (word("cost_yen", lang), yen_text(values["cost_yen"], lang)),
        (word("ro_works", lang), yen_text(values["capex_yen"], lang)),
    ]


def _moves(book: Book) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for school in book.places.schools:
        for year, site in changes_of(book, school):
            found.setdefault(year, []).append(f"{book.schools[school]} → {book.sites[site]}")
    return found


def _works(book: Book) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    for site, rows in book.use.items():
        school = book.places.sites[site].school
        for row in rows.values():
            if row.works in WORKS and school:
                found.setdefault(row.year, {}).setdefault(row.works, []).append(book.schools[school])
    return {year: {kind: kinds[kind] for kind in WORKS if kind in kinds} for year, kinds in found.items()}
