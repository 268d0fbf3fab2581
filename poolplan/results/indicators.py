"""What councils ask of a plan, as one long table: schools moved, pools, minutes, water, slots, money."""

from collections.abc import Mapping

import pandas as pd

from poolplan.model.costs import GENERAL_FUND
from poolplan.model.pool_costs import WORKS
from poolplan.network.options import Cohort, Network
from poolplan.network.water import water_min_per_year
from poolplan.results.plan import Plan
from poolplan.results.worth import present_yen

CITY = "city"
COLUMNS = ["year", "scope", "indicator", "value", "unit"]
RESIDUAL_ITEM = "residual_value"
FREED_ITEM = "freed_site"
"""Neither works nor a running cost: what the city gains when a site is freed."""
DECIMALS = 4
KEYS = ["year", "scope"]
UNITS = {
    "schools": "schools",
    "schools_moved": "schools",
    "pools_in_use": "pools",
    "pools_retired": "pools",
    "pupils": "pupils",
    "pupils_travelling": "pupils",
    "minutes_mean": "minutes one way",
    "minutes_max": "minutes one way",
    "water_minutes_per_pupil": "minutes per year",
    "unmet_sessions": "sessions per year",
    "cost_yen": "yen per year",
    "capex_yen": "yen per year",
    "opex_yen": "yen per year",
    "freed_sites_yen": "yen per year",
    "cost_to_date_yen": "yen",
    "cost_per_pupil_yen": "yen per pupil",
    "present_value_yen": "yen of the base year",
}
UNIT_BY_START = {
    "schools_": "schools",
    "slots_used_share_": "share",
    "paid_by_": "yen per year",
    "present_value_": "yen of the base year",
}
"""Units of the indicators whose name tells a mode, a kind of site or a payer."""


def indicators(plan: Plan) -> pd.DataFrame:
    """Work out the indicators; one row per year, scope and indicator, sorted.

    Columns: year (fiscal), scope (`city`, or the id of the ward a school or place lies in), indicator, value, unit.

    ======================== =================== ==============================================================
    indicator                unit                meaning
    ======================== =================== ==============================================================
    schools                  schools             all schools
    schools_moved            schools             have left their own pool (never had one: not counted)
    schools_<mode>           schools             hold lessons in this mode (one whose grades are apart may count twice)
    pools_in_use             pools               school pools not retired
    pools_retired            pools               school pools taken out of use so far
    pupils                   pupils              all pupils
    pupils_travelling        pupils              swim away from their own school
    minutes_mean             minutes one way     mean over travelling pupils; no row where nobody travels
    minutes_max              minutes one way     longest trip of any school; no row where nobody travels
    water_minutes_per_pupil  minutes per year    time in the water
    unmet_sessions           sessions per year   left out; no row where the scenario lets none be left out
    slots_used_share_<kind>  share               sessions held / sessions offered, clubs and public pools; city
    cost_yen                 yen per year        ledger of the year without residual value: opex + capex - freed sites
    capex_yen                yen per year        repair, rebuilding, demolition, cisterns, as in the budget for works
    opex_yen                 yen per year        everything else but freed sites: lessons, buses, upkeep
    freed_sites_yen          yen per year        value of the sites that demolished pools free
    cost_to_date_yen         yen                 cost_yen summed from the first year
    cost_per_pupil_yen       yen per pupil       cost_yen / pupils
    paid_by_<payer>_yen      yen per year        what of cost_yen a payer pays: the general fund, and who else pays
    present_value_yen        yen of base year    whole ledger, residual value included, discounted; city, one row
                                                 in the base year, whose money it is; all payers, counted or not
    present_value_<payer>_yen yen of base year   what of it a payer pays, less the value left of what that payer gave
    ======================== =================== ==============================================================

    Yen are in the prices of the ledger, undiscounted but for the present value.
    """
    lessons, pools, ledger = _lessons(plan), _school_pools(plan), _spending(plan)
    may_leave_out = plan.network.scenario.programme.unmet_sessions is not None
    people = _people(lessons, may_leave_out=may_leave_out)
    tables = [people, _modes(lessons, plan.network), _trips(lessons), _pools(pools), _money(ledger, plan)]
    rows = [_long(table) for table in tables] + [_slots(plan), _present_values(plan)]
    found = pd.concat(rows, ignore_index=True)
    found["unit"] = [_unit(name) for name in found["indicator"]]
    found["value"] = found["value"].astype(float).round(DECIMALS)
    return found.sort_values(["year", "scope", "indicator"], ignore_index=True)[COLUMNS]


