"""Sums of the solver's expressions, typed: Python's own `sum` starts from a plain 0."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

Term = cp_model.LinearExpr | cp_model.IntVar


def total(terms: Iterable[Term]) -> cp_model.LinearExpr:
    """Sum of expressions."""
    return cp_model.LinearExpr.sum(list(terms))


def weighted(terms: Iterable[tuple[int, Term]]) -> cp_model.LinearExpr:
    """Sum of expressions times numbers."""
    pairs = list(terms)
    return cp_model.LinearExpr.weighted_sum([term for _, term in pairs], [number for number, _ in pairs])
