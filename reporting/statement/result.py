"""What a statement turned out to be: its checks judged, its implied figures, its likely misprints."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from reporting.statement.intervals import Interval
from reporting.statement.misprints import Misprint, find
from reporting.statement.model import Statement, Term
from reporting.statement.solve import implied, value
from reporting.statement.verdicts import HOLDS, Judged, judge


@dataclass(frozen=True)
class Result:
    """A checked statement: verdicts in the file's order, misprints best first, implied figures."""

    statement: Statement
    checks: tuple[Judged, ...]
    misprints: tuple[Misprint, ...]
    solved: Mapping[str, Interval]
    exact: Mapping[str, Fraction]

    @property
    def agrees(self) -> bool:
        """Whether every check holds outright; the command leaves with 0 then, and else with 3."""
        return all(check.verdict == HOLDS for check in self.checks)

    def domain(self, name: str) -> Interval:
        """Where a figure lies: its printed or solved value, or its interval."""
        return self.solved[name] if name in self.solved else Interval.point(self.exact[name])

    def value(self, term: Term) -> Fraction:
        """The exact value of a term that is printed or fixed."""
        return value(term, self.exact)


def check(statement: Statement) -> Result:
    """Judge every check, solve for the implied figures, and look for the misprint behind what fails.

    A pure function of the statement; `assemble` makes one from figures and checks in memory.
    """
    judged, solution = judge(statement)
    return Result(
        statement,
        tuple(judged),
        find(statement, judged),
        {name: solution.domains[name] for name in implied(statement)},
        solution.exact,
    )
