"""A report's folder appears whole or not at all, and the last good one stays."""

import pytest

from reporting.building import publish


def contents(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def target(tmp_path):
    target = tmp_path / "2023Q3"
    (target / "units" / "01").mkdir(parents=True)
    (target / "old.html").touch()
    (target / "units" / "01" / "unit.html").touch()
    return target


def test_a_new_report_takes_the_place_of_the_old_and_the_units_stay(target):
    with publish.beside(target) as building:
        (building / "new.html").touch()
        publish.swap_in(building, target)
    assert contents(target) == {"new.html", "units/01/unit.html"}
    assert [path.name for path in target.parent.iterdir()] == [target.name], (
        "nothing is left beside it"
    )


def test_what_cannot_be_published_leaves_the_last_good_report(target):
    before = contents(target)
    with pytest.raises(FileNotFoundError):
        publish.swap_in(target.parent / "never-built", target)
    assert contents(target) == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_build_that_ends_badly_leaves_nothing_behind(target):
    before = contents(target)

    def interrupted():
        with publish.beside(target) as building:
            (building / "half.html").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert contents(target) == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_failed_run_is_kept_beside_and_cleared_by_a_good_one(target):
    for name in ("first", "second"):
        with publish.beside(target) as building:
            (building / name).touch()
            place = publish.keep_failed(building, target)
        assert contents(place) == {name}
    with publish.beside(target) as building:
        publish.swap_in(building, target)
    assert not place.exists()
