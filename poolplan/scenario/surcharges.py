"""What chartered buses cost beyond hours and kilometres: surcharges at night and in a season, off unless asked for."""

from poolplan.scenario.blocks import Share, Sourced
from poolplan.scenario.lessons import Clock, Days


class BusSurcharges(Sourced):
    """Surcharges on chartered buses. The timetable bills them; the plan's estimate knows neither hours nor dates.

    Run with `--with-timetable` to let the plan know what they come to. A price per day has them in it already.
    """

    night_share: Share = 0
    """Added to the fare of each hour at night, checks included; an annual discount is not taken off it."""
    night_from: Clock = "22:00"
    """Night begins."""
    night_until: Clock = "05:00"
    """Night ends."""
    season_share: Share = 0
    """Added to the fare of hours and kilometres on days of `season`."""
    season: tuple[Days, ...] = ()
    """Days of every school year on which buses are in demand; none is notified."""
