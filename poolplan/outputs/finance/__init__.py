"""For the finance section: a workbook whose totals follow its prices, and a page that tells them in words."""
