"""Registers once read, kept as Arrow files by the digest of what they were read from."""

import hashlib
import hmac
import json
import os
from contextlib import suppress
from dataclasses import astuple
from functools import lru_cache
from importlib.metadata import version
from io import BufferedIOBase
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
from pyarrow import feather

from reporting.inputs.office import Reading, default_office
from reporting.registers import tasks, units
from reporting.registers.register import Note, Register
from reporting.text import BilingualText

LIBRARIES = ("pandas", "pyarrow", "python-calamine")  # another version may read other values
# In bytes: registers of five million tasks for five quarters, or all that an office will ever have of 50.000.
LARGEST = 5_000_000_000
MAPPED = 100_000_000  # registers of so many bytes are not packed: they can stay in their files
ENDING = ".register"
HALF = ".part"  # the ending of an entry that is being written
_ABOUT = b"register"
_units = lru_cache(1)(lambda path, _modified: units.load(path))  # for all that are read with them
SEAL = 32  # bytes at the start by which no other register's entry is taken for this one, and no damaged one


def cached_load(
    path: Path, units_path: Path, cache_dir: Path, reading: Reading | None = None
) -> Register:
    """Return `tasks.load` of an export, from the cache where its very bytes were read before; a bad export is never kept."""
    reading = reading or default_office().reading
    # of all that has a say: the export, the units, how the office's exports are read, the code, its libraries
    versions = (f"{name} {version(name)}" for name in LIBRARIES)
    total = hashlib.sha256(" ".join((path.suffix, *versions, repr(reading))).encode())
    for each in filter(Path.is_file, (path, units_path, *readers())):
        with each.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    key = total.hexdigest()
    entry = cache_dir / f"{key}{ENDING}"
    found = _read(entry, key, path)
    if not found:
        modified = units_path.stat().st_mtime_ns if units_path.is_file() else 0
        found = tasks.load(path, _units(units_path, modified), reading)
        with suppress(OSError):  # a cache that cannot be written costs time, not the report
            _write(entry, key, found)
            _make_room(cache_dir)
        found = _read(entry, key, path) or found  # of a large one, most stays in the file
    with suppress(OSError):
        os.utime(entry)  # says that it was used
    pa.default_memory_pool().release_unused()  # as much again as a large register takes
    return found


def readers() -> list[Path]:
    """Every module that has a say in what a register holds: a change of one makes the cache useless."""
    here, package = Path(__file__).parent, Path(__file__).parents[1]
    inputs = (package / "inputs" / name for name in ("office.yaml", "outside.py"))
    return sorted([*here.glob("*.*"), *(package / "text").glob("*.*"), *inputs])


def _write(entry: Path, key: str, register: Register) -> None:
    """Write an entry beside and move it into place, so that nobody reads half of one."""
    about = register.sheet, register.dated, register.reported, [*map(astuple, register.notes)]
    table = pa.Table.from_pandas(register.table, preserve_index=False)
    table = table.replace_schema_metadata({**table.schema.metadata, _ABOUT: json.dumps(about)})
    packing = "zstd" if table.nbytes < MAPPED else "uncompressed"
    entry.parent.mkdir(parents=True, exist_ok=True)
    beside = entry.with_name(f"{uuid4().hex}{HALF}")
    try:
        with beside.open("x+b") as file:
            file.write(bytes(SEAL))
            feather.write_feather(table, file, compression=packing, chunksize=max(len(table), 1))
            seal = _seal(key, file)
            file.seek(0)
            file.write(seal)
        beside.replace(entry)
    finally:
        beside.unlink(missing_ok=True)


def _seal(key: str, file: BufferedIOBase) -> bytes:
    """The seal of an entry that has its content after the place of the seal."""
    file.seek(SEAL)
    return hashlib.file_digest(file, lambda: hmac.new(key.encode(), digestmod="sha256")).digest()


def _make_room(cache_dir: Path) -> None:
    """Delete what was used longest ago until the rest is small enough; who is reading it then reads the export."""
    found = []
    for path in (*cache_dir.glob(f"*{ENDING}"), *cache_dir.glob(f"*{HALF}")):
        with suppress(OSError):
            status = path.stat()
            found.append((status.st_mtime_ns, status.st_size, path))
    total = 0
    for place, (_, size, path) in enumerate(sorted(found, reverse=True)):
        total += size
        if place and total > LARGEST:
            with suppress(OSError):
                path.unlink()


def _read(entry: Path, key: str, path: Path) -> Register | None:
    """Return an entry's register; None if there is none, or none that can be read."""
    try:
        with entry.open("rb") as file:
            if file.read(SEAL) != _seal(key, file):
                return None
        # a mapped file takes memory only where it is looked at, which few titles are
        content = pa.memory_map(str(entry)).read_buffer().slice(SEAL)
        table = feather.read_table(pa.BufferReader(content))
        sheet, dated, reported, told = json.loads(table.schema.metadata[_ABOUT])
        notes = tuple(Note(kind, count, BilingualText(*text)) for kind, count, text in told)
        frame = table.to_pandas(self_destruct=True, split_blocks=True)
        return Register(frame, path, sheet, dated, reported, notes)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None
