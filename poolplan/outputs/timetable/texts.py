"""Days, weeks, times and groups as the timetable's files write them."""

from collections.abc import Iterator
from datetime import date, timedelta
from unicodedata import east_asian_width

from poolplan.outputs.registry import Lang
from poolplan.outputs.words import WORDS, named, word
from poolplan.timetable.compared import monday

WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WORKING_DAYS = 5
SHORT_SCHOOLS = {
    "ja": (("小学校", "小"), ("中学校", "中")),
    "en": ((" Elementary School", " ES"), (" Junior High School", " JHS")),
}
"""Ends of the names of schools, and how they are shortened."""


def weekday(day: str) -> int:
    """Return the day of the week, 0 for Monday."""
    return date.fromisoformat(day).weekday()


def weekday_text(number: int, lang: Lang) -> str:
    """Day of the week, 0 for Monday.

    >>> weekday_text(1, "ja"), weekday_text(1, "en")
    ('火', 'Tue')
    """
    return WEEKDAYS[lang][number]


def day_text(day: str, lang: Lang) -> str:
    """Day for people, without its year.

    >>> day_text("2024-05-07", "ja"), day_text("2024-05-07", "en")
    ('5月7日（火）', 'Tue 7 May')
    """
    at = date.fromisoformat(day)
    name = weekday_text(at.weekday(), lang)
    return f"{at.month}月{at.day}日（{name}）" if lang == "ja" else f"{name} {at.day} {MONTHS[at.month - 1]}"


def short_day(day: str, lang: Lang) -> str:
    """Day for narrow columns.

    >>> short_day("2024-05-07", "ja"), short_day("2024-05-07", "en")
    ('5/7', '7 May')
    """
    at = date.fromisoformat(day)
    return f"{at.month}/{at.day}" if lang == "ja" else f"{at.day} {MONTHS[at.month - 1]}"


def short_date(day: str, lang: Lang) -> str:
    """Day with its day of the week, for narrow columns.

    >>> short_date("2024-05-07", "ja"), short_date("2024-05-07", "en")
    ('5/7 火', 'Tue 7 May')
    """
    name, short = weekday_text(weekday(day), lang), short_day(day, lang)
    return f"{short} {name}" if lang == "ja" else f"{name} {short}"


def short_school(name: str, lang: Lang) -> str:
    """Name of a school as people of the city write it where room is scarce.

    >>> short_school("川口小学校", "ja"), short_school("Tomiai Junior High School", "en")
    ('川口小', 'Tomiai JHS')
    """
    for long, short in SHORT_SCHOOLS[lang]:
        if name.endswith(long) and name != long:
            return name.removesuffix(long) + short
    return name


def month_text(day: str, lang: Lang) -> str:
    """Month and year of a day.

    >>> month_text("2024-05-07", "ja"), month_text("2024-05-07", "en")
    ('2024年5月', 'May 2024')
    """
    at = date.fromisoformat(day)
    return f"{at.year}年{at.month}月" if lang == "ja" else f"{MONTHS[at.month - 1]} {at.year}"


def clock_text(time: str) -> str:
    """Time of day without a leading zero.

    >>> clock_text("09:05")
    '9:05'
    """
    return time.removeprefix("0") if time[:1] == "0" and time[1:2] != ":" else time


def between(start: str, end: str) -> str:
    """Time from start to end.

    >>> between("09:20", "10:50")
    '9:20–10:50'
    """
    return f"{clock_text(start)}–{clock_text(end)}"


def group_text(grade: int, group: int, lang: Lang, *, divided: bool, special: bool = False) -> str:
    """Name of a group: its grade, its number where the grade is divided; special-needs groups say so."""
    if not grade:
        text = word("t_special" if special else "t_all_grades", lang)
        return f"{text} {group}" if divided else text
    text = word("t_grade", lang).format(grade=grade)
    text += word("t_group", lang).format(group=group) if divided else ""
    return text + (word("t_special_mark", lang) if special else "")


def letters_of(text: str) -> int:
    """Width of a text in narrow letters; a wide one counts twice.

    >>> letters_of("Grade 1"), letters_of("1年")
    (7, 3)
    """
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def flag_names(flags: str, lang: Lang) -> list[str]:
    """Names of flags; ids are separated by spaces."""
    return [named("t_flag", flag, lang) for flag in flags.split()]


def flag_marks(flags: str, lang: Lang) -> str:
    """Letters that stand for flags in narrow cells, told below the table."""
    return "".join(named("t_mark", flag, lang) if f"t_mark_{flag}" in WORDS else "※" for flag in flags.split())


def weeks_between(first: str, last: str) -> Iterator[str]:
    """Yield the Mondays of all weeks from one day's to another's."""
    at, end = date.fromisoformat(monday(first)), date.fromisoformat(last)
    while at <= end:
        yield at.isoformat()
        at += timedelta(days=7)
