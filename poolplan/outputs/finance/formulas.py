"""Ledger lines as spreadsheet formulas over named prices; each is worked out here too, and kept only if it is right."""

from collections.abc import Callable, Mapping, Sequence
from math import floor

from poolplan.results.quantities import REPAIR, Key, Part
from poolplan.scenario.lessons import BUS_CLASSES

Name = Callable[[str], str]
"""Name of the cell that holds the price at a path of the scenario."""
Rule = Callable[[Name, Part, Sequence[str]], str]
BUS = "costs.bus"
PAYERS_SHARES = ("entry_users_share", "grant_share", "bond_share")


def cell_name(path: str) -> str:
    """Name of the cell of a value of the scenario.

    >>> cell_name("costs.pool.upkeep.base_yen")
    'costs_pool_upkeep_base_yen'
    """
    return path.replace(".", "_")


def _units(name: Name, part: Part, q: Sequence[str]) -> str:
    return f"{name(part.block)}*{q[0]}"


def _entry_users(name: Name, part: Part, q: Sequence[str]) -> str:
    share = name(f"{part.block}.entry_users_share")
    return f"ROUND({name(f'{part.block}.entry_yen')}*{q[0]}*{share},0)" if share else "0"


def _entry_city(name: Name, part: Part, q: Sequence[str]) -> str:
    return f"{name(f'{part.block}.entry_yen')}*{q[0]}-{_entry_users(name, part, q)}"


def _worn(name: Name, part: Part, wear: str, start: str) -> str:
    return f"{start}+{name(f'{part.block}.growth_share')}*MAX(0,{wear}-{name(f'{part.block}.from_age')})"


def _upkeep(name: Name, part: Part, q: Sequence[str]) -> str:
    return f"ROUND({name(f'{part.block}.base_yen')}*({_worn(name, part, q[0], '1')}),0)"


def _failure(name: Name, part: Part, q: Sequence[str]) -> str:
    chance = _worn(name, part, q[0], name(f"{part.block}.chance_share"))
    return f"ROUND({name(f'{part.block}.cost_yen')}*MIN(1,{chance}),0)"


def _price_of_works(name: Name, part: Part) -> str:
    kind = "cost_yen" if part.block != "costs.pool.retirement" else "demolition_yen"
    return name(f"{part.block}.{kind}")


def _grant(name: Name, part: Part, _q: Sequence[str]) -> str:
    share = name(f"{part.block}.grant_share")
    return f"ROUND({_price_of_works(name, part)}*{share},0)" if share else "0"


def _bond(name: Name, part: Part, q: Sequence[str]) -> str:
    share, rest = name(f"{part.block}.bond_share"), f"({_price_of_works(name, part)}-{_grant(name, part, q)})"
    return f"ROUND({rest}*{share},0)" if share else "0"


def _city(name: Name, part: Part, q: Sequence[str]) -> str:
    return f"({_price_of_works(name, part)}-{_grant(name, part, q)}-{_bond(name, part, q)})"


def _bus(name: Name, part: Part, q: Sequence[str]) -> str:
    """Write the cheapest class of bus, whichever that is at these prices."""
    tax = f"(1+{name(f'{BUS}.day.tax_share')})"
    discount = f"(1-{name(f'{BUS}.day.contract_discount_share')})"
    classes = []
    for kind, days in zip(BUS_CLASSES, q[2:], strict=True):
        flat = name(f"{BUS}.{kind}.per_day_yen")
        fare = f"({q[0]}*{name(f'{BUS}.{kind}.per_hour_yen')}+{q[1]}*{name(f'{BUS}.{kind}.per_km_yen')})*{discount}"
        classes.append(f"{days}*({flat or fare})")
    found = "*{}/{}".format(*part.measured) if part.measured else ""
    return f"ROUND(MIN({','.join(classes)})*{tax}{found},0)"


RULES: Mapping[str, Rule] = {
    "units": _units,
    "entry_users": _entry_users,
    "entry_city": _entry_city,
    "upkeep": _upkeep,
    "failure": _failure,
    "grant": _grant,
    "bond": _bond,
    "city": _city,
    "bus": _bus,
}


class Formulas:
    """Formulas of one scenario: knows its prices by path, and which of them formulas have used."""

    def __init__(self, prices: Mapping[str, float]) -> None:
        """Keep the numbers of the scenario, by path."""
        self.prices, self.used = prices, set[str]()
        names = {cell_name(path): number for path, number in prices.items()}
        self._known = {"__builtins__": {}, "ROUND": half_up, "MAX": max, "MIN": min, **names}

    def name(self, path: str) -> str:
        """Name of a price's cell, noted as used; empty where the scenario has no such price.

        Nor has it a share of nothing: the line of whoever pays that share is not in the ledger, so that typing it in
        would take it from one payer and give it to none.
        """
        if path not in self.prices or (path.endswith(PAYERS_SHARES) and not self.prices[path]):
            return ""
        self.used.add(path)
        return cell_name(path)

    def line(self, key: Key, parts: Sequence[Part], cells: Sequence[str], year: str) -> str:
        """Return the formula of a line, without its "=".

        Args:
            key: which line.
            parts: its terms; quantities of a single one are read from cells, those of several stand in the formula.
            cells: cells of the quantities of this line, as `quantities_of` orders them.
            year: cell of the line's year.
        """
        texts = []
        for part in parts:
            numbers = list(cells) if len(parts) == 1 else [repr(amount) for amount in quantities_of(part)]
            texts.append(self._part(key, part, numbers, year))
        return "+".join(texts)

    def _part(self, key: Key, part: Part, q: Sequence[str], year: str) -> str:
        text = RULES[part.rule](self.name, part, q)
        if part.left is None:
            return self._grown(text, key[1], year)
        item = "pool_repair" if part.block == REPAIR else "pool_rebuild"
        return f"-ROUND({text}*{q[0]}{self._level(item, q[1])},0)"

    def _grown(self, text: str, item: str, year: str) -> str:
        level = self._level(item, year)
        return f"ROUND(ROUND({text},0){level},0)" if level else text

    def _level(self, item: str, year: str) -> str:
        path = f"costs.growth.share_per_year.{item}"
        return f"*(1+{self.name(path)})^({year}-{self.name('costs.base_year')})" if path in self.prices else ""

    def value(self, formula: str, cells: Mapping[str, float]) -> float | None:
        """Work a formula out as a spreadsheet does; None where it cannot be."""
        try:
            text = formula.replace("^", "**")
            return float(eval(text, self._known, cells))  # noqa: S307 - written above: names and numbers
        except (OverflowError, ZeroDivisionError):
            return None


def half_up(value: float, _decimals: int = 0) -> int:
    """Round as spreadsheets do: halves away from zero.

    >>> [half_up(value) for value in (0.5, 1.5, -0.5, 2.4)]
    [1, 2, -1, 2]
    """
    return floor(abs(value) + 0.5) * (1 if value > 0 else -1)


def quantities_of(part: Part) -> tuple[float, ...]:
    """Quantities of a part in the order of its cells."""
    return part.left or part.amounts
