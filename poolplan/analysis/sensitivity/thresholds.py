"""Where a decision changes as one parameter rises: some values are looked at, then the change is closed in on."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from poolplan.analysis.sensitivity.asking import Part, side_by_side
from poolplan.analysis.sensitivity.decided import is_true
from poolplan.analysis.sensitivity.setting import MISSING, Setting, steps_between
from poolplan.analysis.sensitivity.tables import table_of
from poolplan.analysis.sensitivity.tasks import Found, Task
from poolplan.scenario.leaves import Leaf
from poolplan.scenario.sensitivity import Decision, Threshold

ACCURACY_SHARE = 0.001
"""Without an accuracy of its own, a change is closed in on to this share of high - low."""
BEATS = "beats_keeping_all"


class Look(NamedTuple):
    """What was seen at a value."""

    is_true: bool | None
    """None where there is no plan to judge."""
    gap_share: float
    reason: str


def threshold(setting: Setting, name: str, wanted: Threshold) -> Part:
    """Ask until every change is closed in on; the result is the rows of the table `thresholds`."""
    leaf = setting.leaves[wanted.parameter]
    parameter = setting.parameters[wanted.parameter]
    accuracy = _accuracy(leaf, wanted, parameter.high - parameter.low)
    seen: dict[float, Look] = {}
    values = steps_between(leaf, parameter.low, parameter.high, wanted.points)
    while values:
        tasks = {value: _tasks(setting, wanted, value) for value in values}
        answers = yield [task for both in tasks.values() for task in both]
        for value, both in tasks.items():
            seen[value] = _look(setting, wanted.decision, [answers[task.key] for task in both])
        values = list(_between(leaf, seen, accuracy))
    return list(_rows(setting, name, wanted, seen))


def _accuracy(leaf: Leaf, wanted: Threshold, width: float) -> float:
    asked = width * ACCURACY_SHARE if wanted.accuracy is None else wanted.accuracy
    return max(asked, 1.0) if leaf.is_whole else asked


def _tasks(setting: Setting, wanted: Threshold, value: float) -> tuple[Task, ...]:
    own = setting.task({wanted.parameter: value})
    if wanted.decision.what != BEATS:
        return (own,)
    return own, setting.task({wanted.parameter: value}, "keep_all")


def _look(setting: Setting, decision: Decision, found: list[Found]) -> Look:
    reason = next((answer.reason for answer in found if answer.decided is None), "")
    gap = max((answer.gap_share or 0.0 for answer in found), default=0.0)
    plan = found[0].decided
    if reason or plan is None:
        return Look(None, gap, reason)
    if decision.what == BEATS:
        return Look((found[0].best_yen or 0.0) < (found[1].best_yen or 0.0), gap, "")
    return Look(is_true(decision, setting.network, plan), gap, "")


def _changes(seen: Mapping[float, Look]) -> Iterator[tuple[float, float]]:
    """Yield neighbouring values, of those with a plan, between which the decision changes."""
    known = sorted(value for value, look in seen.items() if look.is_true is not None)
    yield from ((low, high) for low, high in pairwise(known) if seen[low].is_true != seen[high].is_true)


def _between(leaf: Leaf, seen: Mapping[float, Look], accuracy: float) -> Iterator[float]:
    """Yield the middle of each change that is not close enough yet."""
    for low, high in _changes(seen):
        middle = leaf.fitted((low + high) / 2)
        if high - low > accuracy and middle not in seen:
            yield middle


def _rows(setting: Setting, name: str, wanted: Threshold, seen: Mapping[float, Look]) -> Iterator[dict[str, object]]:
    said = {
        "threshold": name,
        "label_ja": wanted.label.ja,
        "label_en": wanted.label.en,
        "parameter": wanted.parameter,
        "unit": setting.leaves[wanted.parameter].unit,
        "decision": wanted.decision.what,
        "subject": subject_of(wanted.decision, setting.network.scenario.years.last),
        "looked_at": len(seen),
    }
    reason = next((look.reason for look in seen.values() if look.is_true is None), "")
    found = list(_changes(seen))
    for low, high in found:
        gap = max(seen[low].gap_share, seen[high].gap_share)
        flip = {"status": "flips", "below": low, "above": high, "is_true_above": bool(seen[high].is_true)}
        yield {**said, **flip, "gap_share": gap, "reason": reason}
    if not found:
        verdicts = {look.is_true for look in seen.values()}
        status = "always" if verdicts == {True} else "never" if verdicts == {False} else "unknown"
        gap = max(look.gap_share for look in seen.values())
        missing = {"status": status, "below": MISSING, "above": MISSING, "is_true_above": None}
        yield {**said, **missing, "gap_share": gap, "reason": reason}


def subject_of(decision: Decision, last: int) -> str:
    """Say in one line what a decision is about."""
    parts = [decision.school, decision.site, decision.mode]
    parts = [f"{decision.at_least} or more", *parts] if decision.what == "schools_moved" else parts
    return " ".join([*(part for part in parts if part), str(decision.year or last)])


def thresholds(setting: Setting) -> Part:
    """Ask for every threshold of the block at once; the result is the table `thresholds`."""
    parts = {name: threshold(setting, name, wanted) for name, wanted in setting.asked.thresholds.items()}
    found = yield from side_by_side(parts)
    return table_of("thresholds", [row for rows in found.values() for row in rows])
