"""Published location problems, read from their files and put as a question of one year to poolplan's network."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from benchmarks import ROOT
from poolplan.network.build import build_network
from poolplan.network.keeping import keeping_everything
from poolplan.network.options import Network
from poolplan.network.places import Places, School, Site
from poolplan.network.travel import Trip
from poolplan.scenario.blocks import Label
from poolplan.scenario.read import read_scenario
from poolplan.scenario.schema import LessonPrices, Scenario

Format = Literal["sscflp", "orlib-cap", "orlib-pmed"]
Floats = NDArray[np.float64]
SCENARIO = ROOT / "scenarios" / "kumamoto_keep_all.yaml"
"""Any complete scenario: its prices are taken out."""
YEN = 1000
"""Yen per unit of cost: the files give up to three decimals, the ledger whole yen."""


@dataclass(frozen=True)
class Instance:
    """Customers to be served from sites; each wholly from one site unless demand may be split."""

    name: str
    fixed: Floats
    """Cost of opening each site."""
    capacity: Floats
    """What each site can serve; infinite in the p-median problem."""
    demand: Floats
    """What each customer needs."""
    cost: Floats
    """Cost of serving all of a customer (column) from a site (row)."""
    published: float
    """Optimal value as published with the instance."""
    sites_at_most: int | None = None
    """Sites that may be open."""
    can_split: bool = False
    """True if a customer may be served from several sites."""


def read_instances(folder: Path, form: Format) -> Iterator[Instance]:
    """Read every instance of a folder, in the order of their numbers."""
    readers = {"sscflp": _sscflp, "orlib-cap": _cap, "orlib-pmed": _pmed}
    yield from readers[form](folder)


def _sscflp(folder: Path) -> Iterator[Instance]:
    """p1, p2, ...: sites and customers, capacities, fixed costs, demands, costs by customer; optima in `os`."""
    published = _numbers(folder / "os")
    for number, best in enumerate(published, start=1):
        path = folder / f"p{number}"
        if path.exists():
            values = _numbers(path)
            sites, customers = int(values[0]), int(values[1])
            capacity, fixed, demand, cost = np.split(values[2:], np.cumsum([sites, sites, customers]))
            by_customer = cost[: sites * customers].reshape(customers, sites)
            yield Instance(path.name, fixed, capacity, demand, by_customer.T, float(best))


def _cap(folder: Path) -> Iterator[Instance]:
    """cap41.txt, ...: capacity and fixed cost by site; demand and cost by customer; optima in capopt.tsv."""
    for name, best in _optima(folder / "capopt.tsv"):
        path = folder / f"{name}.txt"
        if path.exists():
            values = _numbers(path)
            sites, customers = int(values[0]), int(values[1])
            capacity, fixed = values[2 : 2 + 2 * sites].reshape(sites, 2).T
            by_customer = values[2 + 2 * sites :].reshape(customers, 1 + sites)
            yield Instance(name, fixed, capacity, by_customer[:, 0], by_customer[:, 1:].T, best, can_split=True)


def _pmed(folder: Path) -> Iterator[Instance]:
    """pmed1.txt, ...: vertices, edges, p, then the edges (a repeated one: the last counts); optima in pmedopt.txt."""
    for name, best in _optima(folder / "pmedopt.txt"):
        path = folder / f"{name}.txt"
        if path.exists():
            values = _numbers(path)
            size, most = int(values[0]), int(values[2])
            edges = values[3:].reshape(-1, 3)
            lengths = {(min(u, v), max(u, v)): length for u, v, length in edges.tolist()}
            ends = np.array(list(lengths), dtype=int) - 1
            graph = csr_array((np.array(list(lengths.values())), (ends[:, 0], ends[:, 1])), shape=(size, size))
            cost = shortest_path(graph, directed=False)
            nothing, unbound = np.zeros(size), np.full(size, np.inf)
            yield Instance(name, nothing, unbound, np.ones(size), cost, best, sites_at_most=most)


def _numbers(path: Path) -> Floats:
    return np.array(path.read_text(encoding="utf-8").split(), dtype=float)


def _optima(path: Path) -> Iterator[tuple[str, float]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) > 1 and cells[0][-1].isdigit():
            yield cells[0], float(cells[1])


@keeping_everything()
def as_network(instance: Instance) -> Network:
    """Put an instance as a plan of one year: customers are schools without a pool, sites are clubs.

    A unit of demand is a session, a fixed cost the basic fee of a contract, a cost of serving a quoted price.
    """
    if instance.can_split:
        instance = _in_parts(instance)
    scale = 1 if np.all(instance.demand == np.rint(instance.demand)) else 100
    schools = [f"s{number}" for number in range(instance.demand.size)]
    clubs = [f"p{number}" for number in range(instance.fixed.size)]
    demand = np.rint(instance.demand * scale).astype(int)
    room = np.minimum(instance.capacity, instance.demand.sum()) * scale
    yen = np.rint(instance.cost * YEN).astype(int)
    places = Places(
        schools={
            name: School(name, _label(name), "elementary", "all", 0.0, 0.0, frozenset()) for name in sorted(schools)
        },
        sites={
            name: Site(
                *(name, _label(name), "club", "all", 0.0, 0.0, 1, int(slots), "published", frozenset()),
                fee_yen=round(fee * YEN),
            )
            for name, slots, fee in sorted(zip(clubs, room, instance.fixed, strict=True))
        },
        pupils={(name, 2022): (int(need),) for name, need in zip(schools, demand, strict=True)},
        assumed_pupils=frozenset(),
        wards={},
        quotes=dict(zip(product(schools, clubs, ["commission"]), yen.T.ravel().tolist(), strict=True)),
    )
    travel = dict.fromkeys(product(schools, clubs, ["walk"]), Trip(0.0, 0.0, "published"))
    return build_network(_scenario(instance.sites_at_most), places, travel)  # type: ignore[arg-type]


def _in_parts(instance: Instance) -> Instance:
    """Cut customers who need more than a site has into equal parts: as demand may be split, nothing changes."""
    parts = np.ceil(instance.demand / instance.capacity.min()).astype(int)
    demand = [
        len(part)
        for need, number in zip(instance.demand.astype(int), parts, strict=True)
        for part in np.array_split(np.empty(need), number)
    ]
    share = np.array(demand) / np.repeat(instance.demand, parts)
    return replace(instance, demand=np.array(demand, dtype=float), cost=np.repeat(instance.cost, parts, axis=1) * share)


def _scenario(sites_at_most: int | None) -> Scenario:
    """One year, one mode, a session per unit of demand, and no price but quotes and contract fees."""
    whole = _template()
    free = LessonPrices(source="published instance")
    figures = {"group_pupils": 1, "sessions_per_group": 1, "prices": free}
    modes = {
        name: mode.model_copy(update={**figures, "offered": name in ("own", "commission")})
        for name, mode in whole.modes.items()
    }
    asked = {"stages": (), "prefer_mode": None, "order": "cost", "outside_sites_at_most": sites_at_most}
    return whole.model_copy(
        update={
            "years": whole.years.model_copy(update={"first": 2022, "last": 2022}),
            "modes": modes,
            "programme": whole.programme.model_copy(update=asked),
        }
    )


@cache
def _template() -> Scenario:
    """Read the scenario once: it is no part of any instance."""
    return read_scenario(SCENARIO)


def _label(name: str) -> Label:
    return Label(ja=name, en=name)
