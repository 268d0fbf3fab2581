"""Schools shifted and swapped between given sites until all fit and cost little: good plans where room is scarce.

A tabu search that may overfill sites at a price, dearer while the plan does not fit and cheaper while it does (as for
the generalised assignment problem: Yagiura, Ibaraki and Glover, INFORMS Journal on Computing 2004).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from poolplan.model.bounds import Floats
from poolplan.model.packing import Wholes
from poolplan.model.patience import Patience

PATIENCE_ROUNDS = 5
"""Rounds with, or without, a plan that fits before the price of overfilling is changed."""
DEARER, CHEAPER = 1.2, 0.8
FIRST_PRICE = 3.0
"""Price of overfilling by a session, in differences between a school's two cheapest sites per session."""
TABU_ROUNDS = 3
"""A school may not go back for so many rounds, and up to as many more by lot."""
NEVER = 1e18


class Assignment(NamedTuple):
    """A site for every school."""

    at: Wholes
    """Row of the site of each school."""
    cost: float
    """Of the schools at their sites, yen."""


class _Move(NamedTuple):
    """What to do next: one school to another site, or two schools to each other's."""

    change: float
    schools: tuple[int, ...]
    site: int


@dataclass
class _State:
    """Where everybody is and what every move would change, kept up to date move by move."""

    cost: Floats
    needs: Floats
    room: Floats
    at: Wholes
    price: float

    def __post_init__(self) -> None:
        sites, schools = self.cost.shape
        self.columns = np.arange(schools)
        self.free = self.room - np.bincount(self.at, weights=self.needs, minlength=sites)
        self.larger = self.needs - self.needs[:, None]
        self.until = np.full((sites, schools), -1)
        self.paid = self.cost[self.at, self.columns]
        self.dearer, self.fuller, self.together = np.empty((3, schools, schools))
        self.held = np.empty((schools, schools), dtype=int)
        self.refresh(self.columns)

    def refresh(self, schools: Wholes) -> None:
        """Work out anew what it changes if each of these schools leaves its site to another school."""
        sites = self.at[schools]
        self.paid[schools] = self.cost[sites, schools]
        self.dearer[schools] = self.cost[sites] - self.paid[schools, None]
        free = self.free[sites][:, None]
        self.fuller[schools] = np.maximum(self.larger[schools] - free, 0.0) - np.maximum(-free, 0.0)
        self.held[schools] = self.until[sites]
        same = np.where(sites[:, None] == self.at, NEVER, 0.0)
        self.together[schools], self.together[:, schools] = same, same.T

    def best_shift(self, now: int) -> _Move:
        """Find the school that is best sent to another site."""
        over, left = np.maximum(-self.free, 0.0), self.free[self.at]
        filled = np.maximum(self.needs - self.free[:, None], 0.0) - over[:, None]
        relieved = np.maximum(-(left + self.needs), 0.0) - over[self.at]
        change = self.cost - self.paid + self.price * (filled + relieved)
        change[self.at, self.columns] = NEVER
        change[self.until > now] += NEVER
        site, school = divmod(int(change.argmin()), self.columns.size)
        return _Move(float(change[site, school]), (school,), site)

    def best_swap(self, now: int) -> _Move:
        """Find the two schools that are best sent to each other's sites."""
        half = self.dearer + self.price * self.fuller + np.where(self.held > now, NEVER, 0.0)
        change = half + half.T + self.together
        one, other = divmod(int(change.argmin()), self.columns.size)
        return _Move(float(change[one, other]), (one, other), int(self.at[other]))

    def carry_out(self, move: _Move, until: int) -> None:
        """Move, and keep the schools from going back until some round."""
        first, *second = move.schools
        goals = [(first, move.site), *((other, int(self.at[first])) for other in second)]
        origin = int(self.at[first])
        for school, site in goals:
            self.until[self.at[school], school] = until
            self.free[self.at[school]] += self.needs[school]
            self.free[site] -= self.needs[school]
            self.at[school] = site
        self.refresh(np.flatnonzero((self.at == origin) | (self.at == move.site)))


class Effort(NamedTuple):
    """How long to search."""

    rounds: int
    """Moves to make."""
    seed: int
    """The same seed makes the same moves."""
    patience: Patience
    """Ends it early, but not before there is a plan, unless somebody asked to stop."""


def swapped(cost: Floats, needs: Wholes, room: Wholes, effort: Effort) -> Assignment | None:
    """Search for a cheap place for every school within the room of given sites; None if no plan that fits is met.

    Args:
        cost: yen of each school (column) at each site (row), finite.
        needs: sessions of each school.
        room: sessions of each site.
        effort: how long to search.
    """
    draw = np.random.default_rng(effort.seed)
    two = np.sort(cost, axis=0)[:2]
    price = FIRST_PRICE * float((two[-1] - two[0]).mean() / max(1.0, needs.mean())) + 1.0
    state = _State(cost, needs.astype(float), room.astype(float), cost.argmin(axis=0), price)
    best: Assignment | None = None
    streak = 0
    for now in range(effort.rounds):
        if effort.patience.ends(has_plan=best is not None):
            break
        fits = bool((state.free >= 0).all())
        paid = float(state.paid.sum())
        if fits and (best is None or paid < best.cost):
            best = Assignment(state.at.copy(), paid)
        streak = max(1, streak + 1) if fits else min(-1, streak - 1)
        if abs(streak) % PATIENCE_ROUNDS == 0:
            state.price *= CHEAPER if fits else DEARER
        move = min(state.best_shift(now), state.best_swap(now))
        state.carry_out(move, now + TABU_ROUNDS + int(draw.integers(0, TABU_ROUNDS + 1)))
    return best
