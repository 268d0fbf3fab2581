"""Section 7: what moves the answer, by a study of the same values and tables, or how to make one."""

from typing import NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from poolplan.outputs.report.book import Book
from poolplan.outputs.sensitivity.firmness import firm_text
from poolplan.outputs.sensitivity.record import status_text, study_of
from poolplan.outputs.sensitivity.telling import Telling, draws_sentence, threshold_sentences, tornado_of


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
    status, study = status_text(found, book.lang), study_of(book.network, found)
    if found is None or study is None:
        return WhatMoves(status)
    telling = Telling(study, book.lang)
    firm = firm_text(telling)
    return WhatMoves(
        status,
        f"../{quote(found.folder)}/sensitivity.html",
        tornado_of(telling, "rp-tornado"),
        tuple(threshold_sentences(telling)),
        (draws_sentence(telling), firm) if firm else (),
    )
