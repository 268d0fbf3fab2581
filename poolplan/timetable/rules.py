"""The school day of a scenario, or the sentence that says it is missing."""

from poolplan.errors import ScenarioError
from poolplan.network.places import Places, School, Site
from poolplan.scenario.lessons import BellTimes, TimetableRules, WeekPattern
from poolplan.scenario.messages import did_you_mean
from poolplan.scenario.schema import Scenario

MISSING = (
    "timetable: is missing, so nobody knows when schools can swim; extend scenarios/shared/school_day_japan.yaml, "
    "or write the block"
)


def rules_of(scenario: Scenario) -> TimetableRules:
    """The block `timetable:` of a scenario.

    Raises:
        ScenarioError: the scenario has none.
    """
    if scenario.timetable is None:
        raise ScenarioError([MISSING])
    return scenario.timetable


def bells_of(rules: TimetableRules, school: School) -> BellTimes:
    """Hours of a school's day."""
    return rules.bells_by_level.get(school.level, rules.bells)


def pattern_of(rules: TimetableRules, site: Site) -> tuple[str, WeekPattern]:
    """When a site takes schools, with the place in the scenario that says so.

    Raises:
        ScenarioError: no pattern is given for this kind of site.
    """
    if site.id in rules.patterns_by_site:
        return f"timetable.patterns_by_site.{site.id}", rules.patterns_by_site[site.id]
    if site.kind in rules.patterns:
        return f"timetable.patterns.{site.kind}", rules.patterns[site.kind]
    text = f"timetable.patterns: no slots are given for a {site.kind}, and schools swim at '{site.id}'; add {site.kind}"
    raise ScenarioError([text])


def has_pattern(rules: TimetableRules, site: Site) -> bool:
    """Whether the scenario says when a site takes schools."""
    return site.id in rules.patterns_by_site or site.kind in rules.patterns


def pupils_at_most(rules: TimetableRules, site: Site, group_pupils: int) -> int:
    """Pupils in a slot of a site: on its lanes, or a group of at most `group_pupils` that the staff can watch.

    Raises:
        ScenarioError: no pattern is given for this kind of site.
    """
    _, pattern = pattern_of(rules, site)
    if pattern.shared_by == "lanes":
        return pattern.pupils_per_lane * site.lanes
    staff = rules.staff.get(site.kind)
    return min(group_pupils, staff.pupils_at_most) if staff else group_pupils


def check_names(rules: TimetableRules, places: Places) -> None:
    """Refuse a school day that names places the city's tables do not know.

    Raises:
        ScenarioError: a sentence for each of them.
    """
    clubs = [site.id for site in places.sites.values() if site.kind == "club"]
    problems = [
        f"timetable.patterns_by_site: site '{site}' is in no table{did_you_mean(site, places.sites)}; mend the id"
        for site in rules.patterns_by_site
        if site not in places.sites
    ]
    for number, bus in enumerate(rules.fleet.own):
        known = clubs if bus.owner == "club" else [*places.schools, *places.sites]
        if bus.garage not in known:
            where = "club" if bus.owner == "club" else "school or site"
            text = f"'{bus.garage}' is no {where} of the tables{did_you_mean(bus.garage, known)}; mend the id"
            problems.append(f"timetable.fleet.own.{number}.garage: {text}")
    if problems:
        raise ScenarioError(problems)
