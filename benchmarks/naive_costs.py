"""What each yes of the naive model costs, worked out from the scenario without the project's ledger."""

from dataclasses import dataclass

from poolplan.network.buses import BusYear, bus_year
from poolplan.network.demand import pupil_visits_per_year
from poolplan.network.options import Network, Option


@dataclass(frozen=True)
class Prices:
    """Prices of a network's decisions, yen."""

    net: Network

    def discount(self, year: int) -> float:
        """Value in the base year of one yen in a year."""
        costs = self.net.scenario.costs
        return float((1 + costs.discount_share) ** (costs.base_year - year))

    def level(self, item: str, year: int) -> float:
        """Price of an item of the ledger as a multiple of the base year's."""
        growth = self.net.scenario.costs.growth
        shares = {str(name): share for name, share in growth.share_per_year.items()} if growth else {}
        return float((1 + shares.get(item, 0.0)) ** (year - self.net.scenario.costs.base_year))

    def lessons_yen(self, option: Option, year: int) -> float:
        """Lessons of a school and the way to them, in a year."""
        mode, pupils = self.net.scenario.modes[option.mode], self.net.places.pupils[option.school, year]
        sessions, prices = self.net.needs(option, year), mode.prices
        yen = pupil_visits_per_year(pupils, mode) * prices.entry_yen * self.level("lesson_entry", year)
        yen += sessions * prices.hire_yen * self.level("lesson_hire", year)
        yen += sessions * prices.utilities_yen * self.level("lesson_utilities", year)
        yen += sessions * prices.coaching_yen * self.level("lesson_coaching", year)
        quote = self.net.places.quotes.get((option.school, option.site, option.mode), 0)
        yen += quote * self.level("lesson_quote", year)
        if option.travel_by == "bus":
            yen += self._bus(option, year).fare_yen * self.level("bus_hire", year)
        return yen

    def bus_days(self, option: Option, year: int) -> int:
        """Bus days that a school hires in a year."""
        return self._bus(option, year).bus_days

    def _bus(self, option: Option, year: int) -> BusYear:
        mode, pupils = self.net.scenario.modes[option.mode], self.net.places.pupils[option.school, year]
        return bus_year(pupils, mode, option.minutes, option.metres, self.net.scenario.costs.bus)

    def in_use_yen(self, state: str, site: str, year: int) -> float:
        """Upkeep and breakdowns of an unrepaired (`original`) or repaired pool in a year."""
        wear = year - self.net.life_spans[site].build_year
        if state == "repaired":
            wear = max(0, wear - self.net.scenario.costs.pool.repair.renews_wear_years)
        return self._wear_yen(wear, year)

    def _wear_yen(self, wear: int, year: int) -> float:
        upkeep, failure = self.net.scenario.costs.pool.upkeep, self.net.scenario.costs.pool.failure
        share = 1 + upkeep.growth_share * max(0, wear - upkeep.from_age)
        yen = round(upkeep.base_yen * share) * self.level("pool_upkeep", year)
        if failure:
            chance = min(1.0, failure.chance_share + failure.growth_share * max(0, wear - failure.from_age))
            yen += round(failure.cost_yen * chance) * self.level("pool_failure", year)
        return yen

    def works_yen(self, works: str, site: str, year: int) -> float:
        """Price of a repair, a rebuilding or of what retirement builds and removes, in its year."""
        pool = self.net.scenario.costs.pool
        if works == "repairs":
            return pool.repair.cost_yen * self.level("pool_repair", year)
        if works == "rebuilds":
            return pool.rebuild.cost_yen * self.level("pool_rebuild", year)
        if self._keeps_tank(site):
            return 0.0
        yen = pool.retirement.demolition_yen * self.level("demolition", year)
        if self.net.places.sites[site].is_fire_water:
            yen += pool.retirement.cistern_yen * self.level("fire_cistern", year)
        return yen

    def _keeps_tank(self, site: str) -> bool:
        is_kept = self.net.scenario.costs.pool.retirement.fire_water == "keep_tank"
        return is_kept and self.net.places.sites[site].is_fire_water

    def afterwards_present_yen(self, works: str, site: str, year: int) -> float:
        """Present value of all that follows from works of a year: use of the new pool, idle tank, site, value left."""
        pool, last = self.net.scenario.costs.pool, self.net.scenario.years.last
        if works == "rebuilds":
            used = sum(self._wear_yen(t - year, t) * self.discount(t) for t in range(year, last + 1))
            left = max(0, pool.rebuild.life_years - (last + 1 - year)) / pool.rebuild.life_years
            return used - self.works_yen(works, site, year) * left * self.discount(last)
        if works == "retires" and self._keeps_tank(site):
            idle = pool.retirement.idle_tank_yen
            return sum(idle * self.level("idle_tank", t) * self.discount(t) for t in range(year, last + 1))
        if works == "retires":
            return -pool.retirement.freed_site_yen * self.level("freed_site", year) * self.discount(year)
        return 0.0

    def lasting_present_yen(self, site: str, year: int) -> float:
        """Credit, below zero, for a repair of a year that still serves in the last year."""
        last, until = self.net.scenario.years.last, self.net.life_spans[site].repaired_until
        left = max(0, until - last) / (until - year + 1)
        return -self.works_yen("repairs", site, year) * left * self.discount(last)
