"""Who could swim where, and how long it takes to get there."""
