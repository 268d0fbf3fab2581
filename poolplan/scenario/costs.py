"""Unit prices and the rules they are billed by; each block of figures names its source."""

from typing import Literal, get_args

from pydantic import Field

from poolplan.scenario.blocks import (
    Block,
    Count,
    Hours,
    Kilometres,
    LedgerItem,
    Minutes,
    Payer,
    Positive,
    Rate,
    Seasons,
    Several,
    Share,
    Sourced,
    Text,
    Year,
    YearKey,
    Years,
    Yen,
)
from poolplan.scenario.surcharges import BusSurcharges


class BusClass(Sourced):
    """A class of chartered bus with the notified fare, or the price of a day that a contract states; before tax."""

    seats: Positive
    """Seats for pupils and escorts."""
    per_hour_yen: Yen
    """Fare per billed hour."""
    per_km_yen: Yen
    """Fare per billed kilometre."""
    per_day_yen: Yen | None = None
    """Price of a bus-day whatever its hours and kilometres, in place of the fare."""


class BusDay(Sourced):
    """How a chartered bus works through a school morning, and what is billed for it."""

    round_trips: Positive
    """Sessions that one bus can serve in a day."""
    at_site_min: Minutes
    """Minutes a group spends at the site: changing, water, changing."""
    garage_min: Minutes
    """Minutes from the garage to the school, each way."""
    garage_km: Kilometres
    """Kilometres from the garage to the school, each way."""
    board_min: Minutes = 0
    """Minutes a group takes to get on at its school; getting off takes the same."""
    escorts: Count
    """Teachers who travel with each group."""
    min_running_h: Hours
    """Running hours billed at least."""
    checks_h: Hours
    """Hours billed for checks before and after."""
    km_step: Positive
    """Kilometres are rounded up to a multiple of this."""
    tax_share: Share
    """Consumption tax on the fare."""
    contract_discount_share: Share = 0
    """Taken off the notified fare under a yearly contract; up to 30 % are seen. A price per day has its own already."""


class Upkeep(Sourced):
    """Yearly upkeep of an own pool: water, chemicals, filters, tests; it grows with wear."""

    base_yen: Yen
    """Upkeep of a pool in good order, per year."""
    growth_share: Share
    """Added per year of wear beyond `from_age`, as a share of the base."""
    from_age: Years
    """Years of wear after which upkeep starts to grow."""


class Failure(Sourced):
    """Breakdowns of an own pool (leaks, pumps, filters): what one costs, and how likely it is in a year."""

    cost_yen: Yen
    """Price of putting one breakdown right."""
    chance_share: Share
    """Chance of a breakdown in a year, in a pool in good order."""
    growth_share: Share
    """Added to the chance per year of wear beyond `from_age`; the chance never exceeds 1."""
    from_age: Years
    """Years of wear after which the chance starts to grow."""


class Repair(Sourced):
    """Major repair (大規模改修), once in the life of a pool."""

    cost_yen: Yen
    """Price of the works."""
    from_age: Years
    """Age from which it is worth doing."""
    extends_years: Years
    """Years of use added to the life."""
    renews_wear_years: Years
    """Years by which the wear that drives upkeep is set back."""
    offered: bool = True
    """False: no pool is repaired; it is rebuilt or retired when its life ends."""
    bond_share: Share = 0
    """Share of the works borrowed by local bonds; the rest is paid from the general fund."""
    closed_seasons: Seasons = 0
    """Swimming seasons in which the works close the pool, the first in their own year; lessons are held elsewhere."""


class Rebuild(Sourced):
    """Rebuilding (建替): a new tank on the same site, which then stays to the end of the horizon."""

    cost_yen: Yen
    """Price of the works, demolition of the old tank included."""
    grant_share: Share
    """Share paid by the national grant."""
    life_years: Positive
    """Life of the new pool; what is left of it at the end of the horizon is credited."""
    bond_share: Share = 0
    """Share of the city's part, after the grant, borrowed by local bonds."""
    closed_seasons: Seasons = 0
    """Swimming seasons in which the works close the pool, the first in their own year; lessons are held elsewhere."""
    on_any_site: bool = False
    """True: even sites marked `can_rebuild: no` are rebuilt; for comparison with a plan that keeps every pool."""


