"""A register comes out of the cache exactly as it was read, and never from the wrong file."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from exports import UNITS_CSV, rows, write_csv, write_xlsx
from small_office import ROOT

from reporting.inputs.office import Reading, default_office
from reporting.registers import register_cache, tasks, units
from reporting.text.errors import InputError


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """An export with every kind of column and note, the units, and where the cache is."""
    units_path = tmp_path / "units.csv"
    units_path.write_text(UNITS_CSV, "utf-8")
    grid = [
        *rows({"title": "a  b"}, {"due_on": "", "weight": "1,5"}, {"completed_on": ""}),
        [],
        ["Cộng"],
    ]
    return write_xlsx(tmp_path / "tasks.xlsx", {"Dữ liệu": grid}), units_path, tmp_path / "cache"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The exports that were read in earnest."""
    read, seen = tasks.load, []

    def counted(
        path: Path, register: units.Units, reading: Reading | None = None
    ) -> tasks.Register:
        seen.append(path)
        return read(path, register, reading)

    monkeypatch.setattr(tasks, "load", counted)
    return seen


def assert_same(one: tasks.Register, other: tasks.Register) -> None:
    pd.testing.assert_frame_equal(one.table, other.table)
    for name in ("path", "sheet", "dated", "reported", "notes"):
        assert getattr(one, name) == getattr(other, name)


def test_the_second_time_it_is_not_read_and_is_the_same(files, reads):
    first = register_cache.cached_load(*files)
    second = register_cache.cached_load(*files)
    assert len(reads) == 1
    assert len(first.notes) == 5
    assert_same(first, second)
    assert_same(second, tasks.load(files[0], units.load(files[1])))


@pytest.mark.parametrize("mapped", [0, 10**9])
def test_a_large_register_stays_in_its_file_and_is_the_same(files, reads, monkeypatch, mapped):
    path, units_path, cache = files
    path = write_csv(path.with_suffix(".csv"), rows(*[{"title": "x" * 100_000}] * 10))
    monkeypatch.setattr(register_cache, "MAPPED", mapped)
    assert_same(
        register_cache.cached_load(path, units_path, cache),
        tasks.load(path, units.load(units_path)),
    )
    before = pa.total_allocated_bytes()
    kept = register_cache.cached_load(path, units_path, cache)
    assert (pa.total_allocated_bytes() - before < 1_000_000) == (mapped == 0)
    assert_same(kept, tasks.load(path, units.load(units_path)))
    assert len(reads) == 3


def test_categories_without_rows_are_kept_in_order(files):
    register_cache.cached_load(*files)
    table = register_cache.cached_load(*files).table
    assert list(table["unit"].cat.categories) == ["VPTC", "NXB", "01", "02", "17"]
    assert len(table["reported_status"].cat.categories) == 5


def test_a_moved_file_is_the_same_file(files, reads, tmp_path):
    path, units_path, cache = files
    register_cache.cached_load(path, units_path, cache)
    moved = path.rename(tmp_path / "moved.xlsx")
    assert register_cache.cached_load(moved, units_path, cache).path == moved
    assert len(reads) == 1


@pytest.mark.parametrize("changed", ["export", "units", "code", "library"])
def test_a_change_of_export_units_code_or_library_is_read_again(
    files, reads, changed, tmp_path, monkeypatch
):
    path, units_path, _ = files
    register_cache.cached_load(*files)
    if changed == "export":
        write_xlsx(path, {"Dữ liệu": rows({})})
    elif changed == "units":
        units_path.write_text(UNITS_CSV.replace("2025-06-30", ""), "utf-8")
    elif changed == "library":
        monkeypatch.setattr(
            register_cache, "version", lambda name: "0.0" if name == "python-calamine" else "1.0"
        )
    else:
        copy = tmp_path / "reporting"
        shutil.copytree(ROOT / "reporting", copy)
        with (copy / "registers" / "cells.py").open("a") as module:
            module.write("\n# changed\n")
        monkeypatch.setattr(
            register_cache, "__file__", str(copy / "registers" / "register_cache.py")
        )
    register_cache.cached_load(*files)
    assert len(reads) == 2


def test_what_the_office_says_of_its_exports_is_part_of_the_key(files, reads):
    register_cache.cached_load(*files)
    reading = default_office().reading._replace(columns=(("note", ("Ghi chú",)),))
    assert "note" in register_cache.cached_load(*files, reading).table
    assert len(reads) == 2


def test_every_module_that_reads_is_part_of_the_key():
    known = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts) for path in register_cache.readers()
    }
    imported = {
        line.split()[1]
        for path in register_cache.readers()
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("from reporting.")
    }
    # what the office says of its exports is part of the key itself
    assert imported <= known | {
        "reporting.registers",
        "reporting.inputs",
        "reporting.text",
        "reporting.inputs.office",
    }


