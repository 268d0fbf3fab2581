"""How uneven a budget is: its peak, and the fund that would level it."""

from collections.abc import Mapping
from typing import NamedTuple


class Levelling(NamedTuple):
    """How uneven yearly amounts are."""

    peak_year: int
    """The first of the dearest years."""
    peak_yen: int
    mean_yen: float
    fund_yen: int
    """What a fund must hold at the start so that paying in the mean every year covers every year; up to the yen."""
    fund_most_yen: int
    """The most that this fund ever holds at the end of a year."""

    @property
    def peak_to_mean(self) -> float:
        """How many times the mean the peak is; 0 where nothing is due."""
        return self.peak_yen / self.mean_yen if self.mean_yen else 0.0


def levelling(yearly_yen: Mapping[int, int]) -> Levelling:
    """Measure yearly amounts, by year in order of years.

    Due are 10, 40 and 10, the mean is 20: after the second year 50 are spent and 40 paid in, so 10 must be there; it
    holds 20 after the first year.

    >>> levelling({2025: 10, 2026: 40, 2027: 10})
    Levelling(peak_year=2026, peak_yen=40, mean_yen=20.0, fund_yen=10, fund_most_yen=20)
    >>> levelling({2025: 10, 2026: 40, 2027: 10}).peak_to_mean
    2.0
    """
    peak = max(yearly_yen, key=lambda year: (yearly_yen[year], -year))
    whole, years = sum(yearly_yen.values()), len(yearly_yen)
    ahead, spent = [], 0
    for number, yen in enumerate(yearly_yen.values(), start=1):
        spent += yen
        ahead.append(whole * number - spent * years)
    fund = -(min(0, *ahead) // years)
    return Levelling(peak, yearly_yen[peak], whole / years, fund, fund + max(0, *ahead) // years)
