"""Answers that the tests of outputs share."""

import pytest

from poolplan.results.plan import Answer
from tests.outputs.tiny import tiny_answer

EVIL = {
    "kita": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "minami": ('"><img src=x onerror=alert(1)>', "{{7*7}}{% raw %}"),
    "chuo_jhs": ("=1+1" + "とても長い名前の" * 30, "\u202eabc 🏊 مدرسة السباحة"),
    "club_one": ("=cmd|' /C calc'!A0", "@SUM(A1) </script> ' ${x}"),
}


@pytest.fixture(scope="session")
def answer() -> Answer:
    """The tiny city."""
    return tiny_answer()


@pytest.fixture(scope="session")
def keep_all() -> Answer:
    """The tiny city where every school keeps its pool."""
    return tiny_answer("keep_all", stages=False, label="全校が自校プール")


@pytest.fixture(scope="session")
def evil() -> Answer:
    """The tiny city with names that try to break pages and spreadsheets."""
    return tiny_answer("evil", names=EVIL, label="<b>太字</b>")
