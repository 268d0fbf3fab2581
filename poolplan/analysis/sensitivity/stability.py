"""What stays the same whatever is drawn: each school's place, and what becomes of each pool; the no-regret list."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from poolplan.analysis.sensitivity.decided import Decided
from poolplan.analysis.sensitivity.setting import Setting
from poolplan.analysis.sensitivity.tables import NO_REGRET_SHARE, table_of
from poolplan.analysis.sensitivity.tasks import Found
from poolplan.network.options import Network

NEVER = ""
JOINED = " / "

Key = tuple[str, str, str]
"""Kind, id, decision."""


def stability_table(setting: Setting, found: Sequence[Found]) -> pd.DataFrame:
    """Return the table `stability` over the draws that have a plan."""
    plans = [answer.decided for answer in found if answer.decided is not None]
    counts: dict[Key, Counter[str]] = {}
    for plan in plans:
        for key, says in said(setting.network, plan):
            counts.setdefault(key, Counter())[says] += 1
    rows = [
        _row(setting.network, key, says, counts[key])
        for key, says in said(setting.network, setting.reference.decided)
        if key in counts
    ]
    return table_of("stability", rows)


def said(network: Network, plan: Decided) -> Iterator[tuple[Key, str]]:
    """Yield what a plan says of each school and each school pool, in the order of ids."""
    at_last = plan.where(plan.last_year)
    for school in network.places.schools:
        stays = [stay for cohort, stay in sorted(at_last.items()) if cohort.school == school]
        for decision in ("mode", "site"):
            says = dict.fromkeys(str(getattr(stay, decision)) for stay in stays)
            yield ("school", school, decision), JOINED.join(says)
        if school in network.home_options:
            yield ("school", school, "moved_in"), _moved_in(network, plan, school)
    retired = plan.retired_in()
    for home in network.home_options.values():
        works = sorted((work.year, work.works) for work in plan.works if work.site == home.site)
        yield ("pool", home.site, "retired_in"), str(retired.get(home.site, NEVER))
        yield (
            ("pool", home.site, "works"),
            JOINED.join(f"{what} {year}" for year, what in works if what != "retire"),
        )


def _moved_in(network: Network, plan: Decided, school: str) -> str:
    home = network.home_options[school].site
    years = [stay.first for stay in plan.stays if stay.school == school and home not in (stay.site, stay.instead_of)]
    return str(min(years, default=NEVER))


def _row(network: Network, key: Key, says: str, counted: Counter[str]) -> dict[str, object]:
    kind, name, decision = key
    places = network.places
    label = places.schools[name].label if kind == "school" else places.sites[name].label
    number = counted.total()
    most, times = min(counted.items(), key=lambda item: (-item[1], item[0]))
    return {
        "kind": kind,
        "id": name,
        "label_ja": label.ja,
        "label_en": label.en,
        "decision": decision,
        "reference": says,
        "same_share": counted[says] / number,
        "most_frequent": most,
        "most_share": times / number,
        "draws": number,
        "is_no_regret": counted[says] >= NO_REGRET_SHARE * number,
    }
