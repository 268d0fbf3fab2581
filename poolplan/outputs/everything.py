"""The list of output modules: importing this fills OUTPUTS, in the order in which files are written."""

from poolplan.outputs import geopackage, map_page, tables, workbook
from poolplan.outputs.finance.page import write_finance
from poolplan.outputs.finance.workbook import write_finance_workbook
from poolplan.outputs.report.page import write_report
from poolplan.outputs.rollout.page import write_rollout
from poolplan.outputs.stage_board.page import write_board

__all__ = [
    "geopackage",
    "map_page",
    "tables",
    "workbook",
    "write_board",
    "write_finance",
    "write_finance_workbook",
    "write_report",
    "write_rollout",
]
