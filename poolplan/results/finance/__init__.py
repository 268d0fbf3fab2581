"""What the finance section asks of the ledger: by year, payer, site and school, in money of the year, with bonds."""
