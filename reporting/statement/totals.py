"""Figures that follow a total without a word like “trong đó”: its parts where they name all states of tasks."""

from __future__ import annotations

from reporting.statement.findings import Found, Prose
from reporting.statement.names import leaves_nothing_out

WHOLE = (None, "assigned", "received")  # the states of a figure that others may be parts of


def before(found: Found, *totals: Found | None) -> Found | None:
    """The first of some figures that one after them may be a part of."""
    if found.percent or found.state in WHOLE:
        return None
    for total in totals:
        if total is None or total is found or total.percent or total.state not in WHOLE:
            continue
        if found.sentence - total.sentence <= 1 and found.topic in (None, total.topic):
            return total
    return None


def settle(prose: Prose) -> None:
    """Say which figures are parts of the total before them, whatever they add to, and place their shares.

    They are where, with the parts already known, each state that its tasks can be in is named once. Where
    they are not, nothing says what a share of theirs was taken of.
    """
    for total in prose.figures:
        known = [found for found in prose.figures if found.parent is total]
        likely = [found for found in prose.figures if found.total is total and not found.parent]
        states = {found.state for found in [*known, *likely]}
        once = len(states) == len(known) + len(likely)
        if once and leaves_nothing_out(states, total.state):
            for found in likely:
                found.parent = total
    for found in prose.figures:
        if found.open_share:
            share, aside = found.open_share
            if found.parent:
                found.shares.append(share)
            else:
                prose.unplaced.append(aside)
    prose.unplaced.sort(key=lambda aside: aside.start)
