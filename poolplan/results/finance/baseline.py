"""A plan against another of the same city and years, such as keeping every pool: what is spent to date."""

from typing import NamedTuple

from poolplan.results.indicators import RESIDUAL_ITEM
from poolplan.results.plan import Plan


class Against(NamedTuple):
    """A year of both plans; all payers, base-year prices, undiscounted, without the value left at the end."""

    year: int
    ours_yen: int
    theirs_yen: int
    ours_to_date_yen: int
    theirs_to_date_yen: int


def against(ours: Plan, theirs: Plan) -> list[Against]:
    """Compare two plans year by year, over the years of the first."""
    found, sums = [], (_yearly(ours), _yearly(theirs))
    to_date = [0, 0]
    for year in ours.network.scenario.planned_years:
        yen = [one.get(year, 0) for one in sums]
        to_date = [before + now for before, now in zip(to_date, yen, strict=True)]
        found.append(Against(year, *yen, *to_date))
    return found


def cheaper_from(years: list[Against]) -> int | None:
    """Year from which the first plan has cost less to date, and does so until the end; None if it never does.

    >>> cheaper_from([Against(2025, 5, 4, 5, 4), Against(2026, 1, 9, 6, 13), Against(2027, 1, 1, 7, 14)])
    2026
    """
    dearer = [one.year for one in years if one.ours_to_date_yen >= one.theirs_to_date_yen]
    later = [one.year for one in years if not dearer or one.year > dearer[-1]]
    return later[0] if later else None


def is_comparable(ours: Plan, theirs: Plan) -> bool:
    """Tell whether two plans are of the same schools, years and base year, so that their money may be compared."""
    one, other = ours.network.scenario, theirs.network.scenario
    same = one.years == other.years and one.costs.base_year == other.costs.base_year
    return same and ours.network.places.schools.keys() == theirs.network.places.schools.keys()


def _yearly(plan: Plan) -> dict[int, int]:
    spent = plan.ledger[plan.ledger["item"] != RESIDUAL_ITEM].groupby("year")["yen"].sum()
    return {int(str(year)): int(yen) for year, yen in spent.items()}
