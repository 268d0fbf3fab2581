"""What a scenario may say about its own uncertainty: ranges, what rises and falls together, and what is asked."""

from typing import Annotated, Literal

from pydantic import Field

from poolplan.scenario.blocks import Block, Count, Label, Positive, Share, Slug, Text, Year

Number = Annotated[float, Field(allow_inf_nan=False, json_schema_extra={"unit": "unit of the value at `path`"})]
Above = Annotated[float, Field(gt=0, allow_inf_nan=False, json_schema_extra={"unit": "unit of the value at `path`"})]
Rank = Annotated[float, Field(ge=-0.99, le=0.99, allow_inf_nan=False, json_schema_extra={"unit": "share, -1 to 1"})]
Weight = Annotated[float, Field(gt=0, allow_inf_nan=False, json_schema_extra={"unit": "any, more than 0"})]
Points = Annotated[int, Field(ge=2, le=50, json_schema_extra={"unit": "count, 2 or more"})]
Draws = Annotated[int, Field(ge=0, le=100_000, json_schema_extra={"unit": "draws"})]


class Parameter(Block):
    """A value of the scenario that is not known for sure: any number in it, by its path."""

    path: Text
    """Where the value stands, as `--set` takes it, for example costs.pool.rebuild.cost_yen."""
    label: Label
    """Name shown in tables and charts."""
    low: Number
    """Least value thought possible."""
    high: Number
    """Greatest value thought possible."""
    reference: Number | None = None
    """Value expected; the scenario's own where this is left out."""
    distribution: Literal["uniform", "triangular", "normal", "discrete"] = "triangular"
    """How likely values are from low to high: all alike; most at the reference, falling off in straight lines; a
    normal distribution around the reference, cut off at low and high; or only those listed under `values`."""
    deviation: Above | None = None
    """Standard deviation of a normal distribution before it is cut off; a quarter of high - low where left out."""
    values: tuple[Number, ...] = ()
    """Values of a discrete distribution, from low to high."""
    weights: tuple[Weight, ...] = ()
    """How likely each of `values` is, in any unit; all alike where left out."""
    also: tuple[Text, ...] = ()
    """Paths of further values that rise and fall in the same proportion, for example the other bus classes."""
    source: Text
    """Document the range is from; or why it was chosen."""
    assumed: bool = False
    """True where the range is not from a document."""


class Correlation(Block):
    """Two parameters that rise and fall together, or one as the other falls."""

    between: tuple[Slug, Slug]
    """The two parameters."""
    rank: Rank
    """Rank correlation (Spearman): 0.7 means that where one is high, the other mostly is too."""
    source: Text
    """Document this is from; or why it was chosen."""
    assumed: bool = False
    """True where it is not from a document."""


class Decision(Block):
    """A statement about a plan that is true or false, so that it can be asked where it changes."""

    what: Literal["schools_moved", "school_mode", "school_site", "pool_in_use", "beats_keeping_all"]
    """schools_moved: at least so many schools have left their own pool (those of one mode, where `mode` is given).
    school_mode: a school swims in a mode. school_site: a school swims at a site. pool_in_use: a school pool is not
    retired. beats_keeping_all: the plan costs less than keeping every pool, which is planned for comparison."""
    at_least: Positive = 1
    """Number of schools, for schools_moved."""
    mode: Slug | None = None
    """Mode, for school_mode; for schools_moved only if schools of one mode count."""
    school: Slug | None = None
    """School, for school_mode and school_site."""
    site: Slug | None = None
    """Site, for school_site and pool_in_use."""
    year: Year | None = None
    """Fiscal year in which it is asked; the last one planned where this is left out."""


class Threshold(Block):
    """The value of a parameter at which a decision changes, all others at their reference."""

    label: Label
    """Name shown in tables and charts."""
    parameter: Slug
    """The parameter, looked at from its low to its high."""
    decision: Decision
    """What changes."""
    points: Points = 5
    """Values looked at first, evenly from low to high; between two that differ the change is closed in on."""
    accuracy: Above | None = None
    """How near the change is closed in on; a thousandth of high - low where left out, but no less than 1 for whole
    numbers."""


class Grid(Block):
    """Two parameters varied together: a table of cost and of which mode wins."""

    label: Label
    """Name shown in tables and charts."""
    rows: Slug
    """Parameter that varies from row to row."""
    columns: Slug
    """Parameter that varies from column to column."""
    steps: Points = 5
    """Values of each, evenly from low to high."""


class Sensitivity(Block):
    """What moves the answer, and by how much: the ranges of values that are not known for sure."""

    parameters: dict[Slug, Parameter]
    """The values that are not known for sure."""
    correlations: tuple[Correlation, ...] = ()
    """Pairs that rise and fall together when all are drawn at once."""
    thresholds: dict[Slug, Threshold] = Field(default_factory=dict)
    """Decisions whose turning point is wanted."""
    grids: dict[Slug, Grid] = Field(default_factory=dict)
    """Pairs of parameters wanted as a table."""
    draws: Draws = 0
    """Draws of all parameters at once; a power of two spreads them best."""
    index_draws: Draws = 0
    """Base draws for the indices of who matters, a power of two; each takes parameters + 2 plans, drawn without
    correlations, for which the indices are not defined."""
    candidates: Count = 4
    """Plans besides the reference plan whose regret is worked out: keeping every pool, and those found most often."""
    gap_share: Share = 0.01
    """How near to the best possible the plan of every value must be proven; never nearer than `solver.gap_share`."""
    seed: Count = 1
    """Start of the draws: the same seed gives the same draws."""