def moved(plan: Plan) -> pd.Series:
    """True for each row of the assignments whose school has left its own pool, with all its grades."""
    homes = plan.network.home_options
    lessons = plan.assignments
    home_sites = {school: home.site for school, home in homes.items()}
    belongs = lessons["instead_of"].where(lessons["instead_of"] != "", lessons["site"])
    is_away = belongs != lessons["school"].map(home_sites)
    return lessons["school"].isin(list(homes)) & is_away.groupby([lessons["school"], lessons["year"]]).transform("all")


def _lessons(plan: Plan) -> pd.DataFrame:
    """Assignments with ward, pupils and water minutes, once for the city and once for the ward."""
    places, modes = plan.network.places, plan.network.scenario.modes
    table = plan.assignments.copy()
    table["moved"] = table["school"].where(moved(plan))
    table["travels"] = table["mode"].map({name: not mode.at_own_school for name, mode in modes.items()})
    keys = zip(table["school"], table["grade"], table["year"], strict=True)
    table["pupils"] = [sum(plan.network.pupils(Cohort(school, grade), year)) for school, grade, year in keys]
    water = {name: water_min_per_year(mode) for name, mode in modes.items()}
    held = table["sessions"] / (table["sessions"] + table["unmet"]).clip(lower=1)
    table["water_min"] = table["pupils"] * table["mode"].map(water) * held
    table["travelling"] = table["pupils"].where(table["travels"], 0)
    table["pupil_min"] = table["travelling"] * table["minutes"]
    return _by_scope(table, table["school"].map({name: school.ward for name, school in places.schools.items()}))


def _school_pools(plan: Plan) -> pd.DataFrame:
    """Rows of the sites that are school pools."""
    sites = plan.network.places.sites
    table = plan.sites[plan.sites["site"].map({name: site.kind for name, site in sites.items()}) == "school_pool"]
    table = table.assign(in_use=table["state"] != "retired", retired=table["works"] == "retire")
    return _by_scope(table, table["site"].map({name: site.ward for name, site in sites.items()}))


def _spending(plan: Plan) -> pd.DataFrame:
    """Ledger without the residual value, works apart from running costs."""
    places = plan.network.places
    wards: Mapping[str, str] = {
        **{name: school.ward for name, school in places.schools.items()},
        **{name: site.ward for name, site in places.sites.items()},
    }
    table = plan.ledger[plan.ledger["item"] != RESIDUAL_ITEM]
    table = table.assign(
        capex_yen=table["yen"].where(table["item"].isin(WORKS), 0),
        freed_sites_yen=-table["yen"].where(table["item"] == FREED_ITEM, 0),
    )
    return _by_scope(table, table["place"].map(wards))


def _by_scope(table: pd.DataFrame, wards: pd.Series) -> pd.DataFrame:
    """Stack the rows twice, for the city and for their ward; places outside the city have no ward."""
    local = table.assign(scope=wards)
    return pd.concat([table.assign(scope=CITY), local[local["scope"].fillna("") != ""]], ignore_index=True)


def _people(lessons: pd.DataFrame, *, may_leave_out: bool) -> pd.DataFrame:
    sums = lessons.groupby(KEYS).agg(
        schools=("school", "nunique"),
        schools_moved=("moved", "nunique"),
        pupils=("pupils", "sum"),
        pupils_travelling=("travelling", "sum"),
        water_min=("water_min", "sum"),
        unmet_sessions=("unmet", "sum"),
    )
    sums["water_minutes_per_pupil"] = sums["water_min"] / sums["pupils"]
    return sums.drop(columns=["water_min"] if may_leave_out else ["water_min", "unmet_sessions"])


