"""Whether every group has its buses, there and back, with a seat for everybody."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from poolplan.scenario.lessons import OwnBus
from poolplan.timetable.check.case import Case, span
from poolplan.timetable.check.registry import Complaint, checked
from poolplan.timetable.rows import Duty, Leg, Session

CHARTER, WELFARE, NONE = "charter", "welfare", 0


def own_buses(case: Case, duty: Duty) -> list[OwnBus]:
    """The buses of club or city that a duty may use."""
    return [bus for bus in case.rules.fleet.own if (bus.owner, bus.garage) == (duty.owner, duty.garage)]


def seats_of(case: Case, duty: Duty) -> int:
    """Seats of the bus of a duty; 0 where there is no such bus."""
    if duty.owner != CHARTER:
        return max((bus.seats for bus in own_buses(case, duty)), default=NONE)
    if duty.bus_class == WELFARE:
        return case.rules.welfare.seats if case.rules.welfare else NONE
    classes = {"large": case.bus.large, "medium": case.bus.medium, "small": case.bus.small}
    offer = (classes | {"commuter": case.bus.commuter}).get(duty.bus_class)
    return offer.seats if offer else NONE


@checked
def groups_that_ride_have_buses_and_others_none(case: Case) -> Iterator[Complaint]:
    """A session by bus names its buses of the day; one on foot names none; special-needs groups have their vehicle."""
    for row in case.files.sessions:
        names = row.duties.split()
        if (row.travel_by == "bus") != bool(names):
            yield row.session, f"goes by {row.travel_by} and names the buses '{row.duties}'"
        for duty in (case.duties[name] for name in names):
            if duty.date != row.date:
                yield row.session, f"is on {row.date}; its bus {duty.duty} runs on {duty.date}"
            if row.special != (duty.bus_class == WELFARE):
                yield row.session, f"its bus {duty.duty} is a {duty.bus_class}, special-needs group: {row.special}"


@checked
def everybody_has_a_seat(case: Case) -> Iterator[Complaint]:
    """No bus takes more pupils than it has seats, and all buses of a group together seat its pupils and escorts."""
    for leg in case.files.legs:
        seats = seats_of(case, case.duties[leg.duty])
        if leg.pupils > seats:
            yield f"{leg.duty} leg {leg.leg}", f"{leg.pupils} pupils on {seats} seats"
    for row in case.files.sessions:
        duties = [case.duties[name] for name in row.duties.split()]
        seats, people = sum(seats_of(case, duty) for duty in duties), row.pupils + case.escorts(row)
        if duties and people > seats:
            yield row.session, f"{row.pupils} pupils and {case.escorts(row)} escorts on {seats} seats"


@checked
def buses_take_every_group_there_and_back(case: Case) -> Iterator[Complaint]:
    """Each bus of a session has one run to the site and one back, between its times, with all its pupils in all."""
    rides: dict[tuple[str, str], list[Leg]] = defaultdict(list)
    for leg in case.files.legs:
        for name in leg.session.split():
            rides[name, leg.duty].append(leg)
            if leg.duty not in case.session[name].duties.split():
                yield name, f"rides on {leg.duty}, which it does not name"
    for row in case.files.sessions:
        there = back = 0
        for duty in row.duties.split():
            legs = rides[row.session, duty]
            out = [leg for leg in legs if (leg.from_, leg.to) == (row.school, row.site)]
            home = [leg for leg in legs if (leg.from_, leg.to) == (row.site, row.school)]
            if len(out) != 1 or len(home) != 1 or len(legs) != len(out) + len(home):
                yield row.session, f"{duty} takes it {len(out)} times there and {len(home)} times back; must be once"
                continue
            yield from _in_time(row, out[0], home[0])
            there, back = there + out[0].pupils, back + home[0].pupils
        if row.duties and (there, back) != (row.pupils, row.pupils):
            yield row.session, f"{there} pupils ride there and {back} back; must be {row.pupils}"


def _in_time(row: Session, out: Leg, home: Leg) -> Iterator[Complaint]:
    if out.depart < row.leave or out.arrive > row.arrive:
        text = f"{out.duty} runs {out.depart}-{out.arrive}; the group leaves at {row.leave} and arrives at {row.arrive}"
        yield row.session, text
    if home.depart < row.depart or home.arrive > row.back:
        text = f"{home.duty} runs {home.depart}-{home.arrive}; the group departs {row.depart}, is back {row.back}"
        yield row.session, text


@checked
def boarding_takes_its_time(case: Case) -> Iterator[Complaint]:
    """A bus waits at the school while the group gets on, and it is not gone before the group is off."""
    board = case.plan.network.scenario.board_min
    for duty, legs in case.legs.items():
        for one, then in pairwise(legs):
            waits = (one.session.split() != [], then.session.split() != [])
            need = board * sum(waits) if then.from_ in case.places.schools and one.session != then.session else 0
            stands = span(one.arrive, then.depart)
            if stands < need:
                yield (
                    f"{duty} leg {then.leg}",
                    f"stands {stands} min at {then.from_}; getting off and on takes {need}",
                )
