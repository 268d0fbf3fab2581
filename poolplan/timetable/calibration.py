"""From a timetable to the table that puts the plan's estimate of buses right, and what holds elsewhere."""

from collections.abc import Mapping

from poolplan.network.hired import estimated
from poolplan.network.measured import ANY, Calibration, LessonsKey, Measured
from poolplan.results.plan import Plan
from poolplan.timetable.compared import riding
from poolplan.timetable.shares import Share, shares_of
from poolplan.timetable.tables import Timetable


def measured_in(plan: Plan, timetable: Timetable) -> dict[LessonsKey, Measured]:
    """Return what the buses of each school, site and mode took in the timetable of a year, against the estimate.

    Lessons of which a session found no place are left out: their buses do not tell what all of them would take.
    """
    sums: dict[LessonsKey, tuple[int, int]] = {}
    for option in riding(plan, timetable.year):
        key, alone = (option.school, option.site, option.mode), estimated(plan.network, option, timetable.year)
        days, yen = sums.get(key, (0, 0))
        sums[key] = (days + alone.bus_days, yen + alone.fare_yen)
    short = set(timetable.unplaced[["school", "site", "mode"]].itertuples(index=False, name=None))
    shares, source = shares_of(timetable), f"timetable of {timetable.year}"
    found = {key: Measured(timetable.year, *shares.get(key, Share()), *sums[key], source) for key in sorted(sums)}
    return {key: row for key, row in found.items() if key not in short and row.estimated_days and row.estimated_yen}


def with_means(rows: Calibration) -> dict[LessonsKey, Measured]:
    """Add what holds for lessons that no timetable has tried: all of their site together, of their mode, of the city.

    Rows for `*` that are there already are replaced.
    """
    tried = {key: row for key, row in rows.items() if ANY not in key}
    sums: dict[LessonsKey, Measured] = {}
    for (_, site, mode), row in tried.items():
        for key in ((ANY, site, ANY), (ANY, ANY, mode), (ANY, ANY, ANY)):
            sums[key] = _together(sums[key], row) if key in sums else row
    counted = {key: _number_of(tried, key) for key in sums}
    named = {key: row._replace(source=f"sum of the rows: {counted[key]}") for key, row in sums.items()}
    return dict(sorted((tried | named).items()))


def _together(one: Measured, other: Measured) -> Measured:
    return Measured(
        max(one.year, other.year),
        one.bus_days_hundredths + other.bus_days_hundredths,
        one.yen + other.yen,
        one.estimated_days + other.estimated_days,
        one.estimated_yen + other.estimated_yen,
        one.source,
    )


def _number_of(tried: Mapping[LessonsKey, Measured], key: LessonsKey) -> int:
    return sum(all(asked in {ANY, name} for asked, name in zip(key, of, strict=True)) for of in tried)
