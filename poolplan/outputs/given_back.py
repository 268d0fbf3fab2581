"""Tables of what timetables gave back to a plan: written beside it, named by its scenario, and read again with it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from poolplan.errors import DataError
from poolplan.network.given_back import with_calibration, with_slots
from poolplan.network.measured import HUNDREDTHS, Calibration, UsableSlots, measured_of, read_feedback, usable_of
from poolplan.network.options import Network
from poolplan.network.rows import CalibrationRow, UsableSlotsRow
from poolplan.outputs.tables import csv_text
from poolplan.results.plan import Plan
from poolplan.scenario.schema import Scenario

FILES = {"bus_calibration": "bus_calibration.csv", "usable_slots": "usable_slots.csv"}
"""Files in a plan's folder, by the key under `places` that names them."""
BOM = "\ufeff"


def calibration_table(calibration: Calibration) -> pd.DataFrame:
    """Return what buses took as a table that a scenario can name (`places.bus_calibration`)."""
    columns = [name for name in CalibrationRow.model_fields if name not in {"source", "assumed"}]
    rows = [
        (*key, row.year, row.bus_days_hundredths / HUNDREDTHS, row.yen, row.estimated_days, row.estimated_yen)
        for key, row in calibration.items()
    ]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(source=[row.source for row in calibration.values()])


def slots_table(usable: Mapping[str, UsableSlots]) -> pd.DataFrame:
    """Return the slots that calendars leave as a table that a scenario can name (`places.usable_slots`)."""
    columns = [name for name in UsableSlotsRow.model_fields if name not in {"source", "assumed"}]
    table = pd.DataFrame([(site, row.year, row.slots) for site, row in usable.items()], columns=columns)
    return table.assign(source=[row.source for row in usable.values()])


def given_back(plan: Plan) -> dict[str, str]:
    """Return the tables that belong beside a plan, file name -> text; none where timetables gave nothing back."""
    places = plan.network.places
    tables = {}
    if places.calibration:
        tables[FILES["bus_calibration"]] = calibration_table(places.calibration)
    if places.usable_slots:
        tables[FILES["usable_slots"]] = slots_table(places.usable_slots)
    return {name: BOM + csv_text(table) for name, table in tables.items()}


def naming_them(plan: Plan, folder: Path) -> Plan:
    """Return the plan with a scenario that names the tables in its folder, from which it can be planned again."""
    written = given_back(plan)
    own = {key: str(folder / name) for key, name in FILES.items() if name in written}
    return replace(plan, network=replace(plan.network, scenario=_naming(plan.network.scenario, own))) if own else plan


def with_own_tables(network: Network, asked: Scenario, folder: Path) -> Network:
    """Return a network with the tables in a plan's folder, where the scenario kept there names them.

    Raises:
        DataError: they cannot be read, or leave a school no option.
    """
    named = {key: getattr(asked.places, key) for key in FILES}
    own = {key: path for key, path in named.items() if path and Path(path).resolve().parent == folder.resolve()}
    if not own:
        return network
    network = replace(network, scenario=_naming(network.scenario, own))
    problems: list[str] = []
    found = read_feedback(network.scenario.places, problems)
    if problems:
        raise DataError(problems)
    if found.usable_slots:
        network = with_slots(network, usable_of(found.usable_slots))
    return with_calibration(network, measured_of(found.calibration))


def _naming(scenario: Scenario, files: Mapping[str, str]) -> Scenario:
    return scenario.model_copy(update={"places": scenario.places.model_copy(update=files)})
