"""What goes into `tables.xlsx`: the tables that a notebook has handed over, and a cover."""

import json
from datetime import date

from reporting.report import handover
from reporting.workbook.writer import Cover, workbook


def as_xlsx(handed_over: bytes) -> bytes:
    """Write the workbook of a report from its `document.json`."""
    document = json.loads(handed_over)
    cover = Cover(
        handover.text(document["title"]),
        tuple(map(handover.text, document["lines"])),
        handover.text(document["author"]),
        date.fromisoformat(document["day"]),
    )
    return workbook(cover, handover.table(document["definitions"]), handover.tables(document))
