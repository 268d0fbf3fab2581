"""Times of day and days of the year as a scenario writes them."""

from datetime import date, timedelta


def minutes_of(clock: str) -> int:
    """Minutes since midnight of a time of day.

    >>> minutes_of("08:45")
    525
    """
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def clock_of(minutes: int) -> str:
    """Time of day, HH:MM, of minutes since midnight.

    >>> clock_of(525)
    '08:45'
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def day_in(year: int, month_day: str) -> date:
    """The date of a MM-DD in a fiscal year, April to March; 02-29 is 1 March where there is none.

    >>> day_in(2024, "05-14").isoformat(), day_in(2024, "02-14").isoformat(), day_in(2024, "02-29").isoformat()
    ('2024-05-14', '2025-02-14', '2025-03-01')
    """
    month, day = (int(part) for part in month_day.split("-"))
    calendar_year = year if month >= 4 else year + 1  # noqa: PLR2004 - a fiscal year begins in April
    return date(calendar_year, month, 1) + timedelta(days=day - 1)


def fiscal_days(year: int) -> list[date]:
    """All days of a fiscal year.

    >>> days = fiscal_days(2024)
    >>> days[0].isoformat(), days[-1].isoformat(), len(days)
    ('2024-04-01', '2025-03-31', 365)
    """
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
