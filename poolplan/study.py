"""A sensitivity study from file to files: what moves the answer of a scenario, and by how much."""

import shutil
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from poolplan.analysis.sensitivity.answers import Question, reference_plan
from poolplan.analysis.sensitivity.asking import asker
from poolplan.analysis.sensitivity.on_dask import on_dask
from poolplan.analysis.sensitivity.points import at_reference, digest
from poolplan.analysis.sensitivity.records import FILE, Records, check_fingerprint, open_records, read_records, versions
from poolplan.analysis.sensitivity.study import setting_of, study
from poolplan.analysis.sensitivity.tasks import Found, found_from_plain
from poolplan.analysis.sensitivity.workers import Hire, in_processes
from poolplan.errors import PoolplanError
from poolplan.model.draws import Knowledge, load, save
from poolplan.network.build import build_network
from poolplan.network.options import Network
from poolplan.outputs.folder import check_before_search, folder_inside
from poolplan.outputs.manifest import data_hash
from poolplan.outputs.sensitivity.record import RESTS_ON, rests_on, study_folder
from poolplan.outputs.study import write_study
from poolplan.progress import Journal
from poolplan.run import Request, city_of, read_checked
from poolplan.scenario.checks import check_scenario
from poolplan.scenario.leaves import NOT_OF_THE_PLAN, with_values
from poolplan.scenario.read import Reading
from poolplan.scenario.schema import Scenario
from poolplan.scenario.sensitivity import Sensitivity

REFERENCE = "reference"
"""Name of the record of the reference plan, with what is known of its model."""
YEARS = {"years.first": min, "years.last": max}


@dataclass(frozen=True)
class Effort:
    """Who does the work, and whether it goes on where an earlier run ended."""

    workers: int
    """Processes on this computer."""
    dask: str | None = None
    """`local`, or the address of a scheduler; None: without Dask."""
    resume: bool = False
    """Take over the answers of an earlier run."""


def sensitivity(path: Path, request: Request, effort: Effort, journal: Journal) -> list[Path]:
    """Study one scenario and write `<root>/<scenario>-sensitivity/`; returns the files.

    Answers are kept in `<root>/<scenario>-sensitivity.work/` until the study is complete.
    """
    reading = read_checked(path, request)
    folder = folder_inside(request.root, study_folder(reading.scenario.name))
    work = folder_inside(request.root, f"{folder.name}.work")
    check_before_search(folder)
    question, asked, network = question_of(reading, journal)
    fingerprint = _fingerprint(question, network)
    known = _known(folder, work, fingerprint, resume=effort.resume)
    with open_records(work, fingerprint, known) as records, _workforce(effort) as hire:
        reference, question = _reference(question, records, work, journal)
        setting = setting_of(question, asked, network, reference)
        with journal.step("plans"):
            ask = asker(hire(question), records, journal.count)
            said = {"reference_gap_share": round(reference.gap_share or 0.0, 6), "seed": asked.seed}
            belongs = {"answers_belong_to": fingerprint, RESTS_ON: rests_on(network)}
            facts = {"scenario": reading.scenario.name, **said, **belongs}
            answer = study(setting, ask, facts)
        with journal.step("write"):
            told = replace(answer, facts={**answer.facts, "seconds": journal.rounded_seconds})
            files = write_study(told, folder, request.lang, {FILE: (work / FILE).read_bytes()})
    shutil.rmtree(work, ignore_errors=True)
    return files


def question_of(reading: Reading, journal: Journal) -> tuple[Question, Sensitivity, Network]:
    """Read the city's tables, with the pupils of every year that some value may plan."""
    scenario = at_reference(reading.scenario)
    check_scenario(scenario, reading.origins)
    asked = reading.scenario.sensitivity
    assert asked is not None  # noqa: S101 - at_reference has seen it
    with journal.step("places"):
        places, travel = city_of(replace(reading, scenario=_widest(scenario, asked)))
    question = Question(scenario, places, travel, asked.gap_share)
    with journal.step("options"):
        return question, asked, build_network(scenario, question.places_of(scenario), travel)


def _widest(scenario: Scenario, asked: Sensitivity) -> Scenario:
    """Return the scenario with every year that some value of a parameter plans."""
    years = {"years.first": scenario.years.first, "years.last": scenario.years.last}
    for parameter in asked.parameters.values():
        if parameter.path in YEARS:
            ends = (round(parameter.low), round(parameter.high), years[parameter.path])
            years[parameter.path] = YEARS[parameter.path](ends)
    return with_values(scenario, years)


def _fingerprint(question: Question, network: Network) -> dict[str, Any]:
    values = question.scenario.model_dump(mode="json", exclude=set(NOT_OF_THE_PLAN - {"solver"}))
    return {
        "scenario": digest([values, question.gap_share]),
        "data": data_hash(replace(network, places=question.places))[:20],
        "versions": versions(),
    }


def _known(folder: Path, work: Path, fingerprint: Mapping[str, Any], *, resume: bool) -> dict[str, Any]:
    """Return the answers of an earlier run that are taken over.

    Raises:
        PoolplanError: they belong to something else; or there are some, and nobody said what is to become of them.
    """
    unfinished = read_records(work / FILE)
    number = sum("status" in said for said in unfinished.values())
    if number and not resume:
        raise PoolplanError(
            f"{work}: holds {number} finished answers of a run that did not end; go on with --resume, "
            "or remove the folder to begin anew"
        )
    finished = read_records(folder / FILE) if resume else {}
    check_fingerprint(finished, fingerprint, folder / FILE, "leave --resume out to begin anew")
    return finished


def _reference(question: Question, records: Records, work: Path, journal: Journal) -> tuple[Found, Question]:
    """Plan at the reference values, or take the plan of an earlier run with what was known of its model."""
    if REFERENCE not in records:
        with journal.step("reference plan"):
            found, known = reference_plan(question, journal.watch)
            records.add(REFERENCE, {"found": found.plain(), "knowledge": _packed(known.knowledge, work)})
    said = records[REFERENCE]
    knowledge = _unpacked(said["knowledge"], work) if said["knowledge"] else None
    return found_from_plain(said["found"]), replace(question, knowledge=knowledge)


def _packed(knowledge: Knowledge | None, work: Path) -> str:
    """Write what is known of a model as text."""
    if knowledge is None:
        return ""
    path = work / "knowledge.npz"
    save(knowledge, path)
    packed = b64encode(path.read_bytes()).decode()
    path.unlink()
    return packed


def _unpacked(packed: str, work: Path) -> Knowledge:
    path = work / "knowledge.npz"
    path.write_bytes(b64decode(packed))
    knowledge = load(path)
    path.unlink()
    return knowledge


def _workforce(effort: Effort) -> AbstractContextManager[Hire]:
    """Return who will do the work; a scheduler that is not there is missed before the first search."""
    if effort.dask is not None:
        return on_dask(effort.dask, effort.workers)
    return in_processes(effort.workers)
