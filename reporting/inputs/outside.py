"""Files from outside: how large they may be, and one refusal for whatever a library finds wrong with one."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reporting.text.bilingual import BilingualText
from reporting.text.catalogue import texts
from reporting.text.errors import InputError
from reporting.text.wording import number

_TEXT = texts(__name__)

# In bytes, unpacked: tables of ten million tasks; notebooks, manifests and lists of units a thousand times an office's.
LARGEST_TABLE, LARGEST_TEXT = 2_000_000_000, 50_000_000
LARGEST_YAML = 2_000_000  # params and statements: a hundred times an office's
SHOWN = 20  # mistakes of a kind that are told one by one
DAMAGED = _TEXT.damaged


@contextmanager
def reading(path: Path, fault: BilingualText = DAMAGED) -> Iterator[None]:
    """Turn whatever is raised while a file is read into an `InputError` with its name; `fault` says `{0}` for it."""
    try:
        yield
    except (InputError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except FileNotFoundError as error:
        raise InputError(_TEXT.not_there.format(path)) from error
    except OSError as error:
        told = _TEXT.no_access.format(path, error.strerror) if error.strerror else None
        raise InputError(told or fault.format(path)) from error
    except BaseException as error:  # what a library in Rust panics with is no `Exception`
        raise InputError(fault.format(path)) from error


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
        raise InputError(_TEXT.too_large.format(path, largest // 1_000_000))


def first_of_each_kind(
    path: Path, problems: Iterable[tuple[object, BilingualText]]
) -> Iterator[BilingualText]:
    """The first problems of each kind in a file, and how many there are where there are more."""
    kinds: dict[object, list[BilingualText]] = {}
    for kind, problem in problems:
        kinds.setdefault(kind, []).append(problem)
    for told in kinds.values():
        yield from told[:SHOWN]
        if len(told) > SHOWN:
            yield _TEXT.more.format(path, number(len(told) - SHOWN), number(len(told)))
