"""The command line: arguments in, exit code out; no logic. Commands import heavy modules only when they run."""

import os
import signal
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from poolplan.errors import PoolplanError, StoppedError

if TYPE_CHECKING:
    from poolplan.results.plan import Plan
    from poolplan.run import Request
    from poolplan.timetable.tables import Timetable

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Plan where every school swims, year by year, and show it on a map.\n\n"
    "Exit codes: 0 plan, 1 input that can be fixed, 2 misspelt command, 3 no plan exists, 4 stopped without a plan, "
    "5 the solver failed or its plan did not pass the re-check.",
)


class Lang(StrEnum):
    """Language of maps and tables."""

    ja = "ja"
    en = "en"


ScenarioFile = Annotated[Path, typer.Argument(help="Scenario file (YAML).", show_default=False)]
ScenarioFiles = Annotated[list[Path], typer.Argument(help="Scenario files (YAML), two or more.", show_default=False)]
SetValue = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one value, for example costs.bus.large.per_hour_yen=7000."
    ),
]
Out = Annotated[Path, typer.Option("--out", help="Folder for results; each scenario gets its own folder in it.")]
TimeLimit = Annotated[float | None, typer.Option("--time-limit", help="Seconds to search at most.")]
Gap = Annotated[float | None, typer.Option("--gap", help="Stop within this share of the best possible, e.g. 0.005.")]
Language = Annotated[Lang, typer.Option("--lang", help="Language of maps and tables.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say what each step found and took.")]
PointsFrom = Annotated[
    Path, typer.Option("--from", help="CSV of schools: id, longitude, latitude.", show_default=False)
]
PointsTo = Annotated[Path, typer.Option("--to", help="CSV of places with water, likewise.", show_default=False)]
ROADS_HELP = "Roads: .osm.pbf, .osm, Overpass .json, .graphml, .gpkg or ..._links.csv; straight lines where left out."
RoadFile = Annotated[Path | None, typer.Option("--roads", help=ROADS_HELP)]
ENGINE_HELP = "What finds the ways: csr, networkx to compare with, osrm-embedded, or a server: osrm, valhalla."
EngineName = Annotated[str, typer.Option("--engine", help=ENGINE_HELP)]
ServerUrl = Annotated[str, typer.Option("--url", help="Address of an OSRM or Valhalla server to ask.")]
WalkUrl = Annotated[str, typer.Option("--walk-url", help="Address of an OSRM server for people on foot.")]
SpeedModelName = Annotated[str, typer.Option("--speed-model", help="Version of a shipped one, or a YAML file.")]
MarginKm = Annotated[
    float, typer.Option("--margin-km", min=0, max=100, help="Roads are kept so far around the places.")
]
CALIBRATE_HELP = "CSV of timed bus runs (school, site, minutes): fit the speed model to them and write it to --out."
TimedRuns = Annotated[Path | None, typer.Option("--calibrate", help=CALIBRATE_HELP)]
Refresh = Annotated[bool, typer.Option("--refresh", help="Compute what changed since the table was written.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes to use; one per core if left out.")]
Dask = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="Use Dask: local, or a scheduler as tcp://host:8786.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where an earlier run ended.")]
WithTimetable = Annotated[
    int | None,
    typer.Option(
        "--with-timetable", metavar="YEAR", help="Plan in turn with this school year's timetable until they agree."
    ),
]
NAME_HELP = "Name of the comparison's folder."


@app.command()
def run(  # noqa: PLR0913 - one per option of the command
    scenario: ScenarioFile,
    *,
    set_: SetValue = None,
    out: Out = Path("outputs"),
    time_limit: TimeLimit = None,
    gap: Gap = None,
    lang: Language = Lang.ja,
    with_timetable: WithTimetable = None,
    verbose: Verbose = False,
) -> None:
    """Plan one scenario. Tables, workbooks, GIS layers, maps and report are written to OUT/<scenario>/."""
    from poolplan import run as method
    from poolplan.progress import Journal

    journal = Journal(verbose=verbose)
    request = replace(_request(out, set_, time_limit, gap, lang), year=with_timetable)
    answer, files = method.run(scenario, request, journal)
    journal.say(_verdict(answer.plan))
    typer.echo(f"{files[0].parent}: {', '.join(path.name for path in files)}")


@app.command()
def validate(scenario: ScenarioFile, *, set_: SetValue = None, verbose: Verbose = False) -> None:
    """Check a scenario without planning. Its school day and the city's tables too; every problem is listed at once."""
    from poolplan import run as method
    from poolplan.progress import Journal

    request = _request(Path("outputs"), set_, None, None, Lang.ja)
    network = method.validate(scenario, request, Journal(verbose=verbose))
    schools, sites = len(network.places.schools), len(network.places.sites)
    typer.echo(f"{scenario}: sound; {schools} schools, {sites} sites, {len(network.options):,} options")


@app.command()
def compare(  # noqa: PLR0913 - one per option of the command
    scenarios: ScenarioFiles,
    *,
    set_: SetValue = None,
    out: Out = Path("outputs"),
    name: Annotated[str, typer.Option("--name", help=NAME_HELP)] = "comparison",
    time_limit: TimeLimit = None,
    gap: Gap = None,
    lang: Language = Lang.ja,
    verbose: Verbose = False,
) -> None:
    """Plan several scenarios and compare them. Tables, maps and the pages of each are written to OUT/<name>/."""
    from poolplan import run as method
    from poolplan.progress import Journal

    if len(scenarios) < 2:  # noqa: PLR2004
        raise typer.BadParameter("give two scenario files or more")
    files = method.compare(scenarios, name, _request(out, set_, time_limit, gap, lang), Journal(verbose=verbose))
    typer.echo(f"{files[0].parent}: {', '.join(path.name for path in files)}")


