"""The whole method on one screen: scenario files go in, audited tables and maps come out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from poolplan.errors import AuditError, ScenarioError, problems_of
from poolplan.model.build import build_model
from poolplan.model.explain import explain
from poolplan.model.hopeless import without_hopeless
from poolplan.model.order import solve_for_aims
from poolplan.model.patience import Patience
from poolplan.network.build import build_network
from poolplan.network.near_limits import near_limits
from poolplan.network.options import Network
from poolplan.network.places import Places, read_places
from poolplan.network.travel import Say, TravelTimes, read_lines, read_travel_times
from poolplan.outputs.comparison import check_different, write_comparison
from poolplan.outputs.folder import check_before_search, folder_inside, write_outputs
from poolplan.outputs.given_back import given_back, naming_them
from poolplan.outputs.kept import kept_plan
from poolplan.outputs.manifest import manifest
from poolplan.outputs.registry import Lang
from poolplan.outputs.sensitivity.record import kept_study
from poolplan.outputs.timetable.write import add_timetable, write_with_timetable
from poolplan.progress import Journal
from poolplan.results.audit import audit, audit_books
from poolplan.results.finance.keeping import books_of
from poolplan.results.indicators import indicators
from poolplan.results.plan import Answer, Plan
from poolplan.results.read import read_plan
from poolplan.scenario.checks import check_places, check_scenario
from poolplan.scenario.lesson_checks import differing_fares
from poolplan.scenario.read import Reading, read, resolved_yaml
from poolplan.timetable.beforehand import check_school_day
from poolplan.timetable.feedback import Makers, plan_with_timetable
from poolplan.timetable.solve import make_timetable
from poolplan.timetable.tables import Timetable


@dataclass(frozen=True)
class Request:
    """What the user asks for besides the scenario."""

    root: Path
    """Folder under which each result gets its own folder."""
    overrides: tuple[str, ...] = ()
    """Values set on the command line, `path=value`."""
    lang: Lang = "ja"
    year: int | None = None
    """School year of which the timetable is made; None: no timetable."""


def run(path: Path, request: Request, journal: Journal) -> tuple[Answer, list[Path]]:
    """Plan one scenario and write `<root>/<scenario>/`; returns the answer and the files."""
    reading = read_checked(path, request)
    folder = folder_inside(request.root, reading.scenario.name)
    check_before_search(folder)
    network = network_of(reading, journal)
    if request.year is None:
        answer, made = plan_of(network, journal), None
    else:
        check_school_day(network, [request.year], journal.say)
        answer, made = plan_and_timetable(network, request.year, journal)
    return answer, _write(reading, network, answer, made, request, journal)


def timetable(path: Path, year: int, request: Request, journal: Journal) -> tuple[Timetable, list[Path]]:
    """Make the timetable of a school year and write `<root>/<scenario>/timetable-<year>/`.

    The plan is the one in the scenario's folder, if it answers the same question about the same tables. If not, the
    scenario is planned anew and its whole folder replaced: a timetable never lies beside another plan than its own.
    """
    reading = read_checked(path, replace(request, year=year))
    folder = folder_inside(request.root, reading.scenario.name)
    check_before_search(folder)
    network = network_of(reading, journal)
    check_school_day(network, [year], journal.say)
    kept = kept_plan(folder, network)
    answer = plan_of(network, journal) if kept is None else Answer(kept, indicators(kept))
    made = timetable_of(answer.plan, year, journal)
    if kept is None:
        return made, _write(reading, network, answer, made, request, journal)
    with journal.step("write"):
        told = _with_study(answer, request.root)
        return made, add_timetable(told, made, folder, request.lang, request.overrides)


def validate(path: Path, request: Request, journal: Journal) -> Network:
    """Read a scenario and the city's tables and refuse what is wrong with them, the school day of every year too."""
    network = network_of(read_checked(path, request), journal)
    if network.scenario.timetable is not None:
        check_school_day(network, network.scenario.planned_years, journal.say)
    return network


def _write(  # noqa: PLR0913, PLR0917 - what was read, what was found, and how it is written
    reading: Reading, asked: Network, answer: Answer, made: Timetable | None, request: Request, journal: Journal
) -> list[Path]:
    """Write the scenario's folder, with the timetable if one was made and what it gave back to the plan."""
    folder = folder_inside(request.root, reading.scenario.name)
    with journal.step("write"):
        answer = replace(answer, plan=naming_them(answer.plan, folder))
        extra = {
            "scenario.resolved.yaml": resolved_yaml(answer.plan.network.scenario, folder),
            "manifest.json": manifest(answer.plan, reading.files, request.overrides, journal.seconds, asked),
            **given_back(answer.plan),
        }
        told = _with_study(answer, request.root)
        if made is None:
            return write_outputs(told, folder, request.lang, extra)
        return write_with_timetable(told, made, folder, request.lang, extra, request.overrides)