class Retirement(Sourced):
    """Taking a pool out of use for good (廃止)."""

    demolition_yen: Yen
    """Price of removing the tank, in the year of retirement."""
    bond_share: Share = 0
    """Share of the demolition borrowed by local bonds."""
    fire_water: Literal["cistern", "keep_tank"] = "cistern"
    """What follows a pool named as a fire-water source: a cistern and demolition, or the idle tank is kept."""
    cistern_yen: Yen = 0
    """Price of a fire cistern that replaces a pool named as a fire-water source."""
    idle_tank_yen: Yen = 0
    """Yearly upkeep of an idle tank that is kept for fire water."""
    freed_site_yen: Yen = 0
    """Value of the freed site, credited in the year of demolition."""


class LifeByCondition(Sourced):
    """Years a pool may be used without works, by condition A (good) to D (poor)."""

    A: Positive
    """Good: no defect found."""
    B: Positive
    """Worn, sound."""
    C: Positive
    """Defects that need attention."""
    D: Positive
    """Poor: to be dealt with first."""
    overdue_grace_years: Years
    """Years a pool past its life at the start may still be used."""


class PoolLife(Block):
    """How the city's own pools age, and what keeps them in use."""

    life_years: LifeByCondition
    """Years a pool may be used without works, by its condition."""
    upkeep: Upkeep
    """Yearly upkeep."""
    failure: Failure | None = None
    """Breakdowns, weighted by their chance; none are counted where this is left out."""
    repair: Repair
    """Major repair."""
    rebuild: Rebuild
    """Rebuilding."""
    retirement: Retirement
    """Retirement."""


class PriceGrowth(Sourced):
    """Prices that rise faster or slower than others, for example construction."""

    share_per_year: dict[LedgerItem, Rate]
    """Real growth a year from the base year on, by item of the ledger; items left out keep their price."""


class WorksOfYears(Block):
    """A ceiling on the works of several years on end: a step of the city's plan (実施計画), or its borrowing."""

    years: Several
    """How many successive years; any so many, wherever they start."""
    yen: Yen
    """Their works together cost no more than this."""


class Budget(Sourced):
    """Ceilings on the works of a year: repairs, rebuilding, demolition, cisterns; whoever pays, at its prices."""

    works_yen_per_year: Yen | None = None
    """The works of any one year cost no more than this."""
    works_yen_by_year: dict[YearKey, Yen] = Field(default_factory=dict)
    """Other ceilings for single years, for example 2030: 500000000."""
    works_over_years: WorksOfYears | None = None
    """Levelling (平準化): a ceiling on any so many successive years: a dear one is made good by its neighbours."""


class Drivers(Sourced):
    """Drivers are scarce: how many bus-days the companies can offer."""

    bus_days_per_year: Count
    """Bus-days of all schools together in one year, at most."""


class Bus(Block):
    """Chartered buses."""

    large: BusClass
    """9 m or longer, or 50 seats or more."""
    medium: BusClass
    """Between large and small."""
    small: BusClass
    """6 to 8 m, at most 33 seats."""
    commuter: BusClass
    """Under 6 m, at most 14 seats."""
    day: BusDay
    """How a bus-day runs and is billed."""
    drivers: Drivers | None = None
    """How many bus-days there are; no limit where this is left out."""
    surcharges: BusSurcharges | None = None
    """At night and in a season; none are billed where this is left out."""


class Costs(Block):
    """Unit prices, in yen of the base year."""

    base_year: Year
    """Year whose prices are used; later money is discounted to it."""
    discount_share: Share
    """Yearly discount rate; 0 counts later yen in full."""
    discount_source: Text
    """Why this rate."""
    bus: Bus
    """Chartered buses."""
    pool: PoolLife
    """Own pools."""
    growth: PriceGrowth | None = None
    """Prices that grow; none do where this is left out."""
    budget: Budget | None = None
    """Ceilings on the works of a year; none where this is left out."""
    counted_payers: tuple[Payer, ...] = get_args(Payer)
    """Whose money the plan saves, general_fund among them. Bonds left out look free, though the city repays them."""

    @property
    def counts_all_payers(self) -> bool:
        """True where every payer's money counts."""
        return set(self.counted_payers) == set(get_args(Payer))
