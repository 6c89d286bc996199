"""What changed, for a spreadsheet."""

from query.reports.breakdown import cell
from query.reports.changes.answer import ChangesAnswer
from query.reports.changes.question import ChangesQuestion
from query.table import Cell, Table

_COLUMNS = ["property", "value", "before", "now", "share", "z", "before without it", "now without it", "significant"]


def table(_: ChangesQuestion, answer: ChangesAnswer) -> Table:
    """The number itself, and a row a cause; in the last column whether what is left of it still moved."""
    whole: list[Cell] = ["whole", None, answer.before, answer.now, 1, None, None, None, answer.significant]
    rows: list[list[Cell]] = [
        [
            each.property,
            cell(each.value),
            each.before,
            each.now,
            each.share,
            each.z,
            each.without_it.before,
            each.without_it.now,
            each.without_it.significant,
        ]
        for each in answer.causes
    ]
    return Table(_COLUMNS, [whole, *rows])
