"""The list of output modules: importing this fills OUTPUTS, in the order in which files are written."""

from poolplan.outputs import geopackage, map_page, tables, workbook
from poolplan.outputs.report import page

__all__ = ["geopackage", "map_page", "page", "tables", "workbook"]
