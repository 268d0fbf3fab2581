"""Made-up Japanese cities of any size, the same for the same seed; run as a command, it measures a model on one."""

import argparse
import csv
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import KUMAMOTO
from benchmarks.made_up import draw_city, draw_ground
from benchmarks.measure import HEADER, measure_naive, measure_ours, with_limits
from benchmarks.naive_answers import SOLVERS
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.network.places import Places
from poolplan.progress import Journal
from poolplan.run import Request, network_of, read_checked
from poolplan.scenario.read import read_scenario
from poolplan.scenario.schema import Programme, Scenario, Stage

TIGHTNESS = 0.6
NO_REBUILD_SHARE = 0.06
MOVES_PER_SCHOOL = 6 / 134
"""Schools that may move in a year after the stages, per school of the city: six in Kumamoto."""
STAGES = ((0, 2), (1, 5), (2, 7))
"""Years after the first, and the schools that have moved by then."""


def city(schools: int, years: int = 30, seed: int = 1, tightness: float = TIGHTNESS) -> Network:
    """Return a city with its options, under the prices and rules of the bundled Kumamoto scenario.

    Some sites allow no rebuilding, but only those whose schools can all go to a club or public pool at the same time.

    Args:
        schools: elementary and junior high schools together, 10 or more.
        years: fiscal years planned, from the first year of the bundled scenario on.
        seed: the same seed gives the same city.
        tightness: share of the sessions of the first year that the clubs together cannot take, 0 to 1.
    """
    draw = random.Random(f"{schools}/{seed}")  # noqa: S311 - no secret is made here
    scenario = _scenario(schools, years, seed)
    places, travel = draw_city(draw, scenario, draw_ground(draw, schools), tightness)
    free = build_network(scenario, places, travel)
    unfit = _with_a_way_out(draw, free)[: round(schools * NO_REBUILD_SHARE)]
    return build_network(_with_stages(free), _without_rebuilding(places, unfit), travel)


def _scenario(schools: int, years: int, seed: int) -> Scenario:
    """Return the bundled scenario with other years and without stages."""
    bundled = read_scenario(KUMAMOTO)
    horizon = bundled.years.model_copy(update={"last": bundled.years.first + years - 1})
    programme = Programme(rollout_schools_per_year=max(1, round(schools * MOVES_PER_SCHOOL)))
    changed = {"name": f"city_{schools}_{seed}", "years": horizon, "programme": programme}
    return bundled.model_copy(update=changed)


def _with_stages(net: Network) -> Scenario:
    """Return the scenario with stages of 2, 5 and 7 schools; the last one in every ward where that can be done."""
    scenario, homes = net.scenario, len(net.home_options)
    stages = [
        Stage(year=scenario.years.first + after, schools=number)
        for after, number in STAGES
        if number <= homes // 2 and scenario.years.first + after <= scenario.years.last
    ]
    if stages and len(net.places.wards) <= stages[-1].schools and _wards_able(net) >= net.places.wards.keys():
        stages[-1] = stages[-1].model_copy(update={"every_ward": True})
    programme = scenario.programme.model_copy(update={"stages": tuple(stages)})
    return scenario.model_copy(update={"programme": programme})


def _wards_able(net: Network) -> set[str]:
    """Wards in which some school could leave its own pool in the first year."""
    first = net.scenario.years.first
    able = [s for s, options in net.away_options.items() if any(o.first_year == first for o in options)]
    return {net.places.schools[school].ward for school in able}


def _with_a_way_out(draw: random.Random, net: Network) -> list[str]:
    """Schools, in drawn order, that fit in clubs and public pools all at the same time, the nearest with room first."""
    years = net.scenario.planned_years
    room = {site.id: site.capacity_slots for site in net.places.sites.values() if site.school is None}
    schools = list(net.home_options)
    draw.shuffle(schools)
    out = []
    for school in schools:
        outside = [option for option in net.away_options[school] if option.site in room]
        for option in sorted(outside, key=lambda option: (option.minutes, option.site)):
            most = max(net.needs(option, year) for year in years)
            if most <= room[option.site]:
                room[option.site] -= most
                out.append(school)
                break
    return out


def _without_rebuilding(places: Places, schools: list[str]) -> Places:
    sites = {
        name: replace(site, can_rebuild=False) if site.school in schools else site
        for name, site in places.sites.items()
    }
    return replace(places, sites=sites)


def main(words: Sequence[str] | None = None) -> int:
    """Measure one model on one city or scenario and print one CSV row; 1 if the plan does not pass the audit."""
    asked = _parser().parse_args(words)
    if asked.scenario is None:
        net, seed = city(asked.schools, asked.years, asked.seed, asked.tightness), asked.seed
    else:
        reading, seed = read_checked(asked.scenario, Request(root=Path(), overrides=tuple(asked.set))), None
        net = network_of(reading, Journal())
    net = with_limits(net, asked.gap, asked.time_limit)
    measured = measure_naive(net, asked.solver) if asked.naive else measure_ours(net)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerows([HEADER, measured.cells(net, seed)])
    sys.stderr.writelines(f"NOT SOUND: {complaint}\n" for complaint in measured.complaints)
    return 1 if measured.complaints else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cities", description=__doc__)
    parser.add_argument("--schools", type=int, default=134, help="schools of the made-up city (default 134)")
    parser.add_argument("--years", type=int, default=30, help="fiscal years planned (default 30)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same city (default 1)")
    parser.add_argument("--tightness", type=float, default=TIGHTNESS, help="share of lessons clubs cannot take")
    parser.add_argument("--scenario", type=Path, help="measure on this scenario file instead of a made-up city")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="change the scenario file")
    parser.add_argument("--time-limit", type=float, default=180.0, help="seconds of search (default 180)")
    parser.add_argument("--gap", type=float, default=0.001, help="stop when proven this near to the best (0.001)")
    parser.add_argument("--naive", action="store_true", help="measure the naive model instead of ours")
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="cbc", help="of the naive model (default cbc)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
