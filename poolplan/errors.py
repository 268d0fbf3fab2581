"""The few ways poolplan can fail, each with the sentences a user reads and an exit code."""

from collections.abc import Callable, Iterable


class PoolplanError(Exception):
    """A failure the user can read: one sentence per problem, reported together."""

    exit_code = 1

    def __init__(self, problems: Iterable[str] | str) -> None:
        """Keep the problems in the order given, without repetition."""
        listed = [problems] if isinstance(problems, str) else list(problems)
        self.problems: tuple[str, ...] = tuple(dict.fromkeys(listed))
        super().__init__("\n".join(self.problems))


def problems_of(*steps: Callable[[], object]) -> list[str]:
    """Take every step, whatever becomes of the others, and return all their problems."""
    problems: list[str] = []
    for step in steps:
        try:
            step()
        except PoolplanError as error:
            problems += error.problems
    return problems


class ScenarioError(PoolplanError):
    """The scenario file asks for something impossible or unclear."""


class DataError(PoolplanError):
    """A table or map layer of the city cannot be used as it is."""


class NoPlanError(PoolplanError):
    """No plan satisfies every rule; the problems say what must give."""

    exit_code = 3


class StoppedError(PoolplanError):
    """The search was stopped before any plan was found."""

    exit_code = 4


class SolverFailedError(PoolplanError):
    """The solver broke down, ran out of memory, or gave an answer that its own rows refute: nothing is written."""

    exit_code = 5


class AuditError(PoolplanError):
    """The plan found does not survive the independent re-check: a defect of poolplan, nothing is written."""

    exit_code = 5
