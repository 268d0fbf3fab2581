"""What an answer assumes: facts of rows, blocks of the scenario, and where each figure is from."""

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from poolplan.outputs.registry import Lang
from poolplan.outputs.words import named, word
from poolplan.results.plan import Plan
from poolplan.scenario.blocks import Sourced
from poolplan.scenario.schema import Scenario


class AssumedBlock(NamedTuple):
    """A block of the scenario, such as `costs.pool.repair`, whose figures are not the city's."""

    where: str
    source: str


def assumed_facts(plan: Plan) -> dict[str, int]:
    """Count the schools whose place in the plan depends on each assumed fact, most first."""
    facts = plan.assignments[["school", "assumed"]].assign(fact=plan.assignments["assumed"].str.split())
    facts = facts.explode("fact").dropna(subset=["fact"])
    counts = facts.groupby("fact")["school"].nunique()
    pairs = sorted(((str(fact), int(n)) for fact, n in counts.items()), key=lambda pair: (-pair[1], pair[0]))
    return dict(pairs)


def fact_names(assumed: str, lang: Lang) -> str:
    """Return the names of assumed facts, given as in the assignments.

    >>> fact_names("minutes pupils", "en")
    'travel minutes, pupil numbers'
    """
    return word("comma", lang).join(named("fact", fact, lang) for fact in assumed.split())


def assumed_blocks(scenario: Scenario) -> list[AssumedBlock]:
    """List the blocks of figures marked as assumed, in the order of the scenario."""
    return [AssumedBlock(where, block.source) for where, block in sourced_blocks(scenario) if block.assumed]


def sourced_blocks(scenario: Scenario) -> Iterator[tuple[str, Sourced]]:
    """Yield every block of figures that names its source, with its dotted path, in the order of the scenario."""
    return _sourced(scenario, "")


def _sourced(value: object, where: str) -> Iterator[tuple[str, Sourced]]:
    if isinstance(value, Sourced):
        yield where, value
    if isinstance(value, BaseModel):
        parts = ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, dict):
        parts = ((str(name), part) for name, part in value.items())
    else:
        return
    for name, part in parts:
        yield from _sourced(part, f"{where}.{name}" if where else name)
