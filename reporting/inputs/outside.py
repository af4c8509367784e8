"""Files from outside: how large they may be, and one refusal for whatever a library finds wrong with one."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reporting.text.bilingual import BilingualText
from reporting.text.errors import InputError

# In bytes, unpacked: tables of ten million tasks; notebooks, manifests and lists of units a thousand times an office's.
LARGEST_TABLE, LARGEST_TEXT = 2_000_000_000, 50_000_000
DAMAGED = BilingualText(
    "{0}: tệp bị hỏng, không đọc được; hãy xuất lại từ phần mềm.",
    "{0}: the file is damaged and cannot be read; export it again.",
)
_TOO_LARGE = BilingualText(
    "{0}: tệp quá lớn khi giải nén; chương trình đọc đến {1} MB.",
    "{0}: the file is too large when unpacked; up to {1} MB are read.",
)
_NO_ACCESS = BilingualText(
    "{0}: không đọc được tệp này ({1}); hãy kiểm tra tên và quyền truy cập tệp.",
    "{0}: this file cannot be read ({1}); check its name and who may read it.",
)


@contextmanager
def reading(path: Path, fault: BilingualText = DAMAGED) -> Iterator[None]:
    """Turn whatever is raised while a file is read into an `InputError` with its name; `fault` says `{0}` for it."""
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except OSError as error:
        told = _NO_ACCESS.format(path.as_posix(), error.strerror) if error.strerror else None
        raise InputError(told or fault.format(path.as_posix())) from error
    except BaseException as error:  # what a library in Rust panics with is no `Exception`
        raise InputError(fault.format(path.as_posix())) from error


def content(path: Path, largest: int = LARGEST_TEXT) -> bytes:
    """Return a file's bytes, unpacked if its name ends in `.gz`; an `InputError` where there are too many."""
    opened: Callable[[Path, str], Any] = gzip.open if path.suffix == ".gz" else open
    with reading(path), opened(path, "rb") as file:
        unpacked: bytes = file.read(largest + 1)
    check_size(path, len(unpacked), largest)
    return unpacked


def check_size(path: Path, size: int, largest: int = LARGEST_TABLE) -> None:
    """Refuse a file that would be too large once unpacked."""
    if size > largest:
        raise InputError(_TOO_LARGE.format(path.as_posix(), largest // 1_000_000))
