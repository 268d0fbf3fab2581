"""Scenario files for the tests: a complete one, and children of it with a few lines changed."""

from pathlib import Path

import pytest

from poolplan.errors import PoolplanError
from poolplan.scenario.checks import check_scenario
from poolplan.scenario.read import Reading, read

ROOT = Path(__file__).parents[2]
SHIPPED = sorted((ROOT / "scenarios").glob("*.yaml"))
WHOLE = """\
label: {ja: 例, en: Example}
question: {ja: 問い, en: Question}
years: {first: 2022, last: 2051}
places:
  bounds: {west: 130.5, south: 32.6, east: 130.9, north: 33.0}
  schools: schools.csv
  pupils: pupils.csv
  school_pools: school_pools.csv
  clubs: clubs.csv
  public_pools: public_pools.csv
  wards: wards.geojson
  travel: travel_times.csv
modes:
  own:
    label: {ja: 自校, en: Own}
    site_kind: school_pool
    at_own_school: true
    sessions_per_group: 5
    group_pupils: 120
    water_min_per_session: 45
    prices: {source: test}
  commission:
    label: {ja: 委託, en: Club}
    site_kind: club
    sessions_per_group: 4
    group_pupils: 80
    water_min_per_session: 45
    max_travel_min: {bus: 15, source: test}
    prices: {hire_yen: 20000, source: test}
  shared:
    label: {ja: 共用, en: Shared}
    site_kind: school_pool
    sessions_per_group: 5
    group_pupils: 120
    water_min_per_session: 45
    max_travel_min: {walk: 12, source: test}
    prices: {source: test}
costs:
  base_year: 2022
  discount_share: 0.02
  discount_source: test
  bus:
    large: {seats: 50, per_hour_yen: 6330, per_km_yen: 140, source: test}
    medium: {seats: 27, per_hour_yen: 5350, per_km_yen: 120, source: test}
    small: {seats: 25, per_hour_yen: 4690, per_km_yen: 110, source: test}
    commuter: {seats: 14, per_hour_yen: 4170, per_km_yen: 90, source: test}
    day: {round_trips: 2, at_site_min: 70, garage_min: 15, garage_km: 5, escorts: 2, min_running_h: 3, checks_h: 2,
          km_step: 10, tax_share: 0.1, source: test}
  pool:
    life_years: {A: 65, B: 60, C: 55, D: 50, overdue_grace_years: 5, source: test}
    upkeep: {base_yen: 1000000, growth_share: 0.02, from_age: 15, source: test}
    repair: {cost_yen: 80000000, from_age: 30, extends_years: 15, renews_wear_years: 20, source: test}
    rebuild: {cost_yen: 200000000, grant_share: 0.3333, life_years: 50, source: test}
    retirement: {demolition_yen: 20000000, source: test}
programme:
  stages:
    - {year: 2022, schools: 2, fixed: {akitaminami: commission}}
    - {year: 2023, schools: 5, by_mode: {commission: 4, shared: 1}, host_levels: {shared: junior_high}}
  rollout_schools_per_year: 6
solver: {gap_share: 0.005, time_limit_s: 300}
"""


def write(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a file into the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def child(folder: Path, text: str) -> Path:
    """Write the whole scenario as `parent.yaml` and a child of it with the given lines as `child.yaml`."""
    write(folder, "parent.yaml", WHOLE)
    return write(folder, "child.yaml", f"extends: parent.yaml\n{text}")


def checked(path: Path, *overrides: str) -> Reading:
    """Read and check a scenario, as a run does before it opens the tables."""
    reading = read(path, overrides)
    check_scenario(reading.scenario, reading.origins)
    return reading


def complaints(path: Path, *overrides: str) -> list[str]:
    """Return the sentences with which a scenario is refused."""
    with pytest.raises(PoolplanError) as caught:
        checked(path, *overrides)
    return list(caught.value.problems)
