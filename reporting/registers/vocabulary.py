"""What exports call the sources and the statuses of tasks."""

from collections.abc import Mapping, Sequence

from reporting.inputs.office import Reading
from reporting.registers import headings
from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.spelling import loose_key

_TEXT = texts(__name__)


class Vocabulary:
    """What a column may say: its codes in order, each with what stands for it; the first of these is shown."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self.codes = tuple(names)
        self._shown = [written[0] for written in names.values()]
        self._codes: dict[str, str] = {}
        for code in names:
            for name in (code, *names[code]):
                self._codes.setdefault(loose_key(name), code)

    def code(self, text: str) -> str | None:
        """Return the code that a value stands for, None if it is none of them."""
        return self._codes.get(loose_key(text))

    @property
    def expected(self) -> BilingualText:
        """List what a value may be: the usual Vietnamese names, and the codes."""
        return _TEXT.expected.format("; ".join(self._shown), ", ".join(self.codes))

    @property
    def unknown(self) -> BilingualText:
        """Say what is wrong with a value that is none of them."""
        return _TEXT.unknown.format(self.expected)


def of_sources(reading: Reading) -> Vocabulary:
    """What an office's exports may say for a source."""
    return Vocabulary({code: names[1:] for code, names in reading.sources})


STATUS = Vocabulary(headings.STATUSES)