@app.command()
def timetable(  # noqa: PLR0913 - one per option of the command
    scenario: ScenarioFile,
    *,
    year: Annotated[int, typer.Option("--year", help="School year (April to March).", show_default=False)],
    set_: SetValue = None,
    out: Out = Path("outputs"),
    time_limit: TimeLimit = None,
    gap: Gap = None,
    lang: Language = Lang.ja,
    verbose: Verbose = False,
) -> None:
    """Make the timetable of a school year. Lessons, slots and buses of a plan; OUT/<scenario>/timetable-<year>/."""
    from poolplan import run as method
    from poolplan.progress import Journal

    journal = Journal(verbose=verbose)
    values = [*(set_ or []), *([] if time_limit is None else [f"timetable.time_limit_s={time_limit}"])]
    made, files = method.timetable(scenario, year, _request(out, values, time_limit, gap, lang), journal)
    journal.say(_placed(made))
    typer.echo(f"{files[0].parent / f'timetable-{year}'}: index.html and what it links to")


@app.command()
def travel(  # noqa: PLR0913 - one per option of the command
    *,
    from_: PointsFrom,
    to: PointsTo,
    out: Annotated[Path, typer.Option("--out", help="CSV to write; what belongs to it is written beside it.")],
    roads: RoadFile = None,
    engine: EngineName = "csr",
    url: ServerUrl = "",
    walk_url: WalkUrl = "",
    speed_model: SpeedModelName = "japan-city-1",
    margin_km: MarginKm = 5.0,
    refresh: Refresh = False,
    calibrate: TimedRuns = None,
) -> None:
    """Find minutes by bus and on foot. Between two tables of places; without roads straight lines, marked so."""
    from poolplan.network.roads.command import Means, travel_between

    means = Means(roads, engine, speed_model, margin_km * 1000, url, walk_url)
    if calibrate is None:
        travel_between(from_, to, out, means, typer.echo, refresh=refresh)
        return
    from poolplan.network.roads.calibration import Tables, calibrate_between

    calibrate_between(Tables(from_, to, calibrate), out, means, typer.echo)


@app.command()
def doctor(*, url: ServerUrl = "", walk_url: WalkUrl = "") -> None:
    """Say which engines for travel times work on this computer."""
    from poolplan.network.roads.doctor import examine

    for finding in examine(url, walk_url):
        typer.echo(f"{finding.engine}: {'works' if finding.works else 'does not work'}; {finding.told}")


@app.command()
def sensitivity(  # noqa: PLR0913 - one per option of the command
    scenario: ScenarioFile,
    *,
    set_: SetValue = None,
    out: Out = Path("outputs"),
    workers: Workers = None,
    dask: Dask = None,
    resume: Resume = False,
    time_limit: TimeLimit = None,
    gap: Gap = None,
    lang: Language = Lang.ja,
    verbose: Verbose = False,
) -> None:
    """Vary what is not known for sure. Block `sensitivity` of the scenario; tables in OUT/<scenario>-sensitivity/."""
    from poolplan import study
    from poolplan.progress import Journal

    effort = study.Effort(workers or os.cpu_count() or 1, dask, resume)
    files = study.sensitivity(scenario, _request(out, set_, time_limit, gap, lang), effort, Journal(verbose=verbose))
    typer.echo(f"{files[0].parent}: {', '.join(path.name for path in files)}")


def _request(out: Path, set_: list[str] | None, time_limit: float | None, gap: float | None, lang: Lang) -> "Request":
    from poolplan.run import Request

    overrides = list(set_ or [])
    overrides += [] if time_limit is None else [f"solver.time_limit_s={time_limit}"]
    overrides += [] if gap is None else [f"solver.gap_share={gap}"]
    return Request(root=out, overrides=tuple(overrides), lang=lang.value)


def _placed(made: "Timetable") -> str:
    """Say in one sentence what a timetable places and how many buses it needs."""
    proof = made.proof
    buses = f"{proof.bus_days:,} bus-days"
    sure = "the fewest possible" if proof.bus_days <= proof.bus_days_bound else f"{proof.bus_days_bound:,} at least"
    sure += "; stopped early, not proven" if proof.is_cut_short else ""
    return f"timetable: {proof.placed:,} of {proof.demanded:,} sessions placed; {buses}, {sure}"


def _verdict(plan: "Plan") -> str:
    """Say in one sentence what the plan costs and how sure that is."""
    proof, costs = plan.proof, plan.network.scenario.costs
    payers = "" if costs.counts_all_payers else f", counting {', '.join(costs.counted_payers)}"
    cost = f"{proof.objective_yen / 1e6:,.1f} million yen (present value{payers})"
    if proof.aims:
        from poolplan.outputs.words import proof_text

        return f"plan: {cost}. {proof_text(proof, 'en')}"
    if proof.status == "proven":
        return f"plan: {cost}, proven to be the cheapest"
    sure = f"proven to be within {proof.gap_share:.2%} of the cheapest"
    if proof.says_nothing:
        sure = "not yet known how near to the cheapest"
    return f"plan: {cost}, {sure}" + ("; stopped early" if proof.status == "time_limited" else "")


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit code, as listed in the help."""
    signal.signal(signal.SIGINT, _on_ctrl_c)
    try:
        typer.main.get_command(app).main(args=argv, prog_name="poolplan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except PoolplanError as error:
        for problem in error.problems:
            typer.echo(problem, err=True)
        return error.exit_code
    return 0


def _on_ctrl_c(_number: int, _frame: FrameType | None) -> NoReturn:
    raise StoppedError("stopped by Ctrl-C; nothing was written")
