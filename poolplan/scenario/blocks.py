"""The building bricks of a scenario: numbers with units, and blocks that refuse unknown keys."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Year = Annotated[int, Field(ge=1900, le=2200, json_schema_extra={"unit": "fiscal year, April-March"})]
YEAR_PATTERN = r"^(19|2[01])\d\d$"
YearKey = Annotated[str, StringConstraints(pattern=YEAR_PATTERN)]
"""A fiscal year as the key of a block, where YAML knows only text."""
Seasons = Annotated[int, Field(ge=0, le=5, json_schema_extra={"unit": "swimming seasons"})]
Yen = Annotated[int, Field(ge=0, le=10**12, json_schema_extra={"unit": "yen of the base year"})]
Rate = Annotated[float, Field(ge=-0.5, le=0.5, allow_inf_nan=False, json_schema_extra={"unit": "share a year"})]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, json_schema_extra={"unit": "share, 0 to 1"})]
Minutes = Annotated[float, Field(ge=0, le=240, allow_inf_nan=False, json_schema_extra={"unit": "minutes"})]
Hours = Annotated[float, Field(ge=0, le=24, allow_inf_nan=False, json_schema_extra={"unit": "hours"})]
Kilometres = Annotated[float, Field(ge=0, le=500, allow_inf_nan=False, json_schema_extra={"unit": "kilometres"})]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, json_schema_extra={"unit": "degrees"})]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False, json_schema_extra={"unit": "seconds"})]
Years = Annotated[int, Field(ge=0, le=200, json_schema_extra={"unit": "years"})]
Count = Annotated[int, Field(ge=0, le=100_000, json_schema_extra={"unit": "count"})]
Positive = Annotated[int, Field(ge=1, le=100_000, json_schema_extra={"unit": "count, 1 or more"})]
Several = Annotated[int, Field(ge=2, le=100, json_schema_extra={"unit": "years, 2 or more"})]

SiteKind = Literal["school_pool", "club", "public_pool"]
TravelBy = Literal["walk", "bus"]
Level = Literal["elementary", "junior_high"]
Condition = Literal["A", "B", "C", "D"]
Payer = Literal["general_fund", "national_grant", "local_bond", "users"]
"""Who pays a line of the ledger; users are the pupils' families."""
LedgerItem = Literal[
    "pool_upkeep",
    "pool_failure",
    "pool_repair",
    "pool_rebuild",
    "demolition",
    "fire_cistern",
    "idle_tank",
    "freed_site",
    "lesson_hire",
    "lesson_utilities",
    "lesson_coaching",
    "lesson_entry",
    "lesson_quote",
    "site_contract",
    "bus_hire",
    "unmet_sessions",
]
"""Items of the ledger that have a price; the value left at the end follows from the works."""


class Block(BaseModel):
    """A part of a scenario: unknown keys are refused, values are never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_attribute_docstrings=True)


class Sourced(Block):
    """A block of figures that says where they come from."""

    source: Text
    """Law, city page or document the figures are from; or why they were chosen."""
    assumed: bool = False
    """True where a figure of this block is not from the city; the reports say so. A new source does not inherit it."""


class Label(Block):
    """The same name in both languages."""

    ja: Text
    """Japanese name, shown on maps and tables."""
    en: Text
    """English name."""
