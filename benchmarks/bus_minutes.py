"""Why a timetable's buses cost more or less than the estimate: the minutes of a bus-day, part by part."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from poolplan.network.buses import run_fare_yen
from poolplan.network.hired import estimated
from poolplan.results.plan import Plan
from poolplan.timetable.compared import riding
from poolplan.timetable.fleet import CHARTER
from poolplan.timetable.rows import Duty, Leg, rows_of
from poolplan.timetable.tables import Timetable


class Minutes(NamedTuple):
    """Minutes of a bus on a day, by what it does."""

    garage: float
    with_pupils: float
    at_the_pool: float
    boarding: float
    empty: float
    waiting: float

    def up_to(self, part: str) -> float:
        """Sum of the parts to this one."""
        return sum(self[: self._fields.index(part) + 1])


def why(solved: Plan, timetable: Timetable) -> Iterator[str]:
    """Yield the mean minutes of a bus-day in the estimate and in the timetable, and the bills with less.

    What getting on and off, empty ways and waiting for a slot add is shown by billing the same duties without them,
    one after the other.
    """
    duties = rows_of(Duty, timetable.duties)
    if not duties:
        return
    bus = solved.network.scenario.costs.bus
    legs: dict[str, list[Leg]] = {duty.duty: [] for duty in duties}
    for leg in rows_of(Leg, timetable.legs):
        legs[leg.duty].append(leg)
    minutes = [minutes_of_duty(solved, duty, legs[duty.duty]) for duty in duties]
    means = [sum(parts) / len(duties) for parts in zip(*minutes, strict=True)]
    told = ", ".join(f"{name} {mean:.1f}" for name, mean in zip(Minutes._fields, means, strict=True))
    yield f"minutes of a bus-day: {told}; together {sum(means):.1f}"
    yield f"the estimate: {estimate_minutes(solved, timetable.year):.1f}"
    for part in Minutes._fields[2:]:
        fares = [
            run_fare_yen(spent.up_to(part), duty.run_km, getattr(bus, duty.bus_class), bus.day)
            for spent, duty in zip(minutes, duties, strict=True)
            if duty.owner == CHARTER
        ]
        yield f"billed up to {part}: {round(sum(fares) * (1 + bus.day.tax_share)):,} yen"


def minutes_of_duty(solved: Plan, duty: Duty, legs: Sequence[Leg]) -> Minutes:
    """Divide a duty's minutes into what it does."""
    loaded, empty = [leg for leg in legs if leg.session], [leg.minutes for leg in legs if not leg.session]
    rides = len({leg.session for leg in loaded})
    parts = (
        float(empty[0] + empty[-1]),
        float(sum(leg.minutes for leg in loaded)),
        rides * solved.network.scenario.costs.bus.day.at_site_min,
        2.0 * rides * solved.network.scenario.board_min,
        float(sum(empty[1:-1])),
    )
    return Minutes(*parts, waiting=duty.running_min - sum(parts))


def estimate_minutes(solved: Plan, year: int) -> float:
    """Mean minutes of the estimate's bus-days."""
    day, minutes, days = solved.network.scenario.costs.bus.day, 0.0, 0
    for option in riding(solved, year):
        alone = estimated(solved.network, option, year).bus_days
        minutes += alone * (
            2 * day.garage_min + day.round_trips * (2 * option.minutes + day.at_site_min + 2 * day.board_min)
        )
        days += alone
    return minutes / max(1, days)
