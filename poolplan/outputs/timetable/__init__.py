"""The files of a timetable: what schools, places, bus companies and the board need, one module per file."""
