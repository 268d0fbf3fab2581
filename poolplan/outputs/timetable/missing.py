"""What found no place, in words: which groups, why, and what would cure it; the same on pages and in the report."""

from collections.abc import Callable, Iterable, Mapping

from poolplan.outputs.registry import Lang
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.timetable.texts import short_day
from poolplan.outputs.words import named, word
from poolplan.timetable.rows import Unplaced


def reason_text(reason: str, lang: Lang) -> str:
    """Say why sessions found no place, for a reason of `timetable.unplaced.REASONS`."""
    return named("t_why", reason, lang)


def cure_text(row: Unplaced, sites: Mapping[str, str], lang: Lang) -> str:
    """Say what would cure it, for a cure of `timetable.unplaced.CURES` and its numbers; `sites` are names by id."""
    numbers = dict(told.split("=", 1) for told in row.numbers.split())
    return named("t_cure", row.cure, lang).format(site=sites.get(row.site, row.site), **numbers)


def told_text(row: Unplaced, sites: Mapping[str, str], lang: Lang) -> str:
    """Say why and what to do."""
    return word("t_why_and_cure", lang).format(why=reason_text(row.why, lang), cure=cure_text(row, sites, lang))


def unplaced_table(
    rows: Iterable[Unplaced],
    names: tuple[Mapping[str, str], Mapping[str, str]],
    group_name: Callable[[Unplaced], str],
    lang: Lang,
) -> Table:
    """Return one row per group that lacks sessions; `names` are those of schools and of sites, by id."""
    schools, sites = names
    heads = [Cell(word("head_school_label", lang)), Cell(word("t_head_group", lang))]
    heads += [Cell(word("head_site_label", lang)), number(word("t_short", lang)), Cell(word("t_searched", lang))]
    heads += [Cell(word("t_why", lang)), Cell(word("t_cure", lang))]
    found = []
    for row in rows:
        first, last = (short_day(day, lang) for day in row.weeks.split("/"))
        cells = [Cell(group_name(row), look="k"), Cell(sites.get(row.site, row.site)), number(str(row.sessions_short))]
        cells += [Cell(word("t_from_to", lang).format(first=first, last=last)), Cell(reason_text(row.why, lang))]
        found.append(Row(Cell(schools[row.school]), [*cells, Cell(cure_text(row, sites, lang))]))
    return table(word("t_unplaced", lang), heads, found, look="small")
