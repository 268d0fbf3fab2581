"""What timetables found buses to take, looked up a second time: the row that says most about some lessons."""

from fractions import Fraction

from poolplan.results.audit.facts import Case, Lesson

HUNDREDTHS = 100


def yen_of(case: Case, lesson: Lesson, estimated: Fraction) -> Fraction:
    """Yen of a lesson's buses where the estimate says `estimated`, exact."""
    row = _most_special(case, lesson)
    return estimated if row is None else estimated * Fraction(row[2], row[4])


def days_of(case: Case, lesson: Lesson, estimated: int) -> Fraction:
    """Bus-days of a lesson where the estimate says `estimated`: hundredths, halves up."""
    row = _most_special(case, lesson)
    if row is None:
        return Fraction(estimated)
    exact = Fraction(row[1] * estimated, row[3])
    return Fraction(int(exact + Fraction(1, 2)), HUNDREDTHS)


def _most_special(case: Case, lesson: Lesson) -> tuple[int, int, int, int, int, str] | None:
    """The row of the lesson itself; else that of its site, then of its mode, then of the city."""
    wanted = (lesson.school, lesson.site, lesson.mode)
    fitting = [
        (sum(weight for weight, name in zip((4, 2, 1), key, strict=True) if name != "*"), row)
        for key, row in case.places.calibration.items()
        if all(name in {"*", asked} for name, asked in zip(key, wanted, strict=True))
    ]
    return max(fitting)[1] if fitting else None
