"""Does a published statement agree with itself: its sums, shares and changes, and what was misprinted.

`read` a file's text or `assemble` figures in memory, `check`, then `as_json` or `as_terminal`; `draft` makes such
a file from Vietnamese prose. Exact arithmetic throughout; the format and the verdicts are in
docs/statements.md.
"""

from reporting.statement.drafting import draft, unchecked
from reporting.statement.explain import as_json, as_terminal
from reporting.statement.misprints import Result, check
from reporting.statement.model import Cell, Statement
from reporting.statement.read import assemble, read

__all__ = [
    "Cell",
    "Result",
    "Statement",
    "as_json",
    "as_terminal",
    "assemble",
    "check",
    "draft",
    "read",
    "unchecked",
]
