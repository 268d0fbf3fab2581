"""The schools, pupils, pools, clubs and trips of a made-up city; figures follow the rules of the Kumamoto tables."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.layout import Point, apart_km, degrees, draw_places, draw_school_points, draw_towns
from poolplan.network.demand import sessions_per_year
from poolplan.network.places import Places, School, Site
from poolplan.network.roads.speed import read_speed_model
from poolplan.network.travel import TravelTimes, Trip
from poolplan.network.wards import Ward
from poolplan.scenario.blocks import Condition, Label, Level, SiteKind, TravelBy
from poolplan.scenario.schema import Scenario

SOURCE = "made up by benchmarks/made_up.py"
ELEMENTARY_SHARE = 0.7
SCHOOLS_PER_WARD, MOST_WARDS = 27, 7
SCHOOLS_PER_CLUB, SCHOOLS_PER_PUBLIC_POOL = 9, 33
CLUB_WEEKS, FEWEST_CLUB_SLOTS_A_WEEK = 28, 2
PUBLIC_SLOTS, OWN_SLOTS = 168, 84
CLUBS_APART_KM, PUBLIC_APART_KM = 1.2, 3.0
BUILT, OLD_UNTIL = (1966, 1992), 1972
CONDITIONS: tuple[Condition, ...] = ("A", "B", "C", "D")
OLD_CHANCES, YOUNGER_CHANCES = (0.0, 0.45, 0.45, 0.1), (0.2, 0.55, 0.22, 0.03)
SMALLEST, USUAL, LARGEST = 60, 400, 1_200
"""Pupils of an elementary school."""
GRADES: Mapping[Level, int] = {"elementary": 6, "junior_high": 3}
GO_ON_SHARE = 0.95
"""Share of elementary leavers who go on to a junior high of the city."""
YEARLY_CHANGE = (-0.014, -0.007)
MOST_MIN: Mapping[TravelBy, float] = {"bus": 30.0, "walk": 25.0}
"""Longer trips are left out of the table."""
NEIGHBOURS = 12
"""Pools of so many nearest schools are in the table of trips."""


@dataclass(frozen=True)
class Ground:
    """Where everything lies before it gets a name."""

    elementary: list[Point]
    junior_high: list[Point]
    wards: list[Point]
    sizes: list[float]
    """Pupils of each school in the first year, elementary schools first."""

    @property
    def schools(self) -> list[Point]:
        """Every school, elementary schools first."""
        return self.elementary + self.junior_high

    def ward(self, point: Point) -> str:
        """Return the id of the ward whose centre is nearest."""
        return f"ward_{_nearest(point, self.wards)}"


def draw_ground(draw: random.Random, schools: int) -> Ground:
    """Draw towns, wards around the first of them, schools and their sizes."""
    towns = draw_towns(draw, schools)
    elementary = draw_school_points(draw, towns, round(schools * ELEMENTARY_SHARE), schools)
    junior_high = draw_school_points(draw, towns, schools - len(elementary), schools)
    wards = towns[: max(2, min(MOST_WARDS, schools // SCHOOLS_PER_WARD))]
    sizes = [_within(USUAL * draw.lognormvariate(0.0, 0.5)) for _ in elementary]
    fed = [0.0] * len(junior_high)
    for point, size in zip(elementary, sizes, strict=True):
        fed[_nearest(point, junior_high)] += size * GO_ON_SHARE * GRADES["junior_high"] / GRADES["elementary"]
    return Ground(elementary, junior_high, wards, sizes + [_within(size) for size in fed])


def _within(size: float) -> float:
    return min(max(size, SMALLEST), LARGEST)


def _nearest(point: Point, others: list[Point]) -> int:
    return min(range(len(others)), key=lambda index: apart_km(point, others[index]))


def draw_city(draw: random.Random, scenario: Scenario, ground: Ground, tightness: float) -> tuple[Places, TravelTimes]:
    """Draw places and trips for the years of the scenario; clubs lack the share `tightness` of the first demand."""
    schools = {school.id: school for school in _schools(ground)}
    pupils = dict(_pupils(draw, scenario, schools, ground))
    first, lessons = scenario.years.first, scenario.modes["commission"]
    demand = sum(sessions_per_year(pupils[school, first], lessons) for school in schools)
    where = dict(zip(schools, ground.schools, strict=True))
    sites = [_own_pool(draw, school) for school in schools.values()]
    where |= {f"{school}_pool": where[school] for school in schools}
    for site, point in _outside_sites(draw, ground, (1 - tightness) * demand):
        sites.append(site)
        where[site.id] = point
    wards = {name: Ward(name, _label(name), {}) for name in sorted(school.ward for school in schools.values())}
    ordered = {site.id: site for site in sorted(sites, key=lambda site: site.id)}
    places = Places(schools, ordered, dict(sorted(pupils.items())), frozenset(schools), wards)
    return places, dict(_trips(places, where))


def _label(name: str) -> Label:
    return Label(ja=name, en=name)


def _schools(ground: Ground) -> Iterator[School]:
    for index, point in enumerate(ground.schools):
        level: Level = "elementary" if index < len(ground.elementary) else "junior_high"
        name, (longitude, latitude) = f"s{index:03d}", degrees(point)
        yield School(name, _label(name), level, ground.ward(point), longitude, latitude, frozenset(), SOURCE)


def _pupils(
    draw: random.Random, scenario: Scenario, schools: dict[str, School], ground: Ground
) -> Iterator[tuple[tuple[str, int], tuple[int, ...]]]:
    """Pupils by grade for each school and year: fewer every year, by a share drawn for each ward."""
    change = {f"ward_{index}": draw.uniform(*YEARLY_CHANGE) for index in range(len(ground.wards))}
    for school, size in zip(schools.values(), ground.sizes, strict=True):
        grades = GRADES[school.level]
        spread = [max(0.5, draw.gauss(1.0, 0.05)) * size / grades for _ in range(grades)]
        for year in scenario.planned_years:
            trend = (1 + change[school.ward]) ** (year - scenario.years.first)
            yield (school.id, year), tuple(max(1, round(grade * trend)) for grade in spread)


def _own_pool(draw: random.Random, school: School) -> Site:
    built = draw.randint(*BUILT)
    chances = OLD_CHANCES if built <= OLD_UNTIL else YOUNGER_CHANCES
    return Site(
        id=f"{school.id}_pool",
        label=_label(f"{school.id} pool"),
        kind="school_pool",
        ward=school.ward,
        longitude=school.longitude,
        latitude=school.latitude,
        lanes=6,
        capacity_slots=OWN_SLOTS,
        source=SOURCE,
        assumed=frozenset(),
        school=school.id,
        build_year=built,
        condition=draw.choices(CONDITIONS, chances)[0],
        can_rebuild=True,
    )


def _outside_sites(draw: random.Random, ground: Ground, club_slots: float) -> Iterator[tuple[Site, Point]]:
    """Clubs that share so many slots a year unevenly, and public pools, all near schools."""
    clubs = max(1, len(ground.schools) // SCHOOLS_PER_CLUB)
    public = max(1, len(ground.schools) // SCHOOLS_PER_PUBLIC_POOL)
    for index, point in enumerate(draw_places(draw, ground.schools, ground.sizes, clubs, CLUBS_APART_KM)):
        a_week = round(club_slots / clubs / CLUB_WEEKS * draw.uniform(0.6, 1.4))
        slots = CLUB_WEEKS * max(FEWEST_CLUB_SLOTS_A_WEEK, a_week)
        yield _outside(f"club_{index:02d}", "club", ground.ward(point), point, slots), point
    for index, point in enumerate(draw_places(draw, ground.schools, ground.sizes, public, PUBLIC_APART_KM)):
        yield _outside(f"public_{index:02d}", "public_pool", ground.ward(point), point, PUBLIC_SLOTS), point


def _outside(name: str, kind: SiteKind, ward: str, point: Point, slots: int) -> Site:
    longitude, latitude = degrees(point)
    return Site(name, _label(name), kind, ward, longitude, latitude, 6, slots, SOURCE, frozenset())


def _trips(places: Places, where: dict[str, Point]) -> Iterator[tuple[tuple[str, str, TravelBy], Trip]]:
    """Trips by bus and on foot: straight line x detour / speed, plus the fixed minutes of a bus."""
    model = read_speed_model("kumamoto-2")
    bus_m_per_min, walk_m_per_min = (kmh * 1000 / 60 for kmh in (model.straight.bus_kmh, model.walking.kmh))
    for school in places.schools:
        for site in _sites_around(places, where, school):
            straight = apart_km(where[school], where[site]) * 1000
            metres = {"bus": straight * model.straight.bus_detour, "walk": straight * model.straight.walk_detour}
            minutes = {
                "bus": model.stops_min + metres["bus"] / bus_m_per_min,
                "walk": metres["walk"] / walk_m_per_min,
            }
            for way, most in MOST_MIN.items():
                if minutes[way] <= most:
                    yield (school, site, way), Trip(round(minutes[way], 1), round(metres[way]), SOURCE)


def _sites_around(places: Places, where: dict[str, Point], school: str) -> list[str]:
    """Every club and public pool, and the pools of the nearest schools."""
    pools = [f"{other}_pool" for other in places.schools if other != school]
    pools.sort(key=lambda pool: (apart_km(where[school], where[pool]), pool))
    return [site.id for site in places.sites.values() if site.school is None] + pools[:NEIGHBOURS]