@pytest.mark.parametrize("damage", [b"", b"PAR1 nonsense PAR1", None])
def test_a_damaged_entry_is_read_again_and_replaced(files, reads, damage):
    first = register_cache.cached_load(*files)
    (entry,) = files[2].iterdir()
    entry.write_bytes(entry.read_bytes()[:-200] if damage is None else damage)
    assert_same(first, register_cache.cached_load(*files))
    assert_same(first, register_cache.cached_load(*files))
    assert len(reads) == 2


def test_an_entry_that_is_no_register_is_read_again(files, reads):
    register_cache.cached_load(*files)
    (entry,) = files[2].iterdir()
    pd.DataFrame({"a": [1]}).to_parquet(entry)
    assert len(register_cache.cached_load(*files).table) == 3
    assert len(reads) == 2


def test_nothing_is_left_lying_about(files):
    register_cache.cached_load(*files)
    register_cache.cached_load(*files)
    assert [entry.suffix for entry in files[2].iterdir()] == [".register"]


@pytest.fixture
def full_cache(files, monkeypatch) -> Path:
    """A cache with four entries that were used 9, 8, 7 and 6 hours ago; it holds 300 kB, and they are 100 kB each."""
    monkeypatch.setattr(register_cache, "LARGEST", 300_000)
    files[2].mkdir()
    for hours in (9, 8, 7, 6):
        entry = files[2] / f"used_{hours}_hours_ago.register"
        entry.write_bytes(bytes(100_000))
        os.utime(entry, (time.time() - hours * 3600,) * 2)
    return files[2]


def left_in(cache: Path) -> list[str]:
    return sorted(entry.stem for entry in cache.iterdir() if entry.stem.startswith("used"))


def test_a_full_cache_makes_room_where_nothing_was_used_for_longest(files, full_cache):
    register_cache.cached_load(*files)
    assert left_in(full_cache) == ["used_6_hours_ago", "used_7_hours_ago"]


def test_what_is_used_stays(files, full_cache, reads):
    register_cache.cached_load(*files)
    (own,) = (entry for entry in full_cache.iterdir() if not entry.stem.startswith("used"))
    os.utime(own, (0, 0))
    register_cache.cached_load(*files)
    assert own.stat().st_mtime > time.time() - 3600
    assert len(reads) == 1


def test_a_register_larger_than_the_cache_is_kept_alone(files, full_cache, reads, monkeypatch):
    monkeypatch.setattr(register_cache, "LARGEST", 1)
    register_cache.cached_load(*files)
    register_cache.cached_load(*files)
    assert left_in(full_cache) == []
    assert len(reads) == 1


def test_what_a_killed_process_left_half_written_goes_too(files, full_cache):
    oldest = full_cache / "used_9_hours_ago.register"
    half = oldest.rename(full_cache / "used_half.part")
    others = full_cache / "somebody_elses.txt"
    others.write_text("what others keep here is theirs")
    os.utime(others, (0, 0))
    register_cache.cached_load(*files)
    assert not half.exists()
    assert others.exists()


@pytest.mark.parametrize("fails", ["stat", "unlink"])
def test_another_process_that_makes_room_at_once_is_no_reason_to_fail(
    files, full_cache, monkeypatch, fails
):
    does = getattr(Path, fails)

    def after_the_other(path: Path, **options):
        if path.name == "used_9_hours_ago.register":
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108  this is what Path.unlink is put in place of
        return does(path, **options)

    monkeypatch.setattr(Path, fails, after_the_other)
    assert len(register_cache.cached_load(*files).table) == 3
    assert left_in(full_cache) == ["used_6_hours_ago", "used_7_hours_ago"]


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(files):
    path, units_path, cache = files
    cache.write_text("a file where the folder should be")
    assert len(register_cache.cached_load(path, units_path, cache).table) == 3


def test_a_bad_export_is_told_each_time_and_never_kept(files, tmp_path):
    bad = write_csv(tmp_path / "bad.csv", rows({"unit": "nowhere"}))
    for _ in range(2):
        with pytest.raises(InputError):
            register_cache.cached_load(bad, *files[1:])
    assert not files[2].exists()


@pytest.mark.parametrize("missing", [0, 1])
def test_a_file_that_is_not_there(files, missing):
    files[missing].unlink()
    with pytest.raises(InputError):
        register_cache.cached_load(*files)


def test_another_registers_entry_is_not_believed(files, reads, tmp_path):
    path, units_path, cache = files
    other = write_xlsx(tmp_path / "other.xlsx", {"Dữ liệu": rows({}, {}, {}, {}, {})})
    register_cache.cached_load(other, units_path, cache)
    (others,) = cache.iterdir()
    register_cache.cached_load(path, units_path, cache)
    (own,) = set(cache.iterdir()) - {others}
    own.write_bytes(others.read_bytes())
    assert len(register_cache.cached_load(*files).table) == 3
    assert len(reads) == 3
