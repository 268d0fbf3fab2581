"""A sensitivity study written by hand, on the tiny city: two parameters, a turning point, a grid, four draws."""

import math

from poolplan.analysis.sensitivity.tables import COLUMNS, Study, table_of
from poolplan.network.options import Network
from tests.outputs.tiny import tiny_answer

NAN = math.nan


def made_study(network: Network | None = None, label: str = "借上げ料") -> Study:
    """Return the study; hire moves the cost by -10 M to +30 M with the plan kept, +20 M at most if planned anew."""
    hire = {"parameter": "hire", "label_ja": label, "label_en": label if label.startswith("<") else "Hire of the club"}
    rebuild = {"parameter": "rebuild", "label_ja": "建替費", "label_en": "Rebuilding"}
    parameters = [
        {**hire, "path": "modes.commission.prices.hire_yen", "unit": "yen", "low": 10_000, "reference": 20_000,
         "high": 50_000, "distribution": "triangular", "is_price": True, "source": "made up", "assumed": True},
        {**rebuild, "path": "costs.pool.rebuild.cost_yen", "unit": "yen", "low": 150_000_000,
         "reference": 200_000_000, "high": 330_000_000, "distribution": "uniform", "is_price": True,
         "source": "range seen", "assumed": False},
    ]  # fmt: skip
    ends = [
        _end("hire", "low", 10_000, (90e6, 90e6), 0), _end("hire", "high", 50_000, (130e6, 120e6), 2),
        _end("rebuild", "low", 150e6, (95e6, 94e6), 1), _end("rebuild", "high", 330e6, (NAN, NAN), 0),
    ]  # fmt: skip
    return Study(
        network=network or tiny_answer().plan.network,
        parameters=table_of("parameters", list(parameters)),
        one_at_a_time=table_of("one_at_a_time", ends),
        thresholds=table_of("thresholds", _thresholds()),
        grid=table_of("grid", _grid()),
        draws=table_of("draws", [_draw(number) for number in range(4)], "hire", "rebuild"),
        indices=table_of("indices", [_index("hire", 0.7), _index("rebuild", 0.2)]),
        percentiles=table_of("percentiles", [_spread("best"), _spread("reference"), _spread("plan_1")]),
        regret=table_of("regret", [_regret("reference", ""), _regret("plan_1", "hire high")]),
        stability=table_of("stability", _stability()),
        facts={"draws": 4},
    )


def _end(parameter: str, end: str, value: float, costs: tuple[float, float], changed: int) -> dict[str, object]:
    fixed, best = costs
    planned = not math.isnan(best)
    return {
        "parameter": parameter, "end": end, "value": value, "reference_yen": 100e6, "fixed_yen": fixed,
        "fixed_reason": "" if planned else "no room", "best_yen": best, "bound_yen": best, "gap_share": 0.001,
        "schools_changed": changed, "pools_changed": 0, "status": "planned" if planned else "no_plan",
        "reason": "" if planned else "no room",
    }  # fmt: skip


def _thresholds() -> list[dict[str, object]]:
    base = {"label_ja": "自校が勝つ", "label_en": "Own pools win", "parameter": "hire", "unit": "yen", "gap_share": 0.0}
    told = {"decision": "schools_moved", "subject": "1 2025", "looked_at": 7, "reason": ""}
    flips = {"threshold": "a", "status": "flips", "below": 31_000.0, "above": 31_500.0, "is_true_above": True}
    always = {"threshold": "b", "status": "always", "below": NAN, "above": NAN, "is_true_above": True}
    never = {"threshold": "c", "status": "never", "below": NAN, "above": NAN, "is_true_above": False}
    unknown = {"threshold": "d", "status": "unknown", "below": NAN, "above": NAN, "is_true_above": False}
    return [{**base, **told, **one} for one in (flips, always, never, unknown)]


def _grid() -> list[dict[str, object]]:
    return [
        {"grid": "g", "label_ja": "表", "label_en": "Grid", "row_parameter": "hire", "row_value": row,
         "column_parameter": "rebuild", "column_value": column, "best_yen": NAN if row > column else 1e8,
         "bound_yen": 1e8, "gap_share": 0.0, "schools_moved": 1, "leading_mode": "own", "leading_schools": 2,
         "status": "planned", "reason": ""}
        for row in (1.0, 3.0) for column in (2.0, 4.0)
    ]  # fmt: skip


def _draw(number: int) -> dict[str, object]:
    status = "no_plan" if number == 3 else "planned"
    cost = NAN if number == 3 else 1e8 + number * 1e6
    return {"draw": number, "status": status, "reason": "", "best_yen": cost, "bound_yen": cost * 0.995,
            "gap_share": 0.005, "hire": 20_000.0 + number, "rebuild": 2e8}  # fmt: skip


def _index(parameter: str, share: float) -> dict[str, object]:
    return {"output": "best_yen", "parameter": parameter, "first": share, "first_error": 0.05, "total": share + 0.05,
            "total_error": 0.06, "draws": 64}  # fmt: skip


def _spread(plan: str) -> dict[str, object]:
    names = [name for name in COLUMNS["percentiles"] if name.endswith("_yen")]
    return {"plan": plan, "draws": 3, **{name: 1e8 + place * 1e6 for place, name in enumerate(names)}}


def _regret(plan: str, found_at: str) -> dict[str, object]:
    return {"plan": plan, "found_at": found_at, "draws": 3, "not_allowed": 0, "mean_yen": 2e6, "p50_yen": 1e6,
            "p95_yen": 4e6, "max_yen": 5e6, "mean_share": 0.02, "max_share": 0.05, "best_in": 1}  # fmt: skip


def _stability() -> list[dict[str, object]]:
    shares = {"kita": 1.0, "minami": 0.95, "chuo_jhs": 0.5}
    rows: list[dict[str, object]] = []
    for kind, decision in (("school", "mode"), ("pool", "retired_in")):
        for place, share in shares.items():
            rows.append(
                {"kind": kind, "id": place, "label_ja": place, "label_en": place, "decision": decision,
                 "reference": "own" if kind == "school" else "", "same_share": share, "most_frequent": "commission",
                 "most_share": share, "draws": 3, "is_no_regret": share >= 0.95}
            )  # fmt: skip
    return rows
