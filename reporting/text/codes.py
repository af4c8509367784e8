"""The codes that cross every package, in the order in which they are always shown."""

import re

STATUSES = ("completed_on_time", "completed_late", "overdue", "in_term", "no_due_date")
DONE = ("completed_on_time", "completed_late")
TOTAL = "_T"
UNIT_CODE = re.compile(rf"(?!{TOTAL}$)[\w-]{{1,40}}")  # it becomes the name of a folder
LANGUAGES = ("vi", "en")
TASK_COLUMNS = (
    "task_id", "title", "unit", "unit_group", "source", "assigned_on", "due_on", "completed_on",
    "reported_status", "weight", "status", "days_late", "days_overdue", "completed",
)  # fmt: skip

COUNTS = ("tasks", "completed", *STATUSES)
REQUIRED_INDICATORS = (
    *COUNTS, "completed_share", "on_time_share", "late_share", "overdue_share", "in_term_share",
    "median_days_late",
)  # fmt: skip