def _with_study(answer: Answer, root: Path) -> Answer:
    """Return an answer with what the scenario's study under the output root says, for report and finance workbook."""
    return replace(answer, studied=kept_study(root, answer.plan.network))


def compare(paths: Sequence[Path], name: str, request: Request, journal: Journal) -> list[Path]:
    """Plan several scenarios and write `<root>/<name>/`: tables and maps over all of them, and the pages of each."""
    readings = [read_checked(path, request) for path in paths]
    check_different(reading.scenario.name for reading in readings)
    folder = folder_inside(request.root, name)
    check_before_search(folder)
    answers = []
    for reading in readings:
        journal.say(reading.scenario.name)
        answers.append(_with_study(plan(reading, journal), request.root))
    with journal.step("write"):
        return write_comparison(answers, folder, request.lang)


def read_checked(path: Path, request: Request) -> Reading:
    """Read a scenario and refuse it if it contradicts itself, or does not plan the year that a timetable is made of."""
    reading = read(path, request.overrides)
    years = reading.scenario.planned_years
    if request.year is not None and request.year not in years:
        raise ScenarioError(f"timetable of {request.year}: is not planned; give a year from {years[0]} to {years[-1]}")
    try:
        check_scenario(reading.scenario, reading.origins)
    except ScenarioError as error:
        raise ScenarioError([*error.problems, *problems_of(lambda: city_of(reading))]) from None
    return reading


def plan(reading: Reading, journal: Journal) -> Answer:
    """Find the best plan for a scenario, re-check it and measure it."""
    return plan_of(network_of(reading, journal), journal)


def plan_of(network: Network, journal: Journal) -> Answer:
    """Find the best plan where every school's options are known, re-check it and measure it."""
    patience = Patience(network.scenario.solver.time_limit_s)
    with journal.step("model"):
        fewer = without_hopeless(network, patience)
        with patience.paused():
            model = build_model(fewer.network)
    with journal.step("solve"):
        found = solve_for_aims(model, journal.watch, patience)
        solution = fewer.judged(found) or explain(network, journal.hint)
    with journal.step("audit"):
        answer_plan = read_plan(network, solution)
        findings = audit(answer_plan) or audit_books(answer_plan, books_of(answer_plan))
        if findings:
            raise AuditError(f"audit: {f.rule}: {f.where}: {f.problem}; please report this" for f in findings)
        return Answer(answer_plan, indicators(answer_plan))


def plan_and_timetable(network: Network, year: int, journal: Journal) -> tuple[Answer, Timetable]:
    """Find a plan and the timetable of one of its years that agree, each made anew with what the other found."""
    make = Makers(lambda given: plan_of(given, journal).plan, lambda plan: timetable_of(plan, year, journal))
    found, made = plan_with_timetable(network, year, make, journal.say)
    return Answer(found, indicators(found)), made


def timetable_of(plan: Plan, year: int, journal: Journal) -> Timetable:
    """Make the timetable of one school year of a plan."""
    with journal.step("timetable"):
        return make_timetable(plan, year, journal.hint)


def network_of(reading: Reading, journal: Journal) -> Network:
    """Read the city's tables and work out every school's options."""
    scenario = reading.scenario
    for difference in differing_fares(scenario):
        journal.say(difference)
    with journal.step("places"):
        places, travel = city_of(reading, journal.say)
    with journal.step("options"):
        lines, credit = read_lines(scenario)
        network = replace(build_network(scenario, places, travel), lines=lines, lines_credit=credit)
    journal.fact(f"options: {len(network.options):,} kept, {len(network.dropped):,} dropped")
    journal.fact(f"trips too near a limit to be sure of: {len(near_limits(network)):,}")
    return network


def city_of(reading: Reading, say: Say | None = None) -> tuple[Places, TravelTimes]:
    """Read the city's tables; refuse them, and a scenario that does not fit them, with every problem at once.

    Args:
        reading: the scenario.
        say: shows what was computed on the way.
    """
    scenario = reading.scenario
    places = read_places(scenario)
    wards = {school.id: school.ward for school in places.schools.values()}
    trips: list[TravelTimes] = []
    problems = problems_of(
        lambda: check_places(scenario, wards, reading.origins),
        lambda: trips.append(read_travel_times(scenario, places, say)),
    )
    if problems:
        raise ScenarioError(problems)
    return places, trips[0]
