"""Every number of a scenario's blocks of figures, with its path, name, unit and source: the assumption sheet's rows."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from poolplan.outputs.assumptions import sourced_blocks
from poolplan.outputs.registry import Lang
from poolplan.outputs.report.register import UNITS, block_name
from poolplan.outputs.report.texts import isolated
from poolplan.outputs.words import named, word
from poolplan.scenario.schema import Scenario

SHARES = ("_share", "share_per_year")


class Price(NamedTuple):
    """A number of the scenario."""

    path: str
    """As `--set` takes it."""
    block: str
    """Name of its block."""
    name: str
    value: float
    unit: str
    source: str
    is_share: bool = False
    is_assumed: bool = False


def prices_of(scenario: Scenario, lang: Lang) -> list[Price]:
    """Return the numbers, in the order of the scenario; base year and discount rate first."""
    return [*_first(scenario, lang), *_of_blocks(scenario, lang)]


def _first(scenario: Scenario, lang: Lang) -> Iterator[Price]:
    costs, block = scenario.costs, word("f_prices_general", lang)
    base, discount = (named("r_field", name, lang) for name in ("base_year", "discount_share"))
    source = isolated(costs.discount_source)
    yield Price("costs.base_year", block, base, costs.base_year, word("f_unit_year", lang), "")
    share = word("f_unit_share", lang)
    yield Price("costs.discount_share", block, discount, costs.discount_share, share, source, is_share=True)


def _of_blocks(scenario: Scenario, lang: Lang) -> Iterator[Price]:
    for where, block in sourced_blocks(scenario):
        title = block_name(scenario, where, lang)
        for field in type(block).model_fields:
            value = getattr(block, field)
            parts: Mapping[str, object] = value if isinstance(value, Mapping) else {"": value}
            for key, number in parts.items():
                if isinstance(number, int | float) and not isinstance(number, bool):
                    path = f"{where}.{field}.{key}" if key else f"{where}.{field}"
                    name = named("r_field", field, lang) + (f" {named('item', key, lang)}" if key else "")
                    is_share = field.endswith(SHARES)
                    unit = word("f_unit_share", lang) if is_share else _unit(field, lang)
                    source = isolated(block.source)
                    yield Price(path, title, name, float(number), unit, source, is_share, block.assumed)


def _unit(field: str, lang: Lang) -> str:
    known = {**UNITS, "years": "r_unit_years", "yen": "r_unit_yen"}
    unit = next((unit for ending, unit in known.items() if field.endswith(ending)), "")
    return word(unit, lang).strip() if unit else ""
