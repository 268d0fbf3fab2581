"""All parameters at once: the draws, how cost spreads over them, and how far each candidate plan would be regretted."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from poolplan.analysis.sensitivity.indices import index_draws, indices
from poolplan.analysis.sensitivity.sampling import Floats, correlated_draws
from poolplan.analysis.sensitivity.setting import MISSING, Setting, money
from poolplan.analysis.sensitivity.tables import KEEP_ALL, table_of
from poolplan.analysis.sensitivity.tasks import Candidate, Found, Task

BEST = "best"
PERCENTS = (5, 25, 50, 75, 95)


class Draws(NamedTuple):
    """Draws with their answers, in order."""

    drawn: Floats
    """One row per draw, one column per parameter."""
    found: tuple[Found, ...]

    @property
    def best_yen(self) -> Floats:
        """Cost of the plan of each draw; not a number without one."""
        return np.array([MISSING if found.best_yen is None else found.best_yen for found in self.found])

    def kept_yen(self, place: int) -> Floats:
        """Cost of a candidate in each draw; not a number where it is not allowed or nothing is planned."""
        return np.array([_kept(found, place) for found in self.found])


def _kept(found: Found, place: int) -> float:
    yen = found.kept[place].yen if found.kept else None
    return MISSING if yen is None else yen


class Drawn(NamedTuple):
    """Draws that are to be answered."""

    values: Floats
    """One row per draw, one column per parameter."""
    tasks: list[Task]
    """One per draw."""

    def answered(self, found: Mapping[str, Found]) -> Draws:
        """Return the draws with their answers, given by key."""
        return Draws(self.values, tuple(found[task.key] for task in self.tasks))


def draw_tasks(setting: Setting, candidates: Sequence[Candidate]) -> Drawn:
    """Return the draws of all parameters at once, at which these plans are priced."""
    values = correlated_draws(setting.asked, setting.references, setting.asked.draws)
    return Drawn(values, [task._replace(candidates=tuple(candidates)) for task in _tasks(setting, values)])


def index_tasks(setting: Setting) -> Drawn:
    """Return the draws that the indices need."""
    values = index_draws(setting.asked, setting.references)
    return Drawn(values, _tasks(setting, values))


def indices_table(setting: Setting, draws: Draws) -> pd.DataFrame:
    """Return the table `indices`."""
    rows = []
    for output, yen in (("best_yen", draws.best_yen), ("fixed_yen", draws.kept_yen(0))) if draws.found else ():
        found, used = indices(setting.asked, yen)
        rows += [
            {"output": output, "parameter": name, **index._asdict(), "draws": used} for name, index in found.items()
        ]
    return table_of("indices", rows)


def _tasks(setting: Setting, values: Floats) -> list[Task]:
    names = list(setting.parameters)
    return [setting.task(dict(zip(names, map(float, row), strict=True))) for row in values]


def draws_table(setting: Setting, draws: Draws) -> pd.DataFrame:
    """Return the table `draws`."""
    names = list(setting.parameters)
    fitted = [
        {name: setting.leaves[name].fitted(float(value)) for name, value in zip(names, row, strict=True)}
        for row in draws.drawn
    ]
    rows = [
        {"draw": number, **money(found), **values}
        for number, (found, values) in enumerate(zip(draws.found, fitted, strict=True))
    ]
    return table_of("draws", rows, *names)


def percentiles_table(candidates: Sequence[Candidate], draws: Draws) -> pd.DataFrame:
    """Return the table `percentiles`."""
    costs = {BEST: draws.best_yen}
    costs |= {candidate.name: draws.kept_yen(place) for place, candidate in enumerate(candidates)}
    rows = []
    for plan, yen in costs.items() if draws.found else ():
        known = yen[np.isfinite(yen)]
        spread = np.percentile(known, PERCENTS) if known.size else [MISSING] * len(PERCENTS)
        shares = {f"p{percent:02}_yen": float(at) for percent, at in zip(PERCENTS, spread, strict=True)}
        rows.append({"plan": plan, "draws": known.size, "mean_yen": _mean(known), **shares})
    return table_of("percentiles", rows)


def regret_table(candidates: Sequence[Candidate], draws: Draws) -> pd.DataFrame:
    """Return the table `regret`: what each candidate costs more than the best plan known for the draw."""
    best = draws.best_yen
    within = best - np.array([MISSING if found.bound_yen is None else found.bound_yen for found in draws.found])
    rows = []
    for place, candidate in enumerate(candidates) if draws.found else ():
        more = draws.kept_yen(place) - best
        known = np.isfinite(more)
        share = more[known] / np.abs(best[known])
        rows.append(
            {
                "plan": candidate.name,
                "found_at": candidate.found_at,
                "draws": int(known.sum()),
                "not_allowed": int((np.isfinite(best) & ~known).sum()),
                "mean_yen": _mean(more[known]),
                "p50_yen": _percentile(more[known], 50),
                "p95_yen": _percentile(more[known], 95),
                "max_yen": _percentile(more[known], 100),
                "mean_share": _mean(share),
                "max_share": _percentile(share, 100),
                "best_in": int((more[known] <= np.maximum(within[known], 1.0)).sum()),
            }
        )
    return table_of("regret", rows)


def _mean(values: Floats) -> float:
    return float(values.mean()) if values.size else MISSING


def _percentile(values: Floats, percent: float) -> float:
    return float(np.percentile(values, percent)) if values.size else MISSING


def candidates_of(setting: Setting, keep_all: Found, ends: Mapping[tuple[str, str], Found]) -> tuple[Candidate, ...]:
    """Choose the plans whose regret is worked out: the reference plan, keeping every pool, those found most often.

    Args:
        setting: the study.
        keep_all: every pool kept, at the reference values.
        ends: what was found at each end of each parameter.
    """
    chosen = [setting.reference]
    if keep_all.decided is not None:
        chosen.append(Candidate(KEEP_ALL, KEEP_ALL, keep_all.decided))
    places: dict[object, list[tuple[str, str]]] = {}
    for place, found in ends.items():
        if found.decided is not None and found.decided != setting.reference.decided:
            places.setdefault(found.decided, []).append(place)
    often = sorted(places.values(), key=len, reverse=True)
    for number, at in enumerate(often, start=1):
        plan = ends[at[0]].decided
        if plan is not None:
            chosen.append(Candidate(f"plan_{number}", " ".join(at[0]), plan))
    return tuple(chosen[: setting.asked.candidates + 1])
