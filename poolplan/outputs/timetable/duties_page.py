"""duties.html: the sheets of the bus drivers: where to be when, with whom, and what each duty costs."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from poolplan.outputs.money import number_text
from poolplan.outputs.report.summary import Figure
from poolplan.outputs.report.tables import Cell, Row, Table, number, table
from poolplan.outputs.timetable.desk import Desk
from poolplan.outputs.timetable.pages import write_page
from poolplan.outputs.timetable.texts import between, clock_text, day_text, month_text, short_date
from poolplan.outputs.words import named, word
from poolplan.scenario.lessons import OwnBus
from poolplan.timetable.rows import Duty, Leg


class DutySheet(NamedTuple):
    """The sheet of one bus on one day."""

    anchor: str
    name: str
    about: str
    legs: Table
    cost: str
    fare: str


class DaySheets(NamedTuple):
    """The sheets of a day."""

    anchor: str
    name: str
    duties: list[DutySheet]


def write_duties(desk: Desk, path: Path) -> None:
    """Write the page."""
    by_day: dict[str, list[Duty]] = {}
    for duty in desk.duties:
        by_day.setdefault(duty.date, []).append(duty)
    values = {
        "title": word("t_duties_title", desk.lang),
        "figures": _figures(desk, len(by_day), max((len(duties) for duties in by_day.values()), default=0)),
        "costs": _costs(desk),
        "months": _months(desk, by_day),
        "days": [_day(desk, day, duties) for day, duties in by_day.items()],
    }
    write_page(desk, path, "timetable_duties.html", values)


def _figures(desk: Desk, days: int, most: int) -> list[Figure]:
    lang, duties = desk.lang, desk.duties
    return [
        Figure(word("t_bus_days", lang), number_text(len(duties)), ""),
        Figure(word("t_fares", lang), yen_exact(sum(duty.fare_yen for duty in duties), lang), word("t_with_tax", lang)),
        Figure(word("t_days_with_buses", lang), number_text(days), ""),
        Figure(word("t_most_buses", lang), number_text(most), word("t_at_once", lang)),
        Figure(word("t_run_km", lang), number_text(sum(duty.run_km for duty in duties), " km"), ""),
    ]


def yen_exact(yen: float, lang: str) -> str:
    """Yen to the last one, as on a bill.

    >>> yen_exact(1234567, "ja"), yen_exact(1234567, "en")
    ('1,234,567円', '¥1,234,567')
    """
    return f"{yen:,.0f}円" if lang == "ja" else f"¥{yen:,.0f}"


def _costs(desk: Desk) -> Table:
    """Return what the buses of each owner and class cost."""
    lang = desk.lang
    found: dict[tuple[str, str], list[Duty]] = {}
    for duty in desk.duties:
        found.setdefault((duty.owner, duty.bus_class), []).append(duty)
    heads = [Cell(word("t_owner", lang)), Cell(word("t_bus_class", lang)), number(word("t_bus_days", lang))]
    heads += [number(word("t_billed_h", lang)), number(word("t_billed_km", lang)), number(word("t_fares_yen", lang))]
    rows = [
        Row(Cell(named("t_owner", owner, lang)), [Cell(named("t_class", kind, lang)), *_sums(duties)])
        for (owner, kind), duties in sorted(found.items())
    ]
    rows += [_owned(desk, bus) for bus in _own_buses(desk)]
    if len(rows) > 1:
        yearly = sum(bus.vehicles * bus.per_year_yen for bus in _own_buses(desk))
        rows.append(Row(Cell(word("total", lang)), [Cell(""), *_sums(desk.duties, yearly)], is_sum=True))
    return table(word("t_costs_of_buses", lang), heads, rows)


def _own_buses(desk: Desk) -> tuple[OwnBus, ...]:
    return desk.scenario.timetable.fleet.own if desk.scenario.timetable else ()


def _owned(desk: Desk, bus: OwnBus) -> Row:
    """Return what buses that are not chartered cost in a year, whether they run or not."""
    lang = desk.lang
    name = word("t_yearly_cost", lang).format(
        owner=named("t_owner", bus.owner, lang), garage=desk.place_name(bus.garage)
    )
    about = word("t_own_vehicles", lang).format(seats=bus.seats, n=bus.vehicles)
    cost = number(number_text(bus.vehicles * bus.per_year_yen))
    return Row(Cell(name), [Cell(about), number(""), number(""), number(""), cost])


def _sums(duties: Sequence[Duty], yearly_yen: int = 0) -> list[Cell]:
    hours, km = sum(duty.billed_h for duty in duties), sum(duty.billed_km for duty in duties)
    yen = yearly_yen + sum(duty.fare_yen for duty in duties)
    return [number(number_text(value)) for value in (len(duties), hours, km, yen)]


def _months(desk: Desk, by_day: dict[str, list[Duty]]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    months: dict[str, list[tuple[str, str, str]]] = {}
    for day, duties in by_day.items():
        buses = word("t_n_buses", desk.lang).format(n=len(duties))
        months.setdefault(month_text(day, desk.lang), []).append((f"day-{day}", short_date(day, desk.lang), buses))
    return list(months.items())


def _day(desk: Desk, day: str, duties: Sequence[Duty]) -> DaySheets:
    sheets = [_sheet(desk, duty, n) for n, duty in enumerate(duties, start=1)]
    return DaySheets(f"day-{day}", day_text(day, desk.lang), sheets)


def _sheet(desk: Desk, duty: Duty, n: int) -> DutySheet:
    lang = desk.lang
    title = word("t_duty", lang).format(day=day_text(duty.date, lang), n=n)
    about = word("t_duty_about", lang).format(
        kind=named("t_class", duty.bus_class, lang),
        owner=named("t_owner", duty.owner, lang),
        time=between(duty.out, duty.back),
        duty=duty.duty,
    )
    cost = word("t_duty_cost", lang).format(
        minutes=number_text(duty.running_min),
        km=number_text(duty.run_km, decimals=1),
        hours=f"{duty.billed_h:g}",
        billed=f"{duty.billed_km:g}",
    )
    return DutySheet(f"duty-{duty.duty}", title, about, _legs(desk, duty, title), cost, yen_exact(duty.fare_yen, lang))


def _legs(desk: Desk, duty: Duty, title: str) -> Table:
    lang = desk.lang
    heads = [Cell(word("t_depart_at", lang)), Cell(word("t_from", lang)), number(word("t_arrive_at", lang))]
    heads += [Cell(word("t_to", lang)), number(word("t_km", lang)), Cell(word("t_on_board", lang))]
    heads.append(number(word("col_pupils", lang)))
    return table(title, heads, list(_leg_rows(desk, desk.legs.get(duty.duty, []))), look="small")


def _leg_rows(desk: Desk, legs: Sequence[Leg]) -> Iterator[Row]:
    for leg in legs:
        sessions = [desk.by_id[name] for name in leg.session.split() if name in desk.by_id]
        riders = " / ".join(f"{desk.schools[row.school]} {desk.group_name(row)}" for row in sessions)
        empty = Cell(word("t_empty_running", desk.lang), look="q")
        yield Row(
            Cell(clock_text(leg.depart)),
            [
                Cell(desk.place_name(leg.from_)),
                number(clock_text(leg.arrive)),
                Cell(desk.place_name(leg.to)),
                number(number_text(leg.metres / 1000, decimals=1)),
                Cell(riders) if riders else empty,
                number(number_text(leg.pupils or None)),
            ],
        )
