"""What a timetable says about its plan, in sentences and tables: the same on its own page and in the report."""

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from poolplan.outputs.money import number_text, yen_text
from poolplan.outputs.registry import Lang
from poolplan.outputs.timetable.against import days_text, rounds_lines, signed
from poolplan.outputs.timetable.charts import Weekly, load_table
from poolplan.outputs.timetable.texts import weeks_between
from poolplan.outputs.words import word
from poolplan.results.timetabled import Timetabled


def answer_lines(found: Timetabled, lang: Lang) -> Iterator[str]:
    """Yield what the reader must know: sessions placed, buses against the plan, how sure that is."""
    if not found.demanded:
        yield word("t_no_sessions", lang)
        return
    key = "t_answer_placed" if found.placed == found.demanded else "t_answer_short"
    short = number_text(found.demanded - found.placed)
    yield word(key, lang).format(n=number_text(found.demanded), placed=number_text(found.placed), short=short)
    if found.is_stopped:
        yield word("t_answer_stopped", lang)
    if found.buses.empty:
        yield word("t_answer_no_buses", lang)
        return
    yield word("t_answer_buses", lang).format(
        planned=days_text(found.planned_days),
        days=number_text(found.bus_days),
        difference=signed(found.bus_days - found.planned_days),
        yen=yen_text(found.timetabled_yen - found.planned_yen, lang),
    )
    if found.is_calibrated:
        alone = {"days": number_text(found.estimated_days), "yen": yen_text(found.estimated_yen, lang)}
        yield word("t_answer_estimated", lang).format(**alone)
    sure = "t_answer_least" if found.bus_days <= found.bus_days_bound else "t_answer_near"
    yield word(sure, lang).format(bound=number_text(found.bus_days_bound))
    yield from rounds_lines(found, lang)


def weekly_slots(found: Timetabled, site: str) -> list[Weekly]:
    """Slots of a place for each week of the timetable; none in weeks in which it is shut."""
    rows = found.weeks[found.weeks["site"] == site]
    columns = ["week", "slots", "used", "reserve"]
    known = {row[0]: Weekly(*row) for row in rows[columns].itertuples(index=False, name=None)}
    return [known.get(week, Weekly(week, 0, 0, 0)) for week in weeks_of(found)]


def weeks_of(found: Timetabled) -> list[str]:
    """Mondays of every week from the first slot to the last."""
    mondays = sorted(found.weeks["week"].unique().tolist())
    return list(weeks_between(mondays[0], mondays[-1])) if mondays else []


def load_of(ident: str, found: Timetabled, sites: Iterable[str], names: Mapping[str, str], lang: Lang) -> Markup:
    """Return the table of slots used by site and week; `ident` is the id of the heading that names it."""
    return load_table(ident, {site: weekly_slots(found, site) for site in sites}, names, lang)
