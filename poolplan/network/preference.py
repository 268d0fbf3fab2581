"""A preferred mode: who can use it, and which other options then fall away."""

from collections.abc import Collection

from poolplan.network.options import Dropped, Network, Option


def keep_preferred(
    network: Network, options: list[Option], dropped: list[Dropped]
) -> tuple[list[Option], list[Dropped]]:
    """Drop the other ways out for every school that can use the preferred mode.

    A school counts as able when, filling the preferred sites nearest school first, it still finds room in every
    year. A school pool that takes a guest stays; its own school is then no guest elsewhere. Schools fixed by a stage
    to another mode keep it.
    """
    programme = network.scenario.programme
    preferred = programme.prefer_mode
    if preferred is None:
        return options, dropped
    fixed = {school: mode for stage in programme.stages for school, mode in stage.fixed.items()}
    free = [o for o in options if o.mode == preferred and fixed.get(o.school, preferred) == preferred]
    able = _nearest_first(network, free, fixed.keys())
    kept: list[Option] = []
    fallen = list(dropped)
    for option in options:
        if option.school in able and option.mode != preferred:
            reason = f"{preferred} is preferred, and {able[option.school]} has room"
            fallen.append(Dropped(option.school, option.site, option.mode, reason))
        else:
            kept.append(option)
    return kept, fallen


def _nearest_first(network: Network, options: list[Option], fixed: Collection[str]) -> dict[str, str]:
    """Return the site that each able school finds, filling sites nearest school first, after the fixed schools."""
    years = network.scenario.planned_years
    taken: dict[tuple[str, int], int] = {}
    found: dict[str, str] = {}
    hosts: set[str | None] = set()
    for option in sorted(options, key=lambda o: (o.school not in fixed, o.minutes, o.school, o.site)):
        host = network.places.sites[option.site].school
        if option.school in found or option.school in hosts or host in found:
            continue
        if all(
            taken.get((option.site, year), 0) + network.needs(option, year)
            <= network.room_for_guests(option.site, year)
            for year in years
        ):
            found[option.school] = option.site
            hosts |= {host} if host else set()
            for year in years:
                taken[option.site, year] = taken.get((option.site, year), 0) + network.needs(option, year)
    return found
