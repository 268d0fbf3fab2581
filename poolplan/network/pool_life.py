"""How long a school's own pool may be used, with and without works."""

from typing import NamedTuple

from poolplan.network.places import Site
from poolplan.scenario.costs import PoolLife


class LifeSpan(NamedTuple):
    """Fiscal years that bound the use of one pool; every pool enters the first year unrepaired and in use."""

    build_year: int
    original_until: int
    """Last year of use without works."""
    repair_from: int
    """First year in which a major repair may be done; beyond `repaired_until` where none is."""
    repaired_until: int
    """Last year of use after a major repair, or without works where none is done."""
    can_rebuild: bool


def life_span(site: Site, rules: PoolLife, first_year: int) -> LifeSpan:
    """Work out the years of use of an own pool from its build year and condition.

    A pool past its life at the start may still be used for the years of grace.
    """
    if site.build_year is None or site.condition is None:
        message = f"{site.id} is no school pool"
        raise TypeError(message)
    life_years: int = getattr(rules.life_years, site.condition)
    in_grace = first_year + rules.life_years.overdue_grace_years - 1
    original_until = max(site.build_year + life_years - 1, in_grace)
    repaired_until = original_until + (rules.repair.extends_years if rules.repair.offered else 0)
    from_age = max(first_year, site.build_year + rules.repair.from_age)
    return LifeSpan(
        build_year=site.build_year,
        original_until=original_until,
        repair_from=from_age if rules.repair.offered else repaired_until + 1,
        repaired_until=repaired_until,
        can_rebuild=site.can_rebuild or rules.rebuild.on_any_site,
    )