def _modes(lessons: pd.DataFrame, network: Network) -> pd.DataFrame:
    used = lessons.pivot_table(index=KEYS, columns="mode", values="school", aggfunc="nunique", fill_value=0)
    offered = [name for name, mode in network.scenario.modes.items() if mode.offered or name in used]
    return used.reindex(columns=offered, fill_value=0).add_prefix("schools_")


def _trips(lessons: pd.DataFrame) -> pd.DataFrame:
    away = lessons[lessons["travels"]].groupby(KEYS)
    sums = away[["pupil_min", "travelling"]].sum()
    return pd.DataFrame({"minutes_mean": sums["pupil_min"] / sums["travelling"], "minutes_max": away["minutes"].max()})


def _pools(pools: pd.DataFrame) -> pd.DataFrame:
    sums = pools.groupby(KEYS)[["in_use", "retired"]].sum()
    so_far = sums["retired"].groupby("scope").cumsum()
    return pd.DataFrame({"pools_in_use": sums["in_use"], "pools_retired": so_far})


def _money(ledger: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Yen of every year and scope, zero where nothing is due."""
    pupils = _lessons(plan).groupby(KEYS)["pupils"].sum()
    sums = ledger.groupby(KEYS)[["yen", "capex_yen", "freed_sites_yen"]].sum().reindex(pupils.index, fill_value=0)
    paid = ledger.pivot_table(index=KEYS, columns="payer", values="yen", aggfunc="sum", fill_value=0)
    paid = paid.reindex(index=pupils.index, columns=_payers(plan), fill_value=0)
    totals = pd.DataFrame(
        {
            "cost_yen": sums["yen"],
            "capex_yen": sums["capex_yen"],
            "opex_yen": sums["yen"] - sums["capex_yen"] + sums["freed_sites_yen"],
            "freed_sites_yen": sums["freed_sites_yen"],
            "cost_to_date_yen": sums["yen"].groupby("scope").cumsum(),
            "cost_per_pupil_yen": sums["yen"] / pupils,
        }
    )
    return totals.join(paid.rename(columns=lambda payer: payer_indicators(payer)[0]))


def payer_indicators(payer: str) -> tuple[str, str]:
    """Names of the indicators that say what a payer pays in a year, and in all."""
    return f"paid_by_{payer}_yen", f"present_value_{payer}_yen"


def _payers(plan: Plan) -> list[str]:
    """Return the general fund, and everybody else who pays anything."""
    return sorted({GENERAL_FUND, *plan.ledger["payer"]})


def _long(table: pd.DataFrame) -> pd.DataFrame:
    """Turn a table with one column per indicator into rows; values that do not exist are left out."""
    long = table.reset_index().melt(id_vars=KEYS, var_name="indicator", value_name="value")
    return long.assign(value=long["value"].astype(float)).dropna(subset=["value"])


def _slots(plan: Plan) -> pd.DataFrame:
    kinds = plan.sites["site"].map({name: site.kind for name, site in plan.network.places.sites.items()})
    table = plan.sites.assign(kind=kinds)[kinds != "school_pool"]
    sums = table.groupby(["year", "kind"])[["sessions", "capacity"]].sum().reset_index()
    sums = sums[sums["capacity"] > 0]
    return pd.DataFrame(
        {
            "year": sums["year"],
            "scope": CITY,
            "indicator": "slots_used_share_" + sums["kind"],
            "value": sums["sessions"] / sums["capacity"],
        }
    )


def _present_values(plan: Plan) -> pd.DataFrame:
    costs = plan.network.scenario.costs
    present = present_yen(plan.ledger, costs)
    worth = present.groupby(plan.ledger["payer"]).sum()
    values = {payer_indicators(payer)[1]: float(worth.get(payer, 0.0)) for payer in _payers(plan)}
    values["present_value_yen"] = float(present.sum())
    rows = [{"indicator": name, "value": value} for name, value in values.items()]
    return pd.DataFrame(rows).assign(year=costs.base_year, scope=CITY)


def _unit(name: str) -> str:
    starts = (unit for start, unit in UNIT_BY_START.items() if name.startswith(start))
    return UNITS.get(name) or next(starts)
