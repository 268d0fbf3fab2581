"""The timetable's truth given back to the plan, until both agree: bus-days, yen of buses, and slots of the calendar."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from poolplan.errors import StoppedError
from poolplan.network.given_back import with_calibration, with_slots
from poolplan.network.hired import hired
from poolplan.network.measured import Calibration, UsableSlots
from poolplan.network.options import Network
from poolplan.results.plan import Plan
from poolplan.results.timetabled import AGREES_SHARE, Ending, Round, Timetabled
from poolplan.timetable.as_found import as_found, staying
from poolplan.timetable.calibration import measured_in, with_means
from poolplan.timetable.case import case_of
from poolplan.timetable.compared import compared, riding
from poolplan.timetable.solve import Say
from poolplan.timetable.tables import Timetable

ROUNDS = 5
"""Plans made at most."""
ENDINGS: dict[Ending, str] = {
    "cycled": "plans and timetables do not agree: they repeat themselves",
    "rounds": f"plans and timetables do not agree after {ROUNDS} rounds",
    "stopped": "stopped by Ctrl-C",
}


@dataclass(frozen=True)
class Pair:
    """A plan, the timetable of one of its years, and what the two say of each other."""

    plan: Plan
    timetable: Timetable
    found: Timetabled
    truth: Plan
    """The plan with buses at what its own timetable found."""
    number: int
    """The round it was made in: 1, 2, ..."""
    sites_with_fewer_slots: int

    @property
    def table(self) -> Calibration:
        """All that is known of buses after this timetable."""
        return self.truth.network.places.calibration

    @property
    def cost_yen(self) -> float:
        """Present value of the plan with buses at what its own timetable found."""
        return self.truth.proof.objective_yen

    @property
    def is_feasible(self) -> bool:
        """True where every session has a slot and the plan counts on none too many."""
        return self.found.placed == self.found.demanded and not self.sites_with_fewer_slots

    @property
    def agrees(self) -> bool:
        """True where bus-days and yen agree, of the city and of every site, and slots do."""
        return self.found.agrees and not self.sites_with_fewer_slots

    @property
    def rank(self) -> tuple[bool, int, int, float, int]:
        """Agreeing ones first, then those that place most and count on no slot too many, then the cheapest in truth."""
        short = self.found.demanded - self.found.placed
        return (not self.agrees, short, self.sites_with_fewer_slots, self.cost_yen, self.number)


class Makers(NamedTuple):
    """What plans, and what makes timetables."""

    plan: Callable[[Network], Plan]
    timetable: Callable[[Plan], Timetable]


def plan_with_timetable(network: Network, year: int, make: Makers, say: Say = lambda _: None) -> tuple[Plan, Timetable]:
    """Plan, make the timetable of a year, and plan again with what it found, until the two agree within 2 %.

    Given back are the bus-days and yen of every school, site and mode (`Places.calibration`), and the slots a year
    that the calendar leaves of a site where the city's table counts on more. What was found once is remembered, so
    that a plan is never drawn back to lessons by an estimate that was refuted. A plan stays, and so agrees, where the
    search at what its timetable found proves it as near to the cheapest as the scenario asks. At most five plans are
    made. Where none agrees, or plans repeat themselves in a circle, the one is kept that places most and costs least
    in truth.

    Args:
        network: options of every school.
        year: fiscal year looked into.
        make: makes the plan of a network, and the year's timetable of a plan.
        say: told how each round ended.

    Returns the plan and its timetable, which tells of the rounds.

    Raises:
        DataError: a school is left with no option within the slots that the calendar leaves.
        StoppedError: Ctrl-C before the first plan had its timetable; later the best so far is kept.
    """
    pairs: list[Pair] = []
    waiting: list[Round] = []
    tables = [dict(network.places.calibration)]
    ended: Ending = "rounds"
    for number in range(1, ROUNDS + 1):
        try:
            plan = _staying(pairs, make.plan(network), say)
            fewer = usable_slots(plan, year)
            if fewer and number < ROUNDS:
                waiting.append(_not_made(plan, year, number, len(fewer)))
                say(f"round {number}: {len(fewer)} sites give fewer slots than planned")
                network = with_slots(plan.network, fewer)
                continue
            pair = _pair(plan, _timetable_of(plan, year, pairs, make), number, len(fewer))
        except StoppedError:
            if not pairs:
                raise
            ended = "stopped"
            break
        pairs.append(pair)
        say(told(pair))
        if pair.agrees:
            ended = "agreed"
            break
        if pair.timetable.proof.status == "stopped":
            ended = "stopped"
            break
        if pair.table in tables:
            ended = "cycled"
            break
        tables.append(dict(pair.table))
        network = with_calibration(plan.network, pair.table)
    return _kept(pairs, waiting, ended, say)


def _kept(pairs: Iterable[Pair], waiting: Iterable[Round], ended: Ending, say: Say) -> tuple[Plan, Timetable]:
    best = min(pairs, key=lambda pair: pair.rank)
    if ended != "agreed":
        say(f"{ENDINGS[ended]}; kept is round {best.number}")
    rounds = [*waiting, *(_round(pair, is_kept=pair is best) for pair in pairs)]
    return best.plan, replace(best.timetable, rounds=tuple(sorted(rounds)), ended=ended)


def _staying(pairs: Sequence[Pair], plan: Plan, say: Say) -> Plan:
    """Return the plan before, where a new one shows it to be as near to the cheapest as asked; else the new one."""
    stays = staying(pairs[-1].truth, plan) if pairs and pairs[-1].is_feasible else None
    if stays is not None:
        say(f"the plan of round {pairs[-1].number} stays: within {stays.proof.gap_share:.2%} of the cheapest")
    return stays or plan


def _pair(plan: Plan, timetable: Timetable, number: int, fewer: int) -> Pair:
    table = with_means({**plan.network.places.calibration, **measured_in(plan, timetable)})
    return Pair(plan, timetable, compared(plan, timetable), as_found(plan, table), number, fewer)


def _timetable_of(plan: Plan, year: int, pairs: Iterable[Pair], make: Makers) -> Timetable:
    """Make the timetable, or take it from an earlier plan that is the same in the year."""
    same = (pair for pair in pairs if _lessons(pair.plan, year) == _lessons(plan, year))
    known = next((p for p in same if p.plan.network.places.sites == plan.network.places.sites), None)
    return replace(known.timetable, network=plan.network) if known else make.timetable(plan)


def _lessons(plan: Plan, year: int) -> list[tuple[object, ...]]:
    table = plan.assignments
    return list(table[table["year"] == year].itertuples(index=False, name=None))


def usable_slots(plan: Plan, year: int) -> dict[str, UsableSlots]:
    """Slots a year that the calendar leaves, of sites where the plan counts on clearly more."""
    sites = plan.network.places.sites
    offers = case_of(plan, year).offers
    return {
        site: UsableSlots(year, offer.usable, f"calendar of {year}")
        for site, offer in offers.items()
        if offer.usable < (1 - AGREES_SHARE) * sites[site].capacity_slots
    }


def _not_made(plan: Plan, year: int, number: int, fewer: int) -> Round:
    buses = [hired(plan.network, option, year) for option in riding(plan, year)]
    days, yen = round(sum(bus.bus_days for bus in buses), 2), sum(bus.fare_yen for bus in buses)
    return Round(number, fewer, days, yen, 0, 0, 0, round(plan.proof.objective_yen), is_kept=False)


def _round(pair: Pair, *, is_kept: bool) -> Round:
    found = pair.found
    planned, made = (found.planned_days, found.planned_yen), (found.bus_days, found.timetabled_yen)
    told = (*planned, *made, len(found.differing), round(pair.cost_yen))
    return Round(pair.number, pair.sites_with_fewer_slots, *told, is_kept=is_kept)


def told(pair: Pair) -> str:
    """Say in one sentence how a plan and its timetable stand."""
    found = pair.found
    days, yen = f"{found.planned_days:g} bus-days planned, {found.bus_days}", f"{found.planned_yen:,} yen planned"
    agree = "agree within 2 %" if pair.agrees else "differ"
    agree += f" at {len(found.differing)} of {len(found.sites)} sites" if found.differing else ""
    return f"round {pair.number}: {days} timetabled; {yen}, {found.timetabled_yen:,} timetabled: they {agree}"
