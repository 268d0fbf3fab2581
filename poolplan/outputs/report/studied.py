"""Section 7: what moves the answer, by a study of the same values and tables, or how to make one."""

from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from poolplan.analysis.sensitivity.tables import COLUMNS, Study, table_of
from poolplan.outputs.report.book import Book
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.sensitivity.telling import Telling, draws_sentence, firm_text, threshold_sentences, tornado_of
from poolplan.outputs.words import word
from poolplan.results.studied import Studied


class WhatMoves(NamedTuple):
    """The parts of the section; all but the first are empty where no study fits."""

    status: str
    """What there is, and what to do where no study fits."""
    link: str = ""
    """Address of the study's own page, seen from the report."""
    tornado: Markup = Markup("")
    turns: tuple[str, ...] = ()
    """Turning points, a sentence each."""
    firm: tuple[str, ...] = ()
    """How many decisions stay the same, and in what."""


def what_moves(book: Book) -> WhatMoves:
    """Return what the study beside the plan says; without one, how to make it."""
    found = book.answer.studied
    if found is None:
        return WhatMoves(word("s_report_none", book.lang))
    folder = isolated(found.folder)
    if not found.fits:
        return WhatMoves(word("s_report_other", book.lang).format(folder=folder))
    telling = Telling(_study(book, found), book.lang)
    firm = firm_text(telling)
    return WhatMoves(
        word("s_report_fits", book.lang).format(folder=folder),
        f"../{quote(found.folder)}/sensitivity.html",
        tornado_of(telling, "rp-tornado"),
        tuple(threshold_sentences(telling)),
        (draws_sentence(telling), firm) if firm else (),
    )


def _study(book: Book, found: Studied) -> Study:
    tables = {name: found.tables.get(name, table_of(name, [])) for name in COLUMNS}
    return Study(network=book.network, facts={}, **tables)
