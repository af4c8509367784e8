"""How far a run is: a bar with the time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tqdm import tqdm

from reporting.text.bilingual import BilingualText


class Progress:
    """Progress of so many reports, on standard error; use it in a `with` block."""

    def __init__(self, reports: int, say: Callable[[BilingualText], None]) -> None:
        self._reports, self._say, self._done = reports, say, 0
        self._bar = tqdm(
            total=reports, file=sys.stderr, leave=False, disable=not sys.stderr.isatty()
        )

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def done(self, name: str, failed: bool = False) -> None:
        """Say that one more report is finished."""
        self._done += 1
        self._bar.update()
        what = (
            BilingualText("không lập được", "failed")
            if failed
            else BilingualText("đã lập xong", "built")
        )
        line = BilingualText("[{0}/{1}] {2}: {3}", "[{0}/{1}] {2}: {3}").format(
            self._done, self._reports, name, what
        )
        with tqdm.external_write_mode(file=sys.stderr):
            self._say(line)
