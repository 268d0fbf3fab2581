"""What a plan makes as small as it can, besides cost or before it, and what it must not exceed."""

from typing import Annotated, Literal

from pydantic import Field

from poolplan.scenario.blocks import Block, Share, Text

Aim = Literal["cost", "worst_minutes", "lost_water_minutes", "travel_minutes"]
Weight = Annotated[
    float, Field(gt=0, le=1e9, allow_inf_nan=False, json_schema_extra={"unit": "yen per unit of the aim"})
]
Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False, json_schema_extra={"unit": "the unit of the aim"})]


class Objective(Block):
    """What the plan makes as small as it can; cost alone where this block is left out.

    Aims: cost (present value, yen), worst_minutes (longest trip one way of any school in any year), lost_water_minutes
    (pupil-minutes short of the full programme, all years), travel_minutes (pupil-minutes on the way, all years).
    """

    minimise: tuple[Aim, ...] = ()
    """Aims in order: each is made as small as it can be, then held while the next is; cost is last if not named."""
    give_way_share: dict[Aim, Share] = Field(default_factory=dict)
    """How far an earlier aim may rise again for the sake of later ones, as a share of its least value."""
    weights: dict[Aim, Weight] = Field(default_factory=dict)
    """Instead of an order: yen per unit of each aim (cost: 1); the weighted sum is made as small as it can be."""
    at_most: dict[Aim, Amount] = Field(default_factory=dict)
    """What an aim must not exceed."""
    full_water_min: Annotated[float, Field(gt=0, le=10_000)] | None = None
    """Minutes in the water per pupil and year of a full programme; those of the own pool where this is left out."""
    source: Text
    """Who set these aims: the board's decision, or why they were chosen."""

    @property
    def order(self) -> tuple[Aim, ...]:
        """Aims in order, cost last if not named; empty where weights are given."""
        if self.weights:
            return ()
        return self.minimise if "cost" in self.minimise else (*self.minimise, "cost")
