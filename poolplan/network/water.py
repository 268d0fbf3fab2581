"""How much time in the water a mode of teaching gives, and what it falls short of."""

from poolplan.scenario.schema import Mode, Scenario


def water_min_per_year(mode: Mode) -> float:
    """Minutes in the water per pupil and year, less what heat and rain take.

    >>> from types import SimpleNamespace
    >>> water_min_per_year(SimpleNamespace(sessions_per_group=5, water_min_per_session=45.0, delivered_share=0.8))
    180.0
    """
    return mode.sessions_per_group * mode.water_min_per_session * mode.delivered_share


def full_water_min(scenario: Scenario) -> float:
    """Minutes in the water per pupil and year of a full programme: as stated, or the own pool's, undisturbed."""
    own = scenario.modes[scenario.own_mode]
    stated = scenario.objective.full_water_min if scenario.objective else None
    return own.sessions_per_group * own.water_min_per_session if stated is None else stated


def lost_water_min(scenario: Scenario, mode: Mode) -> float:
    """Minutes per pupil and year by which a mode falls short of a full programme."""
    return max(0.0, full_water_min(scenario) - water_min_per_year(mode))
