"""What is noticed in the data of reports and is no mistake, kept until the command tells it.

Reports are checked deep inside a run, and only those that are to be built; what was noticed is told last, below the
progress, where it is seen.
"""

from reporting.text.bilingual import BilingualText

_kept: dict[BilingualText, None] = {}  # each once, however many reports are built from one file


def keep(notes: list[BilingualText]) -> None:
    """Keep what was noticed."""
    _kept.update(dict.fromkeys(notes))


def take() -> list[BilingualText]:
    """Return what was kept since the last time."""
    notes = list(_kept)
    _kept.clear()
    return notes
