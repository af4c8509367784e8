"""What a statement turned out to be: its checks judged, its implied figures, its likely misprints."""

from dataclasses import dataclass

from reporting.statement.intervals import Interval
from reporting.statement.misprints import Misprint, find
from reporting.statement.model import Statement
from reporting.statement.solve import Solution, implied
from reporting.statement.verdicts import HOLDS, Judged, judge


@dataclass(frozen=True)
class Result:
    """A checked statement: verdicts in the file's order, misprints best first, implied figures."""

    statement: Statement
    checks: tuple[Judged, ...]
    misprints: tuple[Misprint, ...]
    solution: Solution

    @property
    def solved(self) -> dict[str, Interval]:
        """The figures that are not printed, and where they lie."""
        return {name: self.solution.domains[name] for name in implied(self.statement)}

    @property
    def agrees(self) -> bool:
        """Whether every check holds outright; the command leaves with 0 then, and else with 3."""
        return all(check.verdict == HOLDS for check in self.checks)


def check(statement: Statement) -> Result:
    """Judge every check, solve for the implied figures, and look for the misprint behind what fails.

    A pure function of the statement; `assemble` makes one from figures and checks in memory.
    """
    judged, solution = judge(statement)
    return Result(statement, tuple(judged), find(statement, judged), solution)
