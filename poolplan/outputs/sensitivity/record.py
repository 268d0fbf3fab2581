"""What a study rests on, and its tables read back for the report of a plan that rests on the same."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from poolplan.analysis.sensitivity.points import digest
from poolplan.analysis.sensitivity.tables import COLUMNS, Study, table_of
from poolplan.network.options import Network
from poolplan.outputs.manifest import data_hash
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.tables import ENCODING
from poolplan.outputs.words import word
from poolplan.results.studied import Studied
from poolplan.scenario.leaves import NOT_OF_THE_PLAN

FACTS = "sensitivity.json"
RESTS_ON = "rests_on"
"""Entry of FACTS with what `rests_on` says."""
SHOWN: dict[str, tuple[str, ...]] = {
    "parameters": ("low", "reference", "high"),
    "one_at_a_time": ("value", "reference_yen", "fixed_yen", "best_yen"),
    "thresholds": ("below", "above", "gap_share"),
    "draws": ("gap_share",),
    "percentiles": ("p05_yen", "p50_yen", "p95_yen"),
    "regret": ("mean_yen", "max_share", "best_in", "not_allowed"),
    "stability": ("same_share",),
}
"""Tables that the report and the finance workbook tell, each with the columns that it reads as numbers."""
FLAGS = ("is_true_above", "is_no_regret", "assumed")


def study_folder(scenario: str) -> str:
    """Name of the folder of a scenario's study, beside the folder of its plan.

    >>> study_folder("my_city")
    'my_city-sensitivity'
    """
    return f"{scenario}-sensitivity"


def rests_on(network: Network) -> dict[str, str]:
    """Return checksums of the values on which a plan depends and of the city's tables, however long the search was."""
    values = network.scenario.model_dump(mode="json", exclude=set(NOT_OF_THE_PLAN))
    return {"scenario": digest(values), "data": data_hash(network)}


def kept_study(root: Path, network: Network) -> Studied | None:
    """Return the study of a scenario under the output root; None where there is none.

    One of other values or other tables of the city is told without its tables; so is one that cannot be read.
    """
    folder = root / study_folder(network.scenario.name)
    if not (folder / FACTS).is_file():
        return None
    try:
        told: dict[str, Any] = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        fits = told[RESTS_ON] == rests_on(network)
        return Studied(folder.name, {name: _table(folder, name) for name in SHOWN} if fits else {})
    except (OSError, ValueError, KeyError, TypeError):  # an older version's folder, or a spoilt one
        return Studied(folder.name, {})


def status_text(found: Studied | None, lang: Lang) -> str:
    """Say whether a study of the plan's values and tables is there, and what to do where none is."""
    kind = "none" if found is None else "fits" if found.fits else "other"
    return word(f"s_report_{kind}", lang).format(folder=isolated(found.folder) if found else "")


def study_of(network: Network, found: Studied | None) -> Study | None:
    """Return a study that was read back as it was written, tables that are not read empty; None where none fits.

    Args:
        network: of the plan.
        found: from `kept_study`.
    """
    if found is None or not found.fits:
        return None
    return Study(network=network, facts={}, **{name: found.tables.get(name, table_of(name, [])) for name in COLUMNS})


def _table(folder: Path, name: str) -> pd.DataFrame:
    """Read a table; whether a column holds numbers is known by its name, for a column may be empty."""
    texts = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False, encoding=ENCODING)
    texts = texts[list(COLUMNS[name])]
    numbers = {column: pd.to_numeric(texts[column]).astype(float) for column in SHOWN[name]}
    flags = {column: texts[column] == "True" for column in FLAGS if column in texts}
    return texts.assign(**numbers, **flags)
