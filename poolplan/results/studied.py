"""What a sensitivity study found out about a scenario: its tables, for the report of the scenario's plan."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Studied:
    """A finished study of the same scenario.

    tables: those that the report tells, by name, with the columns of `analysis.sensitivity.tables`; empty where the
        study rests on other values or other tables of the city than the plan.
    """

    folder: str
    """Its folder, beside that of the plan."""
    tables: Mapping[str, pd.DataFrame]

    @property
    def fits(self) -> bool:
        """True where the study rests on the same values and tables as the plan."""
        return bool(self.tables)
