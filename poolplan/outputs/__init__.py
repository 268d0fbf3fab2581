"""Files people open: tables, workbook, GIS layers, maps."""
