"""Studies small enough to check by hand: the world of two schools, with prices and minutes that are not sure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poolplan.analysis.sensitivity.answers import Question, answer, reference_plan
from poolplan.analysis.sensitivity.asking import Ask, asker
from poolplan.analysis.sensitivity.points import at_reference
from poolplan.analysis.sensitivity.records import open_records
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.study import setting_of, study
from poolplan.analysis.sensitivity.tables import Study
from poolplan.analysis.sensitivity.tasks import Task
from poolplan.analysis.sensitivity.workers import Compute
from poolplan.network.options import Network
from poolplan.scenario.schema import Scenario
from poolplan.scenario.sensitivity import Sensitivity
from tests.worlds import two_schools

REPAIR = "costs.pool.repair.cost_yen"
HIRE = "modes.commission.prices.hire_yen"
RIDE = "modes.commission.max_travel_min.bus"


def parameter(path: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    """Return a parameter as a scenario file says it."""
    return {"path": path, "low": low, "high": high, "label": {"ja": "値", "en": path}, "source": "made up", **more}


def asked_of(parameters: Mapping[str, Any], **more: Any) -> Sensitivity:
    """Return the block of a scenario file."""
    return Sensitivity.model_validate({"parameters": dict(parameters), "gap_share": 0.0, **more})


def question_of(network: Network, asked: Sensitivity) -> tuple[Question, Scenario]:
    """Return the question about a network, and its scenario at the reference."""
    scenario = at_reference(network.scenario.model_copy(update={"sensitivity": asked}))
    return Question(scenario, network.places, network.travel, asked.gap_share), scenario


def setting(asked: Sensitivity, network: Network | None = None) -> Setting:
    """Return the setting of a study, its reference plan found."""
    network = network or two_schools()
    bare, _ = question_of(network, asked)
    found, question = reference_plan(bare)
    return setting_of(question, asked, network, found)


def in_this_process(question: Question) -> Compute:
    """Answer one task after the other."""
    return lambda tasks: ((task, answer(question, task)) for task in tasks)


def ask_here(where: Setting, folder: Path) -> Ask:
    """Return what answers tasks in this process, without records of before."""

    def ask(tasks: Any) -> Any:
        with open_records(folder, {"test": "test"}, {}) as records:
            return asker(in_this_process(where.question), records, lambda *_: None)(tasks)

    return ask


def studied(asked: Sensitivity, folder: Path, network: Network | None = None) -> Study:
    """Return the study of a world."""
    where = setting(asked, network)
    return study(where, ask_here(where, folder), {})


def best_yen(where: Setting, values: Mapping[str, float]) -> float:
    """Return the cost of the plan at some values, asked for without a study."""
    found = answer(where.question, Task(where.at(values)))
    assert found.best_yen is not None, found.reason
    return found.best_yen
