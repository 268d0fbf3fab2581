"""Section 10: how the plan was made, with the proof for those who want to check it, sources, and what identifies it."""

import platform
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

from poolplan.network.measured import ANY
from poolplan.outputs.manifest import data_hash, plan_hash
from poolplan.outputs.money import yen_text
from poolplan.outputs.panels import sources_of
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.tables import Cell, Row, Table, table
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.words import named, word

PACKAGES = ("pulp", "highspy", "pandas")
HASH_LETTERS = 12
PARAGRAPHS = ("r_method_options", "r_method_decides", "r_method_money", "r_method_proof", "r_method_audit")


class Method(NamedTuple):
    """The parts of the appendix."""

    paragraphs: list[str]
    proof: Table
    sources: list[str]


def method_of(book: Book) -> Method:
    """Return the method in half a page, the proof and the sources."""
    sources = [isolated(source) for source in sources_of([book.answer])]
    paragraphs = [*(word(key, book.lang) for key in PARAGRAPHS), *_given_back(book)]
    return Method(paragraphs, _proof(book), sources)


def _given_back(book: Book) -> Iterator[str]:
    """Yield what timetables gave back to the plan."""
    measured = [row for key, row in book.places.calibration.items() if ANY not in key]
    if book.places.calibration:
        years = word("comma", book.lang).join(str(year) for year in sorted({row.year for row in measured}))
        yield word("r_method_calibrated", book.lang).format(n=len(measured), years=years or "–")
    if book.places.usable_slots:
        yield word("r_method_usable", book.lang).format(n=len(book.places.usable_slots))


def _proof(book: Book) -> Table:
    proof, lang = book.plan.proof, book.lang
    said = [
        (word("status", lang), named("r_status", proof.status, lang)),
        (word("objective", lang), f"{round(proof.objective_yen):,}"),
        (word("bound", lang), f"{round(proof.best_bound_yen):,}"),
        (word("gap", lang), f"{proof.gap_share:.4%}"),
        (word("solver", lang), proof.solver),
        (named("r_field", "gap_share", lang), f"{book.scenario.solver.gap_share:.2%}"),
        (
            named("r_field", "time_limit_s", lang),
            f"{book.scenario.solver.time_limit_s:,.0f}{word('r_unit_seconds', lang)}",
        ),
        (word("r_seconds", lang), word("r_seconds_in_manifest", lang)),
        (word("r_versions", lang), ", ".join([f"Python {platform.python_version()}", *map(_versioned, PACKAGES)])),
        (word("r_plan_hash", lang), plan_hash(book.plan)),
        (word("r_data_hash", lang), data_hash(book.network)),
    ]
    said += [
        (
            named("aim", found.aim, lang),
            word("r_aim", lang).format(
                value=_amount(found.unit, found.value, book), least=_amount(found.unit, found.least, book)
            ),
        )
        for found in proof.aims
    ]
    rows = [Row(Cell(name), [Cell(value)]) for name, value in said]
    return table(word("r_proof_caption", lang), [word("r_what", lang), word("head_value", lang)], rows)


def _amount(unit: str, value: float, book: Book) -> str:
    return yen_text(value, book.lang) if "yen" in unit else f"{value:,.1f}"


def _versioned(package: str) -> str:
    return f"{package} {version(package)}"


def marks_of(book: Book) -> tuple[str, str]:
    """Return the first letters of the checksums of plan and data, for the foot of the pages."""
    return plan_hash(book.plan)[:HASH_LETTERS], data_hash(book.network)[:HASH_LETTERS]
