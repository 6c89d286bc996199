"""The tools, one a file, in the order in which they are listed."""

from collections.abc import Sequence

from query.mcp.tool import Tool
from query.mcp.tools import (
    annotate,
    ask_report,
    find_apps,
    keep,
    list_kept,
    look_at_visitor,
    read_catalog,
    what_changed,
)

TOOLS: Sequence[Tool] = (
    find_apps.TOOL,
    read_catalog.TOOL,
    ask_report.TOOL,
    what_changed.TOOL,
    look_at_visitor.TOOL,
    list_kept.TOOL,
    keep.TOOL,
    annotate.TOOL,
)
