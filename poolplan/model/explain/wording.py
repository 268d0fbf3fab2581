"""Lists, years and numbers as messages write them."""

from collections.abc import Iterable, Sequence

SHOWN = 5


def listed(items: Sequence[str], shown: int = SHOWN) -> str:
    """Join items; of many only the first, and how many more there are.

    >>> listed(["hill", "lake"]), listed(["a", "b", "c", "d"], shown=2)
    ('hill, lake', 'a, b and 2 more')
    """
    rest = len(items) - shown
    return ", ".join(items[:shown]) + (f" and {rest} more" if rest > 0 else "")


def years_text(years: Iterable[int]) -> str:
    """Write years in order, runs of them as one.

    >>> years_text([2031, 2025, 2032, 2033, 2031]), years_text([2031, 2032])
    ('2025, 2031-2033', '2031-2032')
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def several(number: float, noun: str) -> str:
    """Write a number with its noun.

    >>> several(1, "school"), several(3.0, "school")
    ('1 school', '3 schools')
    """
    return f"{number:,g} {noun}" + ("" if number == 1 else "s")
