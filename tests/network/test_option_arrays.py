"""Options as numbers say the same as the options themselves."""

import pytest

from poolplan.network.option_arrays import needs_table, option_arrays
from tests.random_worlds import random_rich_world


@pytest.mark.parametrize("seed", range(12))
def test_numbers_lead_back_to_the_options(seed: int) -> None:
    net = random_rich_world(seed)
    arrays, sites, modes = option_arrays(net), list(net.places.sites), list(net.scenario.modes)
    told = [
        (*net.cohorts[cohort], sites[site], modes[mode], first_year)
        for cohort, site, mode, first_year in zip(*(part.tolist() for part in arrays), strict=True)
    ]
    assert told == [(o.school, o.grade, o.site, o.mode, o.first_year) for o in net.options]


@pytest.mark.parametrize("seed", range(12))
def test_needs_are_those_of_every_option_in_every_year(seed: int) -> None:
    net = random_rich_world(seed)
    arrays, years = option_arrays(net), net.scenario.planned_years
    needs = needs_table(net)[arrays.cohort, arrays.mode]
    assert needs.tolist() == [[net.needs(option, year) for year in years] for option in net.options]
