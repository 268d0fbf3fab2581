"""Whatever a file holds, it is read or refused in sentences: no traceback, ever."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from poolplan.errors import PoolplanError
from poolplan.scenario.checks import check_scenario
from poolplan.scenario.read import read_scenario, resolved_yaml
from poolplan.scenario.schema import Scenario
from poolplan.scenario.yaml_tree import NOT_TEXT
from tests.scenario.files import WHOLE, checked

SIGNS = "{}[]:,-?!&*#|>@%'\"\\\n\t \u3000\uff1a\x00\x07\ufeff5例"
SCRAPS = st.sampled_from([*SIGNS, "  ", ": ", "- ", "null", ".nan", "9" * 500])
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.lists(st.integers(), max_size=2)
)
FAST = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the fuzzed file lies."""
    return tmp_path / "town.yaml"


def _read(path: Path, data: bytes, *overrides: str) -> None:
    path.write_bytes(data)
    with contextlib.suppress(PoolplanError):
        checked(path, *overrides)


@FAST
@given(data=st.one_of(st.binary(max_size=60), st.lists(SCRAPS, max_size=30).map("".join).map(str.encode)))
def test_any_bytes(path: Path, data: bytes) -> None:
    _read(path, data)


@FAST
@given(at=st.integers(0, len(WHOLE)), cut=st.integers(0, 12), scrap=SCRAPS)
def test_a_scenario_with_a_scrap_typed_into_it(path: Path, at: int, cut: int, scrap: str) -> None:
    _read(path, (WHOLE[:at] + scrap + WHOLE[at + cut :]).encode("utf-8"))


@FAST
@given(data=st.data())
def test_a_scenario_with_one_value_replaced(path: Path, data: st.DataObject) -> None:
    values: dict[str, Any] = YAML(typ="safe", pure=True).load(WHOLE)
    block, key = data.draw(st.sampled_from(list(_places(values))))
    block[key] = data.draw(VALUES)
    with path.open("w", encoding="utf-8", errors="surrogatepass") as stream:
        YAML(typ="safe", pure=True).dump(values, stream)
    _read(path, path.read_bytes())


@FAST
@given(
    setting=st.sampled_from(["years.last", "programme.stages.0.fixed.a", "modes.own", "places.clubs", "label.ja", ""]),
    value=st.one_of(st.text(max_size=8), st.lists(SCRAPS, max_size=6).map("".join)),
)
def test_any_override(path: Path, setting: str, value: str) -> None:
    _read(path, WHOLE.encode(), f"{setting}={value}")
    _read(path, WHOLE.encode(), f"{setting}{value}")


@FAST
@given(
    text=st.text(min_size=1, max_size=20).filter(lambda t: bool(t.strip()) and not NOT_TEXT.search(t)),
    share=st.floats(0, 1),
    seconds=st.floats(1e-9, 1e9),
    yen=st.integers(0, 10**12),
)
def test_any_scenario_is_written_and_read_back_equal(
    path: Path, text: str, share: float, seconds: float, yen: int
) -> None:
    path.write_text(WHOLE, encoding="utf-8")
    values = read_scenario(path).model_dump(exclude_none=True)
    values["label"]["ja"] = values["costs"]["discount_source"] = text
    values["solver"] |= {"gap_share": share, "time_limit_s": seconds}
    values["costs"]["pool"]["repair"]["cost_yen"] = yen
    scenario = Scenario.model_validate(values)
    check_scenario(scenario)
    written = path.with_name("scenario.resolved.yaml")
    written.write_text(resolved_yaml(scenario, path.parent), encoding="utf-8", newline="")
    assert read_scenario(written) == scenario


def _places(node: Any) -> Iterator[tuple[Any, Any]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield node, key
        yield from _places(value)
