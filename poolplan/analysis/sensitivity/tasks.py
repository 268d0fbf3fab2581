"""What is asked at a point and what is answered: small enough to be sent to another process and kept on disk."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from poolplan.analysis.sensitivity.decided import Decided, from_plain
from poolplan.analysis.sensitivity.points import Point, digest
from poolplan.analysis.sensitivity.tables import KEEP_ALL
from poolplan.model.draws import Asked

Status = Literal["planned", "no_plan", "failed"]


class Candidate(NamedTuple):
    """A plan whose cost is wanted wherever something is planned."""

    name: str
    found_at: str
    """In words: the reference values, or a parameter and its end."""
    decided: Decided

    @property
    def always_allowed(self) -> bool:
        """True of plans that only serve for comparison and need not keep the rules."""
        return self.name == KEEP_ALL


class Known(NamedTuple):
    """Plans that were found for other tasks, as they are sent to whoever answers; see `shared_plans`."""

    name: str
    """Short checksum of the plans; empty without any."""
    packed: bytes


NOTHING_MORE = Known("", b"")


class Task(NamedTuple):
    """A point at which a plan is wanted, and the plans whose cost is wanted there."""

    point: Point
    candidates: tuple[Candidate, ...] = ()
    known: Known = NOTHING_MORE
    """Plans that may serve, besides those of the question."""
    bound_yen: float | None = None
    """No plan costs less, where that is known already."""
    how: Asked | None = None
    """Given: a step of a round, in which only the cost of the best plan known and a bound are wanted."""

    @property
    def key(self) -> str:
        """Short name, the same for equal tasks."""
        said: list[object] = [self.point.key, _plain(self.candidates)]
        if self.known.name or self.bound_yen is not None or self.how is not None:
            said += [self.known.name, self.bound_yen, self.how]
        return digest(said)

    @property
    def kind(self) -> str:
        """What is done, in a word."""
        if self.how is None:
            return "plans"
        return "searches" if self.how.may_search else "bounds" if self.how.bound_yen is None else "prices"


@lru_cache(maxsize=64)
def _plain(candidates: tuple[Candidate, ...]) -> str:
    return digest([[candidate.name, candidate.decided.plain()] for candidate in candidates])


class KeptCost(NamedTuple):
    """What a candidate costs at a point."""

    yen: float | None
    """None where it is not allowed."""
    refusal: str = ""
    """Why it is not allowed."""


@dataclass(frozen=True)
class Found:
    """The answer at a point."""

    status: Status
    reason: str = ""
    """Why there is no plan."""
    best_yen: float | None = None
    bound_yen: float | None = None
    decided: Decided | None = None
    kept: tuple[KeptCost, ...] = ()
    """Cost of each candidate of the task, in its order; empty without a plan."""
    new_plan: str = ""
    """A plan that was not known before, found in a step of a round; see `shared_plans`."""

    @property
    def gap_share(self) -> float | None:
        """(best - bound) / best, 0 to 1."""
        if self.best_yen is None or self.bound_yen is None:
            return None
        return max(0.0, self.best_yen - self.bound_yen) / abs(self.best_yen) if self.best_yen else 0.0

    def plain(self) -> dict[str, Any]:
        """Return the answer as JSON takes it."""
        return {
            "status": self.status,
            "reason": self.reason,
            "best_yen": self.best_yen,
            "bound_yen": self.bound_yen,
            "decided": self.decided.plain() if self.decided else None,
            "kept": [list(cost) for cost in self.kept],
            **({"new_plan": self.new_plan} if self.new_plan else {}),
        }


def found_from_plain(said: Mapping[str, Any]) -> Found:
    """Return the answer that `plain` wrote."""
    kept = tuple(KeptCost(*cost) for cost in said["kept"])
    return Found(**{**said, "decided": from_plain(said["decided"]) if said["decided"] else None, "kept": kept})
