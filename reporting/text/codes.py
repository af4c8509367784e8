"""The codes that cross every room, in the order in which they are always shown."""

from __future__ import annotations

SOURCES = ("agency_plan", "leadership_conclusion", "ad_hoc", "unit_plan")
STATUSES = ("completed_on_time", "completed_late", "overdue", "in_term", "no_due_date")
DONE = ("completed_on_time", "completed_late")
GROUPS = ("headquarters", "public_service", "provincial")
TOTAL = "_T"
LANGUAGES = ("vi", "en")

REQUIRED_INDICATORS = (
    "tasks",
    "completed",
    "completed_on_time",
    "completed_late",
    "overdue",
    "in_term",
    "no_due_date",
    "completed_share",
    "on_time_share",
    "late_share",
    "overdue_share",
    "in_term_share",
    "median_days_late",
)
