"""Files from outside: how large they may be, and one refusal for whatever a library finds wrong with one."""

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reporting.text import BilingualText, InputError, texts
from reporting.text.yaml_file import YamlFile, text_of

_TEXT = texts(__name__)

# In bytes, unpacked: tables of ten million tasks; notebooks, manifests and lists of units a thousand times an office's.
LARGEST_TABLE, LARGEST_TEXT = 2_000_000_000, 50_000_000
LARGEST_YAML = 2_000_000  # params and statements: a hundred times an office's


@contextmanager
def reading(path: Path, fault: BilingualText = _TEXT.damaged) -> Iterator[None]:
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


def text(path: Path) -> str:
    """Return the text of a file that somebody has written; an `InputError` where it is not UTF-8."""
    return text_of(content(path, LARGEST_YAML), path)


def yaml_file(path: Path) -> YamlFile:
    """Read a YAML file with its lines; what is wrong with it as YAML is among its `problems`."""
    return YamlFile(path, content(path, LARGEST_YAML))
