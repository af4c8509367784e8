"""Does a published statement agree with itself: its sums, shares and changes, and what was misprinted; see docs/statements.md."""

from reporting.statement.drafting import draft, unchecked
from reporting.statement.explain import as_json, as_terminal
from reporting.statement.misprints import Result, check
from reporting.statement.model import Cell, Statement
from reporting.statement.read import assemble, read

__all__ = [
    "Cell", "Result", "Statement", "as_json", "as_terminal", "assemble", "check", "draft", "read", "unchecked",
]  # fmt: skip
