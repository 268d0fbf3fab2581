"""Files people open: tables, workbooks, GIS layers, maps, pages of the plan, its money and its timetable."""
