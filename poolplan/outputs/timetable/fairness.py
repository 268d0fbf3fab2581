"""Who puts up with what nobody likes: schools whose visits are late for lunch or on days they do not prefer."""

from poolplan.outputs.money import number_text
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.words import word
from poolplan.timetable.burdens import Burden, burdens

SHOWN = 10


def fairness_line(desk: Desk) -> str:
    """Say how many visits are unwelcome, and which school has the largest share of them."""
    found = burdens(desk.timetable.sessions)
    if not any(one.unwelcome for one in found):
        return word("t_fair_none", desk.lang)
    worst = found[0]
    return word("t_fair_worst", desk.lang).format(
        n=number_text(sum(one.unwelcome for one in found)),
        sessions=number_text(sum(one.visits for one in found)),
        school=desk.schools[worst.school],
        site=desk.sites[worst.site],
        unwelcome=worst.unwelcome,
        visits=worst.visits,
    )


def fairness_table(desk: Desk) -> Table | None:
    """Return the schools with the largest shares of unwelcome visits; None where nobody has any."""
    lang = desk.lang
    shown = [one for one in burdens(desk.timetable.sessions) if one.unwelcome][:SHOWN]
    if not shown:
        return None
    heads = [Cell(word("head_school_label", lang)), Cell(word("head_site_label", lang))]
    heads += [number(word(f"t_{name}", lang)) for name in ("sessions", "late_visits", "other_day_visits", "share")]
    rows = [
        Row(
            Cell(desk.schools[one.school]),
            [
                Cell(desk.sites[one.site]),
                *(number(number_text(count)) for count in (one.visits, one.after_lunch, one.other_day)),
                number(f"{one.share:.0%}"),
            ],
        )
        for one in shown
    ]
    return table(word("t_unwelcome", lang), heads, rows, word("t_unwelcome_note", lang), "small")


def unwelcome_text(one: Burden) -> str:
    """Write how many visits a school does not welcome.

    >>> unwelcome_text(Burden("club", "hill", 24, 6, 0, 6)), unwelcome_text(Burden("club", "lake", 24, 0, 0, 0))
    ('6 (25%)', '0')
    """
    return f"{one.unwelcome} ({one.share:.0%})" if one.unwelcome else "0"
