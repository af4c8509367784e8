"""The report's own sentences go through the checker of published statements before they are circulated."""

from collections.abc import Iterable
from dataclasses import dataclass

from reporting import statement
from reporting.statement.explain import explain
from reporting.statement.verdicts import HOLDS
from reporting.text.bilingual import BilingualText, both


@dataclass(frozen=True)
class Proof:
    """How many checks the figures in the sentences allow, and what is wrong with those that do not hold."""

    checks: int
    wrong: tuple[BilingualText, ...]


def proofread(sentences: Iterable[BilingualText]) -> Proof:
    """Read sentences as a careful reader of the Vietnamese would, and check their figures against each other."""
    drafted = statement.draft("\n".join(sentence.vi for sentence in sentences))
    result = statement.check(statement.read(drafted))
    wrong = [
        both("{0}: {1}").format(judged.check.text, explain(result, place))
        for place, judged in enumerate(result.checks)
        if judged.verdict != HOLDS
    ]
    return Proof(len(result.checks), tuple(wrong))
