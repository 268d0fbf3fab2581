"""How evenly a timetable shares what schools do not welcome: their visits late for lunch or on days not preferred."""

from typing import NamedTuple

import pandas as pd

from poolplan.timetable.tables import UNWELCOME


class Burden(NamedTuple):
    """What a school puts up with at a pool."""

    site: str
    school: str
    visits: int
    after_lunch: int
    """Visits back after lunch has begun."""
    other_day: int
    """Visits on a weekday that the school does not prefer."""
    unwelcome: int
    """Visits that are either or both."""

    @property
    def share(self) -> float:
        """Share of its visits that a school does not welcome, 0 to 1."""
        return self.unwelcome / self.visits


def burdens(sessions: pd.DataFrame) -> list[Burden]:
    """Return a row per site and school, the largest share of unwelcome visits first; `sessions` as in `Timetable`."""
    counts: dict[tuple[str, str], list[int]] = {}
    for site, school, flags in sessions[["site", "school", "flags"]].itertuples(index=False, name=None):
        told = [flag in flags.split() for flag in UNWELCOME]
        at = counts.setdefault((site, school), [0] * (2 + len(UNWELCOME)))
        for place, amount in enumerate((True, *told, any(told))):
            at[place] += amount
    found = [Burden(*key, *numbers) for key, numbers in counts.items()]
    return sorted(found, key=lambda one: (-one.share, one.site, one.school))
