"""What a report must say of made-up data: its own, or those that it is compared with."""

from typing import NamedTuple

from reporting.text import wording
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.quarter import Quarter

_TEXT = texts(__name__)


class Notice(NamedTuple):
    """That data are made up, in two words and in full."""

    short: BilingualText
    full: BilingualText


ILLUSTRATIVE = Notice(
    BilingualText("Số liệu minh họa", "Illustrative data"), _TEXT.tasks_behind_report_are
)


def notice(quarter: Quarter, synthetic: tuple[Quarter, ...]) -> Notice | None:
    """What a report must say of made-up data: its own, or those that it is compared with."""
    if quarter in synthetic:
        return ILLUSTRATIVE
    if not synthetic:
        return None
    named = wording.listing([wording.quarter_bare(each) for each in synthetic])
    return Notice(_TEXT.compared_with_illustrative, _TEXT.figures_are_made_up.format(named))
