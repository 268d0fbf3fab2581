"""Tests that read tables run in a folder of their own, as the scenario tests do."""

from tests.scenario.conftest import folder

__all__ = ["folder"]
